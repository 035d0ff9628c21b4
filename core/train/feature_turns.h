// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Which view of which picture an epoch learns from when features are computed once. A function of
// the settings, the seed and the epoch alone, so that a resumed run takes the same.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/param_spec.h"
#include "dataset/split.h"

namespace minarai::train {

/// A picture's turn in an epoch.
struct FeatureTurn {
    std::size_t item = 0;   ///< index into the training part
    std::int64_t view = 0;  ///< from 0
    bool operator==(const FeatureTurn&) const = default;
};

/// The view that epoch `epoch` (from 0) of `epochs` learns from, of `views`. The epochs begin with
/// a single view and get another one after each equal share of the run, so that the first answers
/// do not wait for all of them. An epoch that gets one learns from it, the others take turns with
/// those that there are; of at most as many views as epochs none is left out.
std::int64_t viewOfEpoch(std::int64_t epoch, std::int64_t epochs, std::int64_t views);

/// The turns of an epoch in their order. Balanced sampling draws the pictures of a small class
/// several times: each time another one of the views which the epochs up to this one have learned
/// from (they are computed already), beginning with the epoch's own, as long as there are some.
/// `settings` are valid for settingsSchema().
std::vector<FeatureTurn> featureTurns(const std::vector<dataset::Item>& items,
                                      const Params& settings, std::int64_t epoch,
                                      std::int64_t views);

}  // namespace minarai::train
