// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The loops over batches of a Session: one epoch of training, one validation.
#include <algorithm>
#include <cmath>
#include <utility>

#include <ATen/ATen.h>
#include <fmt/format.h>

#include "nn/tensor_pool_torch.h"
#include "predict/device_torch.h"
#include "predict/in_parts_torch.h"
#include "predict/predictor.h"
#include "train/schedule.h"
#include "train/session_torch.h"
#include "train/setup_torch.h"

namespace minarai::train {
namespace {

constexpr double kProgressSeconds = 0.2;

/// Images that batch normalisation needs where the network's maps are single pixels.
constexpr std::int64_t kLeastNormalised = 2;

/// Before the end of an epoch a loader has no batch only when it has no room for one.
Error noMemoryForBatches() {
    return fail(ErrorCode::OutOfMemory, MN_TEXT("Error", "the queue of batches"));
}

}  // namespace

void Rewind::keep(nn::Network& network) {
    const at::NoGradGuard noGrad;
    m_generator = network.dropoutGenerator().get_state();
    if (!m_isMade) {
        std::vector<std::pair<at::Tensor, at::Tensor>>
            made;  // all of them, or none for want of room
        for (const auto& module : network.modules()) {
            // Frozen layers are in evaluation mode, where nothing changes.
            for (const at::Tensor& buffer :
                 module->is_training() ? module->buffers(false) : std::vector<at::Tensor>{}) {
                made.emplace_back(buffer, buffer.clone());
            }
        }
        m_buffers = std::move(made);
        m_isMade = true;
        return;
    }
    for (auto& [buffer, kept] : m_buffers) {
        kept.copy_(buffer);
    }
}

void Rewind::restore(nn::Network& network) const {
    const at::NoGradGuard noGrad;
    network.dropoutGenerator().set_state(m_generator);
    for (const auto& [buffer, kept] : m_buffers) {
        at::Tensor target = buffer;
        target.copy_(kept);
    }
}

Error Session::notFinite(const char* what, double rate) const {
    return fail(ErrorCode::LossNotFinite, what, std::to_string(m_position.epochsDone + 1),
                std::to_string(m_position.step + 1), fmt::format("{:.3g}", rate));
}

Status Session::addBatch(loading::Batch& batch, std::int64_t number, bool isLast, double rate,
                         StepResult& sum) {
    try {
        const Target target =
            mixedTarget(m_job, m_trainPreprocess, batch, m_position.epochsDone, number);
        const StepResult result = m_step->add(inputOf(batch), target, isLast);
        if (!result.isFinite) {
            sum.loss = result.loss;
            sum.isFinite = false;
            return notFinite(std::isnan(result.loss) ? MN_TEXT("Error", "not a number")
                                                     : MN_TEXT("Error", "infinite"),
                             rate);
        }
        sum.loss += result.loss * static_cast<double>(result.images);
        sum.correct += result.correct;
        sum.images += result.images;
    } catch (const c10::Error& error) {
        if (!isBatchTooSmall(error)) {
            throw;
        }
        if (m_step->leastPart() < kLeastNormalised &&
            m_step->partsOf(static_cast<std::int64_t>(batch.count)) > 1) {
            m_step->setLeastPart(kLeastNormalised);
            return fail(ErrorCode::BatchOfOne);  // of its own making
        }
        if (m_job.settings.integer("batch") == 1 && !m_peers) {
            return batchTooSmall();
        }
        notify(Notice{fail(ErrorCode::BatchOfOne), std::string()});
    }
    return {};
}

Result<bool> Session::addBatches(double rate, StepResult& sum) {
    for (;;) {
        const Result<bool> isWhole = addBatchesOnce(rate, sum);
        if (isWhole || isWhole.error().code != ErrorCode::BatchOfOne) {
            return isWhole;
        }
        // Parts before the one that was too small have left their traces.
        m_step->begin();
        m_rewind.restore(m_step->network());
        sum = {};
        MN_ASSIGN(const bool hasBegun, startBatches());
        if (!hasBegun) {
            return false;
        }
    }
}

Result<bool> Session::addBatchesOnce(double rate, StepResult& sum) {
    const std::int64_t first = m_position.step * m_accumulate;
    const auto batches = static_cast<std::int64_t>(m_trainLoader->batchesPerEpoch());
    const std::int64_t end = std::min(first + m_accumulate, batches);
    for (std::int64_t number = first; number < end; ++number) {
        if (number > first) {
            waitWhilePaused();
        }
        auto batch = nextBatch();
        if (!batch && !m_stop.stop_requested() && !m_peers) {
            return noMemoryForBatches();
        }
        if (m_stop.stop_requested() || !batch) {
            return false;
        }
        if (batch->count > 0) {
            MN_TRY(addBatch(*batch, number, number + 1 == end, rate, sum));
        }
        recycle(*std::move(batch));
    }
    return true;
}

Result<std::optional<StepResult>> Session::tryUpdate(double rate) {
    if (m_peers) {
        return tryUpdateAmongPeers(rate);
    }
    m_step->begin();
    m_rewind.keep(m_step->network());
    StepResult sum;
    MN_ASSIGN(const bool isWhole, addBatches(rate, sum));
    if (!isWhole) {
        m_rewind.restore(m_step->network());
        return std::optional<StepResult>();
    }
    return finishUpdate(rate, sum);
}

Result<std::optional<StepResult>> Session::finishUpdate(double rate, StepResult sum) {
    if (sum.images > 0) {
        sum.loss /= static_cast<double>(sum.images);
        if (!m_step->finish(rate)) {
            return notFinite(MN_TEXT("Error", "so steep that its gradients are not finite"), rate);
        }
    }
    return std::optional(sum);
}

Status Session::halveBatch() {
    const std::int64_t batch = m_job.settings.integer("batch");
    const std::int64_t tried = m_position.batchLimit > 0 ? m_position.batchLimit : batch;
    if (tried <= m_step->leastPart()) {
        return fail(ErrorCode::OutOfMemory, "training");
    }
    m_position.batchLimit = (tried + 1) / 2;
    m_step->setBatchLimit(m_position.batchLimit);
    m_step->begin();  // the gradients of the attempt go first
    m_rewind.restore(m_step->network());
    MN_TRY(startBatches());
    const std::int64_t parts = (batch + m_position.batchLimit - 1) / m_position.batchLimit;
    emit(Notice{fail(ErrorCode::BatchHalved, std::to_string(tried),
                     std::to_string(m_position.batchLimit), std::to_string(parts)),
                std::string()});
    return {};
}

Result<std::optional<StepResult>> Session::update(double rate) {
    bool hasWaitedForImages = false;
    for (;;) {
        bool lacksImages = false;
        try {
            auto result = tryUpdate(rate);
            if (result || result.error().code != ErrorCode::OutOfMemory) {
                return result;
            }
            lacksImages = !m_peers;
            if (lacksImages && std::exchange(hasWaitedForImages, true)) {
                return result;  // fewer images at once in the network give the loader no more
            }
        } catch (const std::exception& exception) {
            // Among peers it is an error that all of them have agreed on, or this process ends.
            if (m_peers ||
                predict::torchError(exception, "training").code != ErrorCode::OutOfMemory) {
                throw;
            }
        }
        const bool hadCopy = m_writing.has_value() && !m_peers;
        collectSaved(true);
        nn::releaseTensorPool();
        if (lacksImages || hadCopy) {
            m_step->begin();
            m_rewind.restore(m_step->network());
            MN_TRY(startBatches());  // after a lack of images one batch ahead
        } else {
            MN_TRY(halveBatch());
        }
    }
}

void Session::waitWhilePaused() {
    if (m_control.isPaused()) {
        const auto began = Clock::now();
        pauseLoading(true);
        collectSaved(true);
        emit(PauseChanged{true});
        m_control.waitWhilePaused(m_stop);
        pauseLoading(false);
        emit(PauseChanged{false});
        m_pausedSeconds += std::chrono::duration<double>(Clock::now() - began).count();
    }
}

double Session::workedSeconds() const {
    return std::chrono::duration<double>(Clock::now() - m_started).count() - m_pausedSeconds;
}

void Session::pauseLoading(bool paused) {
    for (loading::BatchLoader* loader : {m_trainLoader.get(), m_valLoader.get()}) {
        if (loader != nullptr) {
            loader->setPaused(paused);
        }
    }
    if (m_features) {
        m_features->pauseLoading(paused);
    }
}

Result<bool> Session::trainEpoch() {
    const std::int64_t epoch = m_position.epochsDone;
    MN_ASSIGN(const bool hasBegun, startBatches());
    if (!hasBegun) {
        return false;
    }
    const double saveEvery = static_cast<double>(m_job.settings.integer("checkpoint_seconds"));
    const auto rateAt = [&](std::int64_t step) {
        return learningRate(m_job.settings, epoch, step, m_stepsPerEpoch, m_position.plateau);
    };
    m_learningRate = rateAt(std::max<std::int64_t>(m_position.step - 1, 0));
    while (m_position.step < m_stepsPerEpoch) {
        waitWhilePaused();
        const double began = workedSeconds();  // a pause may also come between batches of an update
        const double rate = rateAt(m_position.step);
        if (cyclesMomentum(m_job.settings)) {
            m_step->optimizer().setMomentum(
                cycledMomentum(m_job.settings, epoch, m_position.step, m_stepsPerEpoch));
        }
        MN_ASSIGN(const std::optional<StepResult> result, update(rate));
        if (!result) {
            return false;
        }
        m_learningRate = rate;
        ++m_position.step;
        ++m_position.globalStep;
        const double seconds = workedSeconds() - began;
        m_position.epochSeconds += seconds;
        m_trainSeconds += seconds;
        if (result->images > 0) {
            m_position.lossSum += result->loss * static_cast<double>(result->images);
            m_position.correct += result->correct;
            m_position.images += result->images;
            m_trainImages += result->images;
            emitStep(*result, rate, seconds);
        }
        collectSaved(false);
        const double sinceSave = std::chrono::duration<double>(Clock::now() - m_lastSaved).count();
        if (sinceSave >= saveEvery && m_position.step < m_stepsPerEpoch) {
            MN_TRY(saveOrWarn(true));
        }
    }
    if (m_position.images == 0) {
        return m_firstProblem
                   ? fail(ErrorCode::TooManyBadImages, std::to_string(m_job.split.train.size()),
                          m_firstProblem->message())
                   : fail(ErrorCode::BatchOfOne);
    }
    return true;
}

at::Tensor Session::answersTo(const at::Tensor& images) {
    return predict::inParts(
               images, m_evalLimit, "validation",
               [this](const at::Tensor& part) {
                   return m_answers->logits(part.to(m_device)).to(at::kCPU, at::kFloat);
               })
        .contiguous();
}

Result<std::optional<Session::Answered>> Session::answerBatch(std::size_t number) {
    auto batch = nextValidationBatch(number);
    if (!batch && !m_stop.stop_requested() && !m_peers) {
        return noMemoryForBatches();
    }
    const bool goesOn = batch && !m_stop.stop_requested();
    Answered answered;
    if (goesOn && batch->count > 0) {
        const at::Tensor output =
            m_features ? validationLogits(*batch) : answersTo(imagesOf(*batch, m_job.preprocess));
        const float* data = output.data_ptr<float>();
        answered.logits.assign(data, data + output.numel());
        answered.items = batch->items;
    }
    if (batch && !m_features) {
        m_valLoader->recycle(*std::move(batch));
    }
    if (m_peers) {
        return gatherAnswers(number, goesOn, answered);
    }
    return goesOn ? std::optional(std::move(answered)) : std::nullopt;
}

Result<std::shared_ptr<const ValidationResult>> Session::validate() {
    auto result = std::make_shared<ValidationResult>();
    const std::size_t classes = m_job.classes.size();
    result->confusion = metrics::ConfusionMatrix(classes);
    metrics::RunningMean loss;
    auto lastReport = Clock::now();
    const auto total = static_cast<std::int64_t>(m_job.split.val.size());
    const AverageInForce average(m_step->average());
    const nn::EvalGuard guard(m_step->network());
    MN_TRY(shareBuffers());
    if (const std::int64_t limit = m_position.batchLimit; limit > 0) {
        // Memory ran short in training: what that keeps ready is given back first.
        nn::releaseTensorPool();
        m_evalLimit = m_evalLimit > 0 ? std::min(m_evalLimit, limit) : limit;
    }
    refreshAnswers();

    if (!m_features) {
        m_valLoader->startEpoch(0);
    }
    const std::size_t batches = m_valLoader->batchesPerEpoch();
    std::int64_t done = 0;
    for (std::size_t i = 0; i < batches; ++i) {
        waitWhilePaused();
        collectSaved(false);
        MN_ASSIGN(const std::optional<Answered> answered, answerBatch(i));
        if (!answered) {
            return std::shared_ptr<const ValidationResult>();
        }
        const std::vector<float>& logits = answered->logits;
        const auto probabilities = predict::softmax(logits, classes);
        for (std::size_t row = 0; row < answered->items.size(); ++row) {
            const std::span<const float> values(probabilities.data() + row * classes, classes);
            const std::size_t item = answered->items[row];
            const auto truth = static_cast<std::size_t>(m_job.split.val[item].label);
            const std::size_t best = metrics::topK(values, 1).front();
            result->confusion.add(truth, best);
            loss.add(predict::crossEntropy({logits.data() + row * classes, classes}, truth), 1);
            result->items.push_back(static_cast<std::uint32_t>(item));
            result->predictions.push_back({static_cast<std::int32_t>(truth),
                                           static_cast<std::int32_t>(best), values[best],
                                           values[truth]});
            result->top.add(values);
        }
        done = std::min(done + m_job.settings.integer("batch") * shardsOf(m_job), total);
        const auto now = Clock::now();
        if (std::chrono::duration<double>(now - lastReport).count() > kProgressSeconds) {
            lastReport = now;
            emit(ValidationProgress{m_position.epochsDone + 1, done, total});
        }
    }
    if (result->predictions.empty()) {
        return fail(ErrorCode::TooManyBadImages, std::to_string(total),
                    m_firstProblem.value_or(fail(ErrorCode::NoValidationImages)).message());
    }
    result->loss = loss.value();
    result->accuracy = result->confusion.accuracy();
    return std::shared_ptr<const ValidationResult>(std::move(result));
}

}  // namespace minarai::train
