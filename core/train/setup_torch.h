// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a training, a learning-rate range test and a dry run begin with. Each has its own network
// and generators: none leaves a trace in another.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include <c10/core/Device.h>

#include "base/error.h"
#include "loading/batch_loader.h"
#include "train/train_step_torch.h"
#include "train/trainer.h"
#include "weights/match.h"

namespace minarai::train {

struct Setup {
    c10::Device device{c10::kCPU};
    int threads = 1;  ///< of torch
    bool bf16 = false;
    std::optional<Error> notice;  ///< PrecisionFellBack
    std::unique_ptr<TrainStep> step;
};

/// The job's network as its seed makes it, on its device, with optimiser and loss. Sets torch's
/// threads of the calling thread. `bf16` is decided already where it is given.
Result<Setup> setUp(const TrainJob& job, std::optional<bool> bf16 = std::nullopt);

/// The device of this process: where several share a machine, each has a CUDA device of its own
/// unless the job names one.
Result<c10::Device> deviceOf(const TrainJob& job);

/// The processes that share the job's batches: 1 without a world.
int shardsOf(const TrainJob& job);

/// Loads the weights that the job begins with; nothing when it begins without any.
Result<std::optional<weights::LoadReport>> loadInitialWeights(const TrainJob& job,
                                                              nn::Network& network);

/// Of a job's images, without pipeline, order and cache.
loading::LoaderOptions loaderOptions(const TrainJob& job);

/// The same for training at the size of `preprocess`.
loading::LoaderOptions trainLoaderOptions(const TrainJob& job,
                                          const augment::PreprocessSpec& preprocess,
                                          augment::Pipeline pipeline);

/// The batch's images N×C×H×W on the batch's own memory.
at::Tensor imagesOf(const loading::Batch& batch, const augment::PreprocessSpec& preprocess);

/// The batch's target, after Mixup or CutMix have mixed its images in place if the settings want
/// it. What is drawn depends on the seed, the epoch, the batch's number in it and the rank.
Target mixedTarget(const TrainJob& job, const augment::PreprocessSpec& preprocess,
                   loading::Batch& batch, std::int64_t epoch, std::int64_t number);

}  // namespace minarai::train
