// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/rng.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>

namespace minarai {
namespace {

TEST(Rng, SameSeedSameNumbers) {
    Rng a(42);
    Rng b(42);
    Rng c(43);
    bool differs = false;
    for (int i = 0; i < 100; ++i) {
        const auto value = a.next();
        EXPECT_EQ(value, b.next());
        differs = differs || value != c.next();
    }
    EXPECT_TRUE(differs);
}

TEST(Rng, UniformHasTheMomentsOfItsDistribution) {
    Rng rng(1);
    constexpr int kCount = 200000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < kCount; ++i) {
        const double value = rng.uniform();
        ASSERT_GE(value, 0.0);
        ASSERT_LT(value, 1.0);
        sum += value;
        squares += value * value;
    }
    const double mean = sum / kCount;
    // Five standard errors.
    EXPECT_NEAR(mean, 0.5, 5 * std::sqrt(1.0 / 12 / kCount));
    EXPECT_NEAR(squares / kCount - mean * mean, 1.0 / 12, 0.002);
}

TEST(Rng, NormalHasTheMomentsOfItsDistribution) {
    Rng rng(2);
    constexpr int kCount = 200000;
    double sum = 0;
    double squares = 0;
    double fourth = 0;
    for (int i = 0; i < kCount; ++i) {
        const double value = rng.normal();
        sum += value;
        squares += value * value;
        fourth += value * value * value * value;
    }
    EXPECT_NEAR(sum / kCount, 0, 5.0 / std::sqrt(kCount));
    EXPECT_NEAR(squares / kCount, 1, 0.02);
    EXPECT_NEAR(fourth / kCount, 3, 0.15);
}

TEST(Rng, BelowReachesAllValuesEvenly) {
    Rng rng(3);
    std::array<int, 7> counts{};
    for (int i = 0; i < 70000; ++i) {
        ++counts.at(rng.below(7));
    }
    for (const int count : counts) {
        EXPECT_NEAR(count, 10000, 500);
    }
}

TEST(Rng, ShuffleIsAPermutation) {
    std::vector<int> values(1000);
    std::iota(values.begin(), values.end(), 0);
    std::vector<int> shuffled = values;
    Rng(4).shuffle(shuffled);
    EXPECT_NE(shuffled, values);
    std::sort(shuffled.begin(), shuffled.end());
    EXPECT_EQ(shuffled, values);
}

TEST(MixSeed, DependsOnEachPartAndItsPlace) {
    EXPECT_EQ(mixSeed({1, 2, 3}), mixSeed({1, 2, 3}));
    EXPECT_NE(mixSeed({1, 2, 3}), mixSeed({1, 3, 2}));
    EXPECT_NE(mixSeed({1, 2, 3}), mixSeed({1, 2, 4}));
    EXPECT_NE(mixSeed({0}), mixSeed({0, 0}));
}

TEST(StableHash, IsFnv1a) {
    // Published test vectors of FNV-1a, 64 bits.
    EXPECT_EQ(stableHash(""), 0xCBF29CE484222325ULL);
    EXPECT_EQ(stableHash("a"), 0xAF63DC4C8601EC8CULL);
    EXPECT_EQ(stableHash("foobar"), 0x85944171F73967E8ULL);
}

}  // namespace
}  // namespace minarai
