// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// One call of Trainer::run: what it is made of and its loop over epochs.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include <c10/core/Device.h>

#include "base/error.h"
#include "loading/batch_loader.h"
#include "metrics/metrics.h"
#include "train/checkpoint_torch.h"
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
    Status restore();
    void emit(Payload payload) const;
    void emitStarted();
    void reportProblems(loading::BatchLoader& loader);
    void waitWhilePaused();

    /// Trains the rest of the running epoch; false after a stop request.
    Result<bool> trainEpoch();
    /// One update from `accumulate` batches, again with fewer images at once when memory runs out.
    /// Nothing after a stop request; then the network is as it was before the update.
    Result<std::optional<StepResult>> update(double rate);
    Result<std::optional<StepResult>> tryUpdate(double rate);
    /// Adds a batch to the update that runs; mixes it first if the settings say so.
    Status addBatch(loading::Batch& batch, std::int64_t number, double rate, StepResult& sum);
    Status halveBatch();
    [[nodiscard]] Error notFinite(const char* what, double rate) const;
    void emitStep(const StepResult& result, double rate, double seconds);

    /// Logits N×classes, float32 on the CPU; in smaller parts when memory runs out.
    at::Tensor answersTo(const at::Tensor& images);
    /// Empty after a stop request.
    Result<std::shared_ptr<const ValidationResult>> validate();
    Status finishEpoch(std::shared_ptr<const ValidationResult> validation,
                       double validationSeconds);
    [[nodiscard]] bool isBetter(const ValidationResult& validation) const;
    [[nodiscard]] bool stopsEarly() const;

    /// LossNotFinite: such weights must not take the place of good ones on the disk.
    [[nodiscard]] Status refuseDamagedWeights() const;
    Status save(bool withLast);
    Status saveOrWarn(bool withLast);
    /// Writes what could not be written before; nothing to do as a rule.
    Status savePending();
    void warnOfSaving(const Error& error);
    /// What is validated, saved and used: the average if there is one.
    [[nodiscard]] weights::StateDict shownWeights() const;
    [[nodiscard]] Checkpoint snapshot() const;
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
    std::unique_ptr<TrainStep> m_step;
    std::vector<Phase> m_phases;                ///< empty: one size for all epochs
    std::size_t m_phase = 0;                    ///< that the loaders are made for
    augment::PreprocessSpec m_trainPreprocess;  ///< of that phase
    std::unique_ptr<loading::BatchLoader> m_trainLoader;
    std::unique_ptr<loading::BatchLoader> m_valLoader;

    Position m_position;
    std::optional<weights::LoadReport> m_weights;  ///< of the weights the run began with
    std::int64_t m_stepsPerEpoch = 0;              ///< updates
    std::int64_t m_accumulate = 1;                 ///< batches in an update
    std::int64_t m_evalLimit = 0;  ///< images at once in validation; 0: a whole batch
    Rewind m_rewind;
    double m_learningRate = 0;
    Clock::time_point m_started = Clock::now();
    Clock::time_point m_lastSaved = Clock::now();
    bool m_saveFailed = false;
    bool m_keepPrevious = true;            ///< false while checkpoint.pt is a damaged one
    weights::StateDict m_pendingBest;      ///< of the best epoch while best.pth cannot be written
    std::vector<Notice> m_notices;         ///< to be told once the run has begun
    std::optional<LastCheckpoint> m_last;  ///< until it is restored
    std::optional<Error> m_firstProblem;   ///< of an image
    double m_trainSeconds = 0;             ///< of this process
    std::int64_t m_trainImages = 0;
    double m_stepSeconds = 0;        ///< smoothed
    double m_imagesPerSecond = 0;    ///< smoothed
    double m_validationSeconds = 0;  ///< of the last validation
};

}  // namespace minarai::train
