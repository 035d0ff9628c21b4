// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/planned_schedule.h"

#include <algorithm>
#include <cmath>

#include "train/schedule.h"

namespace minarai::train {

std::vector<std::pair<double, double>> plannedLearningRates(const Params& settings,
                                                            std::int64_t stepsPerEpoch,
                                                            std::size_t most) {
    std::vector<std::pair<double, double>> points;
    const std::int64_t epochs = std::max<std::int64_t>(1, settings.integer("epochs"));
    const std::int64_t steps = std::max<std::int64_t>(1, stepsPerEpoch);
    const std::int64_t total = epochs * steps;
    const std::int64_t stride = std::max<std::int64_t>(
        1, total / static_cast<std::int64_t>(std::max<std::size_t>(2, most)));
    for (std::int64_t step = 0; step < total; step += stride) {
        points.emplace_back(static_cast<double>(step) / static_cast<double>(steps),
                            learningRate(settings, step / steps, step % steps, steps));
    }
    points.emplace_back(static_cast<double>(epochs),
                        learningRate(settings, epochs - 1, steps - 1, steps));
    return points;
}

std::vector<std::pair<double, double>> recordedLearningRates(
    const Params& settings, std::int64_t stepsPerEpoch, const std::vector<EpochFinished>& epochs,
    std::size_t most) {
    const std::int64_t steps = std::max<std::int64_t>(1, stepsPerEpoch);
    std::vector<std::pair<double, double>> points;
    const bool asPlanned = std::all_of(epochs.begin(), epochs.end(), [&](const EpochFinished& one) {
        const double planned =
            learningRate(settings, std::max<std::int64_t>(0, one.epoch - 1), steps - 1, steps);
        return std::abs(planned - one.learningRate) <= 1e-6 * std::abs(one.learningRate);
    });
    if (asPlanned && !epochs.empty()) {
        const auto end = static_cast<double>(epochs.back().epoch);
        for (const auto& point : plannedLearningRates(settings, steps, most)) {
            if (point.first < end) {
                points.push_back(point);
            }
        }
        points.emplace_back(end, epochs.back().learningRate);
        return points;
    }
    for (const EpochFinished& one : epochs) {
        points.emplace_back(static_cast<double>(one.epoch - 1), one.learningRate);
        points.emplace_back(static_cast<double>(one.epoch), one.learningRate);
    }
    return points;
}

}  // namespace minarai::train
