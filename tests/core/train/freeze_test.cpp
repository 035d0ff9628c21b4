// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Frozen layers and rates by layer: the same steps as python3-torch takes, and exact resume.
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <gtest/gtest.h>

#include "base/files.h"
#include "dataset/catalog.h"
#include "dataset/sample_set.h"
#include "nn/module_torch.h"
#include "oracle/torch_oracle.h"
#include "support/promised.h"
#include "support/temp_folder.h"
#include "train/settings.h"
#include "train/train_step_torch.h"
#include "train/trainer_torch.h"
#include "weights/state_dict_torch.h"
#include "zoo/zoo.h"

namespace minarai::train {
namespace {

constexpr int kSteps = 10;
constexpr std::int64_t kClasses = 5;
constexpr std::int64_t kEdge = 32;
constexpr double kTolerance = 1e-6;

bool isFrozenName(const std::string& name) {
    return name.starts_with("conv1.") || name.starts_with("bn1.") || name.starts_with("layer1.");
}

weights::StateDict copyOf(const nn::Network& network) {
    weights::StateDict copy;
    for (const auto& [name, tensor] : nn::namedTensors(network)) {
        copy.emplace_back(name, tensor.clone());
    }
    return copy;
}

class FreezeParity : public testing::TestWithParam<const char*> {};

TEST_P(FreezeParity, TenStepsAgreeWithPythonAndTheFrozenPartStays) {
    if (!oracle::torchAvailable()) {
        MINARAI_SKIP_WITHOUT("python3-torchvision");
    }
    const std::string optimizer = GetParam();
    const bool isSgd = optimizer == "sgd";
    const double rate = isSgd ? 0.01 : 0.001;
    const tests::TempFolder folder;
    at::set_num_threads(2);
    Params settings = settingsSchema().defaults();
    settings.set("optimizer", optimizer);
    settings.set("weight_decay", isSgd ? 1e-4 : 1e-2);
    settings.set("learning_rate", rate);
    settings.set("freeze", std::string("early"));
    settings.set("rate_multipliers", std::string("layer2=0.1, fc=10"));
    settings.set("kernels", std::string("torch"));  // ten steps magnify any other rounding

    const auto spec = zoo::build("resnet18", kClasses, 3, kEdge, kEdge).value();
    const auto plan = planTraining(spec, settings);
    ASSERT_TRUE(plan) << plan.error().message();
    const auto network = nn::build(spec).value();
    nn::initParameters(*network, nn::makeGenerator(3));
    network->useChannelsLast();
    network->train();
    at::Generator generator = nn::makeGenerator(5);
    weights::StateDict batches;
    batches.emplace_back("classes", at::tensor(kClasses, at::kLong));
    for (int i = 0; i < kSteps; ++i) {
        batches.emplace_back("x" + std::to_string(i), at::randn({8, 3, kEdge, kEdge}, generator));
        batches.emplace_back("y" + std::to_string(i), at::randint(kClasses, {8}, generator));
    }
    const weights::StateDict before = copyOf(*network);
    ASSERT_TRUE(weights::writeWeights(folder / "initial.pth", before));
    ASSERT_TRUE(weights::writeWeights(folder / "batches.pth", batches));
    ASSERT_TRUE(oracle::ask("freeze_parity.py", "'" + folder.path().string() + "' " + optimizer));
    const auto wanted = weights::readWeights(folder / "after.pth");
    ASSERT_TRUE(wanted) << wanted.error().message();

    TrainStep step(settings, network, c10::Device(c10::kCPU), /*bf16=*/false, *plan);
    for (int i = 0; i < kSteps; ++i) {
        const auto at = static_cast<std::size_t>(i);
        (void)step.run(batches[1 + 2 * at].second, batches[2 + 2 * at].second,
                       rate * (1 - static_cast<double>(i) / (2.0 * kSteps)));
    }
    const weights::StateDict after = copyOf(*network);
    ASSERT_EQ(after.size(), wanted->size());
    double worst = 0;
    for (std::size_t i = 0; i < after.size(); ++i) {
        const auto& [name, tensor] = after[i];
        ASSERT_EQ(name, (*wanted)[i].first);
        const at::Tensor want = (*wanted)[i].second.to(at::kDouble);
        const double scale = std::max(want.abs().max().item<double>(), 1e-6);
        const double error = (tensor.to(at::kDouble) - want).abs().max().item<double>() / scale;
        worst = std::max(worst, error);
        EXPECT_LT(error, kTolerance) << name;
        if (isFrozenName(name)) {
            EXPECT_TRUE(at::equal(tensor, before[i].second)) << name << " moved";
        } else {
            EXPECT_FALSE(at::equal(tensor, before[i].second)) << name << " did not learn";
        }
    }
    for (const auto& entry : network->named_parameters()) {
        EXPECT_EQ(entry.value().requires_grad(), !isFrozenName(entry.key())) << entry.key();
        EXPECT_EQ(entry.value().grad().defined(), !isFrozenName(entry.key())) << entry.key();
    }
    std::printf("%s: largest relative difference of the state after %d steps: %.2e\n",
                optimizer.c_str(), kSteps, worst);
}

INSTANTIATE_TEST_SUITE_P(Optimizers, FreezeParity, testing::Values("sgd", "adamw"),
                         [](const auto& named) { return std::string(named.param); });

TEST(Freeze, ValidationInBetweenLeavesFrozenLayersInEvaluationMode) {
    Params settings = settingsSchema().defaults();
    settings.set("freeze", std::string("most"));
    const auto spec = zoo::build("resnet18", kClasses, 3, kEdge, kEdge).value();
    const auto network = nn::build(spec).value();
    nn::initParameters(*network, nn::makeGenerator(3));
    network->train();
    const auto plan = planTraining(spec, settings).value();
    TrainStep step(settings, network, c10::Device(c10::kCPU), false, plan);
    {
        const nn::EvalGuard guard(*network);
        EXPECT_FALSE(network->moduleOf("layer4.0.bn1")->is_training());
    }
    EXPECT_TRUE(network->is_training());
    for (const NodePlan& node : plan.nodes) {
        EXPECT_EQ(network->moduleOf(node.id)->is_training(), !node.frozen) << node.id;
    }
}

class FreezeResume : public testing::TestWithParam<const char*> {
  protected:
    TrainJob makeJob(const std::string& run) {
        TrainJob job;
        const auto catalog = dataset::scan(m_folder / "data").value();
        job.runId = run;
        job.runFolder = m_folder / run;
        job.dataRoot = catalog.root;
        job.classes = catalog.classes;
        job.settings = settingsSchema().defaults();
        job.settings.set("size", kEdge);
        job.settings.set("epochs", std::int64_t{2});
        job.settings.set("batch", std::int64_t{8});
        job.settings.set("precision", std::string("fp32"));
        job.settings.set("optimizer", std::string(GetParam()));
        job.settings.set("freeze", std::string("early"));
        job.settings.set("layer_decay", 0.7);
        job.split = dataset::makeSplit(catalog, 0.2, 7).value();
        job.preprocess = preprocessFor(job.settings, 3);
        job.pipeline = augment::presetPipeline("none", job.preprocess).value();
        job.model =
            zoo::build("resnet18", static_cast<std::int64_t>(job.classes.size()), 3, kEdge, kEdge)
                .value();
        job.threads = 2;
        EXPECT_TRUE(makeFolder(job.runFolder));
        return job;
    }

