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

#include <c10/core/Device.h>

#include "base/error.h"
#include "loading/batch_loader.h"
#include "metrics/metrics.h"
#include "train/checkpoint_torch.h"
#include "train/train_step_torch.h"
#include "train/trainer.h"

namespace minarai::train {

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
    Status restore();
    void emit(Payload payload) const;
    void emitStarted();
    void reportProblems(loading::BatchLoader& loader);

    /// Trains the rest of the running epoch; false after a stop request.
    Result<bool> trainEpoch();
    Result<StepResult> step(const loading::Batch& batch, double rate);
    void emitStep(const StepResult& result, std::size_t images, double rate, double seconds);

    /// Empty after a stop request.
    Result<std::shared_ptr<const ValidationResult>> validate();
    Status finishEpoch(std::shared_ptr<const ValidationResult> validation,
                       double validationSeconds);
    [[nodiscard]] bool isBetter(const ValidationResult& validation) const;
    [[nodiscard]] bool stopsEarly() const;

    Status save(bool withLast);
    Status saveOrWarn(bool withLast);
    [[nodiscard]] Checkpoint snapshot() const;
    [[nodiscard]] double secondsLeft() const;

    const TrainJob& m_job;
    std::stop_token m_stop;
    TrainControl& m_control;
    const Observer& m_observer;

    c10::Device m_device{c10::kCPU};
    int m_threads = 1;
    bool m_bf16 = false;
    std::unique_ptr<TrainStep> m_step;
    std::unique_ptr<loading::BatchLoader> m_trainLoader;
    std::unique_ptr<loading::BatchLoader> m_valLoader;

    Position m_position;
    std::optional<weights::LoadReport> m_weights;  ///< of the weights the run began with
    std::int64_t m_stepsPerEpoch = 0;
    double m_learningRate = 0;
    Clock::time_point m_started = Clock::now();
    Clock::time_point m_lastSaved = Clock::now();
    bool m_saveFailed = false;
    std::optional<Error> m_firstProblem;  ///< of an image
    double m_trainSeconds = 0;            ///< of this process
    std::int64_t m_trainImages = 0;
    double m_stepSeconds = 0;        ///< smoothed
    double m_imagesPerSecond = 0;    ///< smoothed
    double m_validationSeconds = 0;  ///< of the last validation
};

}  // namespace minarai::train
