// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The fused normalisation of training against torch's operations in float64.
#include "nn/fused_norm_torch.h"

#include <algorithm>
#include <string>
#include <vector>

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <gtest/gtest.h>

#include "nn/module_torch.h"
#include "weights/compat_torch.h"
#include "zoo/zoo.h"

namespace minarai::nn {
namespace {

constexpr double kBf16 = 1.0 / 128;  ///< a value of bfloat16 is right to this share of itself
constexpr double kFloat = 1e-5;

struct Case {
    std::int64_t channels;
    NormActivation activation;
    bool adds;
    at::ScalarType type;
};

bool hasKernels(at::ScalarType type) {
    return type == at::kBFloat16 ? normKernels<Bf16>() != nullptr : normKernels<float>() != nullptr;
}

class FusedNormTest : public testing::TestWithParam<Case> {
  protected:
    void SetUp() override {
        if (!hasKernels(GetParam().type)) {
            GTEST_SKIP() << "the processor has no kernels for " << GetParam().type;
        }
    }
};

at::Tensor channelsLast(const at::Tensor& x, at::ScalarType type) {
    return x.to(type).contiguous(at::MemoryFormat::ChannelsLast);
}

at::Tensor activate(const at::Tensor& x, NormActivation activation) {
    return activation == NormActivation::Relu    ? at::relu(x)
           : activation == NormActivation::Relu6 ? at::hardtanh(x, 0, 6)
                                                 : x;
}

/// Largest difference in parts of the largest value.
double difference(const at::Tensor& got, const at::Tensor& want) {
    return (got.to(at::kDouble) - want).abs().max().item<double>() /
           want.abs().max().item<double>();
}

TEST_P(FusedNormTest, ForwardAndBackwardAreTorchs) {
    const auto& [channels, activation, adds, type] = GetParam();
    const double tolerance = type == at::kFloat ? kFloat : kBf16;
    const double ofSums = type == at::kFloat ? kFloat : 1e-3;
    at::Generator generator = makeGenerator(2);
    const std::vector<std::int64_t> sizes{5, channels, 13, 9};
    const at::Tensor values = channelsLast(at::randn(sizes, generator) * 2 + 0.7, type);
    const at::Tensor others = channelsLast(at::randn(sizes, generator), type);
    const at::Tensor gradient = channelsLast(at::randn(sizes, generator), type);
    const at::Tensor weight = at::rand({channels}, generator) + 0.5;
    const at::Tensor bias = at::randn({channels}, generator);

    const auto wide = [](const at::Tensor& x) {
        return x.to(at::kDouble).contiguous().clone().set_requires_grad(true);
    };
    at::Tensor x64 = wide(values);
    at::Tensor other64 = wide(others);
    at::Tensor weight64 = wide(weight);
    at::Tensor bias64 = wide(bias);
    at::Tensor mean64 = at::zeros({channels}, at::kDouble);
    at::Tensor variance64 = at::ones({channels}, at::kDouble);
    at::Tensor sum =
        at::batch_norm(x64, weight64, bias64, mean64, variance64, true, 0.1, 1e-5, false);
    sum = adds ? sum + other64 : sum;
    const at::Tensor want = activate(sum, activation);
    // Next to where the activation bends, rounding decides: those places are not compared.
    at::Tensor clear = at::ones_like(sum);
    if (activation != NormActivation::None) {
        clear = (sum.abs() > 0.05).logical_and((sum - 6).abs() > 0.1).to(at::kDouble);
    }
    want.backward(gradient.to(at::kDouble) * clear.detach());

    at::Tensor x = values.clone(at::MemoryFormat::ChannelsLast).set_requires_grad(true);
    at::Tensor other = others.clone(at::MemoryFormat::ChannelsLast).set_requires_grad(true);
    NormLayer layer{weight.clone().set_requires_grad(true),
                    bias.clone().set_requires_grad(true),
                    at::zeros({channels}),
                    at::ones({channels}),
                    at::zeros({}, at::kLong),
                    1e-5,
                    0.1};
    ASSERT_TRUE(canTrainNorm(x));
    const at::Tensor y = trainNorm(x, adds ? other : at::Tensor(), layer, activation);
    EXPECT_LT(difference(y.detach(), want.detach()), tolerance);
    EXPECT_TRUE(y.is_contiguous(at::MemoryFormat::ChannelsLast));
    y.backward(channelsLast(gradient.to(at::kDouble) * clear.detach(), type));

    EXPECT_LT(difference(x.grad(), x64.grad()), tolerance);
    EXPECT_LT(difference(layer.weight.grad(), weight64.grad()), ofSums);
    EXPECT_LT(difference(layer.bias.grad(), bias64.grad()), ofSums);
    EXPECT_EQ(other.grad().defined(), adds);
    if (adds) {
        EXPECT_LT(difference(other.grad(), other64.grad()), tolerance);
    }
    EXPECT_LT(difference(layer.mean, mean64), 1e-5);
    EXPECT_LT(difference(layer.variance, variance64), 1e-5);
    EXPECT_EQ(layer.batches.item<std::int64_t>(), 1);
}

constexpr auto kNone = NormActivation::None;
constexpr auto kRelu = NormActivation::Relu;
constexpr auto kRelu6 = NormActivation::Relu6;

INSTANTIATE_TEST_SUITE_P(
    InBf16, FusedNormTest,
    testing::Values(Case{16, kNone, false, at::kBFloat16}, Case{16, kRelu, false, at::kBFloat16},
                    Case{40, kRelu6, false, at::kBFloat16}, Case{7, kRelu, true, at::kBFloat16},
                    Case{64, kRelu, true, at::kBFloat16}, Case{33, kNone, true, at::kBFloat16},
                    Case{512, kRelu6, true, at::kBFloat16}));

INSTANTIATE_TEST_SUITE_P(
    InFloat, FusedNormTest,
    testing::Values(Case{16, kNone, false, at::kFloat}, Case{16, kRelu, false, at::kFloat},
                    Case{48, kRelu6, false, at::kFloat}, Case{64, kRelu, true, at::kFloat},
                    Case{80, kNone, true, at::kFloat}, Case{512, kRelu6, true, at::kFloat}));

TEST(FusedNorm, SmallDeviationsFromALargeMeanAreKept) {
    if (normKernels<float>() == nullptr) {
        GTEST_SKIP() << "the processor has neither AVX2 nor AVX-512";
    }
    const at::Tensor x =
        channelsLast(at::randn({4, 32, 9, 9}, makeGenerator(7)) * 0.1 + 1000, at::kFloat);
    NormLayer layer{at::ones({32}),
                    at::zeros({32}),
                    at::zeros({32}),
                    at::ones({32}),
                    at::zeros({}, at::kLong),
                    0,
                    1};
    const at::Tensor y = trainNorm(x, {}, layer, kNone);
    const at::Tensor x64 = x.to(at::kDouble);
    EXPECT_LT(difference(layer.mean, x64.mean({0, 2, 3})), 1e-6);
    EXPECT_LT(difference(layer.variance, x64.var({0, 2, 3})), 1e-4);
    EXPECT_LT(difference(y, at::batch_norm(x64, {}, {}, {}, {}, true, 1, 0, false)), 2e-3);
}

TEST(FusedNorm, AFirstPlaceFarFromTheOthersChangesNothing) {
    if (normKernels<float>() == nullptr) {
        GTEST_SKIP() << "the processor has neither AVX2 nor AVX-512";
    }
    at::Tensor x = channelsLast(at::zeros({16, 16, 64, 64}), at::kFloat);
    x.select(0, 0).select(1, 0).select(1, 0).fill_(1000.1);
    NormLayer layer{at::ones({16}),
                    at::zeros({16}),
                    at::zeros({16}),
                    at::ones({16}),
                    at::zeros({}, at::kLong),
                    1e-5,
                    1};
    (void)trainNorm(x, {}, layer, kNone);
    const at::Tensor x64 = x.to(at::kDouble);
    EXPECT_LT(difference(layer.mean, x64.mean({0, 2, 3})), 1e-5);
    EXPECT_LT(difference(layer.variance, x64.var({0, 2, 3})), 1e-4);
}

TEST(FusedNorm, TakesWhatItHasKernelsFor) {
    const auto ofChannels = [](std::int64_t channels, at::ScalarType type) {
        return channelsLast(at::zeros({2, channels, 3, 3}), type);
    };
    EXPECT_EQ(canTrainNorm(ofChannels(32, at::kFloat)), hasKernels(at::kFloat));
    EXPECT_EQ(canTrainNorm(ofChannels(7, at::kBFloat16)), hasKernels(at::kBFloat16));
    EXPECT_FALSE(canTrainNorm(ofChannels(7, at::kFloat)));
    EXPECT_FALSE(canTrainNorm(ofChannels(32, at::kDouble)));
    EXPECT_FALSE(canTrainNorm(at::zeros({2, 32, 3, 3})));
    EXPECT_FALSE(canTrainNorm(channelsLast(at::zeros({1, 32, 1, 1}), at::kFloat)));
    EXPECT_FALSE(canTrainNorm(at::zeros({2, 32})));
}

TEST(NormRoles, TakeSumsAndActivationsIn) {
    const auto spec = zoo::build("resnet18", 5, 3, 64, 64).value();
    std::size_t kinds[5] = {};
    for (const NormRole& role : normRoles(spec)) {
        ++kinds[static_cast<std::size_t>(role.kind)];
    }
    EXPECT_EQ(kinds[static_cast<std::size_t>(NormRole::Kind::Norm)], 12U);
    EXPECT_EQ(kinds[static_cast<std::size_t>(NormRole::Kind::Defer)], 8U);
    EXPECT_EQ(kinds[static_cast<std::size_t>(NormRole::Kind::Sum)], 8U);
    EXPECT_EQ(kinds[static_cast<std::size_t>(NormRole::Kind::PassOn)], 17U);
}

/// Loss and gradients of a training step in bfloat16 against float32, and whatever the threads.
TEST(FusedNorm, NetworksTrainAsInFloat32) {
    if (!hasKernels(at::kBFloat16)) {
        GTEST_SKIP() << "the processor has no AVX-512 BF16";
    }
    for (const char* arch : {"resnet18", "mobilenet_v2"}) {
        auto spec = zoo::build(arch, 5, 3, 64, 64).value();
        for (spec::Node& node : spec.nodes) {
            if (node.op == "Dropout") {
                node.params.set("p", 0.0);  // its masks depend on the type
            }
        }
        const at::Tensor images = at::randn({8, 3, 64, 64}, makeGenerator(5));
        const at::Tensor labels = at::arange(8, at::kLong).remainder(5);
        struct Outcome {
            double loss;
            at::Tensor gradient;
        };
        // What is looked at on the way is computed by itself: nothing is fused then.
        std::vector<std::string> aNorm;
        for (const spec::Node& node : spec.nodes) {
            if (node.op == "BatchNorm2d" && aNorm.empty()) {
                aNorm.push_back(node.id);
            }
        }
        const auto step = [&](bool bf16, int threads, bool fused = true) {
            at::set_num_threads(threads);
            const auto network = build(spec).value();
            network->useOwnKernels();
            initParameters(*network, makeGenerator(3));
            network->useChannelsLast();
            network->train();
            network->seedDropout(1);
            at::Tensor logits;
            {
                const compat::AutocastGuard autocast(bf16, false);
                Captures captures;
                logits =
                    fused ? network->forward(images) : network->forward(images, aNorm, captures);
            }
            const at::Tensor loss = at::cross_entropy_loss(logits.to(at::kFloat), labels);
            loss.backward();
            // The last layers: further down the differences of the roundings add up.
            const auto parameters = network->parameters();
            return Outcome{loss.item<double>(), parameters[parameters.size() - 2].grad()};
        };
        const Outcome exact = step(false, 2);
        const Outcome fast = step(true, 2);
        EXPECT_NEAR(fast.loss, exact.loss, 0.05) << arch;
        // As near as torch's own operations in bfloat16 come.
        const Outcome torchs = step(true, 2, false);
        const auto error = [&](const Outcome& outcome) {
            return (outcome.gradient - exact.gradient).norm().item<double>() /
                   exact.gradient.norm().item<double>();
        };
        std::printf("%s: gradient of the head off by %.3f, torch's own by %.3f\n", arch,
                    error(fast), error(torchs));
        EXPECT_LT(error(fast), 1.3 * error(torchs) + 0.01) << arch;
        const Outcome alone = step(true, 1);
        EXPECT_NEAR(alone.loss, fast.loss, 0.02) << arch;
        at::set_num_threads(2);
    }
}

}  // namespace
}  // namespace minarai::nn
