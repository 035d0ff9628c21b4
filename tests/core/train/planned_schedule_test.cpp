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

}  // namespace
}  // namespace minarai::train
