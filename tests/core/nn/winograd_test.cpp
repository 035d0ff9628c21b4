// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Convolutions with fewer products against torch's in float64.
#include "nn/gathered_conv_torch.h"
#include "nn/winograd_torch.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <gtest/gtest.h>
#include <torch/csrc/autograd/function.h>

#include "nn/module_torch.h"
#include "nn/winograd_kernels.h"
#include "weights/compat_torch.h"
#include "zoo/zoo.h"

namespace minarai::nn {
namespace {

using Pair = std::array<std::int64_t, 2>;

/// Of the largest value: what torch's own sums in float32 are off by for many channels, and a half.
constexpr double kTolerance = 5e-6;

ConvGeometry padded(Pair padding) {
    ConvGeometry geometry;
    geometry.padding = padding;
    return geometry;
}

double difference(const at::Tensor& got, const at::Tensor& want) {
    return (got.detach().to(at::kDouble) - want.detach()).abs().max().item<double>() /
           want.detach().abs().max().item<double>();
}

at::Tensor learning(const at::Tensor& x, at::ScalarType type) {
    return x.to(type).clone().requires_grad_();
}

class WinogradTest : public testing::Test {
  protected:
    void SetUp() override {
        if (winogradKernels() == nullptr) {
            GTEST_SKIP() << "the processor has neither AVX2 nor AVX-512";
        }
#ifndef _OPENMP
        GTEST_SKIP() << "built without OpenMP";
#endif
    }

    at::Tensor randomValues(const std::vector<std::int64_t>& sizes) {
        return at::randn(sizes, m_generator);
    }

