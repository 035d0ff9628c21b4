// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The fused normalisation of bfloat16 training against torch's operations in float64.
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

struct Case {
    std::int64_t channels;
    NormActivation activation;
    bool adds;
};

class FusedNormTest : public testing::TestWithParam<Case> {
  protected:
    void SetUp() override {
        if (!hasNormKernels()) {
            GTEST_SKIP() << "the processor has no AVX-512 BF16";
        }
    }
};

at::Tensor channelsLast(at::Tensor x) {
    return x.to(at::kBFloat16).contiguous(at::MemoryFormat::ChannelsLast);
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
    const auto& [channels, activation, adds] = GetParam();
    at::Generator generator = makeGenerator(2);
    const std::vector<std::int64_t> sizes{5, channels, 13, 9};
    const at::Tensor values = channelsLast(at::randn(sizes, generator) * 2 + 0.7);
    const at::Tensor others = channelsLast(at::randn(sizes, generator));
    const at::Tensor gradient = channelsLast(at::randn(sizes, generator));
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
    EXPECT_LT(difference(y.detach(), want.detach()), kBf16);
    EXPECT_TRUE(y.is_contiguous(at::MemoryFormat::ChannelsLast));
    y.backward(channelsLast(gradient.to(at::kDouble) * clear.detach()));

    EXPECT_LT(difference(x.grad(), x64.grad()), kBf16);
    EXPECT_LT(difference(layer.weight.grad(), weight64.grad()), 1e-3);
    EXPECT_LT(difference(layer.bias.grad(), bias64.grad()), 1e-3);
    EXPECT_EQ(other.grad().defined(), adds);
    if (adds) {
        EXPECT_LT(difference(other.grad(), other64.grad()), kBf16);
    }
    EXPECT_LT(difference(layer.mean, mean64), 1e-5);
    EXPECT_LT(difference(layer.variance, variance64), 1e-5);
    EXPECT_EQ(layer.batches.item<std::int64_t>(), 1);
}

INSTANTIATE_TEST_SUITE_P(
    Cases, FusedNormTest,
    testing::Values(Case{16, NormActivation::None, false}, Case{16, NormActivation::Relu, false},
                    Case{40, NormActivation::Relu6, false}, Case{7, NormActivation::Relu, true},
                    Case{64, NormActivation::Relu, true}, Case{33, NormActivation::None, true},
                    Case{512, NormActivation::Relu6, true}));

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
    if (!hasNormKernels()) {
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
