// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "augment/batch_mix.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <set>
#include <vector>

#include "augment/distributions.h"

namespace minarai::augment {
namespace {

constexpr std::size_t kCount = 7;
constexpr std::size_t kChannels = 3;
constexpr int kWidth = 20;
constexpr int kHeight = 14;
constexpr std::size_t kPlane = std::size_t{kWidth} * kHeight;

/// Every value says which picture it comes from (thousands) and where it lies.
std::vector<float> numbered() {
    std::vector<float> images(kCount * kChannels * kPlane);
    for (std::size_t i = 0; i < images.size(); ++i) {
        const std::size_t picture = i / (kChannels * kPlane);
        images[i] = static_cast<float>(1000 * picture + i % (kChannels * kPlane));
    }
    return images;
}

TEST(Distributions, DirichletWeightsAddUpToOneForAnyAlpha) {
    Rng rng(1);
    for (const double alpha : {1e-4, 0.01, 0.2, 1.0, 5.0, 1000.0}) {
        for (int n = 0; n < 200; ++n) {
            const std::vector<double> weights = drawDirichlet(alpha, 3, rng);
            double sum = 0;
            for (const double weight : weights) {
                ASSERT_GE(weight, 0.0);
                sum += weight;
            }
            ASSERT_NEAR(sum, 1.0, 1e-12) << alpha;
        }
    }
}

/// Var Beta(a, a) = 1 / (4 (2 a + 1)); the fourth central moment gives the error of its estimate.
TEST(Distributions, BetaHasItsMoments) {
    constexpr int kDraws = 20000;
    for (const double alpha : {0.1, 0.2, 1.0, 4.0}) {
        Rng rng(7);
        double sum = 0;
        double squares = 0;
        double tails = 0;
        for (int n = 0; n < kDraws; ++n) {
            const double value = drawBeta(alpha, rng);
            ASSERT_GE(value, 0.0);
            ASSERT_LE(value, 1.0);
            sum += value;
            squares += (value - 0.5) * (value - 0.5);
            tails += value < 0.1 ? 1 : 0;
        }
        const double variance = 1.0 / (4.0 * (2.0 * alpha + 1.0));
        EXPECT_NEAR(sum / kDraws, 0.5, 4 * std::sqrt(variance / kDraws)) << alpha;
        EXPECT_NEAR(squares / kDraws, variance, 4 * std::sqrt(variance * 0.25 / kDraws)) << alpha;
        if (alpha == 1.0) {
            EXPECT_NEAR(tails / kDraws, 0.1, 0.01) << "Beta(1, 1) is uniform";
        }
        if (alpha == 0.2) {
            EXPECT_NEAR(tails / kDraws, 0.3368, 0.0134) << "four million draws of NumPy";
        }
    }
}

TEST(BatchMix, MixupIsTheWeightedSumWithTheUnmixedPartner) {
    const std::vector<float> before = numbered();
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        Rng rng(seed);
        const BatchMix mix = drawBatchMix(MixKind::Mixup, 0.8, kCount, kWidth, kHeight, rng);
        std::vector<float> after = before;
        applyBatchMix(mix, after.data(), kChannels);
        EXPECT_EQ(std::set<std::size_t>(mix.partner.begin(), mix.partner.end()).size(), kCount);
        for (std::size_t i = 0; i < after.size(); ++i) {
            const std::size_t size = kChannels * kPlane;
            const std::size_t other = mix.partner[i / size] * size + i % size;
            const double expected = mix.lambda * static_cast<double>(before[i]) +
                                    (1 - mix.lambda) * static_cast<double>(before[other]);
            ASSERT_NEAR(after[i], expected, 2e-3);
        }
    }
}

TEST(BatchMix, CutMixTakesTheBoxAndLambdaIsWhatRemains) {
    const std::vector<float> before = numbered();
    int clipped = 0;
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        Rng rng(seed);
        const BatchMix mix = drawBatchMix(MixKind::CutMix, 1.0, kCount, kWidth, kHeight, rng);
        std::vector<float> after = before;
        applyBatchMix(mix, after.data(), kChannels);
        const MixBox& box = mix.box;
        clipped += box.left == 0 || box.top == 0 || box.left + box.width == kWidth ? 1 : 0;
        for (std::size_t picture = 0; picture < kCount; ++picture) {
            std::size_t kept = 0;
            for (std::size_t i = 0; i < kChannels * kPlane; ++i) {
                const int x = static_cast<int>(i % kWidth);
                const int y = static_cast<int>(i % kPlane / kWidth);
                const bool inside = x >= box.left && x < box.left + box.width && y >= box.top &&
                                    y < box.top + box.height;
                const std::size_t from = inside ? mix.partner[picture] : picture;
                ASSERT_EQ(after[picture * kChannels * kPlane + i],
                          before[from * kChannels * kPlane + i]);
                kept += inside ? 0 : 1;
            }
            EXPECT_DOUBLE_EQ(mix.lambda,
                             static_cast<double>(kept) / static_cast<double>(kChannels * kPlane));
        }
    }
    EXPECT_GT(clipped, 10);
}

