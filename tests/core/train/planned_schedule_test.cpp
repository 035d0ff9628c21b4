// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/planned_schedule.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "train/phases.h"
#include "train/schedule.h"
#include "train/settings.h"

namespace minarai::train {
namespace {

Params settingsWith(std::initializer_list<std::pair<const char*, const char*>> changes) {
    Params settings = settingsSchema().defaults();
    for (const auto& [name, text] : changes) {
        EXPECT_TRUE(settingsSchema().setText(settings, name, text)) << name;
    }
    applyPhases(settings);
    return settings;
}

/// Every point is the rate of the step that begins there, from the first one to the end.
void expectRatesOfSteps(const Params& settings, std::int64_t steps, std::size_t most) {
    const auto points = plannedLearningRates(settings, steps, most);
    const std::int64_t epochs = settings.integer("epochs");
    ASSERT_GE(points.size(), 2U);
    EXPECT_LE(points.size(), 2 * most + 1);
    EXPECT_EQ(points.front().first, 0);
    EXPECT_EQ(points.back().first, static_cast<double>(epochs));
    EXPECT_EQ(points.back().second, learningRate(settings, epochs - 1, steps - 1, steps));
    for (std::size_t i = 0; i + 1 < points.size(); ++i) {
        EXPECT_LT(points[i].first, points[i + 1].first);
        const std::int64_t step = std::llround(points[i].first * static_cast<double>(steps));
        EXPECT_EQ(points[i].second, learningRate(settings, step / steps, step % steps, steps));
    }
}

TEST(PlannedSchedule, EveryPointIsARateOfTheRun) {
    expectRatesOfSteps(settingsWith({{"schedule", "cosine"}, {"warmup_epochs", "2"}}), 7, 400);
    expectRatesOfSteps(settingsWith({{"schedule", "one_cycle"}, {"epochs", "30"}}), 50, 100);
    expectRatesOfSteps(settingsWith({{"schedule", "constant"}, {"epochs", "1"}}), 1, 400);
}

TEST(PlannedSchedule, PhasesDecideHowLongItIsAndScaleIt) {
    const Params settings = settingsWith({{"schedule", "constant"},
                                          {"learning_rate", "0.1"},
                                          {"epochs", "12"},
                                          {"phases", "64:2,128:1:0.01"}});
    expectRatesOfSteps(settings, 4, 400);
    const auto points = plannedLearningRates(settings, 4);
    EXPECT_EQ(points.back().first, 3);
    const auto rateFrom = [&](double epoch) {
        return std::find_if(points.begin(), points.end(),
                            [&](const auto& point) { return point.first >= epoch; })
            ->second;
    };
    EXPECT_DOUBLE_EQ(rateFrom(0), 0.1);
    EXPECT_DOUBLE_EQ(rateFrom(1.75), 0.1);
    EXPECT_DOUBLE_EQ(rateFrom(2), 0.01);
}

std::vector<EpochFinished> epochsWith(std::initializer_list<double> rates) {
    std::vector<EpochFinished> epochs;
    for (const double rate : rates) {
        epochs.emplace_back();
        epochs.back().epoch = static_cast<std::int64_t>(epochs.size());
        epochs.back().learningRate = rate;
    }
    return epochs;
}

TEST(RecordedSchedule, IsThePlanOfEachStepAsFarAsTheRunGot) {
    // CosineAnnealingLR(T_max=4) from 0.1, by hand: 0.1 (1 + cos(pi e / 4)) / 2 in epoch e.
    const Params settings =
        settingsWith({{"schedule", "cosine"}, {"learning_rate", "0.1"}, {"epochs", "4"}});
    const double second = 0.05 * (1 + std::sqrt(0.5));
    const auto points = recordedLearningRates(settings, 5, epochsWith({0.1, second}));
    ASSERT_EQ(points.size(), 11U) << "ten steps and the end";
    for (std::size_t i = 0; i < points.size(); ++i) {
        EXPECT_NEAR(points[i].first, static_cast<double>(i) / 5, 1e-12);
        EXPECT_NEAR(points[i].second, i < 5 ? 0.1 : second, 1e-12) << i;
    }
}

TEST(RecordedSchedule, IsAStaircaseWhereTheRunWentAnotherWay) {
    const Params settings = settingsWith({{"schedule", "plateau"}, {"learning_rate", "0.1"}});
    using Points = std::vector<std::pair<double, double>>;
    EXPECT_EQ(recordedLearningRates(settings, 5, epochsWith({0.1, 0.1, 0.01})),
              (Points{{0, 0.1}, {1, 0.1}, {1, 0.1}, {2, 0.1}, {2, 0.01}, {3, 0.01}}));
    EXPECT_TRUE(recordedLearningRates(settings, 5, {}).empty());
}

}  // namespace
}  // namespace minarai::train
