// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pages/recipe_panel.h"

#include <QEvent>
#include <QLineEdit>
#include <QScrollBar>
#include <QVBoxLayout>
#include <algorithm>

#include "studio/pages/scroll_edge.h"
#include "studio/texts.h"
#include "train/planned_schedule.h"
#include "train/settings.h"
#include "widgets/forms/param_row.h"
#include "widgets/theme/phrases.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/time_text.h"
#include "zoo/pretrained.h"
#include "zoo/zoo.h"

namespace minarai::studio {

namespace {

const QString kStartSetting = QStringLiteral("start_from");

constexpr auto kOwn = "own";
const QString kPlanned = QStringLiteral("planned");
constexpr int kLabelWidth = 118;
/// Where the panel is lower the room is the settings': the plan is not drawn.
constexpr int kRoomForPlan = 600;
/// Stands for the number of classes while no folder is open.
constexpr std::int64_t kSomeClasses = 10;

}  // namespace

RecipePanel::RecipePanel(Workspace& workspace, QWidget* parent)
    : QWidget(parent),
      m_workspace(workspace),
      m_card(new widgets::Card),
      m_preset(new widgets::TextMenuButton),
      m_reset(new QPushButton),
      m_search(new QLineEdit),
      m_nothing(new QLabel),
      m_start(new StartRow(workspace.start())),
      m_augment(new AugmentRow(workspace.augment())),
      m_scroll(new QScrollArea),
      m_form(new widgets::ParamForm),
      m_scheduleTitle(new QLabel),
      m_schedule(new widgets::CurveChart),
      m_forecastText(new QLabel),
      m_facts(new RecipeFacts),
      m_fixSize(new QPushButton),
      m_toData(new QPushButton) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_card);
    m_card->addHeaderWidget(m_reset);
    m_card->addHeaderWidget(m_preset);
    widgets::setRole(m_reset, "quiet");
    m_reset->setObjectName(QStringLiteral("resetRecipe"));
    m_search->setObjectName(QStringLiteral("searchSettings"));
    widgets::setRole(m_search, "search");
    m_search->setClearButtonEnabled(true);
    m_search->setAcceptDrops(false);
    widgets::setRole(m_nothing, "secondary");
    m_nothing->setWordWrap(true);
    m_nothing->hide();
    m_card->body()->addWidget(m_start);
    m_card->body()->addWidget(m_augment);
    m_card->body()->addWidget(m_search);
    m_card->body()->addWidget(m_nothing);
    m_scroll->setWidget(m_form);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->viewport()->setAutoFillBackground(false);
    m_form->setAutoFillBackground(false);
    m_card->body()->addWidget(m_scroll, 1);
    new ScrollEdge(m_scroll);
    new ScrollEdge(m_scroll, Qt::TopEdge);
    m_forecastText->setWordWrap(true);
    m_forecastText->setObjectName(QStringLiteral("forecast"));
    m_forecastText->hide();
    m_facts->hide();
    widgets::setRole(m_scheduleTitle, "label");
    m_schedule->setObjectName(QStringLiteral("plannedRate"));
    m_schedule->setFixedHeight(88);
    m_schedule->setSeries(kPlanned, widgets::SeriesRole::Plain, QString());
    m_card->body()->addWidget(m_scheduleTitle);
    m_card->body()->addWidget(m_schedule);
    m_card->body()->addWidget(m_forecastText);
    m_card->body()->addWidget(m_facts);
    m_card->body()->addWidget(m_fixSize, 0, Qt::AlignLeft);
    m_fixSize->setObjectName(QStringLiteral("fixSize"));
    m_fixSize->hide();
    m_card->body()->addWidget(m_toData, 0, Qt::AlignLeft);
    m_toData->setObjectName(QStringLiteral("recipeToData"));
    m_toData->hide();

    // The row above says it, and the Augment page shows it.
    m_form->setHiddenNames({QStringLiteral("augment")});
    // Long names wrap: the room belongs to the curves.
    m_form->setLabelWidth(kLabelWidth);
    m_form->setSchema(recipeSchema(), workspace.recipe());
    connect(&workspace, &Workspace::recipeChanged, this, [this] {
        if (recipe() != m_workspace.recipe()) {
            setRecipe(m_workspace.recipe());
        }
    });
    connect(&workspace, &Workspace::settledRecipeChanged, this, &RecipePanel::askForecast);
    connect(&workspace.runs(), &RunsSession::changed, this, &RecipePanel::offerRuns);
    connect(&workspace.models(), &ModelSession::allChanged, this, &RecipePanel::showForecast);
    connect(&workspace.models(), &ModelSession::modelChanged, this, &RecipePanel::showForecast);
    connect(&workspace.trials(), &TrialSession::changed, this, [this] {
        if (m_workspace.trials().running() == TrialSession::Kind::Check) {
            m_checked = m_workspace.settledRecipe();
        }
        showForecast();
    });
    connect(&workspace.train(), &TrainSession::runBegan, this, &RecipePanel::showForecast);
    connect(&workspace.train(), &TrainSession::epochFinished, this, &RecipePanel::showForecast);
    connect(m_form, &widgets::ParamForm::valueChanged, this, &RecipePanel::take);
    connect(m_form, &widgets::ParamForm::validityChanged, this, &RecipePanel::changed);
    connect(m_preset, &widgets::TextMenuButton::chosen, this, [this](const QVariant& id) {
        for (const Preset& preset : presets()) {
            if (id.toString() == QLatin1String(preset.id.c_str())) {
                choosePreset(preset);
            }
        }
    });
    connect(m_reset, &QPushButton::clicked, m_form, &widgets::ParamForm::resetAll);
    // The setting may be anywhere in the form, the sentence stands beneath it.
    connect(m_fixSize, &QPushButton::clicked, this, [this] {
        m_search->clear();
        m_form->focusName(QStringLiteral("size"));
    });
    connect(m_toData, &QPushButton::clicked, this, &RecipePanel::dataWanted);
    connect(m_search, &QLineEdit::textChanged, this, &RecipePanel::search);
    connect(m_form, &widgets::ParamForm::nameLookedAt, this, &RecipePanel::lookAt);
    connect(&workspace.project(), &ProjectSession::opened, this, &RecipePanel::take);
    connect(&workspace.project(), &ProjectSession::splitPreviewed, this, [this] {
        showForecast();
        drawSchedule();
        Q_EMIT changed();
    });
    retranslate();
    fitForm();
    take();
    workspace.start().fromText(workspace.settings().text(kStartSetting));
    connect(&workspace.start(), &StartSession::changed, this, [this] {
        m_workspace.settings().setText(kStartSetting, m_workspace.start().toText());
    });
}

