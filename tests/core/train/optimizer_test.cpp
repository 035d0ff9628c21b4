// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The optimisers step for step against python3-torch, and their saved state.
#include "train/optimizer_torch.h"

#include <fstream>
#include <string>
#include <vector>

#include <ATen/ATen.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "nn/module_torch.h"
#include "oracle/torch_oracle.h"
#include "support/promised.h"
#include "train/settings.h"

namespace minarai::train {
namespace {

using nlohmann::json;

constexpr int kSteps = 50;
constexpr double kTolerance = 1e-6;

std::vector<json> cases() {
    const json adam = {{"rate", 0.01}, {"beta1", 0.9}, {"beta2", 0.999}, {"eps", 1e-8}};
    const json rmsprop = {{"optimizer", "rmsprop"}, {"rate", 0.01}, {"alpha", 0.97}, {"eps", 1e-7}};
    const auto with = [](json base, const json& more) {
        base.update(more);
        return base;
    };
    return {
        {{"name", "sgd"}, {"optimizer", "sgd"}, {"rate", 0.1}, {"momentum", 0.0}},
        {{"name", "sgd_momentum"},
         {"optimizer", "sgd"},
         {"rate", 0.1},
         {"momentum", 0.9},
         {"weight_decay", 0.01}},
        {{"name", "sgd_nesterov"},
         {"optimizer", "sgd"},
         {"rate", 0.1},
         {"momentum", 0.8},
         {"nesterov", true},
         {"weight_decay", 0.001}},
        {{"name", "sgd_cycled"},
         {"optimizer", "sgd"},
         {"rate", 0.1},
         {"momentum", 0.0},
         {"cycles", true}},
        with(adam, {{"name", "adam"}, {"optimizer", "adam"}}),
        with(adam, {{"name", "adam_cycled"}, {"optimizer", "adam"}, {"cycles", true}}),
        with(adam, {{"name", "adamw_cycled"},
                    {"optimizer", "adamw"},
                    {"weight_decay", 0.05},
                    {"cycles", true}}),
        with(adam, {{"name", "adam_decay"},
                    {"optimizer", "adam"},
                    {"beta1", 0.8},
                    {"weight_decay", 0.05}}),
        with(adam, {{"name", "adamw"}, {"optimizer", "adamw"}, {"weight_decay", 0.05}}),
        with(rmsprop, {{"name", "rmsprop"}, {"momentum", 0.0}}),
        with(rmsprop, {{"name", "rmsprop_cycled"}, {"momentum", 0.0}, {"cycles", true}}),
        with(rmsprop, {{"name", "rmsprop_all"},
                       {"momentum", 0.9},
                       {"centered", true},
                       {"weight_decay", 0.01}}),
    };
}

Params settingsOf(const json& one) {
    Params settings = settingsSchema().defaults();
    settings.set("weight_decay", 0.0);
    for (const auto& [name, value] : one.items()) {
        if (name == "optimizer") {
            settings.set(name, value.get<std::string>());
        } else if (name == "nesterov" || name == "centered") {
            settings.set(name, value.get<bool>());
        } else if (name == "cycles") {
            settings.set("schedule", std::string("one_cycle"));
        } else if (name != "name" && name != "steps" && name != "rate") {
            settings.set(name, value.get<double>());
        }
    }
    settings.set("learning_rate", one.at("rate").get<double>());
    return settings;
}

/// Parameters and gradients whose sizes are no multiples of what a processor takes at once.
weights::StateDict given() {
    at::Generator generator = nn::makeGenerator(5);
    const std::vector<std::vector<std::int64_t>> shapes{{9, 5, 3, 3}, {33, 7}, {3}, {200, 101}};
    weights::StateDict all;
    for (std::size_t i = 0; i < shapes.size(); ++i) {
        all.emplace_back("p" + std::to_string(i), at::randn(shapes[i], generator));
    }
    for (int step = 0; step < kSteps; ++step) {
        for (std::size_t i = 0; i < shapes.size(); ++i) {
            all.emplace_back("g" + std::to_string(step) + ".p" + std::to_string(i),
                             at::randn(shapes[i], generator) * 0.3);
        }
    }
    return all;
}

weights::StateDict parametersOf(const weights::StateDict& all) {
    weights::StateDict parameters;
    for (const auto& [name, tensor] : all) {
        if (name.front() == 'p') {
            // In channels-last order where that exists, as in a network.
            const auto order =
                tensor.dim() == 4 ? at::MemoryFormat::ChannelsLast : at::MemoryFormat::Contiguous;
            parameters.emplace_back(name, tensor.clone(order).set_requires_grad(true));
        }
    }
    return parameters;
}

void steps(Optimizer& optimizer, weights::StateDict& parameters, const weights::StateDict& all,
           const json& one, int from, int to) {
    const auto rate = one.at("rate").get<double>();
    for (int step = from; step < to; ++step) {
        optimizer.zeroGrad();
        for (auto& [name, tensor] : parameters) {
            tensor.mutable_grad() =
                weights::findTensor(all, "g" + std::to_string(step) + "." + name)->clone();
        }
        optimizer.setLearningRate(rate / (1 + step / 10.0));
        if (one.contains("cycles")) {
            optimizer.setMomentum(0.85 + 0.02 * (step % 5));
        }
        optimizer.step();
    }
}

double difference(const at::Tensor& got, const at::Tensor& want) {
    return (got - want).abs().max().item<double>() / want.abs().max().item<double>();
}

TEST(Optimizer, FiftyStepsAreThoseOfPython) {
    if (!oracle::torchAvailable()) {
        MINARAI_SKIP_WITHOUT("python3-torch");
    }
    const tests::TempFolder folder;
    const weights::StateDict all = given();
    ASSERT_TRUE(weights::writeWeights(folder / "given.pth", all));
    std::vector<json> list = cases();
    for (json& one : list) {
        one["steps"] = kSteps;
    }
    oracle::spill(folder / "cases.json", json(list).dump());
    ASSERT_TRUE(oracle::ask("optimizers.py", "'" + folder.path().string() + "'"));
    for (const json& one : list) {
        const auto name = one.at("name").get<std::string>();
        const auto want = weights::readWeights(folder / (name + ".pth"));
        ASSERT_TRUE(want) << want.error().message();
        weights::StateDict parameters = parametersOf(all);
        Optimizer optimizer(settingsOf(one), parameters, {});
        steps(optimizer, parameters, all, one, 0, kSteps);
        weights::StateDict got = parameters;
        for (const auto& entry : optimizer.state()) {
            if (entry.second.dim() > 0) {
                got.push_back(entry);
            }
        }
        ASSERT_EQ(got.size(), want->size()) << name;
        double worst = 0;
        for (const auto& [key, tensor] : *want) {
            const at::Tensor* own = weights::findTensor(got, key);
            ASSERT_NE(own, nullptr) << name << ": " << key;
            const double error = difference(own->detach(), tensor);
            EXPECT_LT(error, kTolerance) << name << ": " << key;
            worst = std::max(worst, error);
        }
        std::printf("%s: largest relative difference after %d steps: %.1e\n", name.c_str(), kSteps,
                    worst);
    }
}

TEST(Optimizer, GoesOnFromItsSavedStateToTheSameBits) {
    const weights::StateDict all = given();
    for (const json& one : cases()) {
        weights::StateDict whole = parametersOf(all);
        Optimizer straight(settingsOf(one), whole, {});
        steps(straight, whole, all, one, 0, 20);

        weights::StateDict parts = parametersOf(all);
        Optimizer first(settingsOf(one), parts, {});
        steps(first, parts, all, one, 0, 10);
        Optimizer second(settingsOf(one), parts, {});
        ASSERT_TRUE(second.setState(first.state())) << one;
        steps(second, parts, all, one, 10, 20);
        for (std::size_t i = 0; i < whole.size(); ++i) {
            EXPECT_TRUE(whole[i].second.equal(parts[i].second)) << one << ' ' << whole[i].first;
        }
    }
}

TEST(Optimizer, ParametersWithoutGradientStayAndHaveNoState) {
    weights::StateDict parameters = parametersOf(given());
    const at::Tensor before = parameters[1].second.detach().clone();
    Optimizer optimizer(settingsSchema().defaults(), parameters, {});
    optimizer.zeroGrad();
    parameters[0].second.mutable_grad() = at::ones_like(parameters[0].second);
    optimizer.step();
    EXPECT_TRUE(parameters[1].second.equal(before));
    for (const auto& [name, tensor] : optimizer.state()) {
        EXPECT_EQ(name.rfind("p0.", 0), 0U) << name;
    }
    EXPECT_EQ(optimizer.state().size(), 3U);
}

TEST(Optimizer, AStateOfAnotherShapeIsRefused) {
    weights::StateDict parameters = parametersOf(given());
    Optimizer optimizer(settingsSchema().defaults(), parameters, {});
    const Status status = optimizer.setState({{"p0.step", at::scalar_tensor(3, at::kLong)},
                                              {"p0.exp_avg", at::zeros({2})},
                                              {"p0.exp_avg_sq", at::zeros({2})}});
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().code, ErrorCode::WeightsMismatch);
}

}  // namespace
}  // namespace minarai::train
