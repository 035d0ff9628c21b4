// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Owns one training run of the studio: its thread, its switches and what it has told so far.
#pragma once

#include <QObject>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/param_spec.h"
#include "dataset/catalog.h"
#include "runs/training.h"
#include "studio/session/engine_session.h"
#include "studio/session/live_run.h"
#include "studio/session/mailbox.h"
#include "studio/session/review.h"
#include "studio/session/waker.h"
#include "train/control.h"
#include "train/event.h"

namespace minarai::studio {

/// What a new run is made of.
struct TrainPlan {
    std::shared_ptr<const dataset::Catalog> catalog;
    std::shared_ptr<const Review> review;         ///< decisions laid over the catalog; null: none
    std::shared_ptr<const dataset::Split> split;  ///< of these settings and decisions; null: drawn
    std::string arch;                             ///< a zoo name, or the composed model's
    std::filesystem::path modelFile;              ///< of a composed model; empty for one of the zoo
    Params settings;
    /// In place of what the setting "augment" names; nothing for a preset.
    std::optional<augment::Pipeline> pipeline;
    std::filesystem::path weights;   ///< to begin with; empty for random ones
    bool partialWeights = false;     ///< take what fits of them
    std::filesystem::path runsRoot;  ///< the run's folder is made in it
    std::string device = "auto";     ///< auto | cpu | cuda[:i]
};

/// What runs::trainRun takes, with a new folder of its own. Reads the model's file: on workers.
Result<runs::TrainRequest> requestOf(const TrainPlan& plan);

class TrainSession : public QObject {
    Q_OBJECT
  public:
    /// Pausing: the batch that runs ends first.
    enum class State { Idle, Preparing, Running, Pausing, Paused, Stopping };
    Q_ENUM(State)

    explicit TrainSession(EngineLoader loader, QObject* parent = nullptr);
    ~TrainSession() override;

    /// Does nothing while a run is active.
    void start(const TrainPlan& plan);
    /// Goes on with an interrupted run.
    void resume(const std::filesystem::path& runFolder, const std::string& arch,
                const std::string& device = "auto");

    void setPaused(bool paused);
    /// Ends the run after the batch, saved and resumable. Again: a run that cannot be saved, and
    /// waits until it can, ends without.
    void stopNow();
    void stopAfterEpoch(bool wanted = true);
    /// Drops what is known of a run that has ended: another project is open now.
    void forgetRun();

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] bool isActive() const { return m_state != State::Idle; }
    [[nodiscard]] bool stopsAfterEpoch() const;
    /// A pause has begun or is about to.
    [[nodiscard]] bool wantsPause() const {
        return m_state == State::Pausing || m_state == State::Paused;
    }
    /// What was learned since the last checkpoint could not be saved so far.
    [[nodiscard]] bool savingFails() const { return m_run && m_run->unsaved; }
    /// The device that the run was given: auto | cpu | cuda[:i].
    [[nodiscard]] const std::string& device() const { return m_device; }
    /// The run that is active, or the last one; null before the first.
    [[nodiscard]] const LiveRun* run() const { return m_run.get(); }

  Q_SIGNALS:
    void stateChanged();
    /// A new run: all that was shown of the last one is past.
    void runBegan();
    void runStarted();
    void stepped(const minarai::studio::StepBatch& batch);
    void validating(qint64 done, qint64 total);
    void epochFinished(const minarai::train::EpochFinished& epoch);
    void noticed(const minarai::train::Notice& notice);
    void checkpointSaved();
    /// Beside checkpointSaved(), where saving had failed.
    void savedAgain();
    /// The run's thread has nothing left to do.
    void runEnded(const minarai::train::RunEnded& ended);

  private:
    using RequestMaker = std::function<Result<runs::TrainRequest>()>;

    EngineLoader m_loader;
    State m_state = State::Idle;
    std::string m_device = "auto";
    std::unique_ptr<LiveRun> m_run;
    std::shared_ptr<train::TrainControl> m_control;
    std::shared_ptr<Mailbox> m_mailbox;
    Waker m_waker;
    std::jthread m_thread;

    void begin(std::unique_ptr<LiveRun> run, const std::string& device, RequestMaker makeRequest);
    void setState(State state);
    void takePause(bool paused);
    void fetch();
    void receive(const train::Event& event);
    void receiveSteps(const StepBatch& batch);
};

}  // namespace minarai::studio