RecipePanel::~RecipePanel() = default;

void RecipePanel::fitForm() {
    // Files that are dropped are meant for the window, not for a field.
    for (auto* line : m_form->findChildren<QLineEdit*>()) {
        line->setAcceptDrops(false);
    }
    // The form scrolls up and down only: no editor may be cut off at the side.
    m_scroll->setMinimumWidth(m_form->minimumSizeHint().width() +
                              m_scroll->verticalScrollBar()->sizeHint().width());
}

void RecipePanel::setRecipe(const Params& recipe) {
    m_form->setValues(recipe);
    take();
}

void RecipePanel::setModel(const QString& file, std::int64_t size) {
    Params values = recipe();
    values.set(kArchitecture, file.toStdString());
    if (!recipeSchema().set(values, "size", size)) {
        values.set("size", std::int64_t{0});
    }
    m_checked.reset();  // the file may have another content now
    setRecipe(values);
    m_workspace.start().lookAgain();
    m_workspace.models().lookAgain();
}

bool RecipePanel::isValid() const {
    const auto& split = m_workspace.project().split();
    return m_form->isValid() && (!m_forecast || m_forecast->has_value()) &&
           (!split || split->has_value());
}

std::int64_t RecipePanel::stepsPerEpoch() const {
    const auto& split = m_workspace.project().split();
    if (!split || !*split) {
        return 1;
    }
    const auto images = static_cast<std::int64_t>((*split)->train);
    const std::int64_t ofUpdate =
        std::max<std::int64_t>(1, recipe().integer("batch") * recipe().integer("accumulate"));
    return std::max<std::int64_t>(1, (images + ofUpdate - 1) / ofUpdate);
}

void RecipePanel::choosePreset(const Preset& preset) {
    setRecipe(withSplitOf(preset.values, recipe()));
    const auto* weights =
        preset.pretrained ? zoo::defaultPretrained(preset.values.text(kArchitecture)) : nullptr;
    if (weights != nullptr) {
        m_workspace.start().choosePublished(weights->name);
    } else {
        m_workspace.start().chooseRandom();
    }
}

void RecipePanel::search(const QString& text) {
    m_form->setSearch(text);
    const bool none = m_form->shownCount() == 0;
    m_nothing->setVisible(none);
    m_nothing->setText(none ? tr("No setting is about “%1”.").arg(text.trimmed()) : QString());
    m_start->setVisible(text.trimmed().isEmpty());
    m_augment->setVisible(text.trimmed().isEmpty());
}

