// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "spec/depth.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "spec/summary.h"
#include "zoo/zoo.h"

namespace minarai::spec {
namespace {

using testing::ElementsAre;

/// "first..last@stage" of every block.
std::vector<std::string> described(const ModelSpec& model) {
    std::vector<std::string> texts;
    const auto all = depthBlocks(model);
    EXPECT_TRUE(all) << all.error().message();
    for (const DepthBlock& block : all.value_or(std::vector<DepthBlock>{})) {
        texts.push_back(model.nodes[block.begin].id + ".." + model.nodes[block.end - 1].id + "@" +
                        std::to_string(block.stage));
    }
    return texts;
}

ModelSpec published(const std::string& name) {
    const zoo::Architecture& known = *zoo::find(name);
    return zoo::build(name, known.classes, known.channels, known.size, known.size).value();
}

TEST(Blocks, ResidualBlocksStayWhole) {
    EXPECT_THAT(described(published("resnet18")),
                ElementsAre("conv1..maxpool@0", "layer1.0.conv1..layer1.0.relu@1",
                            "layer1.1.conv1..layer1.1.relu@1", "layer2.0.conv1..layer2.0.relu@2",
                            "layer2.1.conv1..layer2.1.relu@2", "layer3.0.conv1..layer3.0.relu@3",
                            "layer3.1.conv1..layer3.1.relu@3", "layer4.0.conv1..layer4.0.relu@4",
                            "layer4.1.conv1..flatten@4", "fc..fc@5"));
}

TEST(Blocks, BlocksOfMobileNetWithAndWithoutAShortcutAreEqual) {
    const auto texts = described(published("mobilenet_v2"));
    ASSERT_EQ(texts.size(), 20U);  // features.0 ... features.18 and the head
    EXPECT_TRUE(texts[1].starts_with("features.1.")) << texts[1];
    EXPECT_TRUE(texts[2].starts_with("features.2.")) << texts[2];
    EXPECT_TRUE(texts[3].starts_with("features.3.")) << texts[3];
    EXPECT_TRUE(texts[19].starts_with("classifier.1..")) << texts[19];
}

TEST(Blocks, EachConvolutionOfVggWithItsNormalisation) {
    EXPECT_THAT(described(published("vgg11_bn")),
                ElementsAre("features.0..features.3@0", "features.4..features.7@1",
                            "features.8..features.10@2", "features.11..features.14@2",
                            "features.15..features.17@3", "features.18..features.21@3",
                            "features.22..features.24@4", "features.25..flatten@4",
                            "classifier.0..classifier.2@5", "classifier.3..classifier.5@5",
                            "classifier.6..classifier.6@6"));
}

TEST(Blocks, FireModulesStayWholeAndTheHeadIsAConvolution) {
    EXPECT_THAT(
        described(published("squeezenet1_1")),
        ElementsAre("features.0..features.2@0", "features.3.squeeze..features.3.cat@1",
                    "features.4.squeeze..features.5@1", "features.6.squeeze..features.6.cat@2",
                    "features.7.squeeze..features.8@2", "features.9.squeeze..features.9.cat@3",
                    "features.10.squeeze..features.10.cat@3",
                    "features.11.squeeze..features.11.cat@3", "features.12.squeeze..classifier.0@3",
                    "classifier.1..flatten@4"));
}

TEST(Blocks, NamesOfOnesOwnDoNotMatter) {
    // Two branches that meet; the right one is longer and is written first.
    const auto model = modelSpecFromJson(Json::parse(R"({
        "version": 1, "name": "own", "input": [3, 16, 16], "output": "answer",
        "nodes": [
          {"id":"start","op":"Conv2d","inputs":["input"],"params":{"out_channels":4,"kernel_size":3,"padding":1}},
          {"id":"right","op":"Conv2d","inputs":["start"],"params":{"out_channels":4,"kernel_size":3,"padding":1}},
          {"id":"further","op":"Conv2d","inputs":["right"],"params":{"out_channels":4,"kernel_size":1}},
          {"id":"left","op":"Conv2d","inputs":["start"],"params":{"out_channels":4,"kernel_size":1}},
          {"id":"sum","op":"Add","inputs":["left","further"]},
          {"id":"norm","op":"BatchNorm2d","inputs":["sum"]},
          {"id":"small","op":"Conv2d","inputs":["norm"],"params":{"out_channels":4,"kernel_size":2,"stride":2}},
          {"id":"pool","op":"AdaptiveAvgPool2d","inputs":["small"],"params":{"output_size":1}},
          {"id":"flat","op":"Flatten","inputs":["pool"]},
          {"id":"answer","op":"Linear","inputs":["flat"],"params":{"out_features":2}}
        ]})"));
    ASSERT_TRUE(model) << model.error().message();
    EXPECT_THAT(described(*model), ElementsAre("start..start@0", "right..norm@1", "small..flat@2",
                                               "answer..answer@3"));
}

TEST(Blocks, EveryArchitectureIsCutIntoBlocksWithoutAGap) {
    for (const zoo::Architecture& known : zoo::architectures()) {
        const ModelSpec model = published(known.name);
        const auto all = depthBlocks(model);
        ASSERT_TRUE(all) << known.name << ": " << all.error().message();
        std::size_t next = 0;
        int stage = 0;
        for (const DepthBlock& block : *all) {
            EXPECT_EQ(block.begin, next) << known.name;
            EXPECT_GE(block.stage, stage) << known.name;
            EXPECT_LE(block.stage, stage + 1) << known.name;
            next = block.end;
            stage = block.stage;
        }
        EXPECT_EQ(next, model.nodes.size()) << known.name;
        const std::string head = headId(model);
        bool found = false;
        for (std::size_t i = all->back().begin; i < all->back().end; ++i) {
            found = found || model.nodes[i].id == head;
        }
        EXPECT_TRUE(found) << known.name;
        EXPECT_GE(all->size(), 4U) << known.name;
        EXPECT_GE(stage, 3) << known.name;
    }
}

TEST(Blocks, AGroupHoldsItsPartsAndNothingElse) {
    EXPECT_TRUE(isWithin("layer1.0.conv1", "layer1"));
    EXPECT_TRUE(isWithin("layer1", "layer1"));
    EXPECT_FALSE(isWithin("layer10.conv1", "layer1"));
    EXPECT_FALSE(isWithin("layer1", "layer1.0"));
}

}  // namespace
}  // namespace minarai::spec
