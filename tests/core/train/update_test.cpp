// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Clipping, accumulation and averaging, update by update, against python3-torch.
#include <cmath>

#include <ATen/ATen.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "nn/module_torch.h"
#include "oracle/torch_oracle.h"
#include "support/promised.h"
#include "train/settings.h"
#include "train/train_step_torch.h"
#include "weights/state_dict_torch.h"

namespace minarai::train {
namespace {

constexpr int kSteps = 50;
constexpr int kAccumulate = 2;
constexpr double kClip = 0.4;
constexpr double kDecay = 0.9;
constexpr std::int64_t kBatch = 4;

spec::ModelSpec smallNetwork() {
    const auto json = Json::parse(R"({"version":1,"name":"small","input":[3,8,8],"nodes":[
        {"id":"conv","op":"Conv2d","inputs":["input"],
         "params":{"out_channels":6,"kernel_size":3,"padding":1}},
        {"id":"bn","op":"BatchNorm2d","inputs":["conv"]},
        {"id":"relu","op":"ReLU","inputs":["bn"]},
        {"id":"pool","op":"AdaptiveAvgPool2d","inputs":["relu"],"params":{"output_size":2}},
        {"id":"flat","op":"Flatten","inputs":["pool"]},
        {"id":"fc","op":"Linear","inputs":["flat"],"params":{"out_features":4}}],
        "output":"fc"})");
    return spec::modelSpecFromJson(json).value();
}

class Update : public testing::Test {
  protected:
    void SetUp() override {
        if (!oracle::torchAvailable()) {
            MINARAI_SKIP_WITHOUT("python3-torch");
        }
        const at::Generator generator = nn::makeGenerator(3);
        const auto options = at::TensorOptions(at::kFloat);
        for (int i = 0; i < kSteps * kAccumulate; ++i) {
            m_batches.emplace_back("x" + std::to_string(i),
                                   at::randn({kBatch, 3, 8, 8}, generator, options));
            m_batches.emplace_back("y" + std::to_string(i),
                                   at::randint(4, {kBatch}, generator, options).to(at::kLong));
        }
        m_network = nn::build(smallNetwork()).value();
        nn::initParameters(*m_network, nn::makeGenerator(11));
        m_network->train();
        ASSERT_TRUE(weights::writeWeights(m_folder / "batches.pth", m_batches));
        ASSERT_TRUE(weights::writeWeights(m_folder / "initial.pth", nn::namedTensors(*m_network)));
        ASSERT_TRUE(oracle::ask("train_technique.py",
                                "'" + m_folder.path().string() + "' " + std::to_string(kSteps) +
                                    " " + std::to_string(kAccumulate) + " " +
                                    std::to_string(kClip) + " " + std::to_string(kDecay)));
        m_settings = settingsSchema().defaults();
        m_settings.set("optimizer", std::string("sgd"));
        m_settings.set("momentum", 0.9);
        m_settings.set("weight_decay", 0.0);
        m_settings.set("clip_norm", kClip);
        m_settings.set("ema", kDecay);
        m_settings.set("ema_warmup", false);
    }

    static void expectNear(const weights::StateDict& own, const std::filesystem::path& file) {
        const auto wanted = weights::readWeights(file);
        ASSERT_TRUE(wanted) << wanted.error().message();
        ASSERT_EQ(own.size(), wanted->size());
        for (std::size_t i = 0; i < own.size(); ++i) {
            if (!own[i].second.is_floating_point()) {
                continue;  // PyTorch averages the counter of batches and cuts it off
            }
            const at::Tensor& a = own[i].second;
            const at::Tensor& b = (*wanted)[i].second;
            const double scale = std::max(b.abs().max().item<double>(), 1e-3);
            EXPECT_LT((a - b).abs().max().item<double>(), 1e-4 * scale) << own[i].first;
        }
    }

    const at::Tensor& at(const std::string& name) const {
        return *weights::findTensor(m_batches, name);
    }

    oracle::TempFolder m_folder;
    weights::StateDict m_batches;
    std::shared_ptr<nn::Network> m_network;
    Params m_settings;
};

