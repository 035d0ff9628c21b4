// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The folded network against the network itself, whose logits zoo_reference_test compares with
// torchvision's.
#include "nn/inference_torch.h"

#include <algorithm>
#include <set>
#include <string>

#include <ATen/ATen.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/spec/random_graphs.h"
#include "nn/fused_conv_torch.h"
#include "nn/tensor_pool_torch.h"
#include "zoo/zoo.h"

namespace minarai::nn {
namespace {

constexpr double kTolerance = 1e-5;

double relativeDifference(const at::Tensor& got, const at::Tensor& want) {
    return (got - want).abs().max().item<double>() /
           std::max(want.abs().max().item<double>(), 1e-6);
}

/// A network with weights and statistics as after some training, in channels-last order.
std::shared_ptr<Network> trainedNetwork(const spec::ModelSpec& spec, std::uint64_t seed) {
    auto built = build(spec);
    EXPECT_TRUE(built) << built.error().message();
    const auto& network = *built;
    at::Generator generator = makeGenerator(seed);
    initParameters(*network, generator);
    const at::NoGradGuard noGrad;
    for (auto& [name, tensor] : namedTensors(*network)) {
        const auto ends = [&](const std::string& end) {
            return name.size() >= end.size() &&
                   name.compare(name.size() - end.size(), end.size(), end) == 0;
        };
        if (ends("running_mean")) {
            tensor.normal_(0, 0.2, generator);
        } else if (ends("running_var")) {
            tensor.uniform_(0.5, 2, generator);
        } else if (ends(".bias")) {
            tensor.normal_(0, 0.1, generator);
        }
    }
    network->useChannelsLast();
    return network;
}

spec::Node node(const std::string& id, const std::string& op, const std::string& input,
                const Json& params) {
    return {id, op, {input}, spec::findOp(op)->schema().fromJson(params).value()};
}

class ZooInference : public testing::TestWithParam<const char*> {};

TEST_P(ZooInference, AnswersAsTheNetworkDoes) {
    const auto spec = zoo::build(GetParam(), 7, 3, 96, 96);
    ASSERT_TRUE(spec) << spec.error().message();
    const auto network = trainedNetwork(*spec, 3);
    const at::Tensor images = at::randn({3, 3, 96, 96}, makeGenerator(4));
    at::Tensor want;
    {
        const EvalGuard guard(*network);
        want = network->forward(images);
    }
    ASSERT_TRUE(network->is_training());
    Inference exact(network, {});
    const at::Tensor got = exact.forward(images);
    ASSERT_EQ(got.sizes(), want.sizes());
    EXPECT_LT(relativeDifference(got, want), kTolerance);
    EXPECT_FALSE(got.requires_grad());
    // Each image alone, and the same again: what is kept of a shape does no harm to another.
    EXPECT_LT(relativeDifference(exact.forward(images.narrow(0, 1, 1)), want.narrow(0, 1, 1)),
              kTolerance);
    EXPECT_TRUE(exact.forward(images).equal(got));
    Inference fast(network, {true, {}});
    EXPECT_LT(relativeDifference(fast.forward(images), want), 0.05);
}

INSTANTIATE_TEST_SUITE_P(Networks, ZooInference,
                         testing::Values("resnet18", "mobilenet_v2", "mobilenet_v3_small",
                                         "densenet121", "googlenet", "efficientnet_b0",
                                         "shufflenet_v2_x0_5", "squeezenet1_1", "mnasnet0_5",
                                         "regnet_y_400mf", "convnext_tiny", "swin_t", "vgg11_bn"),
                         [](const auto& named) { return std::string(named.param); });

TEST(Inference, ReadsChangedWeightsWhenToldTo) {
    const auto network = trainedNetwork(zoo::build("resnet18", 5, 3, 64, 64).value(), 3);
    const at::Tensor images = at::randn({2, 3, 64, 64}, makeGenerator(4));
    Inference inference(network, {});
    const at::Tensor before = inference.forward(images);
    {
        const at::NoGradGuard noGrad;
        for (at::Tensor& parameter : network->parameters()) {
            parameter.mul_(1.1);
        }
    }
    inference.refresh();
    const at::Tensor after = inference.forward(images);
    EXPECT_FALSE(after.allclose(before));
    const EvalGuard guard(*network);
    EXPECT_LT(relativeDifference(after, network->forward(images)), kTolerance);
}

TEST(Inference, GivesTheOutputOfAnyNode) {
    const auto spec = zoo::build("resnet18", 5, 3, 64, 64).value();
    const auto network = trainedNetwork(spec, 3);
    const at::Tensor images = at::randn({2, 3, 64, 64}, makeGenerator(4));
    const EvalGuard guard(*network);
    for (const std::size_t i :
         {std::size_t{1}, std::size_t{7}, spec.nodes.size() / 2, spec.nodes.size() - 2}) {
        const std::string& id = spec.nodes[i].id;
        // In-place activations overwrite what was captured before them, unless they are told.
        Captures captures;
        const std::vector<std::string> ids{id};
        (void)network->forward(images, ids, captures);
        Inference inference(network, {false, id});
        EXPECT_LT(relativeDifference(inference.forward(images), captures.at(id)), kTolerance) << id;
    }
}

TEST(Inference, OfAnyGraphIsTheGraphs) {
    Rng rng(20);
    for (int i = 0; i < 150; ++i) {
        const spec::ModelSpec spec = spec::randomSpec(rng, 12, 3);
        SCOPED_TRACE(spec::modelSpecToJson(spec).dump());
        const auto network = trainedNetwork(spec, static_cast<std::uint64_t>(i));
        const at::Tensor images =
            at::randn({3, spec.input[0], spec.input[1], spec.input[2]}, makeGenerator(4));
        at::Tensor want;
        {
            const EvalGuard guard(*network);
            want = network->forward(images);
        }
        Inference inference(network, {});
        ASSERT_LT(relativeDifference(inference.forward(images), want), 2e-5);
    }
}

TEST(Inference, FoldsANormalisationWithoutWeightsOfItsOwn) {
    spec::ModelSpec spec;
    spec.name = "bare";
    spec.input = {3, 8, 8};
    spec.nodes = {node("conv", "Conv2d", "input", {{"out_channels", 6}}),
                  node("norm", "BatchNorm2d", "conv", {{"affine", false}}),
                  node("relu", "ReLU", "norm", Json::object()),
                  node("flat", "Flatten", "relu", Json::object())};
    spec.output = "flat";
    const auto network = trainedNetwork(spec, 3);
    const at::Tensor images = at::randn({2, 3, 8, 8}, makeGenerator(4));
    Inference inference(network, {});
    const EvalGuard guard(*network);
    EXPECT_LT(relativeDifference(inference.forward(images), network->forward(images)), kTolerance);
}

TEST(Folding, TakesNormalisationsSumsAndActivationsIn) {
    const auto spec = zoo::build("resnet18", 5, 3, 64, 64).value();
    std::size_t convs = 0;
    std::size_t norms = 0;
    std::size_t sums = 0;
    std::size_t overwrite = 0;
    std::size_t activations = 0;
    const auto steps = foldSteps(spec);
    for (const FoldedStep& step : steps) {
        convs += step.isFolded ? 1 : 0;
        norms += step.norm ? 1 : 0;
        sums += step.add ? 1 : 0;
        overwrite += step.mayOverwrite ? 1 : 0;
        activations += step.activation ? 1 : 0;
    }
    EXPECT_EQ(convs, 20U);
    EXPECT_EQ(norms, 20U);
    EXPECT_EQ(sums, 8U);
    EXPECT_EQ(overwrite, 8U);
    EXPECT_EQ(activations, 17U);         // all but those of the three shortcuts
    EXPECT_EQ(steps.size(), convs + 3);  // the second pooling, flatten, the last layer
    EXPECT_TRUE(steps.front().pool);
}

spec::Node convNode(const std::string& id, const std::string& input, std::int64_t step) {
    return node(id, "Conv2d", input,
                {{"out_channels", 16}, {"kernel_size", 3}, {"stride", step}, {"padding", 1}});
}

spec::Node poolNode(const std::string& id, const std::string& input) {
    return node(id, "MaxPool2d", input, {{"kernel_size", 3}, {"stride", 2}, {"padding", 1}});
}

spec::Node sumNode(const std::string& id, const std::string& one, const std::string& other) {
    spec::Node sum = node(id, "Add", one, Json::object());
    sum.inputs = {one, other};
    return sum;
}

/// A convolution and its activation before more nodes, the last of which is the output.
spec::ModelSpec specOf(std::int64_t step, const std::vector<spec::Node>& more) {
    spec::ModelSpec spec;
    spec.name = "pooled";
    spec.input = {3, 40, 44};
    spec.nodes = {convNode("conv", "input", step), node("relu", "ReLU", "conv", Json::object())};
    spec.nodes.insert(spec.nodes.end(), more.begin(), more.end());
    spec.output = more.back().id;
    return spec;
}

TEST(Folding, TakesThePoolingAfterAConvolutionInStepsIn) {
    const auto poolings = [](const spec::ModelSpec& spec, const std::string& output = {}) {
        const auto steps = foldSteps(spec, output);
        return std::count_if(steps.begin(), steps.end(),
                             [](const FoldedStep& step) { return step.pool.has_value(); });
    };
    const spec::Node pool = poolNode("pool", "relu");
    EXPECT_EQ(poolings(specOf(2, {pool})), 1);
    EXPECT_EQ(poolings(specOf(1, {pool})), 0);
    EXPECT_EQ(poolings(specOf(2, {pool}), "relu"), 0);
    // Somebody else wants the answers, or the pooling is of a sum.
    const spec::Node beside = poolNode("beside", "relu");
    EXPECT_EQ(poolings(specOf(2, {pool, beside, sumNode("sum", "pool", "beside")})), 0);
    EXPECT_EQ(poolings(specOf(2, {convNode("other", "input", 2), sumNode("sum", "relu", "other"),
                                  poolNode("last", "sum")})),
              0);
}

TEST(Inference, AnswersWithPoolingTakenInAsTheNetworkDoes) {
    const auto network = trainedNetwork(
        specOf(2, {poolNode("pool", "relu"), convNode("second", "pool", 1),
                   sumNode("sum", "pool", "second"), node("last", "ReLU", "sum", Json::object())}),
        3);
    const at::Tensor images = at::randn({4, 3, 40, 44}, makeGenerator(4));
    const EvalGuard guard(*network);
    const at::Tensor want = network->forward(images);
    Inference inference(network, {});
    EXPECT_LT(relativeDifference(inference.forward(images), want), kTolerance);
    Inference coarse(network, {true, ""});
    EXPECT_LT(relativeDifference(coarse.forward(images), want), 0.05);
}

TEST(FusedConv, AddsAndActivatesAsTorchDoes) {
    at::Generator generator = makeGenerator(9);
    const at::Tensor weight = at::randn({12, 2, 3, 3}, generator) * 0.3;
    const at::Tensor bias = at::randn({12}, generator);
    const ConvGeometry geometry{{2, 1}, {1, 2}, {1, 2}, 3};
    const at::Tensor x = at::randn({2, 6, 9, 10}, generator);
    for (const char* activation : {"", "ReLU", "ReLU6", "SiLU", "Hardswish", "Sigmoid"}) {
        const auto fused = makeFusedConv(weight, bias, geometry, activation, at::kFloat);
        const auto plain = makePlainConv(weight, bias, geometry, activation, at::kFloat);
        const at::Tensor want = plain->run(x, {}, false);
        EXPECT_LT(relativeDifference(fused->run(x, {}, false), want), kTolerance) << activation;
        const at::Tensor addend = at::randn(want.sizes(), generator) * 3;
        const at::Tensor kept = addend.clone();
        const at::Tensor sum = plain->run(x, addend, false);
        EXPECT_LT(relativeDifference(fused->run(x, addend, false), sum), kTolerance) << activation;
        EXPECT_TRUE(addend.equal(kept));
        EXPECT_LT(relativeDifference(fused->run(x, addend, true), sum), kTolerance) << activation;
    }
}

TEST(TensorPool, GivesFreedBlocksToTheNextTensors) {
    useTensorPool();
    releaseTensorPool();
    const std::uint64_t before = tensorPoolUse().usedBytes;
    const void* first = nullptr;
    {
        const at::Tensor x = at::ones({1 << 20});
        first = x.data_ptr();
        if (tensorPoolUse().usedBytes == before) {
            GTEST_SKIP() << "a build that looks for wrong uses of memory has no pool";
        }
        EXPECT_EQ(x.sum().item<double>(), 1 << 20);
    }
    EXPECT_GE(tensorPoolUse().freeBytes, std::uint64_t{4} << 20);
    const at::Tensor again = at::empty({(1 << 20) - 1000});
    EXPECT_EQ(again.data_ptr(), first);
    releaseTensorPool();
    EXPECT_EQ(tensorPoolUse().freeBytes, 0U);
    EXPECT_EQ(again.fill_(2).sum().item<double>(), 2.0 * ((1 << 20) - 1000));
}

TEST(TensorPool, WhatComesBetweenDoesNotCostTheBlocksOfTraining) {
    useTensorPool();
    releaseTensorPool();
    const auto addressesOf = [](std::int64_t megabytes, std::size_t count) {
        std::vector<at::Tensor> alive;
        std::set<const void*> addresses;
        for (std::size_t i = 0; i < count; ++i) {
            alive.push_back(at::empty({megabytes << 18}));
            addresses.insert(alive.back().data_ptr());
        }
        return addresses;
    };
    const auto ofTraining = addressesOf(4, 8);
    if (tensorPoolUse().freeBytes == 0) {
        GTEST_SKIP() << "a build that looks for wrong uses of memory has no pool";
    }
    // Too small for the blocks that wait, and together too much for new ones beside them.
    (void)addressesOf(3, 6);
    EXPECT_EQ(addressesOf(4, 8), ofTraining);
    EXPECT_LE(tensorPoolUse().freeBytes, std::uint64_t{40} << 20);
    releaseTensorPool();
}

TEST(TensorPool, KeepsLittleMoreThanWasEverNeeded) {
    useTensorPool();
    releaseTensorPool();
    for (std::int64_t megabytes = 1; megabytes <= 32; ++megabytes) {
        (void)at::empty({megabytes << 18});
    }
    EXPECT_LE(tensorPoolUse().freeBytes, std::uint64_t{48} << 20);
    releaseTensorPool();
}

}  // namespace
}  // namespace minarai::nn
