// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/range_test.h"

#include <cmath>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace minarai::train {
namespace {

TEST(RangeTest, RatesRiseByEqualFactors) {
    RangeTestRequest request;
    request.lowest = 1e-6;
    request.highest = 1;
    request.steps = 7;
    for (int i = 0; i < 7; ++i) {
        EXPECT_NEAR(rangeRate(request, i), std::pow(10.0, i - 6), 1e-12);
    }
}

TEST(RangeTest, SmoothsAsAMeanWithFadingWeights) {
    const RangeTestRequest request;
    RangeTest test;
    std::vector<double> losses;
    for (int i = 0; i < 30; ++i) {
        losses.push_back(2 + std::sin(i * 0.9));
        ASSERT_TRUE(addRangePoint(test, request, rangeRate(request, i), losses.back()));
        double sum = 0;
        double weights = 0;
        for (int k = 0; k <= i; ++k) {
            const double weight = std::pow(0.98, i - k);
            sum += weight * losses[static_cast<std::size_t>(k)];
            weights += weight;
        }
        EXPECT_NEAR(test.curve.back().smoothed, sum / weights, 1e-9);
    }
}

TEST(RangeTest, EndsWhenTheLossRunsAway) {
    const RangeTestRequest request;
    RangeTest test;
    EXPECT_TRUE(addRangePoint(test, request, 1e-3, 1.0));
    EXPECT_TRUE(addRangePoint(test, request, 1e-2, 2.0));
    EXPECT_FALSE(addRangePoint(test, request, 1e-1, 100.0));
    EXPECT_TRUE(test.diverged);
    RangeTest other;
    EXPECT_TRUE(addRangePoint(other, request, 1e-3, 1.0));
    EXPECT_FALSE(addRangePoint(other, request, 1e-2, std::nan("")));
    EXPECT_EQ(other.curve.size(), 1U);
}

/// A smoothed curve of 60 points, one in each twelfth of a decade, whose loss falls along a slope
/// that is steepest at 1e-4 and reaches its lowest value at 1e-2.
RangeTest valley() {
    RangeTest test;
    for (int i = 0; i < 60; ++i) {
        const double exponent = -6.0 + i / 12.0;
        const double fall = 2 / (1 + std::exp(4 * (exponent + 4)));  // logistic, steepest at -4
        const double rise = exponent > -2 ? (exponent + 2) * 3 : (-2 - exponent) * 0.01;
        test.curve.push_back({std::pow(10.0, exponent), 0, 1 + fall + rise});
    }
    return test;
}

TEST(RangeTest, SuggestsTheSteepestFallAndATenthOfTheMinimum) {
    RangeTestRequest request;
    request.steps = 60;
    RangeTest test = valley();
    suggestRates(test, request);
    ASSERT_TRUE(test.steepest && test.minimumTenth);
    EXPECT_NEAR(std::log10(*test.steepest), -4, 0.1);
    EXPECT_NEAR(std::log10(*test.minimumTenth), -3, 0.1);
    const Json json = rangeTestToJson(test);
    EXPECT_EQ(json["curve"].size(), 60U);
    EXPECT_EQ(json["steepest"], *test.steepest);
}

TEST(RangeTest, ARecoveryBeyondTheMinimumIsNoFall) {
    RangeTestRequest request;
    request.steps = 60;
    RangeTest test = valley();
    // Beyond the minimum, at 10^-1.5, the loss leaps and comes down more steeply than ever before,
    // yet never as low.
    for (std::size_t i = 52; i < test.curve.size(); ++i) {
        test.curve[i].smoothed = 9 - static_cast<double>(i - 52);
    }
    suggestRates(test, request);
    ASSERT_TRUE(test.steepest && test.minimumTenth);
    EXPECT_NEAR(std::log10(*test.steepest), -4, 0.1);
    EXPECT_NEAR(std::log10(*test.minimumTenth), -3, 0.1);
}

TEST(RangeTest, NoiseNeverLeadsBeyondTheMinimum) {
    // Losses of batches: flat, then a slow fall to 1e-2, then leaps and recoveries under noise.
    RangeTestRequest request;
    request.lowest = 1e-6;
    request.highest = 10;
    request.steps = 85;
    for (int seed = 0; seed < 20; ++seed) {
        RangeTest test;
        for (int i = 0; i < request.steps; ++i) {
            const double rate = rangeRate(request, i);
            const double noise = 0.05 * std::sin(12.9898 * i + 78.233 * seed);
            const bool leaps = rate > 1e-2 && (i + seed) % 14 == 0;
            const double fall = rate < 1e-4 ? 0 : std::min(std::log10(rate / 1e-4), 2.0);
            const double loss = rate > 1e-2 ? (leaps ? 30 : 2.0) : 2.1 - 0.15 * fall;
            ASSERT_TRUE(addRangePoint(test, request, rate, loss + noise));
        }
        suggestRates(test, request);
        ASSERT_TRUE(test.steepest && test.minimumTenth);
        double lowest = 0;
        double least = 100;
        for (std::size_t i = 8; i + 5 < test.curve.size(); ++i) {
            if (test.curve[i].smoothed < least) {
                least = test.curve[i].smoothed;
                lowest = test.curve[i].rate;
            }
        }
        EXPECT_DOUBLE_EQ(*test.minimumTenth, lowest / 10) << seed;
        EXPECT_LT(*test.steepest, lowest) << seed;
        EXPECT_LT(*test.steepest, 2e-2) << seed;
    }
}

TEST(RangeTest, SuggestsNothingWithoutAFall) {
    const RangeTestRequest request;
    RangeTest test;
    suggestRates(test, request);
    EXPECT_FALSE(test.steepest);
    for (int i = 0; i < 40; ++i) {
        test.curve.push_back({rangeRate(request, i), 0, 1.0 + i});
    }
    suggestRates(test, request);
    EXPECT_FALSE(test.steepest || test.minimumTenth);
    EXPECT_TRUE(rangeTestToJson(test)["steepest"].is_null());
}

}  // namespace
}  // namespace minarai::train