TEST_F(Update, FiftyUpdatesAgreeWithPython) {
    const auto norms =
        nlohmann::json::parse(oracle::slurp(m_folder / "norms.json")).get<std::vector<double>>();
    TrainStep step(m_settings, m_network, c10::Device(c10::kCPU), false);
    int clipped = 0;
    for (int i = 0; i < kSteps; ++i) {
        step.begin();
        for (int part = 0; part < kAccumulate; ++part) {
            const std::string number = std::to_string(i * kAccumulate + part);
            ASSERT_TRUE(step.add(at("x" + number), {at("y" + number), {}}).isFinite);
        }
        // add() leaves the sum, of which finish() makes the mean.
        EXPECT_NEAR(step.gradientNorm() / kAccumulate, norms[static_cast<std::size_t>(i)],
                    1e-3 * norms[static_cast<std::size_t>(i)])
            << i;
        clipped += norms[static_cast<std::size_t>(i)] > kClip ? 1 : 0;
        ASSERT_TRUE(step.finish(0.1));
    }
    EXPECT_GT(clipped, 5);
    EXPECT_LT(clipped, kSteps);
    expectNear(nn::namedTensors(*m_network), m_folder / "weights.pth");
    expectNear(step.average()->state(), m_folder / "average.pth");
}

TEST_F(Update, ABatchInPartsIsTheBatch) {
    // Without batch normalisation's statistics parts add up to the very same.
    m_network->eval();
    TrainStep whole(m_settings, m_network, c10::Device(c10::kCPU), false);
    m_network->eval();
    const at::Tensor images = at::cat({at("x0"), at("x1"), at("x2")});
    const Target target{at::cat({at("y0"), at("y1"), at("y2")}), {}};
    whole.begin();
    const StepResult once = whole.add(images, target);
    std::vector<at::Tensor> gradients;
    for (const at::Tensor& parameter : m_network->parameters()) {
        gradients.push_back(parameter.grad().clone());
    }
    whole.setBatchLimit(5);  // 12 images: 4, 4 and 4
    whole.begin();
    const StepResult parts = whole.add(images, target);
    EXPECT_NEAR(parts.loss, once.loss, 1e-6);
    EXPECT_EQ(parts.correct, once.correct);
    EXPECT_EQ(parts.images, 12);
    std::size_t i = 0;
    for (const at::Tensor& parameter : m_network->parameters()) {
        EXPECT_TRUE(at::allclose(parameter.grad(), gradients[i++], 1e-4, 1e-6));
    }
}

TEST_F(Update, APartOfClassesWithoutWeightIsLeftOut) {
    m_network->eval();
    TrainStep step(m_settings, m_network, c10::Device(c10::kCPU), false, {}, {0, 1, 2, 1});
    m_network->eval();
    const at::Tensor images = at::cat({at("x0"), at("x1"), at("x2")});
    const at::Tensor labels = at::tensor({1, 2, 3, 1, 0, 0, 0, 0, 3, 2, 0, 1}, at::kLong);
    step.begin();
    const StepResult once = step.add(images, {labels, {}});
    ASSERT_TRUE(once.isFinite);
    std::vector<at::Tensor> gradients;
    for (const at::Tensor& parameter : m_network->parameters()) {
        gradients.push_back(parameter.grad().clone());
    }
    step.setBatchLimit(4);  // the four in the middle are all of class 0
    step.begin();
    const StepResult parts = step.add(images, {labels, {}});
    EXPECT_TRUE(parts.isFinite);
    EXPECT_NEAR(parts.loss, once.loss, 1e-6);
    EXPECT_EQ(parts.images, 12);
    std::size_t i = 0;
    for (const at::Tensor& parameter : m_network->parameters()) {
        EXPECT_TRUE(at::allclose(parameter.grad(), gradients[i++], 1e-4, 1e-6));
    }
}

TEST_F(Update, TheWarmUpOfAnAverageForgetsFasterAtFirst) {
    m_settings.set("ema", 0.999);
    m_settings.set("ema_warmup", true);
    WeightAverage average(m_settings, *m_network);
    at::Tensor first = m_network->parameters().front();
    const at::NoGradGuard noGrad;
    first.fill_(1);
    average.update();  // copies
    first.fill_(2);
    average.update();  // decay (1 + 1) / (10 + 1)
    EXPECT_NEAR(average.state().front().second.mean().item<double>(), 2 - 2.0 / 11, 1e-6);
    average.swap();
    EXPECT_NEAR(first.mean().item<double>(), 2 - 2.0 / 11, 1e-6);
    average.swap();
    EXPECT_EQ(first.mean().item<double>(), 2);
}

}  // namespace
}  // namespace minarai::train
