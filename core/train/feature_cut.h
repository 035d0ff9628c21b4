// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Where a network whose first part is frozen can be cut, so that this part need see each picture
// only once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "augment/pipeline.h"
#include "base/error.h"
#include "base/param_spec.h"
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

/// FeaturesUnavailable where the settings alone rule features out.
Status mayUseFeatures(const Params& settings);

/// Where a run with these settings is cut. Nothing when it freezes nothing or is not to
/// (feature_cache); FeaturesUnavailable when it cannot be.
Result<std::optional<FeatureCut>> plannedFeatureCut(const spec::ModelSpec& spec,
                                                    const TrainingPlan& plan,
                                                    const Params& settings);

/// Whether the pipeline gives another picture each time.
bool variesPictures(const augment::Pipeline& pipeline);

/// How many views of a training picture are kept, from 1 on: one where the pipeline does not vary
/// them. Otherwise the first is the picture as validation sees it. A head on frozen layers gains
/// more by it than by another variation: what crops and colours add to the few views that are kept
/// is mostly noise that a network which does not learn cannot answer to.
std::int64_t featureViews(const augment::Pipeline& pipeline, const Params& settings);

}  // namespace minarai::train
