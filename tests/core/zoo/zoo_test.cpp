// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "zoo/zoo.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "oracle/torch_oracle.h"
#include "spec/summary.h"
#include "support/processor_clock.h"
#include "support/promised.h"

namespace minarai::zoo {
namespace {

using testing::HasSubstr;

struct Published {
    const char* name;
    std::int64_t parameters;
    double gigaMacs;  ///< "GFLOPS" in the tables of torchvision's documentation
};

constexpr Published kPublished[] = {
    {"alexnet", 61'100'840, 0.714},
    {"vgg11", 132'863'336, 7.609},
    {"vgg11_bn", 132'868'840, 7.609},
    {"vgg13", 133'047'848, 11.308},
    {"vgg13_bn", 133'053'736, 11.308},
    {"vgg16", 138'357'544, 15.470},
    {"vgg16_bn", 138'365'992, 15.470},
    {"vgg19", 143'667'240, 19.632},
    {"vgg19_bn", 143'678'248, 19.632},
    {"squeezenet1_0", 1'248'424, 0.819},
    {"squeezenet1_1", 1'235'496, 0.349},
    {"resnet18", 11'689'512, 1.814},
    {"resnet34", 21'797'672, 3.664},
    {"resnet50", 25'557'032, 4.089},
    {"resnet101", 44'549'160, 7.801},
    {"resnet152", 60'192'808, 11.514},
    {"resnext50_32x4d", 25'028'904, 4.230},
    {"resnext101_32x8d", 88'791'336, 16.414},
    {"resnext101_64x4d", 83'455'272, 15.460},
    {"wide_resnet50_2", 68'883'240, 11.398},
    {"wide_resnet101_2", 126'886'696, 22.753},
    {"densenet121", 7'978'856, 2.834},
    {"densenet161", 28'681'000, 7.728},
    {"densenet169", 14'149'480, 3.360},
    {"densenet201", 20'013'928, 4.291},
    // With the auxiliary heads, which the published counts leave out.
    {"googlenet", 6'624'904 + 6'379'984, 1.498},
    {"inception_v3", 27'161'264, 5.713},
    {"mobilenet_v2", 3'504'872, 0.301},
    {"mobilenet_v3_large", 5'483'032, 0.217},
    {"mobilenet_v3_small", 2'542'856, 0.057},
    {"mnasnet0_5", 2'218'512, 0.104},
    {"mnasnet0_75", 3'170'208, 0.215},
    {"mnasnet1_0", 4'383'312, 0.314},
    {"mnasnet1_3", 6'282'256, 0.526},
    {"shufflenet_v2_x0_5", 1'366'792, 0.040},
    {"shufflenet_v2_x1_0", 2'278'604, 0.145},
    {"shufflenet_v2_x1_5", 3'503'624, 0.296},
    {"shufflenet_v2_x2_0", 7'393'996, 0.583},
    {"efficientnet_b0", 5'288'548, 0.386},
    {"efficientnet_b1", 7'794'184, 0.687},
    {"efficientnet_b2", 9'109'994, 1.088},
    {"efficientnet_b3", 12'233'232, 1.827},
    {"efficientnet_b4", 19'341'616, 4.394},
    {"efficientnet_b5", 30'389'784, 10.266},
    {"efficientnet_b6", 43'040'704, 19.068},
    {"efficientnet_b7", 66'347'960, 37.746},
    {"efficientnet_v2_s", 21'458'488, 8.366},
    {"efficientnet_v2_m", 54'139'356, 24.582},
    {"efficientnet_v2_l", 118'515'272, 56.080},
    {"regnet_x_400mf", 5'495'976, 0.414},
    {"regnet_x_800mf", 7'259'656, 0.800},
    {"regnet_x_1_6gf", 9'190'136, 1.603},
    {"regnet_x_3_2gf", 15'296'552, 3.177},
    {"regnet_x_8gf", 39'572'648, 7.995},
    {"regnet_x_16gf", 54'278'536, 15.941},
    {"regnet_x_32gf", 107'811'560, 31.736},
    {"regnet_y_400mf", 4'344'144, 0.402},
    {"regnet_y_800mf", 6'432'512, 0.834},
    {"regnet_y_1_6gf", 11'202'430, 1.612},
    {"regnet_y_3_2gf", 19'436'338, 3.176},
    {"regnet_y_8gf", 39'381'472, 8.473},
    {"regnet_y_16gf", 83'590'140, 15.912},
    {"regnet_y_32gf", 145'046'770, 32.280},
    {"regnet_y_128gf", 644'812'894, 127.518},
    {"convnext_tiny", 28'589'128, 4.456},
    {"convnext_small", 50'223'688, 8.684},
    {"convnext_base", 88'591'464, 15.355},
    {"convnext_large", 197'767'336, 34.361},
    {"vit_b_16", 86'567'656, 17.564},
    {"vit_b_32", 88'224'232, 4.409},
    {"vit_l_16", 304'326'632, 61.555},
    {"vit_l_32", 306'535'400, 15.378},
    {"vit_h_14", 632'045'800, 167.295},
    {"swin_t", 28'288'354, 4.491},
    {"swin_s", 49'606'258, 8.741},
    {"swin_b", 87'768'224, 15.431},
    {"swin_v2_t", 28'351'570, 5.940},
    {"swin_v2_s", 49'737'442, 11.546},
    {"swin_v2_b", 87'930'848, 20.325},
    {"maxvit_t", 30'919'624, 5.558},
    // By hand: LeNet-5 on 28×28 without padding, 10 classes.
    {"lenet5", 156 + 2'416 + 30'840 + 10'164 + 850,
     (6 * 25 * 576 + 16 * 150 * 64 + 256 * 120 + 120 * 84 + 84 * 10) / 1e9},
    // 3·32·25+32 + 32·64·25+64 + 64·128·25+128 + 2048·2048+2048 + 2048·10+10; maps of 60, 26 and 9
    {"lite_cnn", 2'432 + 51'264 + 204'928 + 4'196'352 + 20'490,
     (2'400 * 3'600 + 51'200 * 676 + 204'800 * 81 + 2'048 * 2'048 + 20'480) / 1e9},
    {"face_cnn", 896 + 18'496 + 2'097'280 + 1'290,
     (864 * 4'096 + 18'432 * 1'024 + 2'097'152 + 1'280) / 1e9},
    // Krizhevsky's net as one column: 62.4 million; maps of 55, 27 and 13.
    {"alexnet_original", 62'378'344,
     (34'848 * 3'025 + 614'400 * 729 + (884'736 + 1'327'104 + 884'736) * 169 + 9'216 * 4'096 +
      4'096 * 4'096 + 4'096 * 1'000) /
         1e9},
};

class PublishedCounts : public testing::TestWithParam<Published> {};

TEST_P(PublishedCounts, AreOurs) {
    const auto spec = build(GetParam().name);
    ASSERT_TRUE(spec) << spec.error().message();
    const auto summary = spec::summarize(*spec);
    ASSERT_TRUE(summary) << summary.error().message();
    EXPECT_EQ(summary->parameters, GetParam().parameters);
    // Three decimals are published, and not quite the same is counted of attention.
    const double published = GetParam().gigaMacs;
    EXPECT_NEAR(static_cast<double>(summary->macs) / 1e9, published,
                std::min(0.005, 0.015 * published));
    EXPECT_EQ(spec::modelSpecFromJson(spec::modelSpecToJson(*spec)).value(), *spec);
}

INSTANTIATE_TEST_SUITE_P(Zoo, PublishedCounts, testing::ValuesIn(kPublished),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(Zoo, CountsOfEveryArchitectureArePublished) {
    std::vector<std::string> ours;
    std::vector<std::string> published;
    for (const Architecture& one : architectures()) {
        ours.push_back(one.name);
    }
    for (const Published& one : kPublished) {
        published.emplace_back(one.name);
    }
    EXPECT_THAT(ours, testing::UnorderedElementsAreArray(published));
}

/// Kilobytes of address space at the peak, whether anything was written there or not.
std::int64_t peakKilobytes() {
    std::ifstream status("/proc/self/status");
    std::string word;
    std::int64_t kilobytes = 0;
    while (status >> word && word != "VmPeak:") {
    }
    status >> kilobytes;
    return kilobytes;
}

TEST(Zoo, SummariesAreQuickAndAllocateNoWeights) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    constexpr int kSlowdown = 10;
#else
    constexpr int kSlowdown = 1;
#endif
    const std::int64_t before = peakKilobytes();
    ASSERT_GT(before, 0);
    for (const Architecture& one : architectures()) {
        const tests::ProcessorClock clock;
        const auto spec = build(one.name);
        ASSERT_TRUE(spec) << spec.error().message();
        EXPECT_GT(spec::summarize(*spec).value().parameters, 0);
        EXPECT_LT(clock.milliseconds(), 100 * kSlowdown) << one.name;
    }
    // The weights of regnet_y_128gf alone would take 2,600 MB.
    EXPECT_LT(peakKilobytes() - before, 64 * 1024 * kSlowdown);
}

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

TEST(Zoo, GreyAndOblongPicturesChangeOnlyWhatSeesThem) {
    for (const Architecture& one : architectures()) {
        SCOPED_TRACE(one.name);
        // Twice the usual height is a multiple of every patch and window.
        const auto usual = build(one.name, 7, 3, one.size, one.size).value();
        const auto other = build(one.name, 7, 1, 2 * one.size, one.size);
        ASSERT_TRUE(other) << other.error().message();
        EXPECT_EQ(spec::classCount(*other).value(), 7);
        const auto before = spec::stateDictLayout(usual).value();
        const auto after = spec::stateDictLayout(*other).value();
        ASSERT_EQ(before.size(), after.size());
        const std::string first = usual.nodes.front().id + ".weight";
        std::vector<std::string> differing;
        for (std::size_t i = 0; i < before.size(); ++i) {
            EXPECT_EQ(before[i].name, after[i].name);
            if (before[i].shape != after[i].shape) {
                differing.push_back(after[i].name);
            }
            if (after[i].name == first) {
                EXPECT_EQ(after[i].shape.at(1), 1);
            }
        }
        std::vector<std::string> expected{first};
        if (one.family == "Vision Transformer") {
            expected.emplace_back("encoder.pos_embedding");
        } else if (one.family == "LeNet" || one.family == "LiteCNN" || one.family == "FaceCNN" ||
                   one.name == "alexnet_original") {
            expected.emplace_back("classifier.0.weight");  // no pooling to a fixed size before it
        }
        EXPECT_THAT(differing, testing::UnorderedElementsAreArray(expected));
    }
}

TEST(Zoo, SaysWhatIsWrong) {
    const auto unknown = build("resnet19");
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, ErrorCode::UnknownArchitecture);
    EXPECT_THAT(unknown.error().message(), HasSubstr("resnet18"));
    EXPECT_EQ(build("resnet18", 0, 3, 32, 32).error().code, ErrorCode::SettingRange);
    EXPECT_EQ(build("resnet18", 10, 3, 32, 70'000).error().code, ErrorCode::SettingRange);
    EXPECT_EQ(build("lite_cnn", 10, 3, 32, 32).error().code, ErrorCode::InputSize);
    EXPECT_EQ(build("vit_b_16", 10, 3, 224, 225).error().code, ErrorCode::InputSize);
    EXPECT_EQ(build("maxvit_t", 10, 3, 224, 112).error().code, ErrorCode::InputSize);
    EXPECT_EQ(build("inception_v3", 10, 3, 64, 64).error().code, ErrorCode::InputSize);
    EXPECT_EQ(find("resnet19"), nullptr);
    EXPECT_EQ(find("lenet5")->channels, 1);
}

}  // namespace
}  // namespace minarai::zoo
