// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Where a network whose first part is frozen can be cut, so that this part need see each picture
// only once.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/error.h"
#include "spec/model_spec.h"
#include "train/training_plan.h"

namespace minarai::train {

struct FeatureCut {
    std::string node;                 ///< whose output is what the rest of the network learns from
    std::vector<std::int64_t> shape;  ///< of that output, without the batch
    std::size_t frozen = 0;           ///< nodes up to the cut
    /// Whether training runs the spec's auxiliary outputs: false if nothing of them learns.
    bool hasAuxiliary = false;
};

/// The cut as late as possible: before it nothing learns and nothing is drawn at random, and all
/// that comes after reads of it the one node's output alone. FeaturesUnavailable says why there is
/// none.
Result<FeatureCut> findFeatureCut(const spec::ModelSpec& spec, const TrainingPlan& plan);

}  // namespace minarai::train
