// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Losses and gradients against python3-torch, from equal weights and equal batches.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "dataset/catalog.h"
#include "dataset/sample_set.h"
#include "dataset/split.h"
#include "loading/batch_loader.h"
#include "nn/module_torch.h"
#include "support/places.h"
#include "support/temp_folder.h"
#include "train/settings.h"
#include "train/train_step_torch.h"
#include "weights/state_dict_torch.h"
#include "zoo/zoo.h"

namespace minarai::train {
namespace {

namespace fs = std::filesystem;

constexpr double kTolerance = 1e-4;

/// The shared flower photos where they are, the program's own pictures elsewhere.
fs::path imageFolder(const tests::TempFolder& folder) {
    const fs::path flowers = fs::path(tests::sourceFolder()) / "../shared/data/flowers";
    if (fs::exists(flowers)) {
        return flowers;
    }
    EXPECT_TRUE(dataset::writeSampleSet(folder / "sample", 30));
    return folder / "sample";
}

struct Case {
    const char* arch;
    const char* optimizer;
    double learningRate;
    const char* kernels = "torch";
    int steps = 20;
};

class Parity : public testing::TestWithParam<Case> {};

TEST_P(Parity, LossesAndGradientsAgreeWithPython) {
    const auto& [arch, optimizer, learningRate, kernels, steps] = GetParam();
    const tests::TempFolder folder;
    at::set_num_threads(2);
    const auto catalog = dataset::scan(imageFolder(folder));
    ASSERT_TRUE(catalog);
    const auto split = dataset::makeSplit(*catalog, 0.2, 7);
    ASSERT_TRUE(split);

    Params settings = settingsSchema().defaults();
    settings.set("size", std::int64_t{64});
    settings.set("optimizer", std::string(optimizer));
    settings.set("nesterov", true);
    settings.set("learning_rate", learningRate);
    settings.set("label_smoothing", 0.1);
    settings.set("kernels", std::string(kernels));

    loading::LoaderOptions options;
    options.root = catalog->root;
    options.preprocess = preprocessFor(settings, 3);
    options.pipeline = augment::presetPipeline("standard", options.preprocess).value();
    options.shuffle = true;
    options.batchSize = 8;
    loading::BatchLoader loader(options, split->train);
    loader.startEpoch(0);

    const auto classes = static_cast<std::int64_t>(catalog->classes.size());
    weights::StateDict batches;
    batches.emplace_back("classes", at::tensor(classes, at::kLong));
    for (int i = 0; i < steps; ++i) {
        const auto batch = loader.next();
        ASSERT_TRUE(batch);
        batches.emplace_back("x" + std::to_string(i),
                             at::tensor(batch->imagesNchw)
                                 .view({static_cast<std::int64_t>(batch->count), 3, 64, 64}));
        batches.emplace_back("y" + std::to_string(i), at::tensor(batch->labels, at::kLong));
    }

    auto spec = zoo::build(arch, classes, 3, 64, 64);
    ASSERT_TRUE(spec) << spec.error().message();
    for (spec::Node& node : spec->nodes) {
        if (node.op == "Dropout") {
            node.params.set("p", 0.0);
        }
    }
    const auto network = nn::build(*spec).value();
    nn::initParameters(*network, nn::makeGenerator(11));
    network->useChannelsLast();
    network->train();
    ASSERT_TRUE(weights::writeWeights(folder / "initial.pth", nn::namedTensors(*network)));
    ASSERT_TRUE(weights::writeWeights(folder / "batches.pth", batches));

    const std::string command = "/usr/bin/python3 '" + tests::sourceFolder() +
                                "/tests/oracle/train_parity.py' '" + folder.path().string() + "' " +
                                arch + " " + optimizer + " " + std::to_string(learningRate);
    ASSERT_EQ(std::system(command.c_str()), 0) << command;
    std::ifstream file(folder / "losses.json");
    const auto expected = nlohmann::json::parse(file).get<std::vector<double>>();
    const auto gradients = weights::readWeights(folder / "gradients.pth");
    ASSERT_TRUE(gradients) << gradients.error().message();
    ASSERT_EQ(expected.size(), static_cast<std::size_t>(steps));

    TrainStep step(settings, network, c10::Device(c10::kCPU), /*bf16=*/false);
    double worst = 0;
    for (int i = 0; i < steps; ++i) {
        const at::Tensor& x = batches[static_cast<std::size_t>(1 + 2 * i)].second;
        const at::Tensor& y = batches[static_cast<std::size_t>(2 + 2 * i)].second;
        const StepResult result = step.run(x, y, learningRate);
        const double difference = std::abs(result.loss - expected[static_cast<std::size_t>(i)]) /
                                  expected[static_cast<std::size_t>(i)];
        worst = std::max(worst, difference);
        EXPECT_LT(difference, kTolerance)
            << "step " << i << ": " << result.loss << ", python3-torch "
            << expected[static_cast<std::size_t>(i)];
        if (i > 0) {
            continue;
        }
        const auto parameters = network->parameters();
        ASSERT_EQ(parameters.size(), gradients->size());
        for (std::size_t p = 0; p < parameters.size(); ++p) {
            const at::Tensor& want = (*gradients)[p].second;
            const double scale = std::max(want.abs().max().item<double>(), 1e-6);
            const double error = (parameters[p].grad() - want).abs().max().item<double>() / scale;
            EXPECT_LT(error, kTolerance) << "gradient of parameter " << p;
        }
    }
    RecordProperty("largest_relative_difference", std::to_string(worst));
    std::printf("%s, %s: largest relative difference of %d losses: %.2e\n", arch, optimizer, steps,
                worst);
}

INSTANTIATE_TEST_SUITE_P(
    Networks, Parity,
    testing::Values(Case{"resnet18", "sgd", 0.01},
                    // With other digits the two networks part after a few steps, as PyTorch
                    // itself does with another order of memory: normalisation of few values
                    // magnifies any rounding.
                    Case{"resnet18", "sgd", 0.01, "auto", 2}, Case{"face_cnn", "sgd", 0.01, "auto"},
                    Case{"face_cnn", "adamw", 0.001, "auto"}, Case{"lite_cnn", "sgd", 0.01},
                    Case{"lite_cnn", "adamw", 0.001}),
    [](const auto& named) {
        return std::string(named.param.arch) + "_" + named.param.optimizer + "_" +
               named.param.kernels;
    });

}  // namespace
}  // namespace minarai::train
