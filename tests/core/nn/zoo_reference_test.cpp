// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The zoo's networks against torchvision's own: logits, training passes, initial weights, files.
//
// With the environment variable MINARAI_ALL_MODELS set every one of torchvision's models is
// compared, which takes a quarter of an hour and 6 GB; else one of each family.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

#include <ATen/ATen.h>
#include <fmt/format.h>

#include "nn/module_torch.h"
#include "oracle/torch_oracle.h"
#include "spec/summary.h"
#include "support/promised.h"
#include "zoo/zoo.h"

namespace minarai::nn {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kClasses = 10;

struct Case {
    const char* name;
    std::int64_t size;
    std::int64_t batch;
};

/// One of each family, at the smallest sizes that exercise all of it: padded and shifted windows,
/// auxiliary heads.
constexpr Case kFamilies[] = {{"densenet121", 64, 2},     {"googlenet", 64, 2},
                              {"inception_v3", 299, 2},   {"mobilenet_v3_small", 64, 2},
                              {"mnasnet0_5", 64, 2},      {"shufflenet_v2_x0_5", 64, 2},
                              {"efficientnet_b0", 64, 2}, {"efficientnet_v2_s", 64, 2},
                              {"regnet_x_400mf", 64, 2},  {"regnet_y_400mf", 64, 2},
                              {"convnext_tiny", 64, 2},   {"vit_b_32", 64, 2},
                              {"swin_t", 72, 2},          {"swin_v2_t", 72, 2},
                              {"maxvit_t", 224, 2}};

double difference(const at::Tensor& ours, const at::Tensor& reference) {
    if (ours.sizes() != reference.sizes()) {
        return std::numeric_limits<double>::infinity();
    }
    const auto a = ours.to(at::kDouble);
    const auto b = reference.to(at::kDouble);
    return (a - b).abs().max().item<double>() / std::max(b.abs().max().item<double>(), 1e-12);
}

/// The oracle's way to thin out long gradients.
at::Tensor thinned(const at::Tensor& tensor) {
    const at::Tensor flat = tensor.detach().flatten();
    return flat.slice(0, 0, flat.numel(), flat.numel() / 20000 + 1);
}

std::shared_ptr<Network> networkOf(const Case& one, bool withoutDropout = false) {
    auto spec = zoo::build(one.name, kClasses, 3, one.size, one.size).value();
    for (auto& node : spec.nodes) {
        if (withoutDropout && node.params.has("p")) {
            node.params.set("p", 0.0);
        }
    }
    return build(spec).value();
}

/// Loads the oracle's weights, which must be exactly the network's, and returns the relative
/// difference of the logits.
double logitDifference(const fs::path& folder, const Case& one, Network& network) {
    const fs::path file = folder / (std::string(one.name) + ".pth");
    const auto state = weights::readWeights(file).value();
    const auto targets = namedTensors(network);
    EXPECT_EQ(state.size(), targets.size());
    for (std::size_t i = 0; i < std::min(state.size(), targets.size()); ++i) {
        EXPECT_EQ(state[i].first, targets[i].first);
    }
    EXPECT_TRUE(weights::loadInto(targets, state, {}, file));
    const auto data = weights::readWeights(folder / (std::string(one.name) + "_data.pth")).value();
    const EvalGuard guard(network);
    return difference(network.forward(*weights::findTensor(data, "x")),
                      *weights::findTensor(data, "logits"));
}

/// Our own random weights and what they answer, for torchvision to check.
void writeOurs(const fs::path& folder, const Case& one) {
    const auto network = networkOf(one);
    initParameters(*network, makeGenerator(3));
    // Heads that begin at 0 would hide everything before them.
    for (auto [tensorName, tensor] : namedTensors(*network)) {
        if (tensor.is_floating_point() && !tensorName.ends_with("running_var") &&
            !tensorName.ends_with("relative_coords_table")) {
            tensor.add_(at::randn(tensor.sizes(), makeGenerator(5), tensor.options()), 0.01);
        }
    }
    const auto x = at::rand({2, 3, one.size, one.size}, makeGenerator(4), at::kFloat);
    const EvalGuard guard(*network);
    const std::string name = one.name;
    EXPECT_TRUE(weights::writeWeights(folder / (name + "_ours.pth"), namedTensors(*network)));
    EXPECT_TRUE(weights::writeWeights(folder / (name + "_ours_data.pth"),
                                      {{"x", x}, {"logits", network->forward(x)}}));
}

void compareTraining(const fs::path& folder, const Case& one) {
    const auto network = networkOf(one, true);
    logitDifference(folder, one, *network);
    const auto data = weights::readWeights(folder / (std::string(one.name) + "_data.pth")).value();
    const auto of = [&data](const std::string& name) { return *weights::findTensor(data, name); };
    network->to(at::kDouble);
    network->train();
    const auto& auxiliary = network->spec().auxiliary;
    Captures captures;
    std::vector<at::Tensor> answers{network->forward(of("x").to(at::kDouble), auxiliary, captures)};
    for (const std::string& id : auxiliary) {
        answers.push_back(captures.at(id));
    }
    at::Tensor loss = at::zeros({}, at::kDouble);
    for (std::size_t i = 0; i < answers.size(); ++i) {
        EXPECT_LT(difference(answers[i].detach(), of(fmt::format("train_logits.{}", i))), 1e-7);
        loss = loss + at::cross_entropy_loss(answers[i], of("labels"));
    }
    loss.backward();
    double largest = 0;
    for (const auto& entry : network->named_parameters()) {
        const at::Tensor reference = of("grad." + entry.key());
        // Biases before a normalisation have gradients of nothing but rounding.
        if (reference.abs().max().item<double>() > 1e-10) {
            largest = std::max(largest, difference(thinned(entry.value().grad()), reference));
        }
    }
    EXPECT_LT(largest, 1e-5);
    for (const auto& entry : network->named_buffers()) {
        if (entry.key().find("running_") != std::string::npos) {
            EXPECT_LT(difference(entry.value(), of("after." + entry.key())), 1e-7) << entry.key();
        }
    }
    network->to(at::kFloat);
    initParameters(*network, makeGenerator(11));
    for (const auto& entry : network->named_parameters()) {
        const auto& p = entry.value();
        if (p.numel() < 2) {
            continue;
        }
        const at::Tensor reference = of("init." + entry.key());
        const double std = reference[1].item<double>();
        // Both are samples, and Python's truncated normal is 1 % too wide.
        const double error = 0.015 + 6 / std::sqrt(static_cast<double>(p.numel()));
        EXPECT_NEAR(p.mean().item<double>(), reference[0].item<double>(), std * error + 1e-7)
            << entry.key();
        EXPECT_NEAR(p.std(false).item<double>(), std, std * error + 1e-9) << entry.key();
        if (p.numel() > 1000) {
            EXPECT_EQ(p.abs().max().item<double>() < 2 * std, reference[2].item<double>() < 2 * std)
                << entry.key();
        }
    }
}

TEST(ZooReference, FamiliesAgreeWithTorchvision) {
    if (!oracle::torchAvailable()) {
        MINARAI_SKIP_WITHOUT("python3-torchvision");
    }
    const oracle::TempFolder folder;
    std::string jobs;
    std::string names;
    for (const Case& one : kFamilies) {
        jobs += fmt::format(" {}:{}:{}:train", one.name, one.size, one.batch);
        names += std::string(" ") + one.name;
    }
    ASSERT_TRUE(oracle::ask("zoo_oracle.py", "write " + folder.path().string() + jobs));
    for (const Case& one : kFamilies) {
        SCOPED_TRACE(one.name);
        EXPECT_LT(logitDifference(folder.path(), one, *networkOf(one)), 1e-4);
        compareTraining(folder.path(), one);
        writeOurs(folder.path(), one);
    }
    EXPECT_TRUE(oracle::ask("zoo_oracle.py", "check " + folder.path().string() + names));
}

TEST(ZooReference, EveryModelAgreesWithTorchvision) {
    if (std::getenv("MINARAI_ALL_MODELS") == nullptr) {
        GTEST_SKIP() << "set MINARAI_ALL_MODELS to compare all";
    }
    if (!oracle::torchAvailable()) {
        MINARAI_SKIP_WITHOUT("python3-torchvision");
    }
    for (const zoo::Architecture& about : zoo::architectures()) {
        const bool isOurs = about.name == "lenet5" || about.name == "lite_cnn" ||
                            about.name == "face_cnn" || about.name == "alexnet_original";
        if (isOurs) {
            continue;
        }
        SCOPED_TRACE(about.name);
        const bool isLarge = about.name.starts_with("maxvit") || about.name == "vit_h_14";
        const Case one{about.name.c_str(), isLarge ? 224 : 128, 1};
        const oracle::TempFolder folder;
        ASSERT_TRUE(
            oracle::ask("zoo_oracle.py", fmt::format("write {} {}:{}:{}", folder.path().string(),
                                                     one.name, one.size, one.batch)));
        const auto spec = zoo::build(about.name).value();
        const auto summary = spec::summarize(spec).value();
        const double found = logitDifference(folder.path(), one, *networkOf(one));
        EXPECT_LT(found, 1e-4);
        writeOurs(folder.path(), one);
        EXPECT_TRUE(
            oracle::ask("zoo_oracle.py", "check " + folder.path().string() + " " + one.name));
        std::cout << fmt::format("| {} | {} | {:.3f} G | {:.1e} |\n", about.name,
                                 summary.parameters, static_cast<double>(summary.macs) / 1e9, found)
                  << std::flush;
    }
}

}  // namespace
}  // namespace minarai::nn
