// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Where a Session's batches come from: the loader, or the features of frozen layers.
#include <algorithm>
#include <chrono>
#include <set>
#include <utility>

#include <ATen/ATen.h>

#include "train/session_torch.h"
#include "train/setup_torch.h"
#include "train/training_plan.h"

namespace minarai::train {
namespace {

constexpr double kProgressSeconds = 0.2;

}  // namespace

Status Session::prepareFeatures() {
    MN_ASSIGN(const TrainingPlan plan, planTraining(m_job.model, m_job.settings));
    Result<std::optional<FeatureCut>> planned =
        plannedFeatureCut(m_job.model, plan, m_job.settings);
    if (m_peers && planned && *planned) {
        planned = fail(ErrorCode::FeaturesUnavailable,
                       MN_TEXT("Error", "several processes train together"));
    }
    if (!planned) {
        emit(Notice{planned.error(), std::string()});
        return {};
    }
    if (!*planned) {
        return {};
    }
    const FeatureCut& cut = **planned;
    FeatureOptions options;
    options.cut = cut;
    options.views = featureViews(m_job.pipeline, m_job.settings);
    options.plainFirst = variesPictures(m_job.pipeline);
    options.bf16 = m_bf16;
    options.memoryBytes = static_cast<std::uint64_t>(m_job.settings.integer("cache_mb")) << 20;
    options.folder = m_job.runFolder;
    options.device = m_device;
    options.val = loaderOptions(m_job);
    options.train = trainLoaderOptions(m_job, m_job.preprocess, m_job.pipeline);
    // For the variations after the first.
    options.train.cacheBytes = options.views > 2 ? options.memoryBytes / 2 : 0;
    options.trainItems = m_job.split.train;
    options.valItems = m_job.split.val;
    auto network = std::static_pointer_cast<nn::Network>(m_step->network().shared_from_this());
    m_features = std::make_unique<Features>(std::move(network), std::move(options));
    m_step->learnFrom(cut.node, cut.hasAuxiliary);
    return {};
}

Result<bool> Session::computeFeatures(std::int64_t epoch) {
    const double began = workedSeconds();
    auto lastReport = Clock::now();
    const FeatureObserver observer = [&](std::int64_t done, std::int64_t total) {
        waitWhilePaused();
        const auto now = Clock::now();
        if (std::chrono::duration<double>(now - lastReport).count() > kProgressSeconds) {
            lastReport = now;
            emit(ValidationProgress{epoch + 1, done, total, true});
        }
        return !m_stop.stop_requested();
    };
    m_order = featureTurns(m_job.split.train, m_job.settings, epoch, m_features->views());
    if (!m_features->hasValidation()) {
        MN_ASSIGN(const bool whole, m_features->computeValidation(m_stop, observer));
        if (!whole) {
            return false;
        }
    }
    std::set<std::int64_t> views;
    for (const FeatureTurn& turn : m_order) {
        views.insert(turn.view);
    }
    bool whole = true;
    for (const std::int64_t view : views) {
        if (whole) {
            MN_ASSIGN(whole, m_features->computeView(view, m_stop, observer));
        }
    }
    for (loading::LoadProblem& problem : m_features->takeProblems()) {
        tellProblem(std::move(problem));
    }
    // An epoch's speed counts what it had to compute first.
    const double seconds = workedSeconds() - began;
    m_position.epochSeconds += seconds;
    m_trainSeconds += seconds;
    return whole;
}

Result<bool> Session::startBatches() {
    const auto epoch = static_cast<std::uint64_t>(m_position.epochsDone);
    const auto first = static_cast<std::size_t>(m_position.step * m_accumulate);
    if (!m_features) {
        m_trainLoader->startEpoch(epoch, first);
        return true;
    }
    MN_ASSIGN(const bool whole, computeFeatures(m_position.epochsDone));
    if (!whole) {
        return false;
    }
    m_nextBatch = first;
    return true;
}

std::optional<loading::Batch> Session::nextBatch() {
    if (!m_features) {
        auto batch = m_trainLoader->next(m_stop);
        reportProblems(*m_trainLoader);
        return batch;
    }
    const auto size = static_cast<std::size_t>(m_job.settings.integer("batch"));
    const std::size_t begin = std::min(m_nextBatch++ * size, m_order.size());
    const std::size_t end = std::min(begin + size, m_order.size());
    m_turns = m_features->readable(std::span(m_order).subspan(begin, end - begin));
    return m_features->batchOf(m_turns);
}

at::Tensor Session::inputOf(const loading::Batch& batch) const {
    return m_features ? m_features->ofTraining(m_turns) : imagesOf(batch, m_trainPreprocess);
}

void Session::recycle(loading::Batch batch) {
    if (!m_features) {
        m_trainLoader->recycle(std::move(batch));
    }
}

std::optional<loading::Batch> Session::nextValidationBatch(std::size_t number) {
    if (!m_features) {
        auto batch = m_valLoader->next(m_stop);
        reportProblems(*m_valLoader);
        return batch;
    }
    const auto size = static_cast<std::size_t>(m_job.settings.integer("batch"));
    return m_features->validationBatch(number * size, size);
}

at::Tensor Session::validationLogits(const loading::Batch& batch) {
    nn::Captures captures;
    return m_step->network()
        .forwardAfter(m_features->cut().node, m_features->ofValidation(batch.items), {}, captures)
        .to(at::kCPU, at::kFloat)
        .contiguous();
}

void Session::refreshAnswers() {
    if (m_features) {
        return;
    }
    if (m_answers == nullptr) {
        auto network = std::static_pointer_cast<nn::Network>(m_step->network().shared_from_this());
        m_answers =
            std::make_unique<predict::Answers>(std::move(network), m_bf16 ? "auto" : "fp32");
    } else {
        m_answers->refresh();
    }
}

Status Session::guardPrecision() {
    const bool isFirst = m_position.epochsDone == 0 && m_answers != nullptr;
    if (!m_bf16 || !isFirst || m_job.settings.text("precision") != "auto") {
        return {};
    }
    std::optional<Error> notice = m_answers->takeNotice();
    bool keeps = !notice;
    if (m_peers) {
        MN_ASSIGN(keeps, bf16OfFirst(keeps));
    }
    if (!keeps) {
        m_position.fellBack = true;
        takePrecision();
        if (notice) {
            emit(Notice{*std::move(notice), std::string()});
        }
    }
    return {};
}

void Session::takePrecision() {
    m_bf16 = m_bf16 && !m_position.fellBack;
    m_step->setBf16(m_bf16);
}

}  // namespace minarai::train
