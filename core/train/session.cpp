// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <system_error>
#include <utility>

#include <ATen/ATen.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/parallel.h"
#include "base/rng.h"
#include "predict/device_torch.h"
#include "spec/summary.h"
#include "train/precision_torch.h"
#include "train/schedule.h"
#include "train/session_torch.h"
#include "train/settings.h"
#include "train/training_plan.h"

namespace minarai::train {
namespace {

namespace fs = std::filesystem;

// Purposes of the seeds derived from the run's seed.
constexpr std::uint64_t kInitPurpose = 1;
constexpr std::uint64_t kDropoutPurpose = 2;

constexpr double kSmoothing = 0.1;

/// Settings that were added after checkpoints had been written without them.
constexpr std::array<std::string_view, 4> kLaterSettings{"freeze", "layer_decay",
                                                         "rate_multipliers", "auxiliary_weight"};

std::uint64_t bytesOf(const Params& settings, const char* name) {
    return static_cast<std::uint64_t>(settings.integer(name)) << 20;
}

/// What must be the same for a checkpoint to belong to the job.
std::string digestOf(const TrainJob& job) {
    Json settings = settingsSchema().toJson(job.settings);
    for (const ParamSpec& spec : settingsSchema().specs()) {
        // A setting that came later leaves older checkpoints alone as long as it does nothing.
        const auto* value = job.settings.find(spec.name);
        const bool isIdle = std::find(kLaterSettings.begin(), kLaterSettings.end(), spec.name) !=
                                kLaterSettings.end() &&
                            (value == nullptr || *value == spec.defaultValue);
        if (mayChangeOnResume(spec.name) || isIdle) {
            settings.erase(spec.name);
        }
    }
    const std::string text = settings.dump() + spec::modelSpecToJson(job.model).dump() +
                             dataset::splitToJson(job.split).dump() +
                             augment::preprocessToJson(job.preprocess).dump() +
                             augment::pipelineToJson(job.pipeline).dump();
    return fmt::format("{:016x}", stableHash(text));
}

}  // namespace

Session::Session(const TrainJob& job, const std::stop_token& stop, TrainControl& control,
                 const Observer& observer)
    : m_job(job), m_stop(stop), m_control(control), m_observer(observer) {}

void Session::emit(Payload payload) const {
    m_observer(Event{m_job.runId, nowMs(), std::move(payload)});
}

Status Session::prepare() {
    MN_ASSIGN(m_device, predict::chooseDevice(m_job.device));
    m_threads = predict::useThreads(m_job.threads);

    MN_ASSIGN(auto network, nn::build(m_job.model));
    const auto seed = static_cast<std::uint64_t>(m_job.settings.integer("seed"));
    nn::initParameters(*network, nn::makeGenerator(mixSeed({seed, kInitPurpose})));
    network->seedDropout(mixSeed({seed, kDropoutPurpose}));
    network->to(m_device);
    network->useChannelsLast();
    network->train();

    MN_ASSIGN(const TrainingPlan plan, planTraining(m_job.model, m_job.settings));
    MN_ASSIGN(const PrecisionChoice choice,
              choosePrecision(m_job.settings, m_job.model, plan, m_device, m_threads));
    m_bf16 = choice.bf16;
    m_step =
        std::make_unique<TrainStep>(m_job.settings, std::move(network), m_device, m_bf16, plan);

    loading::LoaderOptions options;
    options.root = m_job.dataRoot;
    options.preprocess = m_job.preprocess;
    options.batchSize = static_cast<std::size_t>(m_job.settings.integer("batch"));
    const auto workers = static_cast<unsigned>(m_job.settings.integer("workers"));
    options.workers = workers > 0 ? workers : hardwareThreads();
    options.seed = seed;
    // Training pictures share the cache with the validation pictures by their number.
    const auto all = m_job.split.train.size() + m_job.split.val.size();
    const std::uint64_t cache = bytesOf(m_job.settings, "cache_mb");
    options.cacheBytes = cache / std::max<std::size_t>(all, 1) * m_job.split.val.size();
    m_valLoader = std::make_unique<loading::BatchLoader>(options, m_job.split.val);
    options.cacheBytes = cache - options.cacheBytes;
    options.pipeline = m_job.pipeline;
    options.shuffle = m_job.settings.flag("shuffle");
    m_trainLoader = std::make_unique<loading::BatchLoader>(options, m_job.split.train);
    m_stepsPerEpoch = static_cast<std::int64_t>(m_trainLoader->batchesPerEpoch());
    m_position.jobDigest = digestOf(m_job);
    return {};
}

Status Session::restore() {
    const fs::path path = m_job.runFolder / "checkpoint.pt";
    std::error_code error;
    const bool hasCheckpoint = m_job.resume && fs::exists(path, error);
    nn::Network& network = m_step->network();
    if (!hasCheckpoint) {
        if (m_job.initialWeights) {
            MN_ASSIGN(const auto state, weights::readWeights(*m_job.initialWeights));
            const auto policy = weights::policyFor(spec::headIds(m_job.model));
            MN_ASSIGN(m_weights, weights::loadInto(nn::namedTensors(network), state, policy,
                                                   *m_job.initialWeights));
        } else if (m_job.needsInitialWeights) {
            return fail(ErrorCode::RunDamaged, toUtf8(m_job.runFolder),
                        MN_TEXT("Error",
                                "it has no checkpoint yet; start it again with the same "
                                "weights"));
        }
        return {};
    }
    MN_ASSIGN(const Checkpoint checkpoint, readCheckpoint(path));
    if (checkpoint.position.jobDigest != m_position.jobDigest) {
        return fail(ErrorCode::ResumeChanged,
                    MN_TEXT("Error", "the model, the images or the settings"));
    }
    MN_TRY(weights::loadInto(nn::namedTensors(network), checkpoint.model, {}, path));
    MN_TRY(m_step->optimizer().setState(checkpoint.optimizer));
    network.dropoutGenerator().set_state(checkpoint.dropoutGenerator);
    m_position = checkpoint.position;
    return {};
}

void Session::emitStarted() {
    RunStarted started;
    started.classes = m_job.classes;
    started.trainImages = static_cast<std::int64_t>(m_job.split.train.size());
    started.valImages = static_cast<std::int64_t>(m_job.split.val.size());
    for (const at::Tensor& parameter : m_step->network().parameters()) {
        started.parameters += parameter.numel();
        started.trainable += parameter.requires_grad() ? parameter.numel() : 0;
    }
    started.epochs = m_job.settings.integer("epochs");
    started.stepsPerEpoch = m_stepsPerEpoch;
    started.firstEpoch = m_position.epochsDone + 1;
    started.firstStep = m_position.step;
    started.device = predict::deviceText(m_device);
    started.precision = m_bf16 ? "bf16" : "fp32";
    started.threads = m_threads;
    started.weights = m_weights;
    emit(std::move(started));
}

Result<EndReason> Session::run() {
    MN_TRY(prepare());
    MN_TRY(restore());
    emitStarted();
    const std::int64_t epochs = m_job.settings.integer("epochs");
    if (m_position.globalStep == 0) {
        // A run killed in its first epoch begins again from these very weights.
        MN_TRY(save(false));
    }
    while (m_position.epochsDone < epochs && !stopsEarly()) {
        MN_ASSIGN(const bool trained, trainEpoch());
        if (!trained) {
            MN_TRY(save(true));
            return EndReason::Stopped;
        }
        const auto began = Clock::now();
        MN_ASSIGN(auto validation, validate());
        if (!validation) {
            MN_TRY(save(true));
            return EndReason::Stopped;
        }
        m_validationSeconds = std::chrono::duration<double>(Clock::now() - began).count();
        MN_TRY(finishEpoch(std::move(validation), m_validationSeconds));
        const bool isLast = m_position.epochsDone >= epochs || stopsEarly();
        if (!isLast && (m_control.stopsAfterEpoch() || m_stop.stop_requested())) {
            if (m_saveFailed) {
                MN_TRY(save(true));
            }
            return EndReason::Stopped;
        }
    }
    if (m_saveFailed) {
        MN_TRY(save(true));  // the last chance to keep what was learned
    }
    return m_position.epochsDone < epochs ? EndReason::EarlyStopped : EndReason::Completed;
}

bool Session::stopsEarly() const {
    const std::int64_t patience = m_job.settings.integer("early_stopping");
    return patience > 0 && m_position.epochsSinceBest >= patience;
}

bool Session::isBetter(const ValidationResult& validation) const {
    if (m_position.bestEpoch == 0) {
        return true;
    }
    if (m_job.settings.text("early_stopping_metric") == "val_loss") {
        return validation.loss < m_position.bestValLoss;
    }
    if (validation.accuracy != m_position.bestValAccuracy) {
        return validation.accuracy > m_position.bestValAccuracy;
    }
    return validation.loss < m_position.bestValLoss;
}

Status Session::finishEpoch(std::shared_ptr<const ValidationResult> validation,
                            double validationSeconds) {
    EpochFinished event;
    event.isBest = isBetter(*validation);
    const auto images = static_cast<double>(m_position.images);
    event.trainLoss = m_position.lossSum / images;
    event.trainAccuracy = static_cast<double>(m_position.correct) / images;
    event.seconds = m_position.epochSeconds + validationSeconds;
    event.imagesPerSecond = images / std::max(m_position.epochSeconds, 1e-9);
    event.valLoss = validation->loss;
    event.valAccuracy = validation->accuracy;
    event.learningRate = m_learningRate;
    event.loadingSeconds = m_trainLoader->waitedSeconds();

    ++m_position.epochsDone;
    m_position.step = 0;
    m_position.lossSum = 0;
    m_position.correct = 0;
    m_position.images = 0;
    m_position.epochSeconds = 0;
    if (event.isBest) {
        m_position.bestEpoch = m_position.epochsDone;
        m_position.bestValAccuracy = validation->accuracy;
        m_position.bestValLoss = validation->loss;
        m_position.epochsSinceBest = 0;
    } else {
        ++m_position.epochsSinceBest;
    }
    event.epoch = m_position.epochsDone;
    event.bestEpoch = m_position.bestEpoch;
    event.bestValAccuracy = m_position.bestValAccuracy;
    event.validation = std::move(validation);

    // The weights first, then the word of them: whoever hears of an epoch can open its files.
    if (event.isBest) {
        const Status status = weights::writeWeights(m_job.runFolder / "best.pth",
                                                    nn::namedTensors(m_step->network()));
        if (!status) {
            emit(Notice{status.error(), "best.pth"});
        }
    }
    MN_TRY(saveOrWarn(true));
    emit(std::move(event));
    return {};
}

Checkpoint Session::snapshot() const {
    Checkpoint checkpoint;
    checkpoint.position = m_position;
    checkpoint.model = nn::namedTensors(m_step->network());
    checkpoint.optimizer = m_step->optimizer().state();
    checkpoint.dropoutGenerator = m_step->network().dropoutGenerator().get_state();
    return checkpoint;
}

Status Session::save(bool withLast) {
    if (withLast) {
        MN_TRY(weights::writeWeights(m_job.runFolder / "last.pth",
                                     nn::namedTensors(m_step->network())));
    }
    MN_TRY(writeCheckpoint(m_job.runFolder / "checkpoint.pt", snapshot()));
    m_lastSaved = Clock::now();
    m_saveFailed = false;
    emit(CheckpointSaved{m_position.epochsDone, m_position.step});
    return {};
}

Status Session::saveOrWarn(bool withLast) {
    const Status status = save(withLast);
    if (!status) {
        // Training goes on; the next checkpoint tries again, the end insists.
        m_saveFailed = true;
        m_lastSaved = Clock::now();
        emit(Notice{status.error(), "checkpoint.pt"});
    }
    return {};
}

RunEnded Session::ended(EndReason reason, std::optional<Error> error) const {
    RunEnded event;
    event.reason = reason;
    event.error = std::move(error);
    event.epochs = m_position.epochsDone;
    event.bestEpoch = m_position.bestEpoch;
    event.bestValAccuracy = m_position.bestValAccuracy;
    event.bestValLoss = m_position.bestValLoss;
    event.seconds = std::chrono::duration<double>(Clock::now() - m_started).count();
    event.imagesPerSecond =
        m_trainSeconds > 0 ? static_cast<double>(m_trainImages) / m_trainSeconds : 0.0;
    return event;
}

double Session::secondsLeft() const {
    const std::int64_t epochs = m_job.settings.integer("epochs");
    const auto epochsLeft = static_cast<double>(epochs - m_position.epochsDone);
    const double steps =
        epochsLeft * static_cast<double>(m_stepsPerEpoch) - static_cast<double>(m_position.step);
    double validation = m_validationSeconds;
    if (validation <= 0) {
        // Before the first validation: a forward pass is about a third of a training step.
        const auto share = static_cast<double>(m_job.split.val.size()) /
                           static_cast<double>(std::max<std::size_t>(m_job.split.train.size(), 1));
        validation = share * static_cast<double>(m_stepsPerEpoch) * m_stepSeconds / 3;
    }
    return steps * m_stepSeconds + epochsLeft * validation;
}

void Session::reportProblems(loading::BatchLoader& loader) {
    for (auto& problem : loader.takeProblems()) {
        if (!m_firstProblem) {
            m_firstProblem = problem.error;
        }
        emit(Notice{std::move(problem.error), std::move(problem.path)});
    }
}

void Session::emitStep(const StepResult& result, std::size_t images, double rate, double seconds) {
    const double speed = static_cast<double>(images) / std::max(seconds, 1e-9);
    const double weight = m_stepSeconds > 0 ? kSmoothing : 1.0;
    m_stepSeconds += weight * (seconds - m_stepSeconds);
    m_imagesPerSecond += weight * (speed - m_imagesPerSecond);

    StepFinished event;
    event.epoch = m_position.epochsDone + 1;
    event.step = m_position.step;
    event.stepsPerEpoch = m_stepsPerEpoch;
    event.globalStep = m_position.globalStep;
    event.loss = result.loss;
    event.epochLoss = m_position.lossSum / static_cast<double>(m_position.images);
    event.epochAccuracy =
        static_cast<double>(m_position.correct) / static_cast<double>(m_position.images);
    event.learningRate = rate;
    event.imagesPerSecond = m_imagesPerSecond;
    event.secondsLeft = secondsLeft();
    emit(std::move(event));
}

}  // namespace minarai::train
