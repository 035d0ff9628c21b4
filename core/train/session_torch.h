// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// One call of Trainer::run: what it is made of and its loop over epochs.
#pragma once

#include <chrono>
#include <cstdint>
#include <future>
#include <memory>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include <c10/core/Device.h>

#include "base/error.h"
#include "loading/batch_loader.h"
#include "metrics/metrics.h"
#include "predict/answers_torch.h"
#include "train/checkpoint_torch.h"
#include "train/features_torch.h"
#include "train/peers_torch.h"
#include "train/phases.h"
#include "train/train_step_torch.h"
#include "train/trainer.h"

namespace minarai::train {

/// What must be the same for a checkpoint to belong to the job.
std::string jobDigest(const TrainJob& job);

/// What an update changes in the network before the optimiser steps: the generator of dropout and
/// the batch statistics. Kept to begin an update again, or to leave it.
class Rewind {
  public:
    void keep(nn::Network& network);
    void restore(nn::Network& network) const;

  private:
    at::Tensor m_generator;
    bool m_isMade = false;
    std::vector<std::pair<at::Tensor, at::Tensor>> m_buffers;  ///< the network's and the kept one
};

/// Lives on the trainer's thread, which alone touches its network, optimiser and generator.
class Session {
  public:
    Session(const TrainJob& job, const std::stop_token& stop, TrainControl& control,
            const Observer& observer);

    /// Builds everything, goes on from the checkpoint if wanted, trains. An Error is a failed run.
    Result<EndReason> run();

    /// The terminal event's numbers so far.
    [[nodiscard]] RunEnded ended(EndReason reason, std::optional<Error> error) const;

  private:
    using Clock = std::chrono::steady_clock;

    Status prepare();
    /// The loaders of the phase that an epoch (from 0) belongs to, unless they are there already.
    Status prepareLoaders(std::int64_t epoch);
    /// From the checkpoint or the weights to begin with; among peers by rank 0 for all.
    Status restore();
    Status restoreFromDisk();
    /// All from the first event on.
    Result<EndReason> train();
    /// To the observer; nobody hears those of other ranks than 0.
    void emit(Payload payload) const;
    /// Of something that happened to this process alone: rank 0 tells it in the end, and of a file
    /// once.
    void notify(Notice notice);
    void emitStarted();
    void reportProblems(loading::BatchLoader& loader);
    void tellProblem(loading::LoadProblem problem);

    // Where batches come from (session_features.cpp).

    /// Decides whether the run learns from features that are computed once; says why not.
    Status prepareFeatures();
    /// The validation's features and those of the epoch's view, unless they are there.
    Result<bool> computeFeatures(std::int64_t epoch);
    /// Begins at the position's next batch; false after a stop request.
    Result<bool> startBatches();
    std::optional<loading::Batch> nextBatch();
    /// What the network, or what learns of it, gets of a training batch.
    [[nodiscard]] at::Tensor inputOf(const loading::Batch& batch) const;
    void recycle(loading::Batch batch);
    std::optional<loading::Batch> nextValidationBatch(std::size_t number);
    /// Of a validation batch of features: N×classes, float32 on the CPU.
    at::Tensor validationLogits(const loading::Batch& batch);
    void refreshAnswers();
    /// After the first validation, which answers the same images in both precisions: "auto" goes on
    /// in float32 where they disagree, and says so.
    Status guardPrecision();
    /// As the position says.
    void takePrecision();

    void waitWhilePaused();
    /// Seconds of this process without those in which it was paused.
    [[nodiscard]] double workedSeconds() const;
    /// The loaders' threads, which would go on filling their queues.
    void pauseLoading(bool paused);

    // Training together with other processes (session_peers.cpp).

    /// False for the ranks that neither write nor show anything.
    [[nodiscard]] bool writes() const { return !m_peers || m_peers->isFirst(); }
    /// Finds the peers before anything that takes long, so that a missing one is told soon.
    Status joinPeers();
    /// What rank 0 has chosen.
    Result<bool> bf16OfFirst(bool mine);
    /// SettingConflict when the processes were started with different jobs.
    Status compareJobs();
    /// Rank 0's outcome for all.
    Status outcomeOfFirst(const Status& mine);
    /// Rank 0's weights, optimiser, average and position for all.
    Status shareStart();
    /// Rank 0's batch statistics for all: those of the weights that are in force.
    Status shareBuffers();
    /// Brings the notices of all processes to rank 0, which tells them.
    Status shareNotices();
    /// The stop that any process was asked for.
    Result<bool> stopsNow();
    Result<std::optional<StepResult>> tryUpdateAmongPeers(double rate);

    /// Trains the rest of the running epoch; false after a stop request.
    Result<bool> trainEpoch();
    /// One update from `accumulate` batches, again with fewer images at once when memory runs out.
    /// Nothing after a stop request; then the network is as it was before the update.
    Result<std::optional<StepResult>> update(double rate);
    Result<std::optional<StepResult>> tryUpdate(double rate);
    /// Adds the update's batches to the gradients; false after a stop request. `sum` holds the sum
    /// of the losses over the images; after LossNotFinite the loss that is not.
    Result<bool> addBatches(double rate, StepResult& sum);
    /// BatchOfOne when a part of a batch was too small: parts are larger from now on, and the
    /// update has to begin again.
    Result<bool> addBatchesOnce(double rate, StepResult& sum);
    /// Adds a batch to the update that runs; mixes it first if the settings say so.
    Status addBatch(loading::Batch& batch, std::int64_t number, bool isLast, double rate,
                    StepResult& sum);
    /// The optimiser's part; `sum` as addBatches leaves it.
    Result<std::optional<StepResult>> finishUpdate(double rate, StepResult sum);
    Status halveBatch();
    [[nodiscard]] Error notFinite(const char* what, double rate) const;
    void emitStep(const StepResult& result, double rate, double seconds);

