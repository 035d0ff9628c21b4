// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The learning rate over a whole run, before it is begun and afterwards: what the form and the
// board draw.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "base/param_spec.h"
#include "train/event.h"

namespace minarai::train {

/// (epochs since the start, learning rate) from 0 to the last epoch's end, at most about `most`
/// points, each one that of a step. `settings` are valid; stepsPerEpoch is at least 1.
std::vector<std::pair<double, double>> plannedLearningRates(const Params& settings,
                                                            std::int64_t stepsPerEpoch,
                                                            std::size_t most = 400);

/// The same of a run of which only its epochs (by number) are known, to the end of the last of
/// them: the plan where it agrees with every epoch's rate, and otherwise (a plateau, a run that was
/// resumed with other settings) the recorded rate of each epoch from its beginning to its end.
std::vector<std::pair<double, double>> recordedLearningRates(
    const Params& settings, std::int64_t stepsPerEpoch, const std::vector<EpochFinished>& epochs,
    std::size_t most = 400);

}  // namespace minarai::train
