// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The trainer's own step on random numbers, for what is measured before or without a run.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include <c10/core/Device.h>

#include "base/error.h"
#include "nn/module_torch.h"
#include "train/feature_cut.h"
#include "train/measurement.h"
#include "train/train_step_torch.h"

namespace minarai::train {

struct TrialStep {
    c10::Device device{c10::kCPU};
    int threads = 1;  ///< of torch
    bool bf16 = false;
    std::int64_t classes = 1;
    std::optional<FeatureCut> cut;  ///< the step learns from features where it is set
    std::shared_ptr<nn::Network> network;
    std::unique_ptr<TrainStep> step;

    /// `count` labels that go round all classes.
    [[nodiscard]] at::Tensor labels(std::int64_t count) const;
};

/// `count` times the shape, drawn from the normal distribution, always the same.
at::Tensor randomValues(std::vector<std::int64_t> shape, std::int64_t count);

/// The network with fresh weights in training mode on its device, with optimiser and loss. Sets
/// torch's threads of the calling thread. Cancelled after a stop request.
Result<TrialStep> makeTrialStep(const MeasureRequest& request, const std::stop_token& stop);

}  // namespace minarai::train
