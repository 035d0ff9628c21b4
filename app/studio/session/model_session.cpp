// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/model_session.h"

#include <algorithm>
#include <utility>

#include "dataset/split.h"
#include "spec/summary.h"
#include "studio/recipe.h"
#include "train/measurement_cache.h"
#include "train/phases.h"
#include "train/settings.h"
#include "zoo/pretrained.h"

namespace minarai::studio {

namespace {

constexpr int kSettleMs = 300;
constexpr std::int64_t kUsualSize = 224;

std::int64_t sizeFor(const zoo::Architecture& about, const Params& recipe) {
    const std::int64_t size = settingsOf(recipe).integer("size");
    return size > 0 ? size : about.size;
}

/// size: 0 for a composed model's own.
Result<ModelCost> countModel(const std::string& name, std::int64_t classes, std::int64_t size) {
    MN_ASSIGN(const spec::ModelSpec model, modelOf(name, classes, size));
    MN_ASSIGN(const spec::Summary summary, spec::summarize(model));
    ModelCost cost;
    cost.channels = model.input[0];
    cost.size = model.input[1];
    cost.width = model.input[2];
    cost.parameters = summary.parameters;
    cost.macs = summary.macs;
    cost.parameterBytes = static_cast<std::uint64_t>(summary.parameterBytes);
    cost.activationBytes = static_cast<std::uint64_t>(summary.activationBytes);
    MN_ASSIGN(spec::ModelSpec measured, modelOf(name, train::measuredClasses(classes), size));
    cost.measuredAs = train::measuredModelText(measured);
    if (isModelFile(name)) {
        cost.measured = std::make_shared<const spec::ModelSpec>(std::move(measured));
    }
    return cost;
}

/// What is known of a measurement from an earlier start.
std::optional<train::Measurement> keptMeasurement(train::MeasurementCache& cache,
                                                  const Result<ModelCost>& cost,
                                                  const train::MeasureRequest& request,
                                                  const std::string& torch) {
    return cost ? cache.find(train::measurementKey(cost->measuredAs, request, torch))
                : std::nullopt;
}

/// The network that is measured, for another size of its images.
Result<spec::ModelSpec> ofPhase(const std::string& name, const ModelCost& cost,
                                std::int64_t classes, std::int64_t size) {
    if (cost.measured) {
        // At its own size it stays as it is, also where that is not square.
        return size == cost.size ? Result<spec::ModelSpec>(*cost.measured)
                                 : spec::withInput(*cost.measured, cost.channels, size, size);
    }
    return modelOf(name, train::measuredClasses(classes), size);
}

/// The image sizes of the recipe's phases, apart from the model's own.
std::vector<std::int64_t> otherSizes(const ModelCost& cost, Params settings) {
    settings.set("size", cost.size);
    return train::otherSizes(settings);
}

/// What is known of the other sizes from an earlier start.
std::map<std::int64_t, train::Measurement> keptPhases(
    train::MeasurementCache& cache, const std::string& name, const Result<ModelCost>& cost,
    std::int64_t classes, const train::MeasureRequest& request, const std::string& torch) {
    std::map<std::int64_t, train::Measurement> kept;
    if (!cost) {
        return kept;
    }
    for (const std::int64_t size : otherSizes(*cost, request.settings)) {
        const auto model = ofPhase(name, *cost, classes, size);
        const auto found = model ? cache.find(train::measurementKey(
                                       train::measuredModelText(*model), request, torch))
                                 : std::nullopt;
        if (found) {
            kept.emplace(size, *found);
        }
    }
    return kept;
}

std::string torchOf(const EngineLoader& loader) {
    const auto engine = loader();
    return engine ? (*engine)->info().torchVersion : std::string();
}

/// The settings on which a measurement depends.
bool costsTheSame(const Params& a, const Params& b) {
    const auto names = {"batch",         "precision", "optimizer", "freeze", "kernels",
                        "feature_cache", "mixup",     "cutmix",    "phases"};
    return std::all_of(names.begin(), names.end(), [&](const char* name) {
        const ParamValue* left = a.find(name);
        const ParamValue* right = b.find(name);
        return left == right || (left != nullptr && right != nullptr && *left == *right);
    });
}

}  // namespace

ModelSession::ModelSession(EngineLoader loader, QObject* parent)
    : QObject(parent), m_loader(std::move(loader)), m_measurer([this](const Error& error) {
          QMetaObject::invokeMethod(
              this, [this, error] { takeMeasurement(m_measuring, error); }, Qt::QueuedConnection);
      }) {
    for (const zoo::Architecture& about : zoo::architectures()) {
        ModelFacts facts{&about, std::nullopt, std::nullopt, std::nullopt};
        if (const auto published = zoo::publishedAccuracy(about.name)) {
            facts.accuracy = published->top1 / 100;
        }
        m_models.push_back(std::move(facts));
    }
    m_recipe = recipeSchema().defaults();
    m_settle.setSingleShot(true);
    m_settle.setInterval(kSettleMs);
    connect(&m_settle, &QTimer::timeout, this, &ModelSession::measureNext);
}

ModelSession::~ModelSession() = default;

void ModelSession::setProject(std::shared_ptr<const Project> project) {
    m_project = std::move(project);
    if (m_project) {
        m_classes = static_cast<std::int64_t>(m_project->catalog->classes.size());
    }
    takeSituation();
}

void ModelSession::setRecipe(const Params& recipe, bool freezesItself) {
    const bool sameSize = recipe.integer("size") == m_recipe.integer("size");
    const bool sameNetwork = recipe.text(kArchitecture) == m_recipe.text(kArchitecture);
    const bool sameCost = costsTheSame(recipe, m_recipe) && freezesItself == m_freezesItself &&
                          (sameNetwork || !freezesItself || recipe.text("freeze") == "none");
    m_recipe = recipe;
    m_freezesItself = freezesItself;
    takeComposed(recipe.text(kArchitecture));
    if (sameSize && sameCost) {
        // Another architecture or number of epochs: only the images may cost something else.
        sampleImages();
        Q_EMIT allChanged();
        return;
    }
    takeSituation();
}

void ModelSession::takeSituation() {
    stopMeasuring();
    if (!m_project) {
        return;  // no page shows costs yet, and the engine is not to be loaded for them
    }
    for (ModelFacts& model : m_models) {
        const auto known =
            m_costs.find({model.about->name, {m_classes, sizeFor(*model.about, m_recipe)}});
        model.cost = known == m_costs.end() ? std::nullopt : std::optional(known->second);
        model.measured.reset();
        model.phases.clear();
    }
    countAll();
    if (m_composed) {
        countComposed();
    }
    sampleImages();
    Q_EMIT allChanged();
}

void ModelSession::takeComposed(const std::string& architecture) {
    const bool isComposed = isModelFile(architecture);
    if (isComposed && m_composed && m_composedAbout.name == architecture) {
        return;
    }
    if (m_composed && m_measuring == m_composedAbout.name) {
        stopMeasuring();
    }
    ++m_composedSerial;
    m_reader.cancel();
    m_composed.reset();
    if (isComposed) {
        m_composedAbout = {};
        m_composedAbout.name = architecture;
        m_composed = ModelFacts{&m_composedAbout, std::nullopt, std::nullopt, std::nullopt};
        countComposed();
    }
}

void ModelSession::lookAgain() {
    if (!m_composed) {
        return;
    }
    if (m_measuring == m_composedAbout.name) {
        stopMeasuring();
    }
    countComposed();
    Q_EMIT modelChanged(composedRow());
}

void ModelSession::countComposed() {
    const quint64 serial = ++m_composedSerial;
    m_composed->cost.reset();
    m_composed->measured.reset();
    m_composed->phases.clear();
    if (!m_project) {
        return;
    }
    m_reader.replace([this, serial, row = composedRow(), name = m_composedAbout.name,
                      classes = m_classes, request = requestFor(m_composedAbout.name, {}),
                      size = settingsOf(m_recipe).integer("size"),
                      loader = m_loader](const std::stop_token&) mutable {
        Counted counted{row, countModel(name, classes, size), std::nullopt};
        train::MeasurementCache cache(train::measurementFile());
        const std::string torch = torchOf(loader);
        counted.measured = keptMeasurement(cache, counted.cost, request, torch);
        counted.phases = keptPhases(cache, name, counted.cost, classes, request, torch);
        QMetaObject::invokeMethod(
            this,
            [this, serial, counted] {
                if (serial == m_composedSerial) {
                    takeCount(counted);
                }
            },
            Qt::QueuedConnection);
    });
}

void ModelSession::countAll() {
    const quint64 serial = ++m_countSerial;
    std::vector<std::optional<Result<ModelCost>>> known;
    std::vector<train::MeasureRequest> requests;
    for (const ModelFacts& model : m_models) {
        known.push_back(model.cost);
        requests.push_back(requestFor(model.about->name, {}));
    }
    m_counter.replace([this, serial, known = std::move(known), requests = std::move(requests),
                       classes = m_classes, recipe = m_recipe,
                       loader = m_loader](const std::stop_token& stop) {
        train::MeasurementCache cache(train::measurementFile());
        const std::string torch = torchOf(loader);
        for (std::size_t row = 0; row < known.size() && !stop.stop_requested(); ++row) {
            const zoo::Architecture& about = zoo::architectures()[row];
            Counted counted{
                static_cast<int>(row),
                known[row] ? *known[row] : countModel(about.name, classes, sizeFor(about, recipe)),
                std::nullopt};
            const train::MeasureRequest& request = requests[row];
            counted.measured = keptMeasurement(cache, counted.cost, request, torch);
            counted.phases = keptPhases(cache, about.name, counted.cost, classes, request, torch);
            QMetaObject::invokeMethod(
                this,
                [this, serial, counted] {
                    if (serial == m_countSerial) {
                        takeCount(counted);
                    }
                },
                Qt::QueuedConnection);
        }
    });
}

void ModelSession::takeCount(const Counted& counted) {
    ModelFacts& model = *at(counted.row);
    model.cost = counted.cost;
    if (counted.row < composedRow()) {  // a file may have another content the next time
        m_costs.insert_or_assign({model.about->name, {m_classes, sizeFor(*model.about, m_recipe)}},
                                 counted.cost);
    }
    if (counted.measured) {
        model.measured = *counted.measured;
    }
    for (const auto& [size, measured] : counted.phases) {
        model.phases.insert_or_assign(size, measured);
    }
    Q_EMIT modelChanged(counted.row);
    m_settle.start();
}

void ModelSession::sampleImages() {
    const quint64 serial = ++m_basisSerial;
    if (!m_project) {
        m_basis.reset();
        m_sampler.cancel();
        return;
    }
    Params settings = settingsOf(m_recipe);
    if (settings.integer("size") == 0) {
        settings.set("size", kUsualSize);
    }
    m_sampler.replace(
        [this, serial, settings, catalog = m_project->catalog](const std::stop_token& stop) {
            auto work = [&]() -> Result<runs::ForecastBasis> {
                MN_TRY(train::checkSettings(settings));
                auto split = dataset::makeSplit(*catalog, train::splitPlan(settings), {}, stop);
                if (!split && train::splitPlan(settings).kind == dataset::SplitKind::File) {
                    // Saved without what a review left out: a plain one has nearly as many images.
                    split = dataset::makeSplit(*catalog, dataset::SplitPlan(), {}, stop);
                }
                if (!split) {
                    return split.error();
                }
                return runs::forecastBasis(catalog->root, *split, settings,
                                           train::preprocessFor(settings, 3), stop);
            };
            QMetaObject::invokeMethod(
                this,
                [this, serial, result = work()] {
                    if (serial != m_basisSerial) {
                        return;
                    }
                    m_basis = result ? std::optional(*result) : std::nullopt;
                    Q_EMIT allChanged();
                },
                Qt::QueuedConnection);
        });
}

void ModelSession::setBusy(bool busy) {
    if (busy == m_busy) {
        return;
    }
    m_busy = busy;
    if (busy) {
        stopMeasuring();
    } else {
        m_settle.start();
    }
    Q_EMIT allChanged();
}

void ModelSession::want(Wisher wisher, std::vector<std::string> names) {
    auto& wishes = m_wishes[static_cast<std::size_t>(wisher)];
    if (wishes == names) {
        return;
    }
    wishes = std::move(names);
    if (!m_measuring.empty() && !isWanted(m_measuring)) {
        stopMeasuring();
    }
    m_settle.start();
}

bool ModelSession::isWanted(const std::string& name) const {
    return std::any_of(m_wishes.begin(), m_wishes.end(), [&](const auto& wishes) {
        return std::find(wishes.begin(), wishes.end(), name) != wishes.end();
    });
}

const ModelFacts* ModelSession::at(int row) const {
    if (row < 0 || row > composedRow()) {
        return nullptr;
    }
    return row < composedRow() ? &m_models[static_cast<std::size_t>(row)]
           : m_composed        ? &*m_composed
                               : nullptr;
}

ModelFacts* ModelSession::at(int row) {
    return const_cast<ModelFacts*>(std::as_const(*this).at(row));
}

int ModelSession::rowOf(const std::string& name) const {
    if (m_composed && m_composedAbout.name == name) {
        return composedRow();
    }
    const auto found = std::find_if(m_models.begin(), m_models.end(),
                                    [&](const auto& model) { return model.about->name == name; });
    return found == m_models.end() ? -1 : static_cast<int>(found - m_models.begin());
}

const ModelFacts* ModelSession::find(const std::string& name) const {
    return at(rowOf(name));
}

ModelSession::Turn ModelSession::nextTurn() const {
    Turn ofPhases;
    for (const auto& wishes : m_wishes) {
        for (std::size_t i = 0; i < wishes.size(); ++i) {
            const int row = rowOf(wishes[i]);
            if (row < 0) {
                continue;
            }
            const ModelFacts& model = *at(row);
            if (!model.cost || !*model.cost || (i > 0 && (*model.cost)->macs > kBackgroundMacs)) {
                continue;
            }
            if (!model.measured) {
                return {row, 0};
            }
            if (ofPhases.row < 0 && *model.measured) {
                const auto sizes = otherSizes(**model.cost, settingsOf(m_recipe));
                const auto missing =
                    std::find_if(sizes.begin(), sizes.end(),
                                 [&](std::int64_t size) { return !model.phases.contains(size); });
                ofPhases = missing == sizes.end() ? Turn{} : Turn{row, *missing};
            }
        }
    }
    return ofPhases;  // once each of the others is measured at its own size
}

train::MeasureRequest ModelSession::requestFor(const std::string& name,
                                               const ModelCost& cost) const {
    train::MeasureRequest request;
    request.settings = settingsOf(m_recipe);
    if (m_freezesItself && name != m_recipe.text(kArchitecture)) {
        request.settings.set("freeze", std::string("none"));  // its weights are not looked at yet
    }
    request.settings.set("size", cost.size);
    return request;
}

void ModelSession::measureNext() {
    const Turn turn = m_busy || !m_measuring.empty() ? Turn{} : nextTurn();
    if (turn.row < 0) {
        return;
    }
    const ModelFacts& model = *at(turn.row);
    m_measuring = model.about->name;
    m_measuringSize = turn.size;
    const quint64 serial = ++m_measureSerial;
    m_measurer.post([this, serial, name = model.about->name, cost = **model.cost,
                     classes = m_classes, size = turn.size > 0 ? turn.size : (*model.cost)->size,
                     request = requestFor(model.about->name, **model.cost),
                     loader = m_loader](const std::stop_token& stop) mutable {
        auto work = [&]() -> Result<train::Measurement> {
            MN_ASSIGN(const auto engine, loader());
            MN_ASSIGN(request.model, ofPhase(name, cost, classes, size));
            MN_ASSIGN(const train::Measurement measured, engine->measure(request, stop));
            const std::string text =
                size == cost.size ? cost.measuredAs : train::measuredModelText(request.model);
            // A cache that cannot be written only costs another measurement at the next start.
            (void)train::MeasurementCache(train::measurementFile())
                .store(train::measurementKey(text, request, engine->info().torchVersion), measured);
            return measured;
        };
        QMetaObject::invokeMethod(
            this,
            [this, serial, name, result = work()] {
                if (serial == m_measureSerial) {
                    takeMeasurement(name, result);
                }
            },
            Qt::QueuedConnection);
    });
    Q_EMIT modelChanged(turn.row);
}

void ModelSession::stopMeasuring() {
    if (m_measuring.empty()) {
        return;
    }
    m_measurer.cancel();
    ++m_measureSerial;
    const int row = rowOf(std::exchange(m_measuring, std::string()));
    Q_EMIT modelChanged(row);
}

void ModelSession::takeMeasurement(const std::string& name,
                                   const Result<train::Measurement>& result) {
    const int row = rowOf(name);
    m_measuring.clear();
    if (row >= 0 && (result || result.error().code != ErrorCode::Cancelled)) {
        ModelFacts& model = *at(row);
        if (m_measuringSize > 0) {
            model.phases.insert_or_assign(m_measuringSize, result);
        } else {
            model.measured = result;
        }
    }
    if (row >= 0) {
        Q_EMIT modelChanged(row);
    }
    measureNext();
}

std::optional<train::Forecast> ModelSession::forecast(const ModelFacts& model) const {
    if (!m_basis || !model.cost || !*model.cost || !model.measured || !*model.measured) {
        return std::nullopt;
    }
    runs::ForecastBasis basis = *m_basis;
    const ModelCost& cost = **model.cost;
    basis.work.tensorBytes =
        static_cast<std::uint64_t>(cost.channels * cost.size * cost.width) * sizeof(float);
    for (const auto& [size, measured] : model.phases) {
        if (measured) {
            runs::takePhase(basis.work, size, *measured);
        }
    }
    return train::forecast(**model.measured, basis.loading, basis.work);
}

}  // namespace minarai::studio
