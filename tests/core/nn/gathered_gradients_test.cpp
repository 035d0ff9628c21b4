// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Convolutions in steps in training: answers and gradients against torch's in float64.
#include <limits>
#include <vector>

#include <ATen/ATen.h>
#include <gtest/gtest.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/variable.h>

#include "core/nn/conv_cases.h"

namespace minarai::nn {
namespace {

class GatheredGradientsTest : public StridedConvTest {
  protected:
    struct Learned {
        at::Tensor y;
        at::Tensor ofX;
        at::Tensor ofWeight;
        at::Tensor ofBias;
    };

    struct Given {
        at::Tensor x;
        at::Tensor weight;
        at::Tensor bias;  ///< may be undefined
        at::Tensor ofY;
    };

    Given givenFor(const Shape& shape, bool hasBias) {
        Given given;
        given.x = randomValues(shape.x) + 0.3;
        given.weight = randomValues(shape.weight);
        if (hasBias) {
            given.bias = randomValues({shape.weight[0]});
        }
        given.ofY =
            randomValues(wanted(given.x, given.weight, at::zeros({shape.weight[0]}), shape.geometry)
                             .sizes()
                             .vec()) +
            0.2;
        return given;
    }

    static Given inChannelsLast(Given given) {
        for (at::Tensor* values : {&given.x, &given.weight, &given.ofY}) {
            *values = values->contiguous(at::MemoryFormat::ChannelsLast);
        }
        return given;
    }

    template <typename Conv>
    static Learned learn(const Given& given, at::ScalarType type, const Conv& conv) {
        const at::AutoGradMode grad(true);
        const auto leaf = [type](const at::Tensor& values) {
            return values.defined() ? values.to(type).detach().clone().requires_grad_(true)
                                    : at::Tensor();
        };
        const at::Tensor x = leaf(given.x);
        const at::Tensor weight = leaf(given.weight);
        const at::Tensor bias = leaf(given.bias);
        Learned learned;
        learned.y = conv(x, weight, bias);
        learned.y.backward(given.ofY.to(type));
        learned.ofX = x.grad();
        learned.ofWeight = weight.grad();
        learned.ofBias = bias.defined() ? bias.grad() : at::Tensor();
        return learned;
    }

    static Learned ours(const Given& given, const ConvGeometry& geometry) {
        return learn(given, at::kFloat,
                     [&](const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias) {
                         EXPECT_TRUE(suitsGathering(x, weight, geometry));
                         return gatheredConv2d(x, weight, bias, geometry);
                     });
    }

