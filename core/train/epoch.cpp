// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The loops over batches of a Session: one epoch of training, one validation.
#include <algorithm>
#include <cmath>
#include <cstring>

#include <ATen/ATen.h>
#include <fmt/format.h>

#include "predict/device_torch.h"
#include "predict/predictor.h"
#include "train/schedule.h"
#include "train/session_torch.h"

namespace minarai::train {
namespace {

constexpr double kProgressSeconds = 0.2;

/// The batch's images as a tensor on the batch's own memory.
at::Tensor imagesOf(const loading::Batch& batch, const augment::PreprocessSpec& preprocess) {
    // from_blob wants a pointer to non-const; the tensor is only read.
    return at::from_blob(const_cast<float*>(batch.imagesNchw.data()),
                         {static_cast<std::int64_t>(batch.count), preprocess.channels,
                          preprocess.height, preprocess.width},
                         at::kFloat);
}

at::Tensor labelsOf(const loading::Batch& batch) {
    return at::from_blob(const_cast<std::int64_t*>(batch.labels.data()),
                         {static_cast<std::int64_t>(batch.count)}, at::kLong);
}

/// Torch refuses to normalise over a single value (a batch of one image at 1×1 pixels).
bool isBatchTooSmall(const c10::Error& error) {
    return std::strstr(error.what(), "Expected more than 1 value per channel") != nullptr;
}

}  // namespace

Result<StepResult> Session::step(const loading::Batch& batch, double rate) {
    const StepResult result = m_step->run(imagesOf(batch, m_job.preprocess), labelsOf(batch), rate);
    if (!std::isfinite(result.loss)) {
        return fail(ErrorCode::LossNotFinite,
                    std::isnan(result.loss) ? MN_TEXT("Error", "not a number")
                                            : MN_TEXT("Error", "infinite"),
                    std::to_string(m_position.epochsDone + 1), std::to_string(m_position.step + 1),
                    fmt::format("{:.3g}", rate));
    }
    return result;
}

Result<bool> Session::trainEpoch() {
    const std::int64_t epoch = m_position.epochsDone;
    m_trainLoader->startEpoch(static_cast<std::uint64_t>(epoch),
                              static_cast<std::size_t>(m_position.step));
    const double saveEvery = static_cast<double>(m_job.settings.integer("checkpoint_seconds"));
    m_learningRate = learningRate(m_job.settings, epoch,
                                  std::max<std::int64_t>(m_position.step - 1, 0), m_stepsPerEpoch);
    while (m_position.step < m_stepsPerEpoch) {
        if (m_control.isPaused()) {
            emit(PauseChanged{true});
            m_control.waitWhilePaused(m_stop);
            emit(PauseChanged{false});
        }
        const auto began = Clock::now();
        auto batch = m_trainLoader->next(m_stop);
        if (m_stop.stop_requested() || !batch) {
            return false;
        }
        reportProblems(*m_trainLoader);
        const double rate = learningRate(m_job.settings, epoch, m_position.step, m_stepsPerEpoch);
        m_learningRate = rate;
        StepResult result;
        bool counted = batch->count > 0;
        if (counted) {
            try {
                MN_ASSIGN(result, step(*batch, rate));
            } catch (const c10::Error& error) {
                if (!isBatchTooSmall(error)) {
                    throw;
                }
                counted = false;
                emit(Notice{fail(ErrorCode::BatchOfOne), std::string()});
            }
        }
        ++m_position.step;
        ++m_position.globalStep;
        const double seconds = std::chrono::duration<double>(Clock::now() - began).count();
        m_position.epochSeconds += seconds;
        m_trainSeconds += seconds;
        if (counted) {
            const auto images = static_cast<std::int64_t>(batch->count);
            m_position.lossSum += result.loss * static_cast<double>(images);
            m_position.correct += result.correct;
            m_position.images += images;
            m_trainImages += images;
            emitStep(result, batch->count, rate, seconds);
        }
        m_trainLoader->recycle(*std::move(batch));
        const double sinceSave = std::chrono::duration<double>(Clock::now() - m_lastSaved).count();
        if (sinceSave >= saveEvery && m_position.step < m_stepsPerEpoch) {
            MN_TRY(saveOrWarn(false));
        }
    }
    if (m_position.images == 0) {
        return fail(ErrorCode::TooManyBadImages, std::to_string(m_job.split.train.size()),
                    m_firstProblem.value_or(fail(ErrorCode::BatchOfOne)).message());
    }
    return true;
}

Result<std::shared_ptr<const ValidationResult>> Session::validate() {
    auto result = std::make_shared<ValidationResult>();
    const std::size_t classes = m_job.classes.size();
    result->confusion = metrics::ConfusionMatrix(classes);
    metrics::RunningMean loss;
    auto lastReport = Clock::now();
    const auto total = static_cast<std::int64_t>(m_job.split.val.size());
    const nn::EvalGuard guard(m_step->network());

    m_valLoader->startEpoch(0);
    const std::size_t batches = m_valLoader->batchesPerEpoch();
    std::int64_t done = 0;
    for (std::size_t i = 0; i < batches; ++i) {
        if (m_control.isPaused()) {
            emit(PauseChanged{true});
            m_control.waitWhilePaused(m_stop);
            emit(PauseChanged{false});
        }
        auto batch = m_valLoader->next(m_stop);
        if (m_stop.stop_requested() || !batch) {
            return std::shared_ptr<const ValidationResult>();
        }
        if (batch->count > 0) {
            const at::Tensor output = m_step->network()
                                          .forward(imagesOf(*batch, m_job.preprocess).to(m_device))
                                          .to(at::kCPU, at::kFloat)
                                          .contiguous();
            const float* data = output.data_ptr<float>();
            const std::vector<float> logits(data, data + output.numel());
            const auto probabilities = predict::softmax(logits, classes);
            for (std::size_t row = 0; row < batch->count; ++row) {
                const std::span<const float> values(probabilities.data() + row * classes, classes);
                const auto truth = static_cast<std::size_t>(batch->labels[row]);
                const std::size_t best = metrics::topK(values, 1).front();
                result->confusion.add(truth, best);
                loss.add(predict::crossEntropy({logits.data() + row * classes, classes}, truth), 1);
                const std::size_t item = batch->items[row];
                result->items.push_back(static_cast<std::uint32_t>(item));
                result->paths.push_back(m_job.split.val[item].path);
                result->predictions.push_back({static_cast<std::int32_t>(truth),
                                               static_cast<std::int32_t>(best), values[best],
                                               values[truth]});
            }
        }
        m_valLoader->recycle(*std::move(batch));
        reportProblems(*m_valLoader);
        done = std::min<std::int64_t>(
            done + static_cast<std::int64_t>(m_job.settings.integer("batch")), total);
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
