// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The learning-rate range test (Smith 2015): a trial with a rate that grows each step, to find the
// rates at which the network learns. Plain values; the engine runs it (train/range_test_torch.h).
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "base/json.h"

namespace minarai::train {

struct RangeTestRequest {
    double lowest = 1e-7;   ///< rate of the first step
    double highest = 10;    ///< rate of the last step
    int steps = 100;        ///< at least 2
    double divergence = 4;  ///< ends when the smoothed loss is so many times the best one
};

struct RangePoint {
    double rate = 0;
    double loss = 0;      ///< of the step's batch, before the update with this rate
    double smoothed = 0;  ///< exponential mean with a weight of 0.98, without its bias
};

struct RangeTest {
    std::vector<RangePoint> curve;       ///< rates rise by equal factors
    bool diverged = false;               ///< it ended before the highest rate
    std::optional<double> steepest;      ///< of the fastest fall before the lowest smoothed loss
    std::optional<double> minimumTenth;  ///< a tenth of the rate of the lowest smoothed loss
};

/// Called on the thread of the test with each new point.
using RangeObserver = std::function<void(const RangePoint&)>;

/// The rate of a step, from 0.
double rangeRate(const RangeTestRequest& request, int step);

/// Adds a step to the curve; false when the test is over because the loss runs away.
bool addRangePoint(RangeTest& test, const RangeTestRequest& request, double rate, double loss);

/// Sets the suggestions as fastai's lr_find does: the first tenth of the steps and the last five
/// points count for neither. Other than there the steepest fall is looked for before the minimum
/// only. None where too few points are left or the loss is lowest at the first of them.
void suggestRates(RangeTest& test, const RangeTestRequest& request);

/// {"curve":[{"learning_rate","loss","smoothed"}],"diverged","steepest","minimum_tenth"}.
Json rangeTestToJson(const RangeTest& test);

}  // namespace minarai::train