  private:
    at::Generator m_generator = makeGenerator(5);
};

struct Case {
    std::vector<std::int64_t> images;
    std::int64_t outs;
    Pair padding;
    bool hasBias;
};

class WinogradCases : public WinogradTest, public testing::WithParamInterface<Case> {};

TEST_P(WinogradCases, AnswersAndGradientsAreTorchs) {
    const auto& [sizes, outs, padding, hasBias] = GetParam();
    const at::Tensor images = randomValues(sizes) + 0.3;
    const at::Tensor values = randomValues({outs, sizes[1], 3, 3}) * 0.1;
    const at::Tensor shifts = randomValues({outs});
    const at::Tensor x = learning(images, at::kFloat);
    const at::Tensor weight = learning(values, at::kFloat);
    const at::Tensor bias = hasBias ? learning(shifts, at::kFloat) : at::Tensor();
    ASSERT_TRUE(maySuitWinograd(weight, padded(padding)));
    const at::Tensor got = winogradConv2d(x, weight, bias, padded(padding));

    const at::Tensor exactX = learning(images, at::kDouble);
    const at::Tensor exactWeight = learning(values, at::kDouble);
    const at::Tensor exactBias = hasBias ? learning(shifts, at::kDouble) : at::Tensor();
    const at::Tensor want = at::conv2d(exactX, exactWeight, exactBias, 1, padding);
    ASSERT_EQ(got.sizes(), want.sizes());
    EXPECT_LT(difference(got, want), kTolerance);

    const at::Tensor gradient = randomValues(got.sizes().vec());
    got.backward(gradient);
    want.backward(gradient.to(at::kDouble));
    EXPECT_LT(difference(x.grad(), exactX.grad()), kTolerance);
    EXPECT_LT(difference(weight.grad(), exactWeight.grad()), kTolerance);
    if (hasBias) {
        EXPECT_LT(difference(bias.grad(), exactBias.grad()), kTolerance);
    }
}

// Places that four divides and that leave one, two and three; no padding, one side, the most; tiles
// of a picture in two chunks.
INSTANTIATE_TEST_SUITE_P(Cases, WinogradCases,
                         testing::Values(Case{{4, 32, 16, 16}, 32, {1, 1}, false},
                                         Case{{3, 64, 21, 17}, 32, {1, 1}, true},
                                         Case{{5, 32, 18, 23}, 96, {0, 0}, false},
                                         Case{{2, 96, 30, 33}, 64, {2, 0}, true},
                                         Case{{9, 32, 11, 10}, 160, {2, 2}, false},
                                         Case{{16, 64, 7, 7}, 64, {1, 1}, false},
                                         Case{{7, 128, 14, 14}, 192, {1, 1}, false},
                                         Case{{64, 32, 1, 2}, 32, {1, 1}, true},
                                         Case{{64, 32, 3, 3}, 32, {0, 0}, false}));

TEST_F(WinogradTest, TakesAnyOrderOfValues) {
    const at::Tensor images = randomValues({4, 32, 16, 16});
    const at::Tensor values = randomValues({64, 32, 3, 3});
    const at::Tensor want = at::conv2d(images.to(at::kDouble), values.to(at::kDouble), {}, 1, 1);
    const auto last = at::MemoryFormat::ChannelsLast;
    const at::Tensor turned =
        values.permute({1, 3, 0, 2}).contiguous().permute({2, 0, 3, 1});  // strides of its own
    ASSERT_TRUE(turned.equal(values));
    for (const at::Tensor& x : {images, images.contiguous(last)}) {
        for (const at::Tensor& weight : {values, values.contiguous(last), turned}) {
            EXPECT_LT(difference(winogradConv2d(x, weight, {}, padded({1, 1})), want), kTolerance);
        }
    }
}

TEST_F(WinogradTest, ComputesTheGradientsThatAreWanted) {
    const at::Tensor x = randomValues({4, 32, 16, 16});
    const at::Tensor weight = randomValues({32, 32, 3, 3});
    const at::Tensor bias = randomValues({32});
    for (int wanted = 1; wanted < 8; ++wanted) {
        SCOPED_TRACE(wanted);
        const std::array<at::Tensor, 3> given{x.clone(), weight.clone(), bias.clone()};
        for (std::size_t i = 0; i < given.size(); ++i) {
            given[i].requires_grad_((wanted >> i & 1) != 0);
        }
        winogradConv2d(given[0], given[1], given[2], padded({1, 1})).sum().backward();
        for (const at::Tensor& one : given) {
            EXPECT_EQ(one.grad().defined(), one.requires_grad());
        }
    }
}

TEST_F(WinogradTest, GivesTheSameBitsOnAnyNumberOfThreads) {
    const at::Tensor images = randomValues({7, 64, 19, 19});
    const at::Tensor values = randomValues({32, 64, 3, 3});
    const int before = at::get_num_threads();
    std::vector<std::vector<at::Tensor>> results;
    for (const int threads : {1, 2, 3, 5}) {
        at::set_num_threads(threads);
        const at::Tensor x = learning(images, at::kFloat);
        const at::Tensor weight = learning(values, at::kFloat);
        const at::Tensor y = winogradConv2d(x, weight, {}, padded({1, 1}));
        (y * y).sum().backward();
        results.push_back({y.detach(), x.grad(), weight.grad()});
    }
    at::set_num_threads(before);
    for (const auto& result : results) {
        for (std::size_t i = 0; i < result.size(); ++i) {
            EXPECT_TRUE(result[i].equal(results.front()[i])) << i;
        }
    }
}

TEST_F(WinogradTest, LeavesOthersToTorch) {
    const at::Tensor x = randomValues({4, 32, 16, 16});
    const at::Tensor weight = randomValues({32, 32, 3, 3});
    const ConvGeometry usual = padded({1, 1});
    EXPECT_TRUE(suitsWinograd(x, weight, usual));
    EXPECT_FALSE(suitsWinograd(x.to(at::kBFloat16), weight.to(at::kBFloat16), usual));
    EXPECT_FALSE(suitsWinograd(x.to(at::kDouble), weight.to(at::kDouble), usual));
    EXPECT_FALSE(suitsWinograd(x, randomValues({32, 32, 1, 1}), usual));
    EXPECT_FALSE(suitsWinograd(x, randomValues({32, 32, 5, 3}), usual));
    EXPECT_FALSE(suitsWinograd(x, randomValues({40, 32, 3, 3}), usual));
    EXPECT_FALSE(suitsWinograd(randomValues({4, 3, 16, 16}), randomValues({32, 3, 3, 3}), usual));
    EXPECT_FALSE(suitsWinograd(x, weight, padded({3, 1})));
    EXPECT_FALSE(suitsWinograd(randomValues({4, 32, 2, 16}), weight, padded({0, 1})));
    EXPECT_FALSE(maySuitWinograd(at::empty({8192, 160, 3, 3}), usual));
    // Tiles that would be mostly empty.
    EXPECT_FALSE(suitsWinograd(randomValues({64, 32, 2, 2}), weight, usual));
    EXPECT_FALSE(suitsWinograd(randomValues({64, 32, 5, 5}), weight, usual));
    EXPECT_TRUE(suitsWinograd(randomValues({64, 32, 7, 7}), weight, usual));
    // Few places: the weights would cost more than they save.
    EXPECT_FALSE(suitsWinograd(randomValues({1, 32, 16, 16}), weight, usual));
    EXPECT_FALSE(suitsWinograd(randomValues({0, 32, 16, 16}), weight, usual));
    for (const auto& [field, value] :
         {std::pair{&ConvGeometry::stride, Pair{2, 1}}, {&ConvGeometry::dilation, Pair{1, 2}}}) {
        ConvGeometry other = usual;
        other.*field = value;
        EXPECT_FALSE(suitsWinograd(x, weight, other));
    }
    ConvGeometry grouped = usual;
    grouped.groups = 2;
    EXPECT_FALSE(suitsWinograd(x, randomValues({32, 16, 3, 3}), grouped));
    const compat::AutocastGuard autocast(true, false);
    EXPECT_FALSE(suitsWinograd(x, weight, usual));
}

TEST_F(WinogradTest, AnswersEndAsTheFusedConvolutionsDo) {
    const at::NoGradGuard noGrad;
    const at::Tensor x = randomValues({4, 32, 17, 18});
    const at::Tensor weight = randomValues({64, 32, 3, 3}) * 0.1;
    const at::Tensor bias = randomValues({64}) * 5;
    const at::Tensor addend =
        (randomValues({4, 64, 17, 18}) * 5).contiguous(at::MemoryFormat::ChannelsLast);
    for (const std::string activation : {"", "ReLU", "ReLU6", "SiLU", "Hardswish", "Sigmoid"}) {
        SCOPED_TRACE(activation);
        const auto plain = makePlainConv(weight, bias, padded({1, 1}), activation, at::kFloat);
        const auto conv = makeWinogradConv(weight, bias, padded({1, 1}), activation);
        const at::Tensor alone = plain->run(x, {}, false);
        EXPECT_LT(difference(conv->run(x, {}, false), alone.to(at::kDouble)), 1e-5);
        const at::Tensor sum = plain->run(x, addend, false).to(at::kDouble);
        at::Tensor other = addend.clone();
        EXPECT_LT(difference(conv->run(x, other, false), sum), 1e-5);
        EXPECT_TRUE(other.equal(addend));
        EXPECT_LT(difference(conv->run(x, other, true), sum), 1e-5);
        // Few places are not theirs.
        const at::Tensor few = x.narrow(0, 0, 1);
        const auto direct = makeDirectConv(weight, bias, padded({1, 1}), activation, at::kFloat);
        EXPECT_TRUE(conv->run(few, {}, false).equal(direct->run(few, {}, false)));
    }
}

TEST_F(WinogradTest, WhatIsNoNumberIsNotHidden) {
    const at::NoGradGuard noGrad;
    at::Tensor x = randomValues({4, 32, 16, 16});
    x[1][7][5][6] = std::numeric_limits<float>::quiet_NaN();
    const at::Tensor weight = randomValues({32, 32, 3, 3});
    const auto conv = makeWinogradConv(weight, at::zeros({32}), padded({1, 1}), "ReLU");
    const at::Tensor y = conv->run(x, {}, false);
    EXPECT_TRUE(std::isnan(y[1][0][5][6].item<float>()));
    EXPECT_FALSE(y[0].isnan().any().item<bool>());
}

TEST_F(WinogradTest, ANetworkLearnsWithThemWhereItIsToldTo) {
    const auto spec = zoo::build("resnet18", 5, 3, 64, 64);
    ASSERT_TRUE(spec) << spec.error().message();
    auto built = build(*spec);
    ASSERT_TRUE(built) << built.error().message();
    initParameters(**built, makeGenerator(1));
    (*built)->useChannelsLast();
    const at::Tensor images = randomValues({8, 3, 64, 64});
    const auto operations = [&] {
        std::vector<std::string> names;
        const at::Tensor logits = (*built)->forward(images);
        std::vector<std::shared_ptr<torch::autograd::Node>> nodes{logits.grad_fn()};
        while (!nodes.empty()) {
            const auto node = nodes.back();
            nodes.pop_back();
            if (node == nullptr) {
                continue;
            }
            names.push_back(node->name());
            for (const auto& edge : node->next_edges()) {
                nodes.push_back(edge.function);
            }
        }
        return names;
    };
    const auto countOf = [](const std::vector<std::string>& names, const std::string& part) {
        return std::count_if(names.begin(), names.end(), [&](const std::string& name) {
            return name.find(part) != std::string::npos;
        });
    };
    EXPECT_EQ(countOf(operations(), "Winograd"), 0);
    EXPECT_EQ(countOf(operations(), "Gathered"), 0);
    (*built)->useOwnKernels();
    EXPECT_GT(countOf(operations(), "Winograd"), 0);
    if (maySuitGathering(at::zeros({16, 1, 1, 1}), {{2, 2}})) {
        EXPECT_GT(countOf(operations(), "Gathered"), 0);
    }
    (*built)->eval();
    EXPECT_EQ(countOf(operations(), "Winograd"), 0);
    EXPECT_EQ(countOf(operations(), "Gathered"), 0);
}

}  // namespace
}  // namespace minarai::nn