    tests::TempFolder m_folder;
};

TEST_P(FreezeResume, EndsInTheSameBits) {
    ASSERT_TRUE(dataset::writeSampleSet(m_folder / "data", 4));
    TrainControl control;
    const TrainJob whole = makeJob("whole");
    std::int64_t counted = 0;
    std::int64_t parameters = 0;
    ASSERT_TRUE(makeTorchTrainer()->run(whole, {}, control, [&](const Event& event) {
        if (const auto* started = std::get_if<RunStarted>(&event.payload)) {
            counted = started->trainable;
            parameters = started->parameters;
        }
    }));
    EXPECT_EQ(counted, planTraining(whole.model, whole.settings)->trainable);
    EXPECT_LT(counted, parameters);

    TrainJob parts = makeJob("parts");
    parts.resume = true;
    EndReason reason = EndReason::Stopped;
    int rounds = 0;
    for (; reason == EndReason::Stopped && rounds < 20; ++rounds) {
        std::stop_source source;
        const auto ended =
            makeTorchTrainer()->run(parts, source.get_token(), control, [&](const Event& event) {
                if (std::holds_alternative<StepFinished>(event.payload)) {
                    source.request_stop();
                }
            });
        ASSERT_TRUE(ended) << ended.error().message();
        reason = ended->reason;
    }
    EXPECT_EQ(reason, EndReason::Completed);
    EXPECT_GE(rounds, 4);
    const auto left = weights::readWeights(whole.runFolder / "last.pth");
    const auto right = weights::readWeights(parts.runFolder / "last.pth");
    ASSERT_TRUE(left && right);
    ASSERT_EQ(left->size(), right->size());
    for (std::size_t i = 0; i < left->size(); ++i) {
        EXPECT_TRUE(at::equal((*left)[i].second, (*right)[i].second)) << (*left)[i].first;
    }
    parts.settings.set("freeze", std::string("none"));
    const auto other = makeTorchTrainer()->run(parts, {}, control, [](const Event&) {});
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().code, ErrorCode::ResumeChanged);
}

INSTANTIATE_TEST_SUITE_P(Optimizers, FreezeResume, testing::Values("sgd", "adamw"),
                         [](const auto& named) { return std::string(named.param); });

}  // namespace
}  // namespace minarai::train
