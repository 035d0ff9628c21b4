// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "spec/summary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/spec/specs.h"

namespace minarai::spec {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> namesOf(const ModelSpec& spec) {
    const auto layout = stateDictLayout(spec).value();
    std::vector<std::string> names;
    for (const TensorSpec& tensor : layout) {
        names.push_back(tensor.name);
    }
    return names;
}

TEST(Summary, CountsByHand) {
    const Summary summary = summarize(small()).value();
    // 4 filters of 3×3×3 with bias; 64 features to 5 with bias.
    EXPECT_EQ(summary.parameters, 4 * 27 + 4 + 64 * 5 + 5);
    EXPECT_EQ(summary.trainable, summary.parameters);
    EXPECT_EQ(summary.macs, 4 * 27 * 64 + 64 * 5);
    EXPECT_EQ(summary.parameterBytes, summary.parameters * 4);
    EXPECT_EQ(summary.activationBytes, 4 * (256 + 256 + 64 + 64 + 5));
    EXPECT_EQ(summary.inputBytes, 4 * 3 * 64);
    EXPECT_EQ(summary.totalBytes(), 4 * (192 + 437 + 645));
    ASSERT_EQ(summary.layers.size(), 5U);
    EXPECT_EQ(summary.layers[2].id, "pool");
    EXPECT_EQ(shapeText(summary.layers[2].output), "4×4×4");
}

TEST(Summary, BatchNormHasBuffersWhichAreNoParameters) {
    Json json = smallJson();
    json["nodes"][1] = node("relu", "BatchNorm2d", list({"conv"}));
    const ModelSpec spec = modelSpecFromJson(json).value();
    const Summary summary = summarize(spec).value();
    EXPECT_EQ(summary.layers[1].parameters, 8);
    EXPECT_EQ(summary.parameterBytes, 4 * (summary.parameters + 8) + 8);
    EXPECT_THAT(namesOf(spec), ElementsAre("conv.weight", "conv.bias", "relu.weight", "relu.bias",
                                           "relu.running_mean", "relu.running_var",
                                           "relu.num_batches_tracked", "fc.weight", "fc.bias"));
}

TEST(Layout, GroupsModulesAsPyTorchDoes) {
    // b.0 comes between a.0 and a.1 in the graph, but a's children stand together in PyTorch.
    Json json = smallJson();
    const Json conv{{"out_channels", 2}, {"kernel_size", 1}, {"bias", false}};
    json["nodes"] = Json::array({node("a.0", "Conv2d", list({"input"}), conv),
                                 node("b.0", "Conv2d", list({"a.0"}), conv),
                                 node("a.1", "Conv2d", list({"b.0"}), conv)});
    json["output"] = "a.1";
    EXPECT_THAT(namesOf(modelSpecFromJson(json).value()),
                ElementsAre("a.0.weight", "a.1.weight", "b.0.weight"));
}

TEST(Shapes, SayTheCure) {
    Json json = smallJson();
    json["nodes"][4]["inputs"] = list({"pool"});
    json["nodes"].erase(3);
    const auto noFlatten = inferShapes(modelSpecFromJson(json).value());
    ASSERT_FALSE(noFlatten);
    EXPECT_EQ(noFlatten.error().code, ErrorCode::SpecInvalid);
    EXPECT_THAT(noFlatten.error().message(), HasSubstr("put a Flatten before it"));

    const auto tiny = withInput(small(), 3, 1, 1);
    ASSERT_FALSE(tiny);
    EXPECT_EQ(tiny.error().code, ErrorCode::InputSize);
    EXPECT_THAT(tiny.error().message(), HasSubstr("3×1×1"));
    EXPECT_THAT(tiny.error().message(), HasSubstr("pool"));
}

TEST(Head, IsReplacedByItsNumberOfClasses) {
    EXPECT_EQ(headId(small()), "fc");
    EXPECT_EQ(classCount(small()).value(), 5);
    const ModelSpec spec = withClasses(small(), 12).value();
    EXPECT_EQ(classCount(spec).value(), 12);
    EXPECT_FALSE(withClasses(small(), 0));
    EXPECT_FALSE(withClasses(small(), std::int64_t{1} << 40));

    // A convolution can be the head, as in SqueezeNet.
    Json json = smallJson();
    json["nodes"].erase(4);
    json["output"] = "flatten";
    json["nodes"][2] = node("pool", "AdaptiveAvgPool2d", list({"relu"}), {{"output_size", 1}});
    const ModelSpec convolutional = modelSpecFromJson(json).value();
    EXPECT_EQ(headId(convolutional), "conv");
    EXPECT_EQ(classCount(withClasses(convolutional, 9).value()).value(), 9);
}

TEST(Input, ChangesWithItsFollowers) {
    Json json = smallJson();
    json["nodes"][0]["params"]["in_channels"] = 3;
    json["nodes"][4]["params"]["in_features"] = 64;
    const ModelSpec spec = modelSpecFromJson(json).value();
    const ModelSpec grey = withInput(spec, 1, 16, 12).value();
    EXPECT_EQ(stateDictLayout(grey).value()[0].shape, (Shape{4, 1, 3, 3}));
    EXPECT_EQ(stateDictLayout(grey).value()[2].shape, (Shape{5, 4 * 8 * 6}));
    EXPECT_FALSE(withInput(spec, 0, 16, 16));
    EXPECT_FALSE(withInput(spec, 3, -5, 16));
}

}  // namespace
}  // namespace minarai::spec
