// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Convolutions in steps, whose values are gathered, against torch's in float64.
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "core/nn/conv_cases.h"
#include "nn/gathered_conv_torch.h"

namespace minarai::nn {
namespace {

class GatheredConvTest : public StridedConvTest {};

TEST_F(GatheredConvTest, GivesTheExactSums) {
    const std::vector<Shape> shapes{
        {{3, 3, 61, 64}, {64, 3, 7, 7}, inSteps({2, 2}, {3, 3})},
        {{2, 64, 28, 29}, {128, 64, 3, 3}, inSteps({2, 2}, {1, 1})},
        {{5, 256, 7, 7}, {64, 256, 3, 3}, inSteps({2, 2}, {1, 1})},
        {{2, 48, 14, 14}, {32, 48, 1, 1}, inSteps({2, 2}, {0, 0})},
        {{1, 1, 30, 20}, {16, 1, 5, 5}, inSteps({4, 4}, {0, 0})},
        {{2, 7, 23, 19}, {48, 7, 3, 5}, inSteps({1, 3}, {2, 0})},
        {{2, 6, 25, 25}, {16, 6, 3, 3}, inSteps({2, 1}, {4, 4}, {2, 3})},
        {{2, 3, 2, 2}, {16, 3, 7, 7}, inSteps({2, 2}, {3, 3})},  // more edge than picture
        {{1, 2, 3, 3}, {32, 2, 3, 3}, inSteps({2, 2}, {0, 0})}};
    for (const Shape& shape : shapes) {
        SCOPED_TRACE(testing::PrintToString(shape.x) + testing::PrintToString(shape.weight));
        const at::Tensor x = randomValues(shape.x);
        const at::Tensor weight = randomValues(shape.weight);
        const at::Tensor bias = randomValues({shape.weight[0]});
        ASSERT_TRUE(maySuitGathering(weight, shape.geometry));
        const auto conv = makeGatheredConv(weight, bias, shape.geometry, "");
        const at::Tensor want = wanted(x, weight, bias, shape.geometry);
        const at::Tensor got = conv->run(x, {}, false);
        ASSERT_EQ(got.sizes(), want.sizes());
        EXPECT_TRUE(got.is_contiguous(at::MemoryFormat::ChannelsLast));
        EXPECT_LT(difference(got, want), kTolerance);
        // Any order and type of the input.
        EXPECT_TRUE(conv->run(x.contiguous(at::MemoryFormat::ChannelsLast), {}, false).equal(got));
        EXPECT_TRUE(conv->run(x.to(at::kDouble), {}, false).equal(got));
    }
}

TEST_F(GatheredConvTest, AddsAndActivatesAsTorchDoes) {
    expectSumsAndActivations({{2, 20, 17, 18}, {32, 20, 3, 3}, inSteps({2, 2}, {1, 1})});
}

TEST_F(GatheredConvTest, GivesTheSameBitsOnAnyNumberOfThreads) {
    const at::Tensor x = randomValues({7, 24, 33, 31});
    const auto conv = makeGatheredConv(randomValues({48, 24, 3, 3}), randomValues({48}),
                                       inSteps({2, 2}, {1, 1}), "ReLU");
    expectSameBits([&] { return conv->run(x, {}, false); });
}

// Whose lines are kept in parts, overlap, or do not touch; padding; the rounded-up sizes of
// ceil_mode; activations that the kernels leave to torch.
TEST_F(GatheredConvTest, MaximaAreThoseOfTheAnswers) {
    const auto stem = [](std::int64_t images, std::int64_t side) {
        return Shape{{images, 3, side, side + 5}, {64, 3, 7, 7}, inSteps({2, 2}, {3, 3})};
    };
    const Shape wide{{2, 40, 21, 250}, {32, 40, 3, 3}, inSteps({2, 1}, {1, 1})};
    const std::vector<std::pair<Shape, PoolGeometry>> cases{
        {stem(3, 61), {{3, 3}, {2, 2}, {1, 1}}},
        {stem(1, 64), {{3, 3}, {2, 2}, {0, 0}}},
        {stem(1, 64), {{3, 3}, {2, 2}, {0, 0}, {1, 1}, true}},
        {{{2, 4, 6, 6}, {16, 4, 3, 3}, inSteps({2, 2}, {1, 1})},
         {{4, 4}, {2, 2}, {0, 0}, {1, 1}, true}},
        {stem(2, 47), {{2, 3}, {3, 2}, {1, 0}, {1, 1}, true}},
        {stem(2, 30), {{2, 2}, {5, 4}, {0, 1}}},
        {stem(2, 30), {{8, 1}, {1, 1}, {4, 0}}},
        {stem(2, 40), {{9, 9}, {1, 1}, {4, 4}}},
        {stem(2, 40), {{3, 3}, {2, 2}, {1, 1}, {2, 2}}},
        {wide, {{3, 3}, {2, 2}, {1, 1}}}};
    for (const auto& [shape, pool] : cases) {
        SCOPED_TRACE(testing::PrintToString(shape.x) + testing::PrintToString(pool.kernel));
        const at::Tensor x = randomValues(shape.x);
        const at::Tensor weight = randomValues(shape.weight);
        const at::Tensor bias = randomValues({shape.weight[0]});
        for (const std::string activation : {"", "ReLU", "ReLU6", "SiLU"}) {
            SCOPED_TRACE(activation);
            const auto conv = makeGatheredConv(weight, bias, shape.geometry, activation);
            const at::Tensor want =
                at::max_pool2d(conv->run(x, {}, false), pool.kernel, pool.stride, pool.padding,
                               pool.dilation, pool.ceilMode);
            expectSameBits([&] {
                const at::Tensor got = conv->runPooled(x, pool);
                EXPECT_TRUE(got.equal(want));
                EXPECT_TRUE(got.is_contiguous(at::MemoryFormat::ChannelsLast));
                return got;
            });
        }
    }
}

TEST_F(GatheredConvTest, MaximaOfWhatIsNoNumberAreNone) {
    at::Tensor x = randomValues({2, 4, 33, 33});
    x[1][2][16][16] = std::numeric_limits<float>::quiet_NaN();
    const auto conv = makeGatheredConv(randomValues({16, 4, 1, 1}), at::zeros({16}),
                                       inSteps({2, 2}, {0, 0}), "ReLU");
    const at::Tensor y = conv->runPooled(x, {{3, 3}, {2, 2}, {1, 1}});
    // In the middle of one, and thus first, in the middle and last in order.
    EXPECT_EQ(y[1].isnan().sum().item<std::int64_t>(), 16);
    EXPECT_TRUE(y[1].select(1, 4).select(1, 4).isnan().all().item<bool>());
    EXPECT_FALSE(y[0].isnan().any().item<bool>());
    for (const std::int64_t place : {14, 18}) {
        x = randomValues({1, 4, 33, 33});
        x[0][0][place][place] = std::numeric_limits<float>::quiet_NaN();
        const at::Tensor z = conv->runPooled(x, {{3, 3}, {2, 2}, {1, 1}});
        EXPECT_EQ(z.isnan().sum().item<std::int64_t>(), 4 * 16) << place;
    }
}

TEST_F(GatheredConvTest, MaximaOfTooLittleAreRefusedAsTorchDoes) {
    const auto conv = makeGatheredConv(randomValues({16, 4, 3, 3}), randomValues({16}),
                                       inSteps({2, 2}, {1, 1}), "");
    const at::Tensor x = randomValues({1, 4, 6, 6});
    EXPECT_THROW(conv->runPooled(x, {{4, 4}, {2, 2}, {0, 0}}), c10::Error);
    EXPECT_THROW(conv->runPooled(x, {{2, 2}, {2, 2}, {2, 2}}), c10::Error);
    EXPECT_THROW(conv->runPooled(randomValues({1, 3, 9, 9}), {{2, 2}, {2, 2}}), c10::Error);
}

TEST_F(GatheredConvTest, RefusesWhatDoesNotFitAndTakesNoPictures) {
    const auto conv = makeGatheredConv(randomValues({16, 4, 5, 5}), randomValues({16}),
                                       inSteps({2, 2}, {1, 1}), "");
    EXPECT_EQ(conv->run(randomValues({0, 4, 9, 9}), {}, false).sizes(),
              at::IntArrayRef({0, 16, 4, 4}));
    EXPECT_THROW(conv->run(randomValues({1, 3, 9, 9}), {}, false), c10::Error);
    EXPECT_THROW(conv->run(randomValues({1, 4, 2, 9}), {}, false), c10::Error);
    EXPECT_THROW(conv->run(randomValues({4, 9, 9}), {}, false), c10::Error);
    EXPECT_THROW(conv->run(randomValues({1, 4, 9, 9}), randomValues({1, 16, 3, 4}), false),
                 c10::Error);
}

TEST_F(GatheredConvTest, LeavesOthersToOneDnn) {
    const at::Tensor weight = randomValues({32, 8, 3, 3});
    const ConvGeometry usual = inSteps({2, 2}, {1, 1});
    EXPECT_TRUE(maySuitGathering(weight, usual));
    EXPECT_TRUE(maySuitGathering(weight, inSteps({1, 2}, {1, 1})));
    EXPECT_FALSE(maySuitGathering(weight, inSteps({1, 1}, {1, 1})));
    EXPECT_FALSE(maySuitGathering(weight.to(at::kDouble), usual));
    EXPECT_FALSE(maySuitGathering(randomValues({40, 8, 3, 3}), usual));
    ConvGeometry grouped = usual;
    grouped.groups = 2;
    EXPECT_FALSE(maySuitGathering(weight, grouped));
}

TEST_F(GatheredConvTest, WhatIsNoNumberIsNotHidden) {
    at::Tensor x = randomValues({2, 4, 9, 9});
    x[1][2][4][4] = std::numeric_limits<float>::quiet_NaN();
    const auto conv = makeGatheredConv(randomValues({16, 4, 3, 3}), at::zeros({16}),
                                       inSteps({2, 2}, {1, 1}), "ReLU6");
    const at::Tensor y = conv->run(x, {}, false);
    EXPECT_TRUE(y[1].narrow(1, 2, 1).narrow(2, 2, 1).isnan().all().item<bool>());
    EXPECT_FALSE(y[0].isnan().any().item<bool>());
}

}  // namespace
}  // namespace minarai::nn
