// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The zoo's networks against torchvision's own: logits, training passes, initial weights, files.
// One of each family; zoo_bench compares all of them.
#include <gtest/gtest.h>

#include <vector>

#include <ATen/ATen.h>
#include <fmt/format.h>

#include "core/nn/torchvision_model.h"
#include "spec/summary.h"
#include "support/promised.h"

namespace minarai::nn {
namespace {

namespace fs = std::filesystem;

/// At the smallest sizes that exercise all of it: padded and shifted windows, auxiliary heads.
std::vector<TorchvisionModel> families() {
    return {{"alexnet", {3, 96, 96}, 2, true},      {"vgg11_bn", {3, 64, 64}, 2, true},
            {"resnext50_32x4d", {3, 64, 64}, 2},    {"densenet121", {3, 64, 64}, 2},
            {"googlenet", {3, 64, 64}, 2},          {"inception_v3", {3, 299, 299}, 2},
            {"mobilenet_v3_small", {3, 64, 64}, 2}, {"mnasnet0_5", {3, 64, 64}, 2},
            {"shufflenet_v2_x0_5", {3, 64, 64}, 2}, {"efficientnet_b0", {3, 64, 64}, 2},
            {"efficientnet_v2_s", {3, 64, 64}, 2},  {"regnet_x_400mf", {3, 64, 64}, 2},
            {"regnet_y_400mf", {3, 64, 64}, 2},     {"convnext_tiny", {3, 64, 64}, 2},
            {"vit_b_32", {3, 64, 64}, 2},           {"swin_t", {3, 72, 72}, 2},
            {"swin_v2_t", {3, 72, 72}, 2},          {"maxvit_t", {3, 224, 224}, 2}};
}

/// Grey ones, higher than wide where torchvision takes such pictures.
std::vector<TorchvisionModel> greyAndOblong() {
    return {{"alexnet", {1, 128, 96}, 1, true},  {"vgg11", {1, 96, 64}, 1, true},
            {"resnet18", {1, 96, 64}},           {"squeezenet1_1", {1, 96, 64}},
            {"densenet121", {1, 96, 64}},        {"googlenet", {1, 96, 64}},
            {"inception_v3", {1, 128, 96}},      {"mobilenet_v2", {1, 96, 64}},
            {"mobilenet_v3_small", {1, 96, 64}}, {"mnasnet0_5", {1, 96, 64}},
            {"shufflenet_v2_x0_5", {1, 96, 64}}, {"efficientnet_b0", {1, 96, 64}},
            {"regnet_y_400mf", {1, 96, 64}},     {"convnext_tiny", {1, 96, 64}},
            {"vit_b_32", {1, 64, 64}},           {"swin_t", {1, 104, 72}},
            {"swin_v2_t", {1, 104, 72}},         {"maxvit_t", {1, 224, 224}}};
}

/// The oracle's way to thin out long gradients.
at::Tensor thinned(const at::Tensor& tensor) {
    const at::Tensor flat = tensor.detach().flatten();
    return flat.slice(0, 0, flat.numel(), flat.numel() / 20000 + 1);
}

std::shared_ptr<Network> withoutDropout(const TorchvisionModel& model) {
    auto spec = specOf(model);
    for (auto& node : spec.nodes) {
        if (node.params.has("p")) {
            node.params.set("p", 0.0);
        }
    }
    return build(spec).value();
}

void compareTraining(const fs::path& folder, const TorchvisionModel& model) {
    const auto network = withoutDropout(model);
    logitDifference(folder, model.name, *network);
    const auto data = weights::readWeights(folder / (model.name + "_data.pth")).value();
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
    std::string ours;
    for (const TorchvisionModel& model : families()) {
        jobs += model.job(true);
        ours += model.job();
    }
    ASSERT_TRUE(oracle::ask("zoo_oracle.py", "write " + folder.path().string() + jobs));
    for (const TorchvisionModel& model : families()) {
        SCOPED_TRACE(model.name);
        const auto network = build(specOf(model)).value();
        EXPECT_LT(logitDifference(folder.path(), model.name, *network), 1e-4);
        compareTraining(folder.path(), model);
        writeOurs(folder.path(), model);
    }
    EXPECT_TRUE(oracle::ask("zoo_oracle.py", "check " + folder.path().string() + ours));
}

TEST(ZooReference, GreyAndOblongPicturesGiveTorchvisionsLogits) {
    if (!oracle::torchAvailable()) {
        MINARAI_SKIP_WITHOUT("python3-torchvision");
    }
    const oracle::TempFolder folder;
    std::string jobs;
    for (const TorchvisionModel& model : greyAndOblong()) {
        jobs += model.job();
    }
    ASSERT_TRUE(oracle::ask("zoo_oracle.py", "write " + folder.path().string() + jobs));
    for (const TorchvisionModel& model : greyAndOblong()) {
        SCOPED_TRACE(model.name);
        const auto network = build(specOf(model)).value();
        EXPECT_LT(logitDifference(folder.path(), model.name, *network), 1e-4);
    }
}

TEST(ZooReference, SmallInceptionsLoadStrictlyIntoTorchvision) {
    if (!oracle::torchAvailable()) {
        MINARAI_SKIP_WITHOUT("python3-torchvision");
    }
    // Far below the 299 px at which torchvision can train the auxiliary head.
    const TorchvisionModel model{"inception_v3", {3, 96, 128}};
    const oracle::TempFolder folder;
    writeOurs(folder.path(), model);
    EXPECT_TRUE(oracle::ask("zoo_oracle.py", "check " + folder.path().string() + model.job()));
    // It learns here, nevertheless: both answers, for each picture.
    const auto network = build(specOf(model)).value();
    initParameters(*network, makeGenerator(3));
    Captures captures;
    const auto logits =
        network->forward(at::rand({2, 3, 96, 128}), network->spec().auxiliary, captures);
    (logits.sum() + captures.at("AuxLogits.fc").sum()).backward();
    EXPECT_EQ(captures.at("AuxLogits.fc").sizes(), logits.sizes());
    for (const auto& entry : network->named_parameters()) {
        EXPECT_TRUE(entry.value().grad().defined()) << entry.key();
    }
}

TEST(ZooReference, EveryArchitectureIsBuiltForGreyAndOblongPictures) {
    for (const zoo::Architecture& about : zoo::architectures()) {
        SCOPED_TRACE(about.name);
        // A multiple of every patch and window. Weights which nobody sets take no memory.
        const auto spec = zoo::build(about.name, 7, 1, 2 * about.size, about.size);
        ASSERT_TRUE(spec) << spec.error().message();
        const auto network = build(*spec);
        ASSERT_TRUE(network) << network.error().message();
        std::int64_t parameters = 0;
        for (const at::Tensor& parameter : (*network)->parameters()) {
            parameters += parameter.numel();
        }
        EXPECT_EQ(parameters, spec::summarize(*spec).value().parameters);
    }
}

}  // namespace
}  // namespace minarai::nn