TEST(BatchMix, SoftLabelsAreTheSharesOfTheTwoClasses) {
    BatchMix mix;
    mix.kind = MixKind::Mixup;
    mix.lambda = 0.75;
    mix.partner = {1, 2, 0};
    const std::vector<std::int64_t> labels{0, 2, 2};
    EXPECT_EQ(softLabels(mix, labels, 3),
              (std::vector<float>{0.75F, 0, 0.25F, 0, 0, 1, 0.25F, 0, 0.75F}));
    mix.kind = MixKind::None;
    EXPECT_EQ(softLabels(mix, labels, 3), (std::vector<float>{1, 0, 0, 0, 0, 1, 0, 0, 1}));
}

TEST(BatchMix, TheSameSeedGivesTheSameMix) {
    std::set<double> lambdas;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        Rng one(seed);
        Rng two(seed);
        const BatchMix mix = drawBatchMix(MixKind::CutMix, 1.0, 4, 32, 32, one);
        EXPECT_EQ(mix, drawBatchMix(MixKind::CutMix, 1.0, 4, 32, 32, two));
        lambdas.insert(mix.lambda);
    }
    EXPECT_GT(lambdas.size(), 15U);
}

TEST(BatchMix, NothingHappensWithoutAlphaOrPartner) {
    Rng rng(1);
    for (const BatchMix& mix : {drawBatchMix(MixKind::Mixup, 0, 4, 8, 8, rng),
                                drawBatchMix(MixKind::CutMix, 1, 1, 8, 8, rng),
                                drawBatchMix(MixKind::None, 1, 4, 8, 8, rng)}) {
        EXPECT_EQ(mix.kind, MixKind::None);
        EXPECT_EQ(mix.lambda, 1.0);
        std::vector<float> images(mix.partner.size() * 3 * 64, 0.5F);
        const std::vector<float> before = images;
        applyBatchMix(mix, images.data(), 3);
        EXPECT_EQ(images, before);
    }
}

TEST(BatchMix, BothAlphasAlternateHalfAndHalf) {
    Rng rng(3);
    EXPECT_EQ(chooseMix(0, 0, rng), MixKind::None);
    EXPECT_EQ(chooseMix(0.2, 0, rng), MixKind::Mixup);
    EXPECT_EQ(chooseMix(0, 1, rng), MixKind::CutMix);
    int mixups = 0;
    for (int n = 0; n < 1000; ++n) {
        mixups += chooseMix(0.2, 1, rng) == MixKind::Mixup ? 1 : 0;
    }
    EXPECT_NEAR(mixups, 500, 64);  // four standard deviations
}

}  // namespace
}  // namespace minarai::augment
