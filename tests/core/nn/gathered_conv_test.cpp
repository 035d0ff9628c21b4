// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Convolutions in steps, whose values are gathered, against torch's in float64.
#include <limits>
#include <string>
#include <vector>

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <gtest/gtest.h>

#include "core/nn/conv_cases.h"
#include "nn/conv_tools_torch.h"

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
    const ConvGeometry geometry = inSteps({2, 2}, {1, 1});
    const at::Tensor x = randomValues({2, 20, 17, 18});
    const at::Tensor weight = randomValues({32, 20, 3, 3}) * 0.1;
    const at::Tensor bias = randomValues({32}) * 5;
    const at::Tensor addend =
        (randomValues({2, 32, 9, 9}) * 5).contiguous(at::MemoryFormat::ChannelsLast);
    for (const std::string activation : {"", "ReLU", "ReLU6", "SiLU", "Hardswish", "Sigmoid"}) {
        SCOPED_TRACE(activation);
        const auto plain = makePlainConv(weight, bias, geometry, activation, at::kFloat);
        const auto conv = makeFusedConv(weight, bias, geometry, activation, at::kFloat);
        const at::Tensor alone = plain->run(x, {}, false).to(at::kDouble);
        EXPECT_LT(difference(conv->run(x, {}, false), alone), 1e-5);
        const at::Tensor sum = plain->run(x, addend, false).to(at::kDouble);
        at::Tensor other = addend.clone();
        EXPECT_LT(difference(conv->run(x, other, false), sum), 1e-5);
        EXPECT_TRUE(other.equal(addend));
        EXPECT_LT(difference(conv->run(x, other, true), sum), 1e-5);
        EXPECT_LT(difference(conv->run(x, addend.contiguous(), false), sum), 1e-5);
    }
}

TEST_F(GatheredConvTest, GivesTheSameBitsOnAnyNumberOfThreads) {
    const at::Tensor x = randomValues({7, 24, 33, 31});
    const auto conv = makeGatheredConv(randomValues({48, 24, 3, 3}), randomValues({48}),
                                       inSteps({2, 2}, {1, 1}), "ReLU");
    const int before = at::get_num_threads();
    std::vector<at::Tensor> results;
    for (const int threads : {1, 2, 3, 5}) {
        at::set_num_threads(threads);
        results.push_back(conv->run(x, {}, false));
    }
    at::set_num_threads(before);
    for (const at::Tensor& result : results) {
        EXPECT_TRUE(result.equal(results.front()));
    }
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
