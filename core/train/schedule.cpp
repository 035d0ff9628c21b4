// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/schedule.h"

#include <cmath>
#include <numbers>
#include <string>

namespace minarai::train {

double learningRate(const Params& settings, std::int64_t epoch, std::int64_t step,
                    std::int64_t stepsPerEpoch) {
    const double base = settings.real("learning_rate");
    const std::int64_t warmup = settings.integer("warmup_epochs");
    if (epoch < warmup) {
        const auto done = static_cast<double>(epoch * stepsPerEpoch + step + 1);
        return base * done / static_cast<double>(warmup * stepsPerEpoch);
    }
    const std::string schedule = settings.text("schedule");
    const auto sinceWarmup = static_cast<double>(epoch - warmup);
    if (schedule == "cosine") {
        const auto length = static_cast<double>(settings.integer("epochs") - warmup);
        const double lowest = settings.real("min_learning_rate");
        return lowest +
               (base - lowest) * (1 + std::cos(std::numbers::pi * sinceWarmup / length)) / 2;
    }
    if (schedule == "step") {
        const auto every = static_cast<double>(settings.integer("step_size"));
        return base * std::pow(settings.real("step_gamma"), std::floor(sinceWarmup / every));
    }
    return base;
}

}  // namespace minarai::train