    /// Logits N×classes, float32 on the CPU, with the network's weights as refreshAnswers found
    /// them; in smaller parts when memory runs out.
    at::Tensor answersTo(const at::Tensor& images);
    /// What the network says of some validation images.
    struct Answered {
        std::vector<std::size_t> items;  ///< index into Split::val
        std::vector<float> logits;       ///< classes for each
    };
    /// Of a batch, of all processes' parts of it; nothing after a stop request.
    Result<std::optional<Answered>> answerBatch(std::size_t number);
    Result<std::optional<Answered>> gatherAnswers(std::size_t number, bool goesOn,
                                                  const Answered& mine);
    /// Empty after a stop request.
    Result<std::shared_ptr<const ValidationResult>> validate();
    Status finishEpoch(std::shared_ptr<const ValidationResult> validation,
                       double validationSeconds);
    [[nodiscard]] bool isBetter(const ValidationResult& validation) const;
    [[nodiscard]] bool stopsEarly() const;

    /// LossNotFinite: such weights must not take the place of good ones on the disk.
    [[nodiscard]] Status refuseDamagedWeights() const;
    /// best.pth of a best epoch, last.pth when wanted, and what of them failed before.
    Status saveWeights(bool withLast);
    /// The weights as above, and then the checkpoint.
    Status save(bool withLast);
    /// The same, but the checkpoint is written from a copy while training goes on.
    Status beginToSave();
    /// Takes the outcome of a checkpoint that is being written, if it is there or after waiting,
    /// and gives back the memory of its copy.
    void collectSaved(bool waits);
    void takeSaved(std::int64_t epoch, std::int64_t step, const Status& status);
    /// Begins to save if training goes on, or saves; a failure is told, and the next checkpoint
    /// tries again.
    Status saveOrWarn(bool goesOn);
    /// Where nothing comes after it: tries until it works or is given up (TrainControl).
    Status saveAtLast();
    /// The last chance to keep what was learned, where the last checkpoint could not be written.
    Status finishSaving();
    void warnOfSaving(const Error& error);
    /// What is validated, saved and used: the average if there is one.
    [[nodiscard]] weights::StateDict shownWeights() const;
    [[nodiscard]] Checkpoint snapshot() const;
    /// Of its own memory on the CPU, in the file's order; nothing where there is too little.
    [[nodiscard]] std::optional<Checkpoint> copiedSnapshot() const;
    [[nodiscard]] double secondsLeft() const;
    /// Epochs' worth of steps of the present size that come after the running epoch.
    [[nodiscard]] double epochsToCome() const;

    const TrainJob& m_job;
    std::stop_token m_stop;
    TrainControl& m_control;
    const Observer& m_observer;

    c10::Device m_device{c10::kCPU};
    int m_threads = 1;
    bool m_bf16 = false;
    std::unique_ptr<Peers> m_peers;  ///< none: this process trains alone
    std::unique_ptr<TrainStep> m_step;
    std::vector<Phase> m_phases;                ///< empty: one size for all epochs
    std::size_t m_phase = 0;                    ///< that the loaders are made for
    augment::PreprocessSpec m_trainPreprocess;  ///< of that phase
    std::unique_ptr<loading::BatchLoader> m_trainLoader;
    std::unique_ptr<loading::BatchLoader> m_valLoader;
    std::unique_ptr<Features> m_features;  ///< instead of the loaders
    std::vector<FeatureTurn> m_order;      ///< of the epoch's features
    std::vector<FeatureTurn> m_turns;      ///< of the batch that nextBatch gave last
    std::size_t m_nextBatch = 0;
    std::unique_ptr<predict::Answers> m_answers;
    std::optional<Error> m_precisionNotice;

    Position m_position;
    std::optional<weights::LoadReport> m_weights;  ///< of the weights the run began with
    std::int64_t m_stepsPerEpoch = 0;              ///< updates
    std::int64_t m_accumulate = 1;                 ///< batches in an update
    std::int64_t m_evalLimit = 0;  ///< images at once in validation; 0: a whole batch
    Rewind m_rewind;
    double m_learningRate = 0;
    Clock::time_point m_started = Clock::now();
    double m_pausedSeconds = 0;
    Clock::time_point m_lastSaved = Clock::now();
    /// A checkpoint that a thread of its own writes.
    struct Writing {
        std::int64_t epoch = 0;
        std::int64_t step = 0;
        std::future<Status> outcome;  ///< waits for the thread when it goes
    };
    std::optional<Writing> m_writing;
    bool m_saveFailed = false;
    bool m_keepPrevious = true;           ///< false while checkpoint.pt is a damaged one
    weights::StateDict m_pendingBest;     ///< of the best epoch while best.pth cannot be written
    bool m_lastIsOld = false;             ///< last.pth could not be written
    std::optional<Error> m_firstProblem;  ///< of an image
    std::optional<Error> m_notice;        ///< to be told once the run has begun
    std::vector<Notice> m_unshared;       ///< for rank 0 to tell
    std::set<std::string> m_told;         ///< files that another process may have met too
    double m_trainSeconds = 0;            ///< of this process
    std::int64_t m_trainImages = 0;
    double m_stepSeconds = 0;        ///< smoothed
    double m_imagesPerSecond = 0;    ///< smoothed
    double m_validationSeconds = 0;  ///< of the last validation
};

}  // namespace minarai::train