void RecipePanel::lookAt(const QString& name) {
    const ParamSpec* spec = recipeSchema().find(name.toStdString());
    m_meaning = spec == nullptr ? QString() : widgets::paramMeaning(*spec);
    showForecast();
}

void RecipePanel::drawSchedule() {
    const Params settings = settingsOf(recipe());
    if (!m_form->isValid() || !train::checkSettings(settings)) {
        return;
    }
    QVector<QPointF> points;
    for (const auto& [epoch, rate] : train::plannedLearningRates(settings, stepsPerEpoch())) {
        points.append({epoch, rate});
    }
    m_schedule->setXSpan(0, static_cast<double>(settings.integer("epochs")));
    m_schedule->setPoints(kPlanned, points);
}

void RecipePanel::take() {
    const Params values = recipe();
    m_workspace.setRecipe(values);
    const Preset* preset = presetOf(values);
    m_preset->setCurrentData(preset == nullptr ? QLatin1String(kOwn)
                                               : QString::fromStdString(preset->id));
    // One's own settings are seen as changes of the preset that they come from.
    if (preset != nullptr) {
        m_form->setBaseline(preset->values);
    } else if (values == withSplitOf(recipeSchema().defaults(), values)) {
        m_form->setBaseline({});
    }
    aimStart();
    offerRuns();
    askForecast();
    drawSchedule();
    wish();
    Q_EMIT changed();
}

void RecipePanel::wish() {
    std::vector<std::string> names;
    if (isVisible()) {
        names.push_back(recipe().text(kArchitecture));
    }
    m_workspace.models().want(ModelSession::Wisher::TrainPage, std::move(names));
}

void RecipePanel::fitForecast() {
    // The layout asks a label for its height at a width of its own choice; while it is hidden it
    // has none, but it is as wide as the form.
    m_forecastText->setMinimumHeight(
        std::max(0, m_forecastText->heightForWidth(m_scroll->width())));
}

void RecipePanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitForecast();
    const bool hasRoom = height() >= kRoomForPlan;
    m_scheduleTitle->setVisible(hasRoom);
    m_schedule->setVisible(hasRoom);
}

void RecipePanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    wish();
}

void RecipePanel::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    wish();
}

void RecipePanel::aimStart() {
    const auto project = m_workspace.project().project();
    const Params values = recipe();
    m_workspace.start().setTarget(
        {values.text(kArchitecture),
         project ? static_cast<std::int64_t>(project->catalog->classes.size()) : kSomeClasses,
         settingsOf(values).integer("size")});
}

void RecipePanel::offerRuns() {
    constexpr std::size_t kMost = 8;
    const std::string arch = modelName(recipe().text(kArchitecture));
    std::vector<std::pair<QString, std::filesystem::path>> offered;
    for (const RunSummary& run : m_workspace.runs().runs()) {
        if (run.arch == arch && run.bestEpoch > 0 && run.predicts && offered.size() < kMost) {
            offered.emplace_back(
                QStringLiteral("%1 · %2").arg(runTitle(run.folder, run.arch),
                                              widgets::metricText(run.bestValAccuracy)),
                run.folder / "best.pth");
        }
    }
    m_start->setRuns(std::move(offered));
}

void RecipePanel::askForecast() {
    const auto project = m_workspace.project().project();
    const auto classes =
        project ? static_cast<std::int64_t>(project->catalog->classes.size()) : kSomeClasses;
    const quint64 serial = ++m_forecastSerial;
    m_worker.replace(
        [this, serial, classes, values = m_workspace.settledRecipe()](const std::stop_token&) {
            QMetaObject::invokeMethod(
                this,
                [this, serial, result = forecast(values, classes)] {
                    if (serial == m_forecastSerial) {
                        m_forecast = result;
                        showForecast();
                        Q_EMIT changed();
                    }
                },
                Qt::QueuedConnection);
        });
}

void RecipePanel::showForecast() {
    const auto& split = m_workspace.project().split();
    m_fixSize->setVisible(m_forecast && !*m_forecast &&
                          m_forecast->error().code == ErrorCode::InputSize);
    m_toData->setVisible((!m_forecast || *m_forecast) && split && !*split);
    if (m_forecast && !*m_forecast) {
        showFoot(errorText(m_forecast->error()), "error");
        m_facts->hide();
        return;
    }
    if (split && !*split) {
        showFoot(errorText(split->error()), "error");
        m_facts->hide();
        return;
    }
    // What a setting changes is seen while it is changed.
    showFoot(m_meaning, "secondary");
    m_facts->setVisible(m_forecast.has_value());
    if (!m_forecast) {
        return;
    }
    if (!m_meaning.isEmpty()) {
        m_facts->showParameters(**m_forecast);
        return;
    }
    m_facts->showAll(**m_forecast, split && *split ? &**split : nullptr, cost(),
                     m_workspace.models().measuring() == recipe().text(kArchitecture));
}

