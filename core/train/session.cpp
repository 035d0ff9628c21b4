// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <exception>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

#include <ATen/ATen.h>

#include "loading/free_memory.h"
#include "predict/device_torch.h"
#include "train/schedule.h"
#include "train/selection.h"
#include "train/session_torch.h"
#include "train/setup_torch.h"

namespace minarai::train {
namespace {

constexpr double kSmoothing = 0.1;

/// The job outlives the session and with it the loaders, which so need no copy.
std::shared_ptr<const std::vector<dataset::Item>> borrowed(
    const std::vector<dataset::Item>& items) {
    return {std::shared_ptr<void>(), &items};
}

}  // namespace

Session::Session(const TrainJob& job, const std::stop_token& stop, TrainControl& control,
                 const Observer& observer)
    : m_job(job), m_stop(stop), m_control(control), m_observer(observer) {}

void Session::emit(Payload payload) const {
    if (!writes()) {
        return;
    }
    m_observer(Event{m_job.runId, nowMs(), std::move(payload)});
}

void Session::notify(Notice notice) {
    if (!writes()) {
        m_unshared.push_back(std::move(notice));
    } else if (!m_peers || notice.path.empty() || m_told.insert(notice.path).second) {
        emit(std::move(notice));
    }
}

Status Session::prepare() {
    std::optional<bool> bf16;
    if (m_job.world) {
        MN_TRY(joinPeers());
        if (!writes()) {
            MN_ASSIGN(bf16, bf16OfFirst(false));
        }
    }
    MN_ASSIGN(Setup setup, setUp(m_job, bf16));
    m_device = setup.device;
    m_threads = setup.threads;
    m_bf16 = setup.bf16;
    m_precisionNotice = std::move(setup.notice);
    m_step = std::move(setup.step);
    if (m_peers) {
        if (writes()) {
            MN_TRY(bf16OfFirst(m_bf16));
        }
        m_step->joinPeers(*m_peers, static_cast<double>(m_job.settings.integer("batch")));
    }
    m_phases = phasesOf(m_job.settings);
    m_accumulate = m_job.settings.integer("accumulate");
    m_position.jobDigest = jobDigest(m_job);
    m_position.processes = shardsOf(m_job);
    return {};
}

Status Session::prepareLoaders(std::int64_t epoch) {
    const std::size_t phase = phaseAt(m_phases, epoch);
    if (m_trainLoader && phase == m_phase) {
        return {};
    }
    m_phase = phase;
    m_stepSeconds = 0;  // steps of another size take another time
    m_trainPreprocess = m_job.preprocess;
    augment::Pipeline pipeline = m_job.pipeline;
    if (!m_phases.empty()) {
        m_trainPreprocess = resizedPreprocess(m_job.preprocess, m_phases[phase].size);
        MN_ASSIGN(pipeline, resizedPipeline(m_job.pipeline, m_job.preprocess, m_trainPreprocess));
    }

    // Training pictures share the cache with the validation pictures by their number.
    const auto all = m_job.split.train.size() + m_job.split.val.size();
    // Processes on one machine share its memory.
    const std::uint64_t cache =
        loading::cacheBudget(static_cast<std::uint64_t>(m_job.settings.integer("cache_mb")) << 20) /
        static_cast<std::uint64_t>(m_job.world ? m_job.world->localSize : 1);
    const std::uint64_t ofVal = cache / std::max<std::size_t>(all, 1) * m_job.split.val.size();
    if (!m_valLoader) {
        loading::LoaderOptions options = loaderOptions(m_job);
        options.cacheBytes = ofVal;
        m_valLoader = std::make_unique<loading::BatchLoader>(options, borrowed(m_job.split.val));
    }
    loading::LoaderOptions options =
        trainLoaderOptions(m_job, m_trainPreprocess, std::move(pipeline));
    options.cacheBytes = cache - ofVal;
    m_trainLoader.reset();  // its pictures first, or both would be in memory
    m_trainLoader = std::make_unique<loading::BatchLoader>(options, borrowed(m_job.split.train));
    const auto batches = static_cast<std::int64_t>(m_trainLoader->batchesPerEpoch());
    m_stepsPerEpoch = (batches + m_accumulate - 1) / m_accumulate;
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
    MN_TRY(prepareLoaders(m_position.epochsDone));
    Result<EndReason> reason = EndReason::Failed;
    try {
        reason = train();
    } catch (const std::exception&) {
        collectSaved(true);  // told before the end of the run is
        throw;
    }
    collectSaved(true);
    if (!reason && reason.error().code == ErrorCode::PeerLost && writes()) {
        // This process is where the last update left it, which is newer than the last checkpoint.
        if (const Status saved = save(true); !saved) {
            warnOfSaving(saved.error());
        }
    }
    return reason;
}

Result<EndReason> Session::train() {
    emitStarted();
    if (m_notice) {
        emit(Notice{*std::exchange(m_notice, std::nullopt), "checkpoint.pt"});
    }
    if (m_precisionNotice) {
        emit(Notice{*std::exchange(m_precisionNotice, std::nullopt), std::string()});
    }
    MN_TRY(prepareFeatures());
    const std::int64_t epochs = m_job.settings.integer("epochs");
    if (m_position.globalStep == 0) {
        // A run killed in its first epoch begins again from these very weights.
        MN_TRY(save(false));
    }
    while (m_position.epochsDone < epochs && !stopsEarly()) {
        MN_TRY(prepareLoaders(m_position.epochsDone));
        MN_ASSIGN(const bool trained, trainEpoch());
        MN_TRY(shareNotices());
        if (!trained) {
            MN_TRY(saveAtLast());
            return EndReason::Stopped;
        }
        const double began = workedSeconds();
        MN_ASSIGN(auto validation, validate());
        MN_TRY(guardPrecision());
        if (m_answers != nullptr) {
            m_answers->release();  // the room is wanted for checkpoints and training
        }
        MN_TRY(shareNotices());
        if (!validation) {
            MN_TRY(saveAtLast());
            return EndReason::Stopped;
        }
        m_validationSeconds = workedSeconds() - began;
        MN_TRY(finishEpoch(std::move(validation), m_validationSeconds));
        const bool isLast = m_position.epochsDone >= epochs || stopsEarly();
        MN_ASSIGN(const bool stops, stopsNow());
        if (!isLast && stops) {
            MN_TRY(finishSaving());
            return EndReason::Stopped;
        }
    }
    MN_TRY(finishSaving());
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
    const double metric = selectionMetric(m_job.settings, validation);
    const double byLoss = -m_position.bestValLoss;
    const bool watchesLoss = m_job.settings.text("early_stopping_metric") == "val_loss";
    const double best =
        m_position.bestMetric.value_or(watchesLoss ? byLoss : m_position.bestValAccuracy);
    return metric != best ? metric > best : validation.loss < m_position.bestValLoss;
}

Status Session::finishEpoch(std::shared_ptr<const ValidationResult> validation,
                            double validationSeconds) {
    MN_TRY(refuseDamagedWeights());
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

    updatePlateau(m_position.plateau, m_job.settings, m_position.epochsDone, validation->loss,
                  validation->accuracy);
    ++m_position.epochsDone;
    m_position.step = 0;
    m_position.lossSum = 0;
    m_position.correct = 0;
    m_position.images = 0;
    m_position.epochSeconds = 0;
    if (event.isBest) {
        m_position.bestEpoch = m_position.epochsDone;
        m_position.bestValAccuracy = validation->accuracy;
        // As it comes back from a checkpoint: the run goes on in the same way.
        m_position.bestValLoss = std::isnan(validation->loss)
                                     ? std::numeric_limits<double>::infinity()
                                     : validation->loss;
        m_position.bestMetric = selectionMetric(m_job.settings, *validation);
        m_position.epochsSinceBest = 0;
    } else {
        ++m_position.epochsSinceBest;
    }
    event.epoch = m_position.epochsDone;
    event.bestEpoch = m_position.bestEpoch;
    event.bestValAccuracy = m_position.bestValAccuracy;
    event.validation = std::move(validation);

    // The weights first, then the word of them: whoever hears of an epoch can open its files. The
    // checkpoint comes last: a run that is killed before it lives through the epoch once more, one
    // that is killed after it has told of the epoch.
    if (event.isBest && writes()) {
        m_pendingBest = shownWeights();
    }
    if (const Status status = saveWeights(true); !status) {
        // The network moves on; what was best must not.
        for (auto& [name, tensor] : m_pendingBest) {
            tensor = tensor.clone();
        }
        warnOfSaving(status.error());
    }
    emit(std::move(event));
    return saveOrWarn(m_position.epochsDone < m_job.settings.integer("epochs") && !stopsEarly());
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

double Session::epochsToCome() const {
    const std::int64_t done = m_position.epochsDone + 1;  // with the running one
    if (m_phases.empty()) {
        return static_cast<double>(m_job.settings.integer("epochs") - done);
    }
    // A step's work grows with the pixels.
    const auto size = static_cast<double>(m_phases[m_phase].size);
    double worth = 0;
    std::int64_t end = 0;
    for (const Phase& phase : m_phases) {
        end += phase.epochs;
        const std::int64_t left = std::clamp<std::int64_t>(end - done, 0, phase.epochs);
        const double scale = static_cast<double>(phase.size) / size;
        worth += static_cast<double>(left) * scale * scale;
    }
    return worth;
}

double Session::secondsLeft() const {
    const std::int64_t epochs = m_job.settings.integer("epochs");
    const auto epochsLeft = static_cast<double>(epochs - m_position.epochsDone);
    const double steps = (epochsToCome() + 1) * static_cast<double>(m_stepsPerEpoch) -
                         static_cast<double>(m_position.step);
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
        // What the loader had no memory for is asked for again, or ends the run with a sentence.
        if (m_peers || !problem.path.empty()) {
            tellProblem(std::move(problem));
        }
    }
}

void Session::tellProblem(loading::LoadProblem problem) {
    if (!m_firstProblem) {
        m_firstProblem = problem.error;
    }
    notify(Notice{std::move(problem.error), std::move(problem.path)});
}

void Session::emitStep(const StepResult& result, double rate, double seconds) {
    const double speed = static_cast<double>(result.images) / std::max(seconds, 1e-9);
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
