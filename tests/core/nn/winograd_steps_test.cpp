// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Convolutions of 3×3 in steps of 2 with fewer products, against torch's in float64.
#include <limits>
#include <string>
#include <vector>

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "core/nn/conv_cases.h"
#include "nn/winograd_torch.h"

namespace minarai::nn {
namespace {

class WinogradStepsTest : public StridedConvTest {
  protected:
    /// Whether the convolution gives the bits of the one that gathers.
    bool isGathered(const std::vector<std::int64_t>& sizes) {
        const at::Tensor weight = randomValues({32, sizes[1], 3, 3});
        const auto conv = makeWinogradStepConv(weight, at::zeros({32}), kUsual, "");
        const auto gathered = makeGatheredConv(weight, at::zeros({32}), kUsual, "");
        const at::Tensor x = randomValues(sizes);
        return conv->run(x, {}, false).equal(gathered->run(x, {}, false));
    }

    const ConvGeometry kUsual = inSteps({2, 2}, {1, 1});
};

// Answers that four divides and that leave one, two and three; pictures of even and odd sides; no
// padding, one side, the most; more tiles than a block takes.
TEST_F(WinogradStepsTest, GivesTheExactSums) {
    const std::vector<Shape> shapes{{{32, 64, 28, 28}, {128, 64, 3, 3}, kUsual},
                                    {{33, 32, 15, 14}, {32, 32, 3, 3}, kUsual},
                                    {{80, 160, 7, 8}, {64, 160, 3, 3}, kUsual},
                                    {{7, 32, 25, 27}, {96, 32, 3, 3}, inSteps({2, 2}, {0, 0})},
                                    {{5, 96, 45, 34}, {64, 96, 3, 3}, inSteps({2, 2}, {2, 0})},
                                    {{9, 32, 21, 20}, {160, 32, 3, 3}, inSteps({2, 2}, {2, 2})},
                                    {{2, 32, 40, 70}, {32, 32, 3, 3}, inSteps({2, 2}, {1, 2})},
                                    {{2, 32, 65, 97}, {32, 32, 3, 3}, kUsual},
                                    {{1, 64, 61, 90}, {32, 64, 3, 3}, kUsual}};
    for (const Shape& shape : shapes) {
        SCOPED_TRACE(testing::PrintToString(shape.x) + testing::PrintToString(shape.weight));
        const at::Tensor x = randomValues(shape.x) + 0.3;
        const at::Tensor weight = randomValues(shape.weight);
        const at::Tensor bias = randomValues({shape.weight[0]});
        ASSERT_TRUE(maySuitWinogradSteps(weight, shape.geometry));
        const auto conv = makeWinogradStepConv(weight, bias, shape.geometry, "");
        const at::Tensor want = wanted(x, weight, bias, shape.geometry);
        const at::Tensor got = conv->run(x, {}, false);
        ASSERT_EQ(got.sizes(), want.sizes());
        EXPECT_TRUE(got.is_contiguous(at::MemoryFormat::ChannelsLast));
        EXPECT_LT(difference(got, want), kTolerance);
        EXPECT_TRUE(conv->run(x.contiguous(at::MemoryFormat::ChannelsLast), {}, false).equal(got));
        EXPECT_FALSE(
            makeGatheredConv(weight, bias, shape.geometry, "")->run(x, {}, false).equal(got));
        EXPECT_TRUE(makeFusedConv(weight, bias, shape.geometry, "", at::kFloat)
                        ->run(x, {}, false)
                        .equal(got));
    }
}

TEST_F(WinogradStepsTest, HasFewerProductsOnlyWhereTheyAreWorthTheirTransforms) {
    EXPECT_FALSE(isGathered({4, 32, 32, 32}));
    EXPECT_FALSE(isGathered({64, 32, 7, 7}));
    EXPECT_TRUE(isGathered({3, 32, 32, 32}));  // few tiles
    EXPECT_TRUE(isGathered({64, 32, 6, 6}));   // of 3×3
    EXPECT_TRUE(isGathered({0, 32, 32, 32}));

    const auto conv =
        makeWinogradStepConv(randomValues({32, 32, 3, 3}), at::zeros({32}), kUsual, "");
    EXPECT_THROW(conv->run(randomValues({4, 64, 32, 32}), {}, false), c10::Error);
    EXPECT_THROW(conv->run(randomValues({32, 32, 32}), {}, false), c10::Error);
    const auto unpadded = makeWinogradStepConv(randomValues({32, 32, 3, 3}), at::zeros({32}),
                                               inSteps({2, 2}, {0, 0}), "");
    EXPECT_THROW(unpadded->run(randomValues({64, 32, 2, 40}), {}, false), c10::Error);
}

TEST_F(WinogradStepsTest, LeavesOthersToTheOthers) {
    const at::Tensor weight = randomValues({32, 32, 3, 3});
    EXPECT_TRUE(maySuitWinogradSteps(weight, kUsual));
    EXPECT_FALSE(maySuitWinogradSteps(weight, inSteps({1, 1}, {1, 1})));
    EXPECT_FALSE(maySuitWinogradSteps(weight, inSteps({2, 1}, {1, 1})));
    EXPECT_FALSE(maySuitWinogradSteps(weight, inSteps({3, 3}, {1, 1})));
    EXPECT_FALSE(maySuitWinogradSteps(weight, inSteps({2, 2}, {1, 3})));
    EXPECT_FALSE(maySuitWinogradSteps(weight, inSteps({2, 2}, {1, 1}, {2, 2})));
    EXPECT_FALSE(maySuitWinogradSteps(weight.to(at::kDouble), kUsual));
    EXPECT_FALSE(maySuitWinogradSteps(randomValues({32, 32, 1, 1}), kUsual));
    EXPECT_FALSE(maySuitWinogradSteps(randomValues({32, 48, 3, 3}), kUsual));
    ConvGeometry grouped = kUsual;
    grouped.groups = 2;
    EXPECT_FALSE(maySuitWinogradSteps(weight, grouped));
    // Whose transformed weights would take more than 151 MB.
    EXPECT_TRUE(maySuitWinogradSteps(at::empty({672, 672, 3, 3}), kUsual));
    EXPECT_FALSE(maySuitWinogradSteps(at::empty({672, 704, 3, 3}), kUsual));
}

TEST_F(WinogradStepsTest, AddsAndActivatesAsTorchDoes) {
    ASSERT_TRUE(suitsWinogradSteps(at::zeros({5, 32, 29, 30}), at::zeros({64, 32, 3, 3}), kUsual));
    expectSumsAndActivations({{5, 32, 29, 30}, {64, 32, 3, 3}, kUsual});
}

TEST_F(WinogradStepsTest, GivesTheSameBitsOnAnyNumberOfThreads) {
    const at::Tensor x = randomValues({7, 64, 45, 39});
    const auto conv =
        makeWinogradStepConv(randomValues({32, 64, 3, 3}), randomValues({32}), kUsual, "ReLU");
    expectSameBits([&] { return conv->run(x, {}, false); });
}

TEST_F(WinogradStepsTest, WhatIsNoNumberIsNotHidden) {
    at::Tensor x = randomValues({16, 32, 28, 28});
    x[1][2][27][27] = std::numeric_limits<float>::quiet_NaN();  // under the last answer alone
    const auto conv =
        makeWinogradStepConv(randomValues({32, 32, 3, 3}), at::zeros({32}), kUsual, "ReLU6");
    const at::Tensor y = conv->run(x, {}, false);
    EXPECT_TRUE(y[1].select(1, 13).select(1, 13).isnan().all().item<bool>());
    EXPECT_FALSE(y[1].narrow(1, 0, 11).isnan().any().item<bool>());  // another tile
    EXPECT_FALSE(y[0].isnan().any().item<bool>());
}

}  // namespace
}  // namespace minarai::nn
