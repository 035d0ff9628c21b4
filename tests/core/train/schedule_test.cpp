// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/schedule.h"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "train/settings.h"

namespace minarai::train {
namespace {

Params settings(const std::string& schedule, std::int64_t epochs) {
    Params values = settingsSchema().defaults();
    values.set("schedule", schedule);
    values.set("epochs", epochs);
    values.set("learning_rate", 0.1);
    return values;
}

// Printed by python3-torch 1.13: CosineAnnealingLR(SGD(lr=0.1), T_max=5).get_last_lr() per epoch.
TEST(LearningRate, CosineAgreesWithPyTorch) {
    const Params values = settings("cosine", 5);
    const std::vector<double> expected{0.1, 0.09045084971874738, 0.06545084971874738,
                                       0.034549150281252626, 0.00954915028125263};
    for (std::size_t epoch = 0; epoch < expected.size(); ++epoch) {
        EXPECT_NEAR(learningRate(values, static_cast<std::int64_t>(epoch), 3, 10), expected[epoch],
                    1e-12);
    }
}

TEST(LearningRate, CosineEndsAboveItsLowestRate) {
    Params values = settings("cosine", 5);
    values.set("min_learning_rate", 0.01);
    EXPECT_DOUBLE_EQ(learningRate(values, 0, 0, 1), 0.1);
    // eta_min + (base - eta_min) * (1 + cos(4/5 pi)) / 2
    EXPECT_NEAR(learningRate(values, 4, 0, 1), 0.01 + 0.09 * 0.0954915028125263, 1e-12);
}

TEST(LearningRate, StepAgreesWithPyTorch) {
    Params values = settings("step", 7);
    values.set("step_size", std::int64_t{3});
    values.set("step_gamma", 0.5);
    const std::vector<double> expected{0.1, 0.1, 0.1, 0.05, 0.05, 0.05, 0.025};
    for (std::size_t epoch = 0; epoch < expected.size(); ++epoch) {
        EXPECT_NEAR(learningRate(values, static_cast<std::int64_t>(epoch), 0, 4), expected[epoch],
                    1e-15);
    }
}

// Printed by python3-torch 1.13: ReduceLROnPlateau(SGD(lr=0.1), factor=0.1, patience=1), the rate
// after each of the losses.
TEST(LearningRate, APlateauIsNotMeasuredByALossThatIsNoNumber) {
    Params values = settings("plateau", 6);
    values.set("plateau_patience", std::int64_t{1});
    constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    constexpr double kInfinite = std::numeric_limits<double>::infinity();
    const auto ratesAfter = [&](const std::vector<double>& losses) {
        PlateauState plateau;
        std::vector<double> rates;
        for (std::size_t epoch = 0; epoch < losses.size(); ++epoch) {
            updatePlateau(plateau, values, static_cast<std::int64_t>(epoch), losses[epoch], 0.5);
            rates.push_back(learningRate(values, static_cast<std::int64_t>(epoch), 0, 4, plateau));
        }
        return rates;
    };
    const std::vector<double> first = ratesAfter({kNone, 1.0, kNone, 0.5, 0.6, 0.7});
    const std::vector<double> second = ratesAfter({kInfinite, kInfinite, kInfinite, 1.0, 2.0});
    const std::vector<double> afterFirst{0.1, 0.1, 0.1, 0.1, 0.1, 0.01};
    const std::vector<double> afterSecond{0.1, 0.01, 0.01, 0.01, 0.01};
    for (std::size_t i = 0; i < afterFirst.size(); ++i) {
        EXPECT_NEAR(first[i], afterFirst[i], 1e-12) << i;
    }
    for (std::size_t i = 0; i < afterSecond.size(); ++i) {
        EXPECT_NEAR(second[i], afterSecond[i], 1e-12) << i;
    }
}

TEST(LearningRate, WarmUpGrowsEachStepAndThenTheScheduleBegins) {
    Params values = settings("cosine", 6);
    values.set("warmup_epochs", std::int64_t{1});
    EXPECT_DOUBLE_EQ(learningRate(values, 0, 0, 4), 0.025);
    EXPECT_DOUBLE_EQ(learningRate(values, 0, 3, 4), 0.1);
    EXPECT_DOUBLE_EQ(learningRate(values, 1, 0, 4), 0.1);
    EXPECT_NEAR(learningRate(values, 2, 0, 4), 0.09045084971874738, 1e-12);
}

TEST(LearningRate, ConstantStays) {
    const Params values = settings("constant", 3);
    EXPECT_DOUBLE_EQ(learningRate(values, 2, 9, 10), 0.1);
}

}  // namespace
}  // namespace minarai::train
