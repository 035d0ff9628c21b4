// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/schedule.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>

#include "train/phases.h"

namespace minarai::train {
namespace {

/// A fall of the rate smaller than this is left out (ReduceLROnPlateau's eps).
constexpr double kSmallestFall = 1e-8;
constexpr double kInfinite = std::numeric_limits<double>::infinity();

/// From high to low as `done` goes from 0 to 1.
double halfCosine(double high, double low, double done) {
    return low + (high - low) * (1 + std::cos(std::numbers::pi * done)) / 2;
}

double multistep(const Params& settings, double base, std::int64_t epoch) {
    const auto milestones = settings.integers("milestones");
    const auto passed = std::upper_bound(milestones.begin(), milestones.end(), epoch);
    return base *
           std::pow(settings.real("step_gamma"), static_cast<double>(passed - milestones.begin()));
}

double cosineRestarts(const Params& settings, double base, std::int64_t epoch) {
    const std::int64_t growth = settings.integer("t_mult");
    std::int64_t length = settings.integer("t_0");
    std::int64_t done = epoch;
    while (done >= length) {
        done -= length;
        length *= growth;
    }
    return halfCosine(base, settings.real("min_learning_rate"),
                      static_cast<double>(done) / static_cast<double>(length));
}

/// What moves from one value to another and, from the top of the cycle on, to a third.
struct Cycle {
    double start = 0;
    double top = 0;
    double end = 0;
};

double along(const Cycle& cycle, const Params& settings, double step, double totalSteps) {
    const double top = settings.real("pct_start") * totalSteps - 1;
    const bool rises = step <= top;
    const double from = rises ? 0 : top;
    const double length = (rises ? top : totalSteps - 1) - from;
    const double done = length > 0 ? (step - from) / length : 1;
    const double start = rises ? cycle.start : cycle.top;
    const double end = rises ? cycle.top : cycle.end;
    return settings.text("anneal_strategy") == "linear" ? (end - start) * done + start
                                                        : halfCosine(start, end, done);
}

double oneCycle(const Params& settings, double base, double step, double totalSteps) {
    const double peak = settings.real("max_lr") > 0 ? settings.real("max_lr") : base;
    const double first = peak / settings.real("div_factor");
    return along({first, peak, first / settings.real("final_div_factor")}, settings, step,
                 totalSteps);
}

/// The schedule without warm-up; epoch and step count from the end of the warm-up.
double scheduled(const Params& settings, std::int64_t epoch, std::int64_t step,
                 std::int64_t stepsPerEpoch, const PlateauState& plateau) {
    const double base = settings.real("learning_rate");
    const std::string schedule = settings.text("schedule");
    const std::int64_t length = settings.integer("epochs") - settings.integer("warmup_epochs");
    const auto epochs = static_cast<double>(epoch);
    if (schedule == "cosine") {
        return halfCosine(base, settings.real("min_learning_rate"),
                          epochs / static_cast<double>(length));
    }
    if (schedule == "step") {
        const auto every = static_cast<double>(settings.integer("step_size"));
        return base * std::pow(settings.real("step_gamma"), std::floor(epochs / every));
    }
    if (schedule == "multistep") {
        return multistep(settings, base, epoch);
    }
    if (schedule == "exponential") {
        return base * std::pow(settings.real("exponential_gamma"), epochs);
    }
    if (schedule == "cosine_restarts") {
        return cosineRestarts(settings, base, epoch);
    }
    if (schedule == "one_cycle") {
        return oneCycle(settings, base, static_cast<double>(epoch * stepsPerEpoch + step),
                        static_cast<double>(length * stepsPerEpoch));
    }
    if (schedule == "plateau" && plateau.rate > 0) {
        return plateau.rate;
    }
    return base;
}

/// How a phase's own rate scales the schedule.
double phaseScale(const Params& settings, std::int64_t epoch) {
    if (settings.text("phases").empty()) {
        return 1;
    }
    const std::vector<Phase> phases = phasesOf(settings);
    const auto rate = phases.empty() ? std::nullopt : phases[phaseAt(phases, epoch)].rate;
    return rate ? *rate / settings.real("learning_rate") : 1;
}

}  // namespace

void updatePlateau(PlateauState& state, const Params& settings, std::int64_t epoch, double valLoss,
                   double valAccuracy) {
    if (settings.text("schedule") != "plateau" || epoch < settings.integer("warmup_epochs")) {
        return;
    }
    const bool higher = settings.text("plateau_metric") == "val_accuracy";
    const double metric = higher ? valAccuracy : valLoss;
    const double threshold = settings.real("plateau_threshold");
    // Before there is a best one it is infinitely bad: what is no finite number is not better.
    const double best = state.hasBest ? state.best : higher ? -kInfinite : kInfinite;
    const bool better = higher ? metric > (state.hasBest ? best * (1 + threshold) : best)
                               : metric < (state.hasBest ? best * (1 - threshold) : best);
    if (better) {
        state.best = metric;
        state.hasBest = true;
        state.badEpochs = 0;
    } else {
        ++state.badEpochs;
    }
    if (state.cooldown > 0) {
        --state.cooldown;
        state.badEpochs = 0;
    }
    if (state.badEpochs > settings.integer("plateau_patience")) {
        const double rate = state.rate > 0 ? state.rate : settings.real("learning_rate");
        const double lower =
            std::max(rate * settings.real("plateau_factor"), settings.real("min_learning_rate"));
        if (rate - lower > kSmallestFall) {
            state.rate = lower;
        }
        state.cooldown = settings.integer("plateau_cooldown");
        state.badEpochs = 0;
    }
}

double learningRate(const Params& settings, std::int64_t epoch, std::int64_t step,
                    std::int64_t stepsPerEpoch, const PlateauState& plateau) {
    const std::int64_t warmup = settings.integer("warmup_epochs");
    const double scale = phaseScale(settings, epoch);
    if (epoch >= warmup) {
        return scale * scheduled(settings, epoch - warmup, step, stepsPerEpoch, plateau);
    }
    // The warm-up ends where the schedule begins, which for one_cycle is below its peak.
    const double target = scheduled(settings, 0, 0, stepsPerEpoch, {});
    const auto done = static_cast<double>(epoch * stepsPerEpoch + step + 1);
    return scale * target * done / static_cast<double>(warmup * stepsPerEpoch);
}

bool cyclesMomentum(const Params& settings) {
    return settings.text("schedule") == "one_cycle" && settings.flag("cycle_momentum");
}

double cycledMomentum(const Params& settings, std::int64_t epoch, std::int64_t step,
                      std::int64_t stepsPerEpoch) {
    const double highest = settings.real("max_momentum");
    const std::int64_t warmup = settings.integer("warmup_epochs");
    if (epoch < warmup) {
        return highest;
    }
    const auto done = static_cast<double>((epoch - warmup) * stepsPerEpoch + step);
    const auto total = static_cast<double>((settings.integer("epochs") - warmup) * stepsPerEpoch);
    return along({highest, settings.real("base_momentum"), highest}, settings, done, total);
}

}  // namespace minarai::train
