// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Every loss and its gradient against python3-torch.
#include "train/loss_torch.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "nn/module_torch.h"
#include "oracle/torch_oracle.h"
#include "support/promised.h"
#include "train/class_weights.h"
#include "train/settings.h"
#include "weights/state_dict_torch.h"

namespace minarai::train {
namespace {

constexpr std::int64_t kImages = 7;
constexpr std::int64_t kClasses = 5;
const std::vector<double> kWeights{0.5, 2.0, 1.0, 0.25, 3.0};

struct Case {
    const char* loss;
    double gamma;
    double smoothing;
    bool weighted;
    bool soft;
};

std::vector<Case> cases() {
    std::vector<Case> all;
    for (const bool weighted : {false, true}) {
        for (const bool soft : {false, true}) {
            for (const double smoothing : {0.0, 0.1}) {
                all.push_back({"cross_entropy", 0, smoothing, weighted, soft});
                all.push_back({"focal", 2, smoothing, weighted, soft});
            }
            all.push_back({"focal", 0.5, 0, weighted, soft});
        }
    }
    return all;
}

TEST(Losses, AgreeWithPython) {
    if (!oracle::torchAvailable()) {
        MINARAI_SKIP_WITHOUT("python3-torch");
    }
    const at::Generator generator = nn::makeGenerator(5);
    const auto options = at::TensorOptions(at::kFloat);
    const at::Tensor logits = at::randn({kImages, kClasses}, generator, options) * 3;
    const at::Tensor labels = at::randint(kClasses, {kImages}, generator, options).to(at::kLong);
    const at::Tensor shares =
        at::softmax(at::randn({kImages, kClasses}, generator, options) * 2, 1);
    const oracle::TempFolder folder;
    ASSERT_TRUE(weights::writeWeights(folder / "input.pth",
                                      {{"logits", logits},
                                       {"labels", labels},
                                       {"shares", shares},
                                       {"weights", at::tensor(kWeights, at::kDouble)}}));
    nlohmann::json asked = nlohmann::json::array();
    for (const Case& each : cases()) {
        asked.push_back({{"loss", each.loss},
                         {"gamma", each.gamma},
                         {"smoothing", each.smoothing},
                         {"weighted", each.weighted},
                         {"soft", each.soft}});
    }
    oracle::spill(folder / "cases.json", asked.dump());
    ASSERT_TRUE(oracle::ask("losses.py", "'" + folder.path().string() + "'"));
    const auto expected = weights::readWeights(folder / "output.pth");
    ASSERT_TRUE(expected) << expected.error().message();

    std::size_t number = 0;
    for (const Case& each : cases()) {
        SCOPED_TRACE("case " + std::to_string(number) + ", " + each.loss);
        Params settings = settingsSchema().defaults();
        settings.set("loss", std::string(each.loss));
        settings.set("focal_gamma", each.gamma);
        settings.set("label_smoothing", each.smoothing);
        const c10::Device cpu(c10::kCPU);
        const Loss loss(settings, each.weighted ? kWeights : std::vector<double>{}, cpu);
        const at::Tensor own = logits.clone().set_requires_grad(true);
        const Target target{labels, each.soft ? shares : at::Tensor()};
        const at::Tensor value = loss.mean(own, target);
        value.backward();
        const at::Tensor& wanted = *weights::findTensor(*expected, "loss" + std::to_string(number));
        const at::Tensor& slope =
            *weights::findTensor(*expected, "gradient" + std::to_string(number));
        EXPECT_NEAR(value.item<double>(), wanted.item<double>(), 1e-5 * wanted.item<double>());
        const double scale = slope.abs().max().item<double>();
        EXPECT_LT((own.grad().to(at::kDouble) - slope).abs().max().item<double>(), 1e-5 * scale);

        // Parts that are weighted by their divisors add up to the whole.
        double sum = 0;
        for (const auto& [first, count] : {std::pair{0, 3}, std::pair{3, 4}}) {
            const Target part = target.narrow(first, count);
            sum +=
                loss.mean(logits.narrow(0, first, count), part).item<double>() * loss.divisor(part);
        }
        EXPECT_NEAR(sum / loss.divisor(target), wanted.item<double>(),
                    1e-5 * wanted.item<double>());
        ++number;
    }
}

TEST(Losses, ASureFocalLossHasAFiniteGradient) {
    Params settings = settingsSchema().defaults();
    settings.set("loss", std::string("focal"));
    settings.set("focal_gamma", 0.5);
    const Loss loss(settings, {}, c10::Device(c10::kCPU));
    const at::Tensor logits = at::tensor({200.0F, 0.0F, 0.0F}).view({1, 3}).set_requires_grad(true);
    loss.mean(logits, {at::tensor({0}, at::kLong), {}}).backward();
    EXPECT_TRUE(at::isfinite(logits.grad()).all().item<bool>());
}

TEST(Losses, SoftLabelsCountByTheirLargestShare) {
    const at::Tensor logits = at::tensor({2.0F, 1.0F, 0.0F, 0.0F, 1.0F, 2.0F}).view({2, 3});
    const Target whole{at::tensor({0, 1}, at::kLong), {}};
    EXPECT_EQ(countCorrect(logits, whole), 1);
    const Target soft{whole.labels, at::tensor({0.6F, 0.4F, 0.0F, 0.0F, 0.3F, 0.7F}).view({2, 3})};
    EXPECT_EQ(countCorrect(logits, soft), 2);
}

TEST(ClassWeights, BalancedIsScikitLearns) {
    // n / (classes × count) of 6, 3 and 1 images.
    std::vector<dataset::Item> items;
    for (const auto& [label, count] : {std::pair{0, 6}, std::pair{1, 3}, std::pair{2, 1}}) {
        for (int i = 0; i < count; ++i) {
            items.push_back({"", label, 0});
        }
    }
    Params settings = settingsSchema().defaults();
    EXPECT_TRUE(classWeights(settings, items, 3)->empty());
    settings.set("class_weights", std::string("balanced"));
    const auto weights = classWeights(settings, items, 3).value();
    ASSERT_EQ(weights.size(), 3U);
    EXPECT_NEAR(weights[0], 10.0 / 18, 1e-12);
    EXPECT_NEAR(weights[1], 10.0 / 9, 1e-12);
    EXPECT_NEAR(weights[2], 10.0 / 3, 1e-12);
    // A class without images takes no part.
    EXPECT_EQ(classWeights(settings, items, 4).value()[3], 0);
    EXPECT_NEAR(classWeights(settings, items, 4).value()[0], 10.0 / 18, 1e-12);
}

}  // namespace
}  // namespace minarai::train
