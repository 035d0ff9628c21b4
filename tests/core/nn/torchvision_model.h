// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A network of the zoo beside torchvision's own, which tests/oracle/zoo_oracle.py asks.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <memory>
#include <stdexcept>
#include <string>

#include <ATen/ATen.h>
#include <fmt/format.h>

#include "nn/module_torch.h"
#include "oracle/torch_oracle.h"
#include "zoo/zoo.h"

namespace minarai::nn {

struct TorchvisionModel {
    std::string name;
    std::array<std::int64_t, 3> input{3, 64, 64};
    std::int64_t batch = 1;
    bool narrow = false;  ///< see narrowed()

    /// As the oracle reads it.
    [[nodiscard]] std::string job(bool trains = false) const {
        return fmt::format(" {}:{}x{}x{}:{}{}{}", name, input[0], input[1], input[2], batch,
                           trains ? ":train" : "", narrow ? ":narrow" : "");
    }
};

/// torchvision has no teaching networks, nor the AlexNet of the paper.
inline bool isTorchvisions(const std::string& name) {
    return name != "lenet5" && name != "lite_cnn" && name != "face_cnn" &&
           name != "alexnet_original";
}

/// Hidden layers of 4096 values hold nearly all weights of AlexNet and VGG; 128 prove as much.
inline spec::ModelSpec narrowed(spec::ModelSpec spec) {
    for (spec::Node& node : spec.nodes) {
        if (node.op == "Linear" && node.params.integer("out_features") == 4096) {
            node.params.set("out_features", std::int64_t{128});
        }
    }
    return spec;
}

/// For ten classes, as the oracle's.
inline spec::ModelSpec specOf(const TorchvisionModel& model) {
    auto spec = zoo::build(model.name, 10, model.input[0], model.input[1], model.input[2]).value();
    return model.narrow ? narrowed(std::move(spec)) : spec;
}

/// The largest difference relative to the largest value of the reference.
inline double difference(const at::Tensor& ours, const at::Tensor& reference) {
    if (ours.sizes() != reference.sizes()) {
        return std::numeric_limits<double>::infinity();
    }
    const auto a = ours.to(at::kDouble);
    const auto b = reference.to(at::kDouble);
    return (a - b).abs().max().item<double>() / std::max(b.abs().max().item<double>(), 1e-12);
}

/// Loads the oracle's weights, which must be exactly the network's, and returns the difference of
/// the logits. Throws std::runtime_error where a tensor is missing or another one.
inline double logitDifference(const std::filesystem::path& folder, const std::string& name,
                              Network& network) {
    const std::filesystem::path file = folder / (name + ".pth");
    const auto state = weights::readWeights(file).value();
    const auto targets = namedTensors(network);
    const auto differing =
        std::mismatch(state.begin(), state.end(), targets.begin(), targets.end(),
                      [](const auto& a, const auto& b) { return a.first == b.first; });
    if (differing.first != state.end() || differing.second != targets.end()) {
        throw std::runtime_error(
            fmt::format("{} and ours differ in the state dict: {} and {}", name,
                        differing.first == state.end() ? "nothing" : differing.first->first,
                        differing.second == targets.end() ? "nothing" : differing.second->first));
    }
    if (const auto loaded = weights::loadInto(targets, state, {}, file); !loaded) {
        throw std::runtime_error(loaded.error().message());
    }
    const auto data = weights::readWeights(folder / (name + "_data.pth")).value();
    const EvalGuard guard(network);
    return difference(network.forward(*weights::findTensor(data, "x")),
                      *weights::findTensor(data, "logits"));
}

/// Our own random weights and what they answer, for torchvision to check.
inline void writeOurs(const std::filesystem::path& folder, const TorchvisionModel& model) {
    const auto network = build(specOf(model)).value();
    initParameters(*network, makeGenerator(3));
    // Heads that begin at 0 would hide everything before them.
    for (auto [tensorName, tensor] : namedTensors(*network)) {
        if (tensor.is_floating_point() && !tensorName.ends_with("running_var") &&
            !tensorName.ends_with("relative_coords_table")) {
            tensor.add_(at::randn(tensor.sizes(), makeGenerator(5), tensor.options()), 0.01);
        }
    }
    const auto x =
        at::rand({2, model.input[0], model.input[1], model.input[2]}, makeGenerator(4), at::kFloat);
    const EvalGuard guard(*network);
    const auto written =
        weights::writeWeights(folder / (model.name + "_ours.pth"), namedTensors(*network));
    const auto answered = weights::writeWeights(folder / (model.name + "_ours_data.pth"),
                                                {{"x", x}, {"logits", network->forward(x)}});
    if (!written || !answered) {
        throw std::runtime_error("the weights of " + model.name + " cannot be written");
    }
}

}  // namespace minarai::nn
