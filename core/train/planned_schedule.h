// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The learning rate over a whole run, before it is begun: what the form and the board draw.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "base/param_spec.h"

namespace minarai::train {

/// (epochs since the start, learning rate) from 0 to the last epoch's end, at most about `most`
/// points, each one that of a step. `settings` are valid; stepsPerEpoch is at least 1.
std::vector<std::pair<double, double>> plannedLearningRates(const Params& settings,
                                                            std::int64_t stepsPerEpoch,
                                                            std::size_t most = 400);

}  // namespace minarai::train