    static Learned torchs(const Given& given, const ConvGeometry& geometry) {
        return learn(given, at::kDouble,
                     [&](const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias) {
                         return at::conv2d(x, weight, bias, geometry.stride, geometry.padding);
                     });
    }
};

// Kernels as large as a step, larger, and of other steps each way; pictures whose last rows or
// columns no answer reads; more padding than the kernel needs; rows that no answer's step meets;
// sums in more and in fewer parts; a kernel's rows together and each by itself; answers by minimal
// filtering.
TEST_F(GatheredGradientsTest, AreTheExactSums) {
    const std::vector<Shape> shapes{{{3, 16, 61, 64}, {64, 16, 7, 7}, inSteps({2, 2}, {3, 3})},
                                    {{2, 64, 28, 29}, {128, 64, 3, 3}, inSteps({2, 2}, {1, 1})},
                                    {{16, 256, 8, 7}, {64, 256, 3, 3}, inSteps({2, 2}, {1, 1})},
                                    {{5, 32, 30, 27}, {16, 32, 2, 2}, inSteps({2, 2}, {0, 0})},
                                    {{3, 16, 43, 39}, {48, 16, 3, 5}, inSteps({1, 3}, {2, 0})},
                                    {{4, 16, 60, 62}, {16, 16, 11, 11}, inSteps({4, 4}, {2, 2})},
                                    {{6, 32, 17, 19}, {32, 32, 4, 3}, inSteps({3, 2}, {0, 4})},
                                    {{9, 48, 12, 13}, {32, 48, 3, 3}, inSteps({2, 2}, {5, 5})},
                                    {{300, 16, 1, 9}, {16, 16, 3, 3}, inSteps({2, 2}, {1, 1})},
                                    {{4, 64, 32, 32}, {64, 64, 3, 3}, inSteps({2, 2}, {1, 1})},
                                    {{4, 512, 17, 16}, {512, 512, 3, 3}, inSteps({2, 2}, {1, 1})}};
    for (const Shape& shape : shapes) {
        SCOPED_TRACE(testing::PrintToString(shape.x) + testing::PrintToString(shape.weight));
        for (const bool hasBias : {false, true}) {
            const Given given = givenFor(shape, hasBias);
            const Learned got = ours(given, shape.geometry);
            const Learned want = torchs(given, shape.geometry);
            const Learned again = ours(inChannelsLast(given), shape.geometry);
            EXPECT_TRUE(again.y.equal(got.y));
            EXPECT_TRUE(again.ofX.equal(got.ofX));
            EXPECT_TRUE(again.ofWeight.equal(got.ofWeight));
            EXPECT_LT(difference(got.y, want.y), kTolerance);
            ASSERT_EQ(got.ofX.sizes(), want.ofX.sizes());
            EXPECT_LT(difference(got.ofX, want.ofX), kTolerance);
            ASSERT_EQ(got.ofWeight.sizes(), want.ofWeight.sizes());
            EXPECT_LT(difference(got.ofWeight, want.ofWeight), kTolerance);
            if (hasBias) {
                EXPECT_LT(difference(got.ofBias, want.ofBias), kTolerance);
            }
        }
    }
}

TEST_F(GatheredGradientsTest, AreTheSameBitsOnAnyNumberOfThreads) {
    const ConvGeometry geometry = inSteps({2, 2}, {1, 1});
    const Given given = givenFor({{7, 48, 33, 31}, {32, 48, 3, 3}, geometry}, true);
    expectSameBits([&] { return ours(given, geometry).y; });
    expectSameBits([&] { return ours(given, geometry).ofX; });
    expectSameBits([&] { return ours(given, geometry).ofWeight; });
    expectSameBits([&] { return ours(given, geometry).ofBias; });
}

TEST_F(GatheredGradientsTest, OfWhatIsFrozenAreNotTaken) {
    const ConvGeometry geometry = inSteps({2, 2}, {1, 1});
    const Given given = givenFor({{4, 32, 17, 17}, {32, 32, 3, 3}, geometry}, true);
    const Learned want = ours(given, geometry);
    const at::AutoGradMode grad(true);
    const auto learned = [&](bool pictures, bool weights, bool biases) {
        std::vector<at::Tensor> leaves{given.x.clone(), given.weight.clone(), given.bias.clone()};
        leaves[0].requires_grad_(pictures);
        leaves[1].requires_grad_(weights);
        leaves[2].requires_grad_(biases);
        gatheredConv2d(leaves[0], leaves[1], leaves[2], geometry).backward(given.ofY);
        EXPECT_EQ(leaves[0].grad().defined(), pictures);
        EXPECT_EQ(leaves[1].grad().defined(), weights);
        EXPECT_EQ(leaves[2].grad().defined(), biases);
        return leaves;
    };
    EXPECT_TRUE(learned(true, false, false)[0].grad().equal(want.ofX));
    EXPECT_TRUE(learned(false, true, false)[1].grad().equal(want.ofWeight));
    EXPECT_TRUE(learned(false, false, true)[2].grad().equal(want.ofBias));
}

TEST_F(GatheredGradientsTest, OfPicturesAreNotTakenUnlessWanted) {
    const ConvGeometry geometry = inSteps({2, 2}, {3, 3});
    const at::AutoGradMode grad(true);
    const at::Tensor x = randomValues({3, 3, 61, 64});
    const at::Tensor weight = randomValues({64, 3, 7, 7}).requires_grad_(true);
    ASSERT_TRUE(suitsGathering(x, weight, geometry));
    const at::Tensor y = gatheredConv2d(x, weight, {}, geometry);
    y.sum().backward();
    const at::Tensor exact = weight.detach().to(at::kDouble).requires_grad_(true);
    at::conv2d(x.to(at::kDouble), exact, {}, geometry.stride, geometry.padding).sum().backward();
    EXPECT_LT(difference(weight.grad(), exact.grad()), kTolerance);
    EXPECT_FALSE(x.grad().defined());
}

TEST_F(GatheredGradientsTest, LeavesOthersToTorch) {
    const at::Tensor x = randomValues({8, 32, 16, 16});
    const at::Tensor weight = randomValues({32, 32, 3, 3});
    const ConvGeometry usual = inSteps({2, 2}, {1, 1});
    EXPECT_TRUE(suitsGathering(x, weight, usual));
    EXPECT_FALSE(suitsGathering(x, weight, inSteps({1, 1}, {1, 1})));
    EXPECT_FALSE(suitsGathering(x, weight, inSteps({2, 2}, {1, 1}, {2, 2})));
    EXPECT_FALSE(suitsGathering(x, weight, inSteps({4, 4}, {1, 1})));  // leaves values out
    EXPECT_FALSE(suitsGathering(x, randomValues({32, 32, 1, 1}), usual));
    EXPECT_FALSE(suitsGathering(x, randomValues({32, 16, 3, 3}), usual));
    EXPECT_FALSE(suitsGathering(x.narrow(0, 0, 3), weight, usual));  // few answers
    EXPECT_FALSE(suitsGathering(x, randomValues({32, 32, 19, 19}), usual));
    EXPECT_FALSE(suitsGathering(x.to(at::kDouble), weight, usual));
    const at::Tensor narrow = randomValues({8, 3, 16, 16});
    const at::Tensor ofNarrow = randomValues({32, 3, 3, 3});
    EXPECT_TRUE(suitsGathering(narrow, ofNarrow, usual));
    EXPECT_FALSE(suitsGathering(narrow.clone().requires_grad_(true), ofNarrow, usual));
}

TEST_F(GatheredGradientsTest, WhatIsNoNumberIsNotHidden) {
    const ConvGeometry geometry = inSteps({2, 2}, {1, 1});
    Given given = givenFor({{4, 32, 28, 28}, {32, 32, 3, 3}, geometry}, false);
    given.ofY[1][5][3][3] = std::numeric_limits<float>::quiet_NaN();
    const Learned learned = ours(given, geometry);
    EXPECT_TRUE(learned.ofX[1].narrow(1, 5, 3).narrow(2, 5, 3).isnan().all().item<bool>());
    EXPECT_FALSE(learned.ofX[0].isnan().any().item<bool>());
    EXPECT_TRUE(learned.ofWeight[5].isnan().all().item<bool>());
    EXPECT_FALSE(learned.ofWeight[4].isnan().any().item<bool>());
}

}  // namespace
}  // namespace minarai::nn
