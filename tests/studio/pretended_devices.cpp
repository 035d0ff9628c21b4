// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/pretended_devices.h"

#include <algorithm>
#include <new>

namespace minarai::studio {

namespace {

class PretendedTrainer : public train::Trainer {
  public:
    explicit PretendedTrainer(std::shared_ptr<PretendedDevices> devices)
        : m_devices(std::move(devices)) {}

    Result<train::RunEnded> run(const train::TrainJob& job, const std::stop_token& stop,
                                train::TrainControl& /*control*/,
                                const train::Observer& observer) override {
        const train::RunEnded ended = m_devices->train(job, stop, observer);
        observer({job.runId, train::nowMs(), ended});
        return ended;
    }

  private:
    std::shared_ptr<PretendedDevices> m_devices;
};

class PretendedEngine : public engine::Engine {
  public:
    explicit PretendedEngine(std::shared_ptr<PretendedDevices> devices)
        : m_devices(std::move(devices)) {}

    [[nodiscard]] engine::EngineInfo info() const override {
        return {"0.0.0", m_devices->devices(), "pretended", false};
    }
    [[nodiscard]] std::unique_ptr<train::Trainer> makeTrainer() const override {
        return std::make_unique<PretendedTrainer>(m_devices);
    }
    [[nodiscard]] Result<std::unique_ptr<predict::Predictor>> openPredictor(
        predict::PredictorConfig /*config*/) const override {
        return fail(ErrorCode::Cancelled);
    }
    [[nodiscard]] Result<engine::FloatTensor> forward(
        const spec::ModelSpec& /*model*/, const std::filesystem::path& /*weights*/,
        const engine::FloatTensor& /*images*/,
        const engine::ForwardOptions& /*options*/) const override {
        return fail(ErrorCode::Cancelled);
    }
    [[nodiscard]] Result<train::Measurement> measure(
        const train::MeasureRequest& /*request*/, const std::stop_token& /*stop*/) const override {
        return fail(ErrorCode::Cancelled);
    }
    [[nodiscard]] Result<train::StepProfile> profileStep(
        const train::MeasureRequest& /*request*/, const std::stop_token& /*stop*/) const override {
        return fail(ErrorCode::Cancelled);
    }
    [[nodiscard]] Result<train::RangeTest> findRate(
        const train::TrainJob& /*job*/, const train::RangeTestRequest& /*request*/,
        const std::stop_token& /*stop*/, const train::RangeObserver& /*observer*/) const override {
        return fail(ErrorCode::Cancelled);
    }
    [[nodiscard]] Result<train::DryRun> dryRun(const train::TrainJob& /*job*/,
                                               const std::stop_token& /*stop*/) const override {
        return fail(ErrorCode::Cancelled);
    }

  private:
    std::shared_ptr<PretendedDevices> m_devices;
};

}  // namespace

EngineLoader PretendedDevices::loader() {
    return [engine = std::make_shared<const PretendedEngine>(shared_from_this())] {
        return Result<std::shared_ptr<const engine::Engine>>(engine);
    };
}

std::vector<std::string> PretendedDevices::training() const {
    const std::scoped_lock lock(m_mutex);
    std::vector<std::string> names;
    for (const auto& one : m_training) {
        names.push_back(one->name);
    }
    return names;
}

std::vector<std::string> PretendedDevices::begun() const {
    const std::scoped_lock lock(m_mutex);
    return m_begun;
}

void PretendedDevices::end(const std::string& device, train::EndReason reason) {
    const std::scoped_lock lock(m_mutex);
    for (const auto& one : m_training) {
        if (one->device == device) {
            one->end = reason;
        }
    }
    m_changed.notify_all();
}

void PretendedDevices::exhaustMemory() {
    const std::scoped_lock lock(m_mutex);
    for (const auto& one : m_training) {
        one->lacksMemory = true;
    }
    m_changed.notify_all();
}

train::RunEnded PretendedDevices::train(const train::TrainJob& job, const std::stop_token& stop,
                                        const train::Observer& observer) {
    auto training = std::make_shared<Training>();
    const std::int64_t epochs = job.settings.integer("epochs");
    training->device = job.device;
    training->name = job.device + ":" + std::to_string(epochs);
    train::RunStarted started;
    started.classes = job.classes;
    started.epochs = epochs;
    started.stepsPerEpoch = 10;
    started.device = job.device;
    started.precision = "fp32";
    observer({job.runId, train::nowMs(), started});
    train::StepFinished step;
    step.epoch = 1;
    step.step = step.globalStep = 4;
    step.stepsPerEpoch = 10;
    step.loss = step.epochLoss = 0.7;
    step.secondsLeft = 100;
    observer({job.runId, train::nowMs(), step});

    std::unique_lock lock(m_mutex);
    m_training.push_back(training);
    m_begun.push_back(training->name);
    m_changed.wait(lock, stop, [&] { return training->end.has_value() || training->lacksMemory; });
    std::erase(m_training, training);
    if (training->lacksMemory) {
        throw std::bad_alloc();
    }
    train::RunEnded ended;
    ended.reason = training->end.value_or(train::EndReason::Stopped);
    if (ended.reason == train::EndReason::Failed) {
        ended.error = fail(ErrorCode::OutOfMemory, "training");
    }
    return ended;
}

}  // namespace minarai::studio
