// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>
#include <exception>
#include <optional>
#include <utility>

#include <ATen/ATen.h>

#include "predict/device_torch.h"
#include "train/setup_torch.h"
#include "train/trials_torch.h"

namespace minarai::train {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::int64_t kOverfitSteps = 100;
constexpr std::int64_t kFewestSteps = 4;
constexpr double kOverfitSeconds = 6;

/// The job without what needs many steps to make sense.
TrainJob trialOf(const TrainJob& job) {
    TrainJob trial = job;
    trial.settings.set("ema", 0.0);
    return trial;
}

/// A network of its own and the training images, epoch after epoch.
class Trial {
  public:
    explicit Trial(const TrainJob& job)
        : m_job(trialOf(job)), m_leastImages(m_job.settings.integer("batch") > 1 ? 2 : 1) {}

    Status prepare() {
        MN_ASSIGN(m_setup, setUp(m_job));
        MN_TRY(loadInitialWeights(m_job, m_setup.step->network()));
        m_loader.emplace(trainLoaderOptions(m_job, m_job.preprocess, m_job.pipeline),
                         m_job.split.train);
        m_loader->startEpoch(0);
        return {};
    }

    /// The next batch with at least one image, two where batches have as many. Cancelled,
    /// TooManyBadImages.
    Result<loading::Batch> nextBatch(const std::stop_token& stop) {
        std::size_t empty = 0;
        for (;;) {
            auto batch = m_loader->next(stop);
            if (stop.stop_requested()) {
                return fail(ErrorCode::Cancelled);
            }
            for (loading::LoadProblem& problem : m_loader->takeProblems()) {
                m_problems.emplace_back(std::move(problem.path), std::move(problem.error));
            }
            // A single image, as an epoch may end with, is not what batch normalisation can take.
            const std::size_t least = m_loader->batchesPerEpoch() > 1 ? m_leastImages : 1;
            if (batch && batch->count >= least) {
                ++m_number;
                return *std::move(batch);
            }
            if (batch) {
                ++empty;
                m_loader->recycle(*std::move(batch));
            } else if (m_number == 0 || empty == m_loader->batchesPerEpoch()) {
                return fail(
                    ErrorCode::TooManyBadImages, std::to_string(m_job.split.train.size()),
                    m_problems.empty() ? std::string() : m_problems.front().second.message());
            } else {
                m_number = 0;
                empty = 0;
                m_loader->startEpoch(++m_epoch);
            }
        }
    }

    Target targetOf(loading::Batch& batch) const {
        return mixedTarget(m_job, m_job.preprocess, batch, static_cast<std::int64_t>(m_epoch),
                           m_number - 1);
    }

    [[nodiscard]] const TrainJob& job() const { return m_job; }
    [[nodiscard]] Setup& setup() { return m_setup; }
    [[nodiscard]] TrainStep& step() { return *m_setup.step; }
    [[nodiscard]] auto& problems() { return m_problems; }
    void recycle(loading::Batch batch) { m_loader->recycle(std::move(batch)); }

  private:
    TrainJob m_job;
    Setup m_setup;
    std::optional<loading::BatchLoader> m_loader;
    std::size_t m_leastImages;
    std::uint64_t m_epoch = 0;
    std::int64_t m_number = 0;  ///< batches taken in the epoch
    std::vector<std::pair<std::string, Error>> m_problems;
};

Result<RangeTest> runRangeTest(const TrainJob& job, const RangeTestRequest& request,
                               const std::stop_token& stop, const RangeObserver& observer) {
    Trial trial(job);
    MN_TRY(trial.prepare());
    RangeTest test;
    for (int i = 0; i < request.steps; ++i) {
        MN_ASSIGN(loading::Batch batch, trial.nextBatch(stop));
        const double rate = rangeRate(request, i);
        const Target target = trial.targetOf(batch);
        trial.step().begin();
        const StepResult result = trial.step().add(imagesOf(batch, trial.job().preprocess), target);
        const bool goesOn = addRangePoint(test, request, rate, result.loss);
        if (observer && !test.curve.empty()) {
            observer(test.curve.back());
        }
        if (!goesOn) {
            break;
        }
        if (!trial.step().finish(rate)) {
            test.diverged = true;
            break;
        }
        trial.recycle(std::move(batch));
    }
    suggestRates(test, request);
    return test;
}

void checkOverfit(Trial& trial, const at::Tensor& images, const Target& target,
                  const std::stop_token& stop, DryRun& dry) {
    const double rate = trial.job().settings.real("learning_rate");
    const auto began = Clock::now();
    for (std::int64_t i = 0; i < kOverfitSteps && !stop.stop_requested(); ++i) {
        trial.step().begin();
        const StepResult result = trial.step().add(images, target);
        if (i == 0) {
            dry.firstLoss = result.loss;
        }
        dry.lastLoss = result.loss;
        dry.lastAccuracy = static_cast<double>(result.correct) / static_cast<double>(result.images);
        dry.overfitSteps = i + 1;
        const double seconds = std::chrono::duration<double>(Clock::now() - began).count();
        const bool inTime = seconds < kOverfitSeconds || i + 1 < kFewestSteps;
        dry.learning = judgeLearning(dry.firstLoss, dry.lastLoss, dry.lastAccuracy);
        const bool isLearnt = dry.learning == Learning::Yes && i + 1 >= kFewestSteps;
        if (!result.isFinite || isLearnt || !inTime || !trial.step().finish(rate)) {
            break;
        }
    }
}

Result<DryRun> runDry(const TrainJob& job, const std::stop_token& stop) {
    Trial trial(job);
    MN_TRY(trial.prepare());
    MN_ASSIGN(loading::Batch batch, trial.nextBatch(stop));
    const at::Tensor images = imagesOf(batch, trial.job().preprocess);
    DryRun dry;
    dry.inputShape = images.sizes().vec();
    {
        const nn::EvalGuard guard(trial.step().network());
        dry.outputShape =
            trial.step().network().forward(images.to(trial.setup().device)).sizes().vec();
    }
    dry.overfitImages = images.size(0);
    dry.device = predict::deviceText(trial.setup().device);
    dry.precision = trial.setup().bf16 ? "bf16" : "fp32";
    dry.threads = trial.setup().threads;
    for (const at::Tensor& parameter : trial.step().network().parameters()) {
        dry.parameters += parameter.numel();
        dry.trainable += parameter.requires_grad() ? parameter.numel() : 0;
    }
    // Whole labels: a mixed batch cannot be learnt by heart.
    const Target target{at::from_blob(batch.labels.data(), {images.size(0)}, at::kLong), {}};
    checkOverfit(trial, images, target, stop, dry);
    if (stop.stop_requested()) {
        return fail(ErrorCode::Cancelled);
    }
    dry.problems = std::move(trial.problems());
    return dry;
}

}  // namespace

Result<RangeTest> rangeTestTorch(const TrainJob& job, const RangeTestRequest& request,
                                 const std::stop_token& stop, const RangeObserver& observer) {
    try {
        return runRangeTest(job, request, stop, observer);
    } catch (const std::exception& exception) {
        return isBatchTooSmall(exception)
                   ? batchTooSmall()
                   : predict::torchError(exception, "the learning-rate range test");
    }
}

Result<DryRun> dryRunTorch(const TrainJob& job, const std::stop_token& stop) {
    try {
        return runDry(job, stop);
    } catch (const std::exception& exception) {
        return isBatchTooSmall(exception) ? batchTooSmall()
                                          : predict::torchError(exception, "a batch of this size");
    }
}

}  // namespace minarai::train
