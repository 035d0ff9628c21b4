// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Which layers learn, and how fast: the settings freeze, layer_decay and rate_multipliers applied
// to a model. The trainer, the summary and the studio's forecast read the same plan.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/param_spec.h"
#include "spec/model_spec.h"

namespace minarai::train {

struct NodePlan {
    std::string id;
    /// Its weights stay as they are and it runs in evaluation mode: batch statistics do not move,
    /// dropout is off. A node without weights is frozen when it leads into a frozen one.
    bool frozen = false;
    double rate = 1;  ///< multiplies the learning rate of its weights
    std::int64_t parameters = 0;
};

struct TrainingPlan {
    std::vector<NodePlan> nodes;  ///< in the spec's order
    std::int64_t parameters = 0;
    std::int64_t trainable = 0;
};

/// The plan of a model. What is frozen:
/// - none: nothing; auto, too, until settleFreeze() has put another in its place
/// - early: the blocks in the first half of the stages (spec::depthBlocks), at least one stage
/// - most: all stages but the last one and the head
/// - all_but_head: everything but the head (spec::headId) and what comes after it
/// - upto:ID: the node or group ID and everything that leads to it
///
/// The rate of block d of n (the head is block n-1) is layer_decay^(n-1-d), as in timm's layer-wise
/// decay, times the factor of rate_multipliers whose id is the longest that holds the node.
/// SettingRange when a setting names no layer of the model, SettingConflict when nothing is left to
/// train, and the errors of spec::inferShapes.
Result<TrainingPlan> planTraining(const spec::ModelSpec& spec, const Params& settings);

/// Puts in the place of freeze=auto what it stands for. `onlyHeadIsNew`: the run begins with
/// weights for the whole model but for a head of other classes. all_but_head then, unless
/// layer_decay or rate_multipliers say how the others are to learn; none otherwise. Processes that
/// share a run take it for false: only the first of them need have the weights.
void settleFreeze(Params& settings, bool onlyHeadIsNew);

/// The pairs of the setting rate_multipliers, "layer1=0.1, fc=10", and back. SettingRange.
using RateMultipliers = std::vector<std::pair<std::string, double>>;
Result<RateMultipliers> rateMultipliers(const std::string& setting);
std::string rateMultipliersText(const RateMultipliers& multipliers);

/// What can be said of freeze and rate_multipliers without a model: SettingRange.
Status checkPlanSettings(const Params& settings);

}  // namespace minarai::train
