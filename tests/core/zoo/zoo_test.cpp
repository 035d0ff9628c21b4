// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "zoo/zoo.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "oracle/torch_oracle.h"
#include "spec/summary.h"
#include "support/promised.h"

namespace minarai::zoo {
namespace {

using testing::HasSubstr;

struct Published {
    const char* name;
    std::int64_t parameters;
    double gigaMacs;  ///< torchvision's table "GFLOPS"; 0 where there is none
};

class PublishedCounts : public testing::TestWithParam<Published> {};

TEST_P(PublishedCounts, AreOurs) {
    const auto spec = build(GetParam().name);
    ASSERT_TRUE(spec) << spec.error().message();
    const auto summary = spec::summarize(*spec);
    ASSERT_TRUE(summary) << summary.error().message();
    EXPECT_EQ(summary->parameters, GetParam().parameters);
    if (GetParam().gigaMacs > 0) {
        EXPECT_NEAR(static_cast<double>(summary->macs) / 1e9, GetParam().gigaMacs, 0.005);
    }
    EXPECT_EQ(spec::modelSpecFromJson(spec::modelSpecToJson(*spec)).value(), *spec);
}

INSTANTIATE_TEST_SUITE_P(
    Zoo, PublishedCounts,
    testing::Values(
        Published{"resnet18", 11'689'512, 1.814}, Published{"resnet34", 21'797'672, 3.664},
        Published{"resnet50", 25'557'032, 4.089}, Published{"resnet101", 44'549'160, 7.801},
        Published{"resnet152", 60'192'808, 11.514}, Published{"resnext50_32x4d", 25'028'904, 4.230},
        Published{"wide_resnet50_2", 68'883'240, 11.398}, Published{"alexnet", 61'100'840, 0.714},
        Published{"vgg11", 132'863'336, 7.609}, Published{"vgg16_bn", 138'365'992, 15.470},
        Published{"squeezenet1_0", 1'248'424, 0.819}, Published{"squeezenet1_1", 1'235'496, 0.349},
        Published{"mobilenet_v2", 3'504'872, 0.301}, Published{"densenet121", 7'978'856, 2.834},
        Published{"densenet161", 28'681'000, 7.728}, Published{"densenet169", 14'149'480, 3.360},
        Published{"densenet201", 20'013'928, 4.291},
        // With the auxiliary heads, which the published counts leave out.
        Published{"googlenet", 6'624'904 + 6'379'984, 1.498},
        Published{"inception_v3", 27'161'264, 5.713},
        Published{"mobilenet_v3_large", 5'483'032, 0.217},
        Published{"mobilenet_v3_small", 2'542'856, 0.057},
        Published{"mnasnet0_5", 2'218'512, 0.104}, Published{"mnasnet1_3", 6'282'256, 0.526},
        Published{"shufflenet_v2_x0_5", 1'366'792, 0.040},
        Published{"shufflenet_v2_x2_0", 7'393'996, 0.583},
        Published{"efficientnet_b0", 5'288'548, 0.386},
        Published{"efficientnet_b7", 66'347'960, 37.746},
        Published{"efficientnet_v2_s", 21'458'488, 8.366},
        Published{"regnet_x_400mf", 5'495'976, 0.414},
        Published{"regnet_y_16gf", 83'590'140, 15.912},
        Published{"regnet_y_128gf", 644'812'894, 127.518},
        Published{"convnext_tiny", 28'589'128, 4.456},
        Published{"convnext_large", 197'767'336, 34.361}, Published{"vit_b_16", 86'567'656, 17.564},
        Published{"vit_b_32", 88'224'232, 4.409}, Published{"vit_l_32", 306'535'400, 15.378},
        Published{"swin_t", 28'288'354, 4.491}, Published{"swin_b", 87'768'224, 15.431},
        Published{"swin_v2_t", 28'351'570, 5.94}, Published{"swin_v2_b", 87'930'848, 20.325},
        Published{"maxvit_t", 30'919'624, 5.558},
        // By hand: LeNet-5 on 28×28 without padding, 10 classes.
        Published{"lenet5", 156 + 2'416 + 30'840 + 10'164 + 850, 0},
        // 3·32·25+32 + 32·64·25+64 + 64·128·25+128 + 2048·2048+2048 + 2048·10+10
        Published{"lite_cnn", 2'432 + 51'264 + 204'928 + 4'196'352 + 20'490, 0},
        Published{"face_cnn", 896 + 18'496 + 2'097'280 + 1'290, 0},
        // Krizhevsky's net as one column: 62.4 million.
        Published{"alexnet_original", 62'378'344, 0}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Zoo, HasTorchvisionsStateDicts) {
    if (!oracle::torchAvailable()) {
        MINARAI_SKIP_WITHOUT("python3-torchvision");
    }
    std::string names;
    for (const Architecture& one : architectures()) {
        const bool isOurs = one.name == "lenet5" || one.name == "lite_cnn" ||
                            one.name == "face_cnn" || one.name == "alexnet_original";
        names += isOurs ? "" : " " + one.name;
    }
    const oracle::TempFolder folder;
    ASSERT_TRUE(oracle::ask("layout_oracle.py", (folder / "layouts.json").string() + names));
    const Json layouts = Json::parse(oracle::slurp(folder / "layouts.json"));
    // All of torchvision 0.14's classification models.
    EXPECT_EQ(layouts.size(), 80U);
    for (const auto& entry : layouts.items()) {
        Json ours = Json::array();
        const auto layout = spec::stateDictLayout(build(entry.key()).value()).value();
        for (const auto& tensor : layout) {
            ours.push_back(Json::array({tensor.name, tensor.shape, tensor.trainable}));
        }
        EXPECT_EQ(ours, entry.value()) << entry.key();
    }
}

TEST(Zoo, BuildsForOtherInputsAndClasses) {
    for (const Architecture& one : architectures()) {
        const auto spec = build(one.name, 7, 3, one.size, one.size);
        ASSERT_TRUE(spec) << spec.error().message();
        EXPECT_EQ(spec::classCount(*spec).value(), 7) << one.name;
        const auto more = spec::withClasses(*spec, 12);
        ASSERT_TRUE(more) << more.error().message();
        EXPECT_EQ(*more, build(one.name, 12, 3, one.size, one.size).value());
        EXPECT_FALSE(one.description.empty());
    }
    EXPECT_TRUE(build("resnet18", 10, 1, 32, 48));
}

TEST(Zoo, SaysWhatIsWrong) {
    const auto unknown = build("resnet19");
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, ErrorCode::UnknownArchitecture);
    EXPECT_THAT(unknown.error().message(), HasSubstr("resnet18"));
    EXPECT_EQ(build("resnet18", 0, 3, 32, 32).error().code, ErrorCode::SettingRange);
    EXPECT_EQ(build("resnet18", 10, 3, 32, 70'000).error().code, ErrorCode::SettingRange);
    EXPECT_EQ(build("lite_cnn", 10, 3, 32, 32).error().code, ErrorCode::InputSize);
    EXPECT_EQ(find("resnet19"), nullptr);
    EXPECT_EQ(find("lenet5")->channels, 1);
}

}  // namespace
}  // namespace minarai::zoo
