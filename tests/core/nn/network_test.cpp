// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <torch/csrc/autograd/autograd.h>
#include <nlohmann/json.hpp>

#include "base/rng.h"
#include "nn/module_torch.h"
#include "spec/summary.h"
#include "zoo/zoo.h"

namespace minarai::nn {
namespace {

spec::Node makeNode(const std::string& id, const std::string& op, std::vector<std::string> inputs,
                    const Json& params = Json::object()) {
    return {id, op, std::move(inputs), spec::findOp(op)->schema().fromJson(params).value()};
}

spec::Shape sampleShape(const at::Tensor& batch) {
    return batch.sizes().slice(1).vec();
}

/// What stands before an op so that it gets what it takes, and parameters that fit 4×8×8.
struct Setting {
    const char* before;
    Json params = Json::object();
    Json paramsBefore = Json::object();
};

Setting settingOf(const std::string& op) {
    static const std::map<std::string, Setting> kSettings{
        {"Linear", {"Flatten"}},
        {"LayerNorm", {"Tokens"}},
        {"MultiheadAttention", {"Tokens"}},
        {"ClassToken", {"Tokens"}},
        {"PositionEmbedding", {"Tokens"}},
        {"SelectToken", {"Tokens"}},
        {"GroupNorm", {"Identity", {{"num_groups", 2}}}},
        {"WindowPartition", {"Identity", {{"size", 4}}}},
        {"WindowMerge", {"WindowPartition", Json::object(), {{"size", 4}}}},
        {"RelativeAttention", {"WindowPartition", {{"head_dim", 2}}, {{"size", 4}}}},
        {"WindowAttention", {"Identity", {{"shift_size", 3}}}},
    };
    const auto found = kSettings.find(op);
    return found == kSettings.end() ? Setting{"Identity"} : found->second;
}

TEST(Network, RunsEveryOp) {
    for (const spec::Op* op : spec::allOps()) {
        const std::string name(op->name());
        const Setting setting = settingOf(name);
        spec::ModelSpec spec;
        spec.name = name;
        spec.input = {4, 8, 8};
        spec.nodes.push_back(makeNode("first", setting.before, {"input"}, setting.paramsBefore));
        std::vector<std::string> inputs(static_cast<std::size_t>(op->arity().first), "first");
        if (name == "WindowMerge") {
            inputs[1] = "input";
        }
        spec.nodes.push_back(makeNode("op", name, inputs, setting.params));
        spec.output = "op";
        auto network = build(spec);
        ASSERT_TRUE(network) << network.error().message();
        initParameters(**network, makeGenerator(1));
        const auto shapes = spec::inferShapes(spec).value();
        for (const bool training : {true, false}) {
            (*network)->train(training);
            const auto output = (*network)->forward(at::ones({2, 4, 8, 8}));
            EXPECT_EQ(sampleShape(output), shapes.back().output) << name;
            EXPECT_TRUE(output.isfinite().all().item<bool>()) << name;
        }
        const std::weak_ptr<Network> watched = *network;
        network->reset();
        EXPECT_TRUE(watched.expired()) << name;
    }
}

TEST(Network, HasTheStateDictsLayout) {
    for (const zoo::Architecture& one : zoo::architectures()) {
        const auto spec = zoo::build(one.name).value();
        const auto layout = spec::stateDictLayout(spec).value();
        const auto network = build(spec).value();
        const auto tensors = namedTensors(*network);
        ASSERT_EQ(tensors.size(), layout.size()) << one.name;
        for (std::size_t i = 0; i < layout.size(); ++i) {
            EXPECT_EQ(tensors[i].first, layout[i].name);
            EXPECT_EQ(tensors[i].second.sizes().vec(), layout[i].shape) << layout[i].name;
            EXPECT_EQ(tensors[i].second.scalar_type(), layout[i].integer ? at::kLong : at::kFloat);
        }
    }
}

/// A random graph of convolutions, pooling, sums and concatenations.
spec::ModelSpec randomSpec(Rng& rng) {
    spec::ModelSpec spec;
    spec.input = {static_cast<std::int64_t>(1 + rng.below(3)),
                  static_cast<std::int64_t>(8 + rng.below(9)),
                  static_cast<std::int64_t>(8 + rng.below(9))};
    std::string last = "input";
    const std::size_t count = 3 + rng.below(8);
    for (std::size_t i = 0; i < count; ++i) {
        const std::string id = "n" + std::to_string(i);
        const auto number = [&](std::uint64_t low, std::uint64_t high) {
            return low + rng.below(high - low + 1);
        };
        switch (rng.below(6)) {
            case 0:
                spec.nodes.push_back(makeNode(id, "Conv2d", {last},
                                              {{"out_channels", number(1, 5)},
                                               {"kernel_size", number(1, 4)},
                                               {"stride", number(1, 2)},
                                               {"padding", number(0, 2)}}));
                break;
            case 1:
                spec.nodes.push_back(makeNode(id, "MaxPool2d", {last},
                                              {{"kernel_size", number(2, 3)},
                                               {"stride", number(1, 2)},
                                               {"padding", number(0, 1)},
                                               {"ceil_mode", rng.chance(0.5)}}));
                break;
            case 2:
                spec.nodes.push_back(makeNode(id, "BatchNorm2d", {last}));
                break;
            case 3: {
                spec.nodes.push_back(makeNode(id, "ReLU", {last}));
                spec.nodes.push_back(makeNode(id + "s", "Add", {id, last}));
                last = id + "s";
                continue;
            }
            case 4:
                spec.nodes.push_back(makeNode(id, "Concat", {last, last}));
                break;
            default:
                spec.nodes.push_back(makeNode(id, "ReLU", {last}));
        }
        last = id;
    }
    spec.nodes.push_back(makeNode("flatten", "Flatten", {last}));
    spec.nodes.push_back(makeNode("fc", "Linear", {"flatten"}, {{"out_features", 3}}));
    spec.output = "fc";
    return spec;
}

TEST(Network, KeepsItsPromisesOnRandomGraphs) {
    Rng rng(3);
    int built = 0;
    for (int i = 0; i < 150; ++i) {
        const spec::ModelSpec spec = randomSpec(rng);
        const auto shapes = spec::inferShapes(spec);
        const auto network = build(spec);
        ASSERT_EQ(network.has_value(), shapes.has_value());
        if (!network) {
            continue;
        }
        ++built;
        initParameters(**network, makeGenerator(static_cast<std::uint64_t>(i)));
        std::vector<std::string> ids;
        for (const auto& node : spec.nodes) {
            ids.push_back(node.id);
        }
        const auto x = at::rand({2, spec.input[0], spec.input[1], spec.input[2]}, makeGenerator(1),
                                at::kFloat);
        const EvalGuard guard(**network);
        Captures captures;
        const auto kept = (*network)->forward(x, ids, captures);
        for (const auto& node : *shapes) {
            EXPECT_EQ(sampleShape(captures.at(node.id)), node.output) << node.id;
        }
        // Overwriting in place, which captures switch off, must not change the answer.
        EXPECT_TRUE(at::equal((*network)->forward(x), kept));
    }
    EXPECT_GT(built, 75);
}

TEST(Network, CapturesWithGradients) {
    const auto network = build(zoo::build("resnet18", 5, 3, 64, 64).value()).value();
    initParameters(*network, makeGenerator(1));
    network->eval();
    Captures captures;
    const std::vector<std::string> ids{"layer4.1.bn2", "layer4.1.add", "layer4.1.relu", "unknown"};
    const auto logits =
        network->forward(at::rand({1, 3, 64, 64}, makeGenerator(2), at::kFloat), ids, captures);
    ASSERT_EQ(captures.size(), 3U);
    EXPECT_TRUE(at::equal(captures.at("layer4.1.add").relu(), captures.at("layer4.1.relu")));
    const auto gradient =
        torch::autograd::grad({logits[0][2]}, {captures.at("layer4.1.relu")}).front();
    EXPECT_EQ(gradient.sizes(), captures.at("layer4.1.relu").sizes());
    EXPECT_GT(gradient.abs().sum().item<double>(), 0);
}

TEST(Network, LeavesTheDefaultGeneratorAlone) {
    const auto state = [] { return at::detail::getDefaultCPUGenerator().get_state(); };
    const auto before = state();
    const auto network = build(zoo::build("lite_cnn").value()).value();
    initParameters(*network, makeGenerator(1));
    network->forward(at::ones({2, 3, 64, 64})).sum().backward();
    EXPECT_TRUE(at::equal(before, state()));
}

TEST(Network, DropsOutTheSameFromTheSameState) {
    const auto network = build(zoo::build("lite_cnn").value()).value();
    initParameters(*network, makeGenerator(1));
    const auto x = at::ones({2, 3, 64, 64});
    network->seedDropout(4);
    const auto first = network->forward(x);
    const auto state = network->dropoutGenerator().get_state();
    const auto second = network->forward(x);
    EXPECT_FALSE(at::equal(first, second));
    network->dropoutGenerator().set_state(state);
    EXPECT_TRUE(at::equal(network->forward(x), second));
    network->seedDropout(4);
    EXPECT_TRUE(at::equal(network->forward(x), first));
    network->eval();
    EXPECT_TRUE(at::equal(network->forward(x), network->forward(x)));
}

TEST(Network, InitialisesTheSameFromTheSameSeed) {
    const auto spec = zoo::build("lenet5").value();
    const auto a = build(spec).value();
    const auto b = build(spec).value();
    initParameters(*a, makeGenerator(9));
    initParameters(*b, makeGenerator(9));
    const auto ours = namedTensors(*a);
    const auto theirs = namedTensors(*b);
    for (std::size_t i = 0; i < ours.size(); ++i) {
        EXPECT_TRUE(at::equal(ours[i].second, theirs[i].second)) << ours[i].first;
    }
    initParameters(*b, makeGenerator(10));
    EXPECT_FALSE(at::equal(ours[0].second, theirs[0].second));
}

TEST(Guard, PutsEveryModeBack) {
    const auto network = build(zoo::build("resnet18", 5, 3, 32, 32).value()).value();
    ASSERT_NE(network->moduleOf("layer1"), nullptr);
    EXPECT_EQ(network->moduleOf("layer9"), nullptr);
    network->moduleOf("layer1")->eval();
    {
        const EvalGuard guard(*network);
        EXPECT_FALSE(network->is_training());
        EXPECT_FALSE(network->moduleOf("layer2.0.bn1")->is_training());
        EXPECT_FALSE(at::GradMode::is_enabled());
    }
    EXPECT_TRUE(at::GradMode::is_enabled());
    EXPECT_TRUE(network->is_training());
    EXPECT_FALSE(network->moduleOf("layer1.0.bn1")->is_training());
    EXPECT_TRUE(network->moduleOf("layer2.0.bn1")->is_training());
}

TEST(Network, FreezesBatchNormInEvaluationMode) {
    const auto network = build(zoo::build("resnet18", 5, 3, 32, 32).value()).value();
    initParameters(*network, makeGenerator(1));
    network->moduleOf("layer1")->eval();
    network->forward(at::rand({2, 3, 32, 32}, makeGenerator(1), at::kFloat));
    const auto buffers = network->named_buffers();
    EXPECT_EQ(buffers["layer1.0.bn1.num_batches_tracked"].item<std::int64_t>(), 0);
    EXPECT_EQ(buffers["layer2.0.bn1.num_batches_tracked"].item<std::int64_t>(), 1);
}

TEST(Network, SaysWhatIsWrongWithItsSpec) {
    auto spec = zoo::build("lenet5").value();
    spec.input = {1, 8, 8};
    EXPECT_EQ(build(spec).error().code, ErrorCode::InputSize);
    spec.nodes[1].op = "Sine";
    EXPECT_EQ(build(spec).error().code, ErrorCode::SpecInvalid);
}

}  // namespace
}  // namespace minarai::nn
