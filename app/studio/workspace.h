// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// All that the window works with: what is remembered, and the sessions. One for each window.
#pragma once

#include <QObject>
#include <functional>

#include "studio/app_settings.h"
#include "studio/session/augment_session.h"
#include "studio/session/catalog_query.h"
#include "studio/session/engine_session.h"
#include "studio/session/follow_session.h"
#include "studio/session/model_session.h"
#include "studio/session/predict_session.h"
#include "studio/session/project_session.h"
#include "studio/session/queue_session.h"
#include "studio/session/review_session.h"
#include "studio/session/run_predictions_session.h"
#include "studio/session/runs_session.h"
#include "studio/session/start_session.h"
#include "studio/session/thumbnail_service.h"
#include "studio/session/train_session.h"
#include "studio/session/trial_session.h"

namespace minarai::studio {

/// Owns the sessions and passes news between them; knows no widget.
class Workspace : public QObject {
    Q_OBJECT
  public:
    explicit Workspace(EngineLoader loader, QObject* parent = nullptr);
    ~Workspace() override;

    [[nodiscard]] AppSettings& settings() { return m_settings; }
    [[nodiscard]] EngineSession& engine() { return m_engine; }
    [[nodiscard]] ProjectSession& project() { return m_project; }
    [[nodiscard]] ReviewSession& review() { return m_review; }
    [[nodiscard]] RunsSession& runs() { return m_runs; }
    [[nodiscard]] RunPredictionsSession& runPredictions() { return m_runPredictions; }
    [[nodiscard]] StartSession& start() { return m_start; }
    [[nodiscard]] TrainSession& train() { return m_train; }
    [[nodiscard]] TrialSession& trials() { return m_trials; }
    [[nodiscard]] QueueSession& queue() { return m_queue; }
    [[nodiscard]] FollowSession& follow() { return m_follow; }
    [[nodiscard]] PredictSession& predict() { return m_predict; }
    [[nodiscard]] ModelSession& models() { return m_models; }
    [[nodiscard]] AugmentSession& augment() { return m_augment; }
    [[nodiscard]] ThumbnailService& thumbnails() { return m_thumbnails; }

    /// What the next run is to be: every page shows and changes the same one. Remembered.
    [[nodiscard]] const Params& recipe() const { return m_recipe; }
    void setRecipe(const Params& recipe);
    /// The recipe with what freeze=auto stands for with the weights of start().
    [[nodiscard]] const Params& settledRecipe() const { return m_settled; }

    /// The open project with the recipe of a run; nothing while none is open.
    [[nodiscard]] std::optional<TrainPlan> planOf(const runs::QueuedRun& run) const;
    /// Begins a run on the open project in the session that the Train page shows; false when none
    /// is open, a run is active there or the run would have to wait for its device.
    bool startRun(const runs::QueuedRun& run);
    /// The same with an interrupted run.
    bool resumeRun(const std::filesystem::path& folder, const std::string& arch);
    /// Something trains, on the Train page or beside it.
    [[nodiscard]] bool isTraining() const { return m_train.isActive() || m_queue.trainsBeside(); }

    /// The key of a project's image for galleries; 0 if the project has no such image.
    [[nodiscard]] quint64 imageKey(std::string_view path) const;
    [[nodiscard]] quint64 imageKey(quint32 sample) const;
    /// The first of them for the project that is open now; any thread may call it.
    [[nodiscard]] std::function<quint64(std::string_view path)> imageKeys() const;
    /// The space of the pictures on the Predict page.
    [[nodiscard]] quint32 predictSpace() const { return m_predictSpace; }

    /// What is known of the open project now; without one its project is null.
    [[nodiscard]] CatalogView view() const;

    /// The split that is shown, if it is that of these settings and the decisions of this moment.
    /// Never that of a file, which may have been written anew: the run reads it.
    [[nodiscard]] std::shared_ptr<const dataset::Split> splitFor(const Params& settings) const;

    /// Opens a folder unless a run is active. False, with nothing changed, if one is.
    bool openFolder(const std::filesystem::path& folder);
    bool openSample();
    /// Reads the open folder again; decisions, the recipe and what is on the screen stay. False,
    /// with nothing changed, while a run is active.
    bool rescan();

    /// Runs chosen by hand on the Predict page; empty follows the newest.
    void choosePredictRun(const std::filesystem::path& folder);
    [[nodiscard]] bool followsNewest() const { return m_chosenRun.empty(); }

  Q_SIGNALS:
    void recipeChanged();
    /// With the recipe, before recipeChanged(), or with the weights.
    void settledRecipeChanged();

  private:
    AppSettings m_settings;
    ThumbnailService m_thumbnails;
    ProjectSession m_project;
    ReviewSession m_review;
    RunsSession m_runs;
    RunPredictionsSession m_runPredictions{m_runs};
    EngineSession m_engine;
    StartSession m_start;
    TrainSession m_train;
    TrialSession m_trials;
    QueueSession m_queue;
    FollowSession m_follow;
    PredictSession m_predict;
    Params m_recipe;
    Params m_settled;
    ModelSession m_models;
    AugmentSession m_augment;
    quint32 m_imageSpace = 0;
    QVector<quint32> m_earlierSpaces;  ///< of the open folder before it was read again
    quint32 m_predictSpace = 0;
    std::filesystem::path m_chosenRun;

    void takeProject();
    void renewProject();
    void renewImageSpace();
    void takeAugmentation();
    void tellAugmentation();
    void settle();
    void followRuns();
    void connectQueue();
    bool startIn(TrainSession& session, const runs::QueuedRun& run);
    void tellBusy();
    void requestSplit();
    [[nodiscard]] QString splitName() const;
    void rememberSplit();
    void recallSplit();
};

}  // namespace minarai::studio
