// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Learning rates over a run, with PyTorch's names and numbers (torch/optim/lr_scheduler.py).
//
// | schedule        | PyTorch                     | stepped  |
// | step            | StepLR                      | by epoch |
// | multistep       | MultiStepLR                 | by epoch |
// | exponential     | ExponentialLR               | by epoch |
// | cosine          | CosineAnnealingLR           | by epoch |
// | cosine_restarts | CosineAnnealingWarmRestarts | by epoch |
// | one_cycle       | OneCycleLR                  | by step  |
// | plateau         | ReduceLROnPlateau, "rel"    | by epoch |
// Each may follow a linear warm-up, by step (LinearLR before it in a SequentialLR): the schedule
// counts its epochs from the end of the warm-up.
#pragma once

#include <cstdint>

#include "base/param_spec.h"

namespace minarai::train {

/// What ReduceLROnPlateau remembers. Part of the checkpoint.
struct PlateauState {
    double rate = 0;  ///< in force; 0 before the first fall: the setting's
    double best = 0;
    bool hasBest = false;
    std::int64_t badEpochs = 0;
    std::int64_t cooldown = 0;  ///< epochs left
    bool operator==(const PlateauState&) const = default;
};

/// Takes the validation results of a finished epoch (from 0) into account, as
/// ReduceLROnPlateau.step(metric) does. Epochs of the warm-up do not count, and neither does a
/// schedule other than "plateau".
void updatePlateau(PlateauState& state, const Params& settings, std::int64_t epoch, double valLoss,
                   double valAccuracy);

/// The learning rate of an optimiser step. epoch counts from 0, step is the step in the epoch,
/// stepsPerEpoch is at least 1. A phase with a rate of its own (train/phases.h) scales the schedule
/// by that rate over `learning_rate`.
double learningRate(const Params& settings, std::int64_t epoch, std::int64_t step,
                    std::int64_t stepsPerEpoch, const PlateauState& plateau = {});

/// Whether the schedule moves the optimiser's momentum: one_cycle with `cycle_momentum`.
bool cyclesMomentum(const Params& settings);

/// The momentum (Adam's beta 1) of the same step where cyclesMomentum; as in PyTorch it takes the
/// place of the optimiser's own, which does not count. During a warm-up it is `max_momentum`.
double cycledMomentum(const Params& settings, std::int64_t epoch, std::int64_t step,
                      std::int64_t stepsPerEpoch);

}  // namespace minarai::train
