// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Learning rates over a run: constant, StepLR, CosineAnnealingLR, each with linear warm-up.
#pragma once

#include <cstdint>

#include "base/param_spec.h"

namespace minarai::train {

/// The learning rate of an optimiser step, stepped once an epoch with PyTorch's closed forms
/// (torch/optim/lr_scheduler.py); warm-up is linear over its epochs and stepped every batch.
/// epoch counts from 0, step is the step in the epoch, stepsPerEpoch is at least 1.
double learningRate(const Params& settings, std::int64_t epoch, std::int64_t step,
                    std::int64_t stepsPerEpoch);

}  // namespace minarai::train
