// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include <ATen/ATen.h>
#include <fmt/format.h>

#include "augment/batch_mix.h"
#include "base/files.h"
#include "base/parallel.h"
#include "base/rng.h"
#include "predict/device_torch.h"
#include "spec/summary.h"
#include "train/class_weights.h"
#include "train/phases.h"
#include "train/precision_torch.h"
#include "train/setup_torch.h"
#include "train/training_plan.h"

namespace minarai::train {
namespace {

// Purposes of the seeds derived from the run's seed.
constexpr std::uint64_t kInitPurpose = 1;
constexpr std::uint64_t kDropoutPurpose = 2;

std::uint64_t seedOf(const TrainJob& job) {
    return static_cast<std::uint64_t>(job.settings.integer("seed"));
}

/// What the precision is checked on: a batch as the run sees it and the weights it begins with.
Result<PrecisionTrial> precisionTrialOf(const TrainJob& job, const c10::Device& device) {
    MN_ASSIGN(PrecisionTrial trial,
              randomTrial(job.settings, job.model, device, mixSeed({seedOf(job), kInitPurpose})));
    if (job.initialWeights) {
        MN_TRY(loadInitialWeights(job, *trial.network));
    }
    loading::LoaderOptions options = trainLoaderOptions(job, job.preprocess, job.pipeline);
    options.batchSize = static_cast<std::size_t>(trial.images.size(0));
    options.prefetch = 1;
    options.shards = 1;
    options.shard = 0;
    loading::BatchLoader loader(options, std::shared_ptr<const std::vector<dataset::Item>>(
                                             std::shared_ptr<void>(), &job.split.train));
    loader.startEpoch(0);
    auto batch = loader.next();
    if (batch && batch->count >= 2) {
        trial.images = imagesOf(*batch, job.preprocess).clone();
        trial.labels = at::from_blob(batch->labels.data(),
                                     {static_cast<std::int64_t>(batch->count)}, at::kLong)
                           .clone();
    }
    return trial;
}

PrecisionSource precisionSourceOf(const TrainJob& job, const c10::Device& device) {
    std::error_code error;
    std::string weights = "random weights";
    if (job.initialWeights) {
        const auto bytes = std::filesystem::file_size(*job.initialWeights, error);
        const auto written = std::filesystem::last_write_time(*job.initialWeights, error);
        weights = fmt::format(
            "{:016x}", mixSeed({stableHash(toUtf8(*job.initialWeights)), bytes,
                                static_cast<std::uint64_t>(written.time_since_epoch().count())}));
    }
    return {fmt::format("{}, images {:016x}", weights, stableHash(toUtf8(job.dataRoot))),
            [&job, device] { return precisionTrialOf(job, device); }};
}

}  // namespace

Result<c10::Device> deviceOf(const TrainJob& job) {
    MN_ASSIGN(const c10::Device device, predict::chooseDevice(job.device));
    const bool isNamed = job.device.find(':') != std::string::npos;
    if (!job.world || !device.is_cuda() || isNamed) {
        return device;
    }
    return predict::chooseDevice("cuda:" + std::to_string(job.world->localRank));
}

int shardsOf(const TrainJob& job) {
    return job.world ? job.world->size : 1;
}

Result<Setup> setUp(const TrainJob& job, std::optional<bool> bf16) {
    Setup setup;
    MN_ASSIGN(setup.device, deviceOf(job));
    setup.threads = predict::useThreads(job.threads);

    MN_ASSIGN(auto network, nn::build(job.model));
    nn::initParameters(*network, nn::makeGenerator(mixSeed({seedOf(job), kInitPurpose})));
    network->seedDropout(mixSeed({seedOf(job), kDropoutPurpose}));
    network->to(setup.device);
    network->useChannelsLast();
    network->train();

    MN_ASSIGN(const TrainingPlan plan, planTraining(job.model, job.settings));
    if (bf16) {
        setup.bf16 = *bf16;
    } else if (job.precision.empty()) {
        Params settings = job.settings;
        if (job.world) {
            settings.set("feature_cache", std::string("off"));  // as in Session::prepareFeatures
        }
        MN_ASSIGN(PrecisionChoice choice,
                  choosePrecision(settings, job.model, plan, setup.device, setup.threads,
                                  precisionSourceOf(job, setup.device)));
        setup.bf16 = choice.bf16;
        setup.notice = std::move(choice.notice);
    } else {
        setup.bf16 = job.precision == "bf16";
    }
    MN_ASSIGN(const std::vector<double> weights,
              classWeights(job.settings, job.split.train, job.classes.size()));
    MN_TRY(checkPhases(job.model, phasesOf(job.settings)));
    setup.step = std::make_unique<TrainStep>(job.settings, std::move(network), setup.device,
                                             setup.bf16, plan, weights);
    return setup;
}

Result<std::optional<weights::LoadReport>> loadInitialWeights(const TrainJob& job,
                                                              nn::Network& network) {
    if (job.initialWeights) {
        MN_ASSIGN(const auto state, weights::readWeights(*job.initialWeights));
        auto policy = weights::policyFor(spec::headIds(job.model));
        policy.partial = job.partialWeights;
        MN_ASSIGN(weights::LoadReport report,
                  weights::loadInto(nn::namedTensors(network), state, policy, *job.initialWeights));
        return std::optional(std::move(report));
    }
    if (job.needsInitialWeights) {
        return fail(ErrorCode::RunDamaged, toUtf8(job.runFolder),
                    MN_TEXT("Error",
                            "it has no checkpoint yet; start it again with the same "
                            "weights"));
    }
    return std::optional<weights::LoadReport>();
}

loading::LoaderOptions loaderOptions(const TrainJob& job) {
    loading::LoaderOptions options;
    options.root = job.dataRoot;
    options.preprocess = job.preprocess;
    options.batchSize = static_cast<std::size_t>(job.settings.integer("batch"));
    const auto workers = static_cast<unsigned>(job.settings.integer("workers"));
    // Processes on one machine share its cores.
    const unsigned share =
        job.threads > 0
            ? static_cast<unsigned>(job.threads)
            : hardwareThreads() / static_cast<unsigned>(job.world ? job.world->localSize : 1);
    options.workers = workers > 0 ? workers : std::max(share, 1U);
    options.seed = seedOf(job);
    options.shards = static_cast<std::size_t>(shardsOf(job));
    options.shard = static_cast<std::size_t>(job.world ? job.world->rank : 0);
    return options;
}

loading::LoaderOptions trainLoaderOptions(const TrainJob& job,
                                          const augment::PreprocessSpec& preprocess,
                                          augment::Pipeline pipeline) {
    loading::LoaderOptions options = loaderOptions(job);
    options.preprocess = preprocess;
    options.fastDecode = job.settings.flag("fast_decode");
    options.pipeline = std::move(pipeline);
    options.shuffle = job.settings.flag("shuffle");
    options.balanced = job.settings.text("sampling") == "balanced";
    return options;
}

at::Tensor imagesOf(const loading::Batch& batch, const augment::PreprocessSpec& preprocess) {
    // from_blob wants a pointer to non-const; the tensor is only read.
    return at::from_blob(const_cast<float*>(batch.imagesNchw.data()),
                         {static_cast<std::int64_t>(batch.count), preprocess.channels,
                          preprocess.height, preprocess.width},
                         at::kFloat);
}

Target mixedTarget(const TrainJob& job, const augment::PreprocessSpec& preprocess,
                   loading::Batch& batch, std::int64_t epoch, std::int64_t number) {
    const auto count = static_cast<std::int64_t>(batch.count);
    Target target{at::from_blob(batch.labels.data(), {count}, at::kLong), {}};
    const double mixup = job.settings.real("mixup");
    const double cutmix = job.settings.real("cutmix");
    if (mixup <= 0 && cutmix <= 0) {
        return target;
    }
    const std::int64_t rank = job.world ? job.world->rank : 0;
    Rng rng(mixSeed({seedOf(job), static_cast<std::uint64_t>(epoch),
                     static_cast<std::uint64_t>(number * shardsOf(job) + rank),
                     stableHash("batch mix")}));
    const augment::MixKind kind = augment::chooseMix(mixup, cutmix, rng);
    const double alpha = kind == augment::MixKind::CutMix ? cutmix : mixup;
    const augment::BatchMix mix =
        augment::drawBatchMix(kind, alpha, batch.count, preprocess.width, preprocess.height, rng);
    augment::applyBatchMix(mix, batch.imagesNchw.data(),
                           static_cast<std::size_t>(preprocess.channels));
    const std::size_t classes = job.classes.size();
    std::vector<float> shares = augment::softLabels(mix, batch.labels, classes);
    target.shares =
        at::from_blob(shares.data(), {count, static_cast<std::int64_t>(classes)}, at::kFloat)
            .clone();
    return target;
}

}  // namespace minarai::train
