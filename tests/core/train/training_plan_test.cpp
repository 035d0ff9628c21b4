// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Which layers learn, counted against torchvision's models.
#include "train/training_plan.h"

#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "oracle/torch_oracle.h"
#include "support/promised.h"
#include "train/settings.h"
#include "zoo/zoo.h"

namespace minarai::train {
namespace {

spec::ModelSpec published(const std::string& name) {
    const zoo::Architecture& known = *zoo::find(name);
    return zoo::build(name, known.classes, known.channels, known.size, known.size).value();
}

Params with(const std::string& name, const std::string& text) {
    Params settings = settingsSchema().defaults();
    const Status set = settingsSchema().setText(settings, name, text);
    EXPECT_TRUE(set) << set.error().message();
    return settings;
}

std::int64_t trainable(const std::string& arch, const std::string& policy) {
    const auto plan = planTraining(published(arch), with("freeze", policy));
    EXPECT_TRUE(plan) << arch << " " << policy << ": " << plan.error().message();
    return plan ? plan->trainable : -1;
}

const NodePlan& nodeOf(const TrainingPlan& plan, const std::string& id) {
    for (const NodePlan& node : plan.nodes) {
        if (node.id == id) {
            return node;
        }
    }
    ADD_FAILURE() << id;
    return plan.nodes.front();
}

TEST(TrainingPlan, CountsWhatTorchvisionCounts) {
    if (!oracle::torchAvailable()) {
        MINARAI_SKIP_WITHOUT("python3-torchvision");
    }
    struct Row {
        const char* arch;
        const char* policy;
        const char* frozen;  ///< prefixes of torchvision's names
    };
    const std::vector<Row> rows{
        {"resnet18", "none", ""},
        {"resnet18", "early", "conv1,bn1,layer1"},
        {"resnet18", "most", "conv1,bn1,layer1,layer2,layer3"},
        {"resnet18", "all_but_head", "conv1,bn1,layer1,layer2,layer3,layer4"},
        {"resnet18", "upto:layer2", "conv1,bn1,layer1,layer2"},
        {"resnet18", "upto:layer2.0.conv2",
         "conv1,bn1,layer1,layer2.0.conv1,layer2.0.bn1,"
         "layer2.0.conv2"},
        {"resnet18", "upto:layer2.0.downsample", "conv1,bn1,layer1,layer2.0.downsample"},
        {"vgg11_bn", "early",
         "features.0,features.1,features.4,features.5,features.8,features.9,"
         "features.11,features.12"},
        {"vgg11_bn", "most", "features"},
        {"vgg11_bn", "all_but_head", "features,classifier.0,classifier.3"},
        {"squeezenet1_1", "early", "features.0,features.3,features.4"},
        {"squeezenet1_1", "most", "features.0,features.3,features.4,features.6,features.7"},
        {"squeezenet1_1", "all_but_head", "features"},
        {"mobilenet_v2", "all_but_head", "features"},
    };
    const tests::TempFolder folder;
    std::string words;
    for (const Row& row : rows) {
        words += std::string(" ") + row.arch + "=" + row.frozen;
    }
    ASSERT_TRUE(
        oracle::ask("freeze_counts.py", "'" + (folder / "counts.json").string() + "'" + words));
    const auto counts = nlohmann::json::parse(oracle::slurp(folder / "counts.json"));
    ASSERT_EQ(counts.size(), rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        EXPECT_EQ(trainable(rows[i].arch, rows[i].policy), counts[i].get<std::int64_t>())
            << rows[i].arch << " " << rows[i].policy;
    }
}

TEST(TrainingPlan, CountsOfOurOwnNetwork) {
    // 3*32*25+32, 32*64*25+64, 64*128*25+128; 2048*2048+2048, 2048*10+10.
    const std::int64_t convolutions = 2432 + 51264 + 204928;
    const std::int64_t hidden = 4 * 4 * 128 * 2048 + 2048;
    const std::int64_t head = 20490;
    EXPECT_EQ(trainable("lite_cnn", "none"), convolutions + hidden + head);
    EXPECT_EQ(trainable("lite_cnn", "early"), 204928 + hidden + head);
    EXPECT_EQ(trainable("lite_cnn", "most"), hidden + head);
    EXPECT_EQ(trainable("lite_cnn", "all_but_head"), head);
    EXPECT_EQ(trainable("lite_cnn", "upto:features"), hidden + head);
}

TEST(TrainingPlan, ANewHeadLearnsAloneUnlessTheOthersAreToldHowToLearn) {
    const auto settled = [](Params settings, bool onlyHeadIsNew) {
        settleFreeze(settings, onlyHeadIsNew);
        return settings.text("freeze");
    };
    const Params untold = settingsSchema().defaults();
    ASSERT_EQ(untold.text("freeze"), "auto");
    EXPECT_EQ(settled(untold, true), "all_but_head");
    EXPECT_EQ(settled(untold, false), "none");
    EXPECT_EQ(settled(with("layer_decay", "0.7"), true), "none");
    EXPECT_EQ(settled(with("rate_multipliers", "layer1=0.1"), true), "none");
    for (const char* told : {"none", "early", "upto:layer2"}) {
        EXPECT_EQ(settled(with("freeze", told), true), told);
        EXPECT_EQ(settled(with("freeze", told), false), told);
    }
    // Nothing is frozen before it is settled.
    EXPECT_EQ(trainable("lite_cnn", "auto"), trainable("lite_cnn", "none"));
}

TEST(TrainingPlan, EachPolicyFreezesMoreThanTheOneBefore) {
    for (const zoo::Architecture& known : zoo::architectures()) {
        const std::int64_t none = trainable(known.name, "none");
        const std::int64_t early = trainable(known.name, "early");
        const std::int64_t most = trainable(known.name, "most");
        const std::int64_t head = trainable(known.name, "all_but_head");
        EXPECT_GT(none, early) << known.name;
        EXPECT_GT(early, most) << known.name;
        EXPECT_GT(most, head) << known.name;
        EXPECT_GT(head, 0) << known.name;
    }
}

TEST(TrainingPlan, DropoutBeforeTheHeadGoesOnAndBetweenFrozenLayersItStops) {
    const auto mobile = planTraining(published("mobilenet_v2"), with("freeze", "all_but_head"));
    ASSERT_TRUE(mobile);
    EXPECT_FALSE(nodeOf(*mobile, "classifier.0").frozen);
    EXPECT_TRUE(nodeOf(*mobile, "features.18.1").frozen);
    const auto vgg = planTraining(published("vgg11"), with("freeze", "all_but_head"));
    ASSERT_TRUE(vgg);
    EXPECT_TRUE(nodeOf(*vgg, "classifier.2").frozen);
    EXPECT_FALSE(nodeOf(*vgg, "classifier.5").frozen);
}

TEST(TrainingPlan, RatesFallByDepthAndMultiplyByLayer) {
    Params settings = with("layer_decay", "0.5");
    ASSERT_TRUE(
        settingsSchema().setText(settings, "rate_multipliers", "layer1=0.1, layer1.1 = 10,fc=3"));
    ASSERT_TRUE(checkSettings(settings));
    const auto plan = planTraining(published("resnet18"), settings);
    ASSERT_TRUE(plan) << plan.error().message();
    EXPECT_DOUBLE_EQ(nodeOf(*plan, "fc").rate, 3);
    EXPECT_DOUBLE_EQ(nodeOf(*plan, "layer4.1.conv2").rate, 0.5);
    EXPECT_DOUBLE_EQ(nodeOf(*plan, "layer4.0.downsample.1").rate, 0.25);
    EXPECT_DOUBLE_EQ(nodeOf(*plan, "layer1.1.bn1").rate, 10 * std::pow(0.5, 7));
    EXPECT_DOUBLE_EQ(nodeOf(*plan, "layer1.0.conv1").rate, 0.1 * std::pow(0.5, 8));
    EXPECT_DOUBLE_EQ(nodeOf(*plan, "conv1").rate, std::pow(0.5, 9));
    EXPECT_EQ(plan->trainable, plan->parameters);
}

TEST(TrainingPlan, SaysWhatIsWrongWithAName) {
    const spec::ModelSpec model = published("resnet18");
    const auto unknown = planTraining(model, with("freeze", "upto:lyer1"));
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, ErrorCode::SettingRange);
    EXPECT_NE(unknown.error().message().find("layer1, layer2"), std::string::npos)
        << unknown.error().message();
    const auto factor = planTraining(model, with("rate_multipliers", "layer=0.1"));
    ASSERT_FALSE(factor);
    EXPECT_EQ(factor.error().code, ErrorCode::SettingRange);
    const auto all = planTraining(model, with("freeze", "upto:fc"));
    ASSERT_FALSE(all);
    EXPECT_EQ(all.error().code, ErrorCode::SettingConflict);
}

TEST(TrainingPlan, HostileTextsAreRefused) {
    Params settings = settingsSchema().defaults();
    for (const std::string& text : {std::string("some"), std::string("upto:"), std::string("upto"),
                                    std::string(" early"), std::string("EARLY"), std::string()}) {
        const Status set = settingsSchema().setText(settings, "freeze", text);
        ASSERT_FALSE(set) << text;
        EXPECT_EQ(set.error().code, ErrorCode::SettingChoice);
        EXPECT_NE(set.error().message().find("upto:NAME"), std::string::npos);
    }
    for (const std::string& text :
         {std::string("upto: "), std::string("upto:."), std::string("upto:input"),
          "upto:" + std::string(1'000'000, 'x'), std::string("upto:layer1."),
          std::string("upto:fc\0x", 9)}) {
        const auto plan = planTraining(published("resnet18"), with("freeze", text));
        ASSERT_FALSE(plan) << text.substr(0, 20);
        EXPECT_EQ(plan.error().code, ErrorCode::SettingRange);
        EXPECT_LT(plan.error().message().size(), 500U);
    }
    std::string many;
    for (int i = 0; i < 100'000; ++i) {
        many += "layer1=0.1,";
    }
    for (const std::string& text :
         {std::string("layer1"), std::string("layer1="), std::string("=1"), std::string("layer1=x"),
          std::string("layer1=nan"), std::string("layer1=inf"), std::string("layer1=0"),
          std::string("layer1=-1"), std::string("layer1=1e999"), std::string("layer1=1001"),
          std::string("layer1=1,,fc=1"), std::string(","), std::string("a=1=2"), many}) {
        settings.set("rate_multipliers", text);
        const Status checked = checkSettings(settings);
        ASSERT_FALSE(checked) << text.substr(0, 20);
        EXPECT_EQ(checked.error().code, ErrorCode::SettingRange);
        EXPECT_LT(checked.error().message().size(), 500U);
    }
    for (const char* text : {"0", "-1", "1.5", "nan"}) {
        EXPECT_FALSE(settingsSchema().setText(settings, "layer_decay", text)) << text;
    }
}

TEST(TrainingPlan, RatesAreWrittenAsTheyAreRead) {
    const auto rates = rateMultipliers(" layer1 = 0.1,fc=10 ");
    ASSERT_TRUE(rates) << rates.error().message();
    EXPECT_EQ(rateMultipliersText(*rates), "layer1=0.1, fc=10");
    EXPECT_EQ(*rateMultipliers(rateMultipliersText(*rates)), *rates);
    EXPECT_TRUE(rateMultipliers("")->empty());
    EXPECT_EQ(rateMultipliersText({}), "");
    EXPECT_EQ(rateMultipliers("layer1").error().code, ErrorCode::SettingRange);
}

}  // namespace
}  // namespace minarai::train