void RecipePanel::showFoot(const QString& text, const char* role) {
    if (m_forecastText->property("mnRole").toString() != QLatin1String(role)) {
        widgets::setRole(m_forecastText, role);
    }
    m_forecastText->setText(widgets::phrased(text));
    m_forecastText->setVisible(!text.isEmpty());
    fitForecast();
}

std::optional<RecipePanel::Cost> RecipePanel::cost() const {
    std::optional<Cost> known;
    const ModelSession& models = m_workspace.models();
    if (const train::Forecast* checked = forecastOfCheck()) {
        known = Cost{Cost::Source::Check, *checked};
    } else if (const ModelFacts* facts = models.find(recipe().text(kArchitecture))) {
        if (const auto forecast = models.forecast(*facts)) {
            known = Cost{Cost::Source::Model, *forecast};
        }
    }
    if (const auto seconds = secondsOfRun()) {
        known = known.value_or(Cost());
        known->source = Cost::Source::Run;
        known->forecast.firstEpochSeconds = m_workspace.train().run()->epochs.front().seconds;
        known->forecast.epochSeconds = *seconds;
    }
    return known;
}

const train::Forecast* RecipePanel::forecastOfCheck() const {
    const auto& checked = m_workspace.trials().preflight();
    const auto& split = m_workspace.project().split();
    // Decisions about images change what an epoch takes, too.
    const bool isOfThis = checked && m_checked == m_workspace.settledRecipe() && split && *split &&
                          static_cast<std::int64_t>((*split)->train) == checked->trainImages;
    return isOfThis ? &checked->forecast : nullptr;
}

std::optional<double> RecipePanel::secondsOfRun() const {
    const LiveRun* run = m_workspace.train().run();
    const Params values = recipe();
    const std::string architecture = values.text(kArchitecture);
    // A composed model may be another one by now under the same name, and automatic freezing
    // something else with other weights.
    if (run == nullptr || run->epochs.empty() || !run->started || isModelFile(architecture) ||
        run->arch != modelName(architecture) || run->settings != settingsOf(values) ||
        !m_forecast || !*m_forecast || run->started->trainable != (*m_forecast)->trainable ||
        run->started->stepsPerEpoch != stepsPerEpoch()) {
        return std::nullopt;
    }
    // The first one decodes every image.
    const std::size_t first = run->epochs.size() > 1 ? 1 : 0;
    double sum = 0;
    for (std::size_t i = first; i < run->epochs.size(); ++i) {
        sum += run->epochs[i].seconds;
    }
    return sum / static_cast<double>(run->epochs.size() - first);
}

void RecipePanel::fillPresets() {
    m_preset->clearChoices();
    for (const Preset& preset : presets()) {
        m_preset->addChoice(coreText("Preset", preset.name), QString::fromStdString(preset.id));
    }
    m_preset->addChoice(tr("own settings"), QLatin1String(kOwn));
    m_preset->setToolTip(tr("Presets: from a quick look to a careful run"));
    m_preset->setAccessibleName(tr("Preset"));
    const Preset* preset = presetOf(recipe());
    m_preset->setCurrentData(preset == nullptr ? QLatin1String(kOwn)
                                               : QString::fromStdString(preset->id));
}

void RecipePanel::retranslate() {
    m_card->setTitle(tr("Recipe"));
    fillPresets();
    m_reset->setText(tr("Reset"));
    m_reset->setToolTip(tr("Every setting back to its default"));
    m_fixSize->setText(tr("Go to the image size"));
    m_toData->setText(tr("Go to Data"));
    m_search->setPlaceholderText(tr("Search all settings"));
    m_search->setAccessibleName(tr("Search all settings"));
    m_scheduleTitle->setText(tr("Planned learning rate"));
    m_schedule->setTitle(tr("Planned learning rate"));
    m_schedule->setSeries(kPlanned, widgets::SeriesRole::Plain, tr("learning rate"));
    m_schedule->setToolTip(tr("The learning rate over the whole run, as the settings say"));
}

void RecipePanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        m_meaning.clear();
        showForecast();
        // The form takes its words when it is built.
        const bool advanced = m_form->isAdvancedShown();
        m_form->setSchema(recipeSchema(), recipe());
        m_form->setAdvancedShown(advanced);
        search(m_search->text());
        fitForm();
    }
    QWidget::changeEvent(event);
}

}  // namespace minarai::studio
