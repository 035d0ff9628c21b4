// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/workspace.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/files.h"
#include "base/json.h"
#include "base/rng.h"
#include "studio/recipe.h"
#include "studio/session/paths.h"
#include "train/training_plan.h"

namespace minarai::studio {

Workspace::Workspace(EngineLoader loader, QObject* parent)
    : QObject(parent),
      m_engine(loader),
      m_train(loader),
      m_trials(loader),
      m_queue(m_train, loader,
              [this](TrainSession& session, const runs::QueuedRun& run) {
                  return startIn(session, run);
              }),
      m_predict(loader),
      m_recipe(m_settings.recipe(recipeSchema(), presets().front().values)),
      m_models(loader),
      m_augment(m_settings) {
    m_predictSpace = m_thumbnails.addSpace([this](quint32 number) {
        const PredictItem* item = m_predict.item(number);
        return item == nullptr ? std::filesystem::path() : item->path;
    });
    settle();
    tellAugmentation();
    connect(&m_start, &StartSession::changed, this, [this] {
        tellAugmentation();
        settle();
    });
    connect(&m_augment, &AugmentSession::settingChanged, this, &Workspace::takeAugmentation);
    connect(&m_train, &TrainSession::stateChanged, this, &Workspace::tellBusy);
    connect(&m_trials, &TrialSession::changed, this, &Workspace::tellBusy);
    connect(&m_train, &TrainSession::runBegan, &m_trials, &TrialSession::cancel);
    connect(&m_project, &ProjectSession::openStarted, this, &Workspace::tellBusy);
    connect(&m_project, &ProjectSession::openCancelled, this, &Workspace::tellBusy);
    connect(&m_project, &ProjectSession::openFailed, this, &Workspace::tellBusy);
    connect(&m_project, &ProjectSession::auditFinished, this, &Workspace::tellBusy);
    connect(&m_project, &ProjectSession::opened, this, &Workspace::takeProject);
    connect(&m_review, &ReviewSession::changed, this, &Workspace::requestSplit);
    connect(&m_project, &ProjectSession::problemsChanged, this, &Workspace::requestSplit);
    connect(&m_runs, &RunsSession::changed, this, &Workspace::followRuns);
    connect(&m_train, &TrainSession::runStarted, &m_runs, &RunsSession::refresh);
    connect(&m_train, &TrainSession::runEnded, this, [this] {
        m_runs.refresh();
        if (m_train.run()->folder == m_predict.run()) {
            m_predict.askAgain();
        }
    });
    connect(&m_train, &TrainSession::epochFinished, this,
            [this](const train::EpochFinished& epoch) {
                // The first weights of a run make it one that can predict.
                if (epoch.isBest && m_train.run()->folder != m_predict.run()) {
                    m_runs.refresh();
                }
            });
    connectQueue();
}

void Workspace::connectQueue() {
    connect(&m_engine, &EngineSession::ready, this,
            [this] { m_queue.setDevices(m_engine.info()->devices); });
    connect(&m_queue, &QueueSession::besideBegan, &m_trials, &TrialSession::cancel);
    connect(&m_queue, &QueueSession::besideStarted, &m_runs, &RunsSession::refresh);
    connect(&m_queue, &QueueSession::changed, this, &Workspace::tellBusy);
    connect(&m_queue, &QueueSession::besideEnded, this, [this](const LiveRun& run) {
        m_runs.refresh();
        if (run.folder == m_predict.run()) {
            m_predict.askAgain();
        }
    });
}

Workspace::~Workspace() = default;

quint64 Workspace::imageKey(std::string_view path) const {
    if (!m_project.project()) {
        return 0;
    }
    const auto sample = m_project.project()->find(path);
    return sample ? imageKey(*sample) : 0;
}

quint64 Workspace::imageKey(quint32 sample) const {
    return ThumbnailService::key(m_imageSpace, sample + 1);
}

std::function<quint64(std::string_view path)> Workspace::imageKeys() const {
    return [project = m_project.project(), space = m_imageSpace](std::string_view path) {
        const auto sample = project ? project->find(path) : std::nullopt;
        return sample ? ThumbnailService::key(space, *sample + 1) : quint64{0};
    };
}

bool Workspace::openFolder(const std::filesystem::path& folder) {
    if (isTraining()) {
        return false;
    }
    m_project.open(folder);
    return true;
}

bool Workspace::rescan() {
    if (m_train.isActive()) {
        return false;
    }
    m_project.rescan();
    return true;
}

bool Workspace::openSample() {
    if (isTraining()) {
        return false;
    }
    m_project.openSample();
    return true;
}

void Workspace::takeProject() {
    if (m_project.isRescan()) {
        renewProject();
        return;
    }
    const auto project = m_project.project();
    renewImageSpace();
    while (!m_earlierSpaces.isEmpty()) {
        m_thumbnails.removeSpace(m_earlierSpaces.takeFirst());
    }
    if (project->catalog->root != sampleFolder()) {
        m_settings.addRecentFolder(toQString(project->catalog->root));
    }
    m_runPredictions.setProject(project);
    m_review.setProject(project, m_project.file());
    m_augment.setProject(project);
    recallSplit();
    requestSplit();
    m_models.setProject(project);
    tellBusy();
    m_train.forgetRun();
    m_trials.forget();
    m_chosenRun.clear();
    m_runs.setRoot(runsFolder(project->catalog->root));
    m_queue.setRoot(m_runs.root());
}

void Workspace::renewProject() {
    renewImageSpace();
    m_runPredictions.setProject(m_project.project());
    m_review.setProject(m_project.project(), m_project.file());
    requestSplit();
    m_models.setProject(m_project.project());
    tellBusy();
}

void Workspace::renewImageSpace() {
    // Results of runs on the screen go on showing their images.
    constexpr qsizetype kMostEarlier = 2;
    if (m_imageSpace != 0) {
        m_earlierSpaces.push_back(m_imageSpace);
    }
    if (m_earlierSpaces.size() > kMostEarlier) {
        m_thumbnails.removeSpace(m_earlierSpaces.takeFirst());
    }
    m_imageSpace = m_thumbnails.addSpace([project = m_project.project()](quint32 number) {
        const auto& samples = project->catalog->samples;
        return number >= 1 && number <= samples.size()
                   ? project->catalog->absolutePath(samples[number - 1])
                   : std::filesystem::path();
    });
}

std::optional<TrainPlan> Workspace::planOf(const runs::QueuedRun& run) const {
    const auto project = m_project.project();
    if (!project) {
        return std::nullopt;
    }
    TrainPlan plan;
    plan.catalog = project->catalog;
    plan.review = m_review.review();
    plan.split = splitFor(run.settings);
    plan.arch = run.arch;
    plan.modelFile = run.modelFile;
    plan.settings = run.settings;
    plan.pipeline = run.pipeline;
    plan.weights = run.weights;
    plan.partialWeights = run.partialWeights;
    plan.runsRoot = m_runs.root();
    plan.device = run.device;
    return plan;
}

bool Workspace::startIn(TrainSession& session, const runs::QueuedRun& run) {
    const auto plan = planOf(run);
    if (!plan || session.isActive()) {
        return false;
    }
    session.start(*plan);
    return true;
}

bool Workspace::startRun(const runs::QueuedRun& run) {
    const auto device = m_queue.freeDevice(run.device);
    if (!device || m_queue.isStarting()) {
        return false;
    }
    runs::QueuedRun placed = run;
    placed.device = *device;
    return startIn(m_train, placed);
}

bool Workspace::resumeRun(const std::filesystem::path& folder, const std::string& arch) {
    // Another device adds up in another order. Until the devices are known trainRun looks for it.
    const RunSummary* run = m_runs.find(folder);
    const auto& devices = m_queue.devices();
    const bool isHere =
        run != nullptr && std::find(devices.begin(), devices.end(), run->device) != devices.end();
    const auto device = m_queue.freeDevice(isHere ? run->device : "auto");
    if (!device || m_train.isActive()) {
        return false;
    }
    const bool hasChoice = isHere || devices.size() > 1;
    m_train.resume(folder, arch, hasChoice ? *device : "auto");
    return true;
}

void Workspace::setRecipe(const Params& recipe) {
    if (recipe == m_recipe) {
        return;
    }
    const bool splitsOtherwise = !(splitKeyOf(recipe) == splitKeyOf(m_recipe));
    m_recipe = recipe;
    m_settings.setRecipe(recipeSchema(), recipe);
    settle();
    if (splitsOtherwise) {
        rememberSplit();
        requestSplit();
    }
    tellAugmentation();
    Q_EMIT recipeChanged();
}

void Workspace::settle() {
    Params settled = m_recipe;
    train::settleFreeze(settled, m_start.onlyHeadIsNew());
    if (settled != m_settled) {
        m_settled = std::move(settled);
        m_models.setRecipe(m_settled, m_recipe.text("freeze") == "auto");
        Q_EMIT settledRecipeChanged();
    }
}

void Workspace::tellAugmentation() {
    // A published file that was chosen by hand is one all the same, as for the run.
    const bool isFile = m_start.kind() == StartSession::Kind::File;
    m_augment.setRecipe(m_recipe, isFile
                                      ? zoo::findPretrainedFile(toUtf8(m_start.file().filename()))
                                      : m_start.weights());
}

void Workspace::takeAugmentation() {
    Params recipe = m_recipe;
    recipe.set("augment", m_augment.setting());
    setRecipe(recipe);
}

CatalogView Workspace::view() const {
    const auto& split = m_project.split();
    return {m_project.project(), m_project.problems(), m_review.review(),
            split && *split ? (*split)->parts : nullptr, m_runPredictions.predictions()};
}

std::shared_ptr<const dataset::Split> Workspace::splitFor(const Params& settings) const {
    const auto& split = m_project.split();
    const bool holds = split && *split && (*split)->review == m_review.review() &&
                       (*split)->key == splitKeyOf(settings) &&
                       (*split)->key.kind != dataset::SplitKind::File;
    return holds ? (*split)->split : nullptr;
}

void Workspace::requestSplit() {
    m_project.requestSplit(splitKeyOf(m_recipe), m_review.review());
}

QString Workspace::splitName() const {
    const std::uint64_t place = stableHash(toUtf8(m_project.project()->catalog->root));
    return QStringLiteral("split/%1").arg(place, 16, 16, QLatin1Char('0'));
}

void Workspace::rememberSplit() {
    if (m_project.project()) {
        const Params split = withSplitOf({}, m_recipe);
        m_settings.setText(splitName(), QString::fromStdString(splitSchema().toJson(split).dump()));
    }
}

void Workspace::recallSplit() {
    const std::string text = m_settings.text(splitName()).toStdString();
    const Json json = Json::parse(text, nullptr, false);
    // A folder that was never split by hand begins with the plain split.
    const auto saved =
        json.is_object() ? splitSchema().fromJson(json) : Result<Params>(splitSchema().defaults());
    if (saved) {
        setRecipe(withSplitOf(m_recipe, *saved));
    }
}

void Workspace::tellBusy() {
    m_models.setBusy(m_trials.running() != TrialSession::Kind::None || isTraining() ||
                     m_project.isOpening() || m_project.isAuditing());
}

void Workspace::followRuns() {
    if (!m_chosenRun.empty()) {
        return;
    }
    const RunSummary* newest = m_runs.newestWithWeights();
    m_predict.setRun(newest == nullptr ? std::filesystem::path() : newest->folder);
}

void Workspace::choosePredictRun(const std::filesystem::path& folder) {
    m_chosenRun = folder;
    if (folder.empty()) {
        followRuns();
    } else {
        m_predict.setRun(folder);
    }
}

}  // namespace minarai::studio
