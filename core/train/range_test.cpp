// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/range_test.h"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

namespace minarai::train {
namespace {

constexpr double kSmoothing = 0.98;
constexpr std::size_t kLastLeftOut = 5;

Json numberOrNull(const std::optional<double>& value) {
    return value ? Json(*value) : Json(nullptr);
}

}  // namespace

double rangeRate(const RangeTestRequest& request, int step) {
    const double done = static_cast<double>(step) / std::max(request.steps - 1, 1);
    return request.lowest * std::pow(request.highest / request.lowest, done);
}

bool addRangePoint(RangeTest& test, const RangeTestRequest& request, double rate, double loss) {
    if (!std::isfinite(loss)) {
        test.diverged = true;
        return false;
    }
    // The mean without its bias towards the zero it began with is found back from the last point.
    const auto before = static_cast<double>(test.curve.size());
    const double biased =
        test.curve.empty() ? 0 : test.curve.back().smoothed * (1 - std::pow(kSmoothing, before));
    const double smoothed =
        (kSmoothing * biased + (1 - kSmoothing) * loss) / (1 - std::pow(kSmoothing, before + 1));
    test.curve.push_back({rate, loss, smoothed});
    const auto best = std::min_element(
        test.curve.begin(), test.curve.end(),
        [](const RangePoint& a, const RangePoint& b) { return a.smoothed < b.smoothed; });
    test.diverged = smoothed > request.divergence * best->smoothed;
    return !test.diverged;
}

void suggestRates(RangeTest& test, const RangeTestRequest& request) {
    const auto first = static_cast<std::size_t>(std::max(request.steps / 10, 0));
    const std::size_t last = test.curve.size() - std::min(test.curve.size(), kLastLeftOut);
    if (first + 2 > last) {
        return;
    }
    const auto begin = test.curve.begin();
    const auto lowest = static_cast<std::size_t>(
        std::min_element(
            begin + static_cast<std::ptrdiff_t>(first), begin + static_cast<std::ptrdiff_t>(last),
            [](const RangePoint& a, const RangePoint& b) { return a.smoothed < b.smoothed; }) -
        begin);
    // Beyond the minimum a loss falls only as it recovers from a leap: no rate to learn with.
    std::size_t steepest = first;
    double fall = 0;
    for (std::size_t i = first; i < lowest; ++i) {
        const double slope = (test.curve[i + 1].smoothed - test.curve[i].smoothed) /
                             std::log(test.curve[i + 1].rate / test.curve[i].rate);
        if (slope < fall) {
            fall = slope;
            steepest = i;
        }
    }
    if (fall < 0) {
        test.steepest = test.curve[steepest].rate;
        test.minimumTenth = test.curve[lowest].rate / 10;
    }
}

Json rangeTestToJson(const RangeTest& test) {
    Json curve = Json::array();
    for (const RangePoint& point : test.curve) {
        curve.push_back(Json{
            {"learning_rate", point.rate}, {"loss", point.loss}, {"smoothed", point.smoothed}});
    }
    return Json{{"curve", std::move(curve)},
                {"diverged", test.diverged},
                {"steepest", numberOrNull(test.steepest)},
                {"minimum_tenth", numberOrNull(test.minimumTenth)}};
}

}  // namespace minarai::train
