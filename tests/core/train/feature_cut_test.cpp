// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/feature_cut.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "train/settings.h"
#include "zoo/zoo.h"

namespace minarai::train {
namespace {

Result<FeatureCut> cutOf(const std::string& arch, const std::string& freeze) {
    const auto spec = zoo::build(arch, 5, 3, 224, 224).value();
    Params settings = settingsSchema().defaults();
    settings.set("freeze", freeze);
    return findFeatureCut(spec, planTraining(spec, settings).value());
}

struct Case {
    const char* arch;
    const char* freeze;
    std::vector<std::int64_t> shape;  ///< of torchvision's tensor at that place
};

TEST(FeatureCut, IsAsLateAsNothingLearnsOrIsDrawnAtRandom) {
    const std::vector<Case> cases{{"resnet18", "all_but_head", {512}},
                                  {"mobilenet_v2", "all_but_head", {1280}},
                                  {"densenet121", "all_but_head", {1024}},
                                  {"efficientnet_b0", "all_but_head", {1280}},
                                  {"resnet18", "upto:layer2", {128, 28, 28}},
                                  {"vgg11", "upto:features", {25088}},
                                  // The auxiliary heads are frozen too and play no part.
                                  {"googlenet", "all_but_head", {1024}}};
    for (const Case& one : cases) {
        const auto cut = cutOf(one.arch, one.freeze);
        ASSERT_TRUE(cut) << one.arch << ": " << cut.error().message();
        EXPECT_EQ(cut->shape, one.shape) << one.arch << ' ' << one.freeze;
        EXPECT_GT(cut->frozen, 0U);
        EXPECT_FALSE(cut->hasAuxiliary);
    }
}

TEST(FeatureCut, IsNotThereWithoutAFrozenBeginning) {
    const auto cut = cutOf("resnet18", "none");
    ASSERT_FALSE(cut);
    EXPECT_EQ(cut.error().code, ErrorCode::FeaturesUnavailable);
}

/// Frozen, then learning, then frozen: only what lies before all learning counts.
TEST(FeatureCut, EndsWhereTheFirstLayerLearns) {
    const auto spec = zoo::build("resnet18", 5, 3, 224, 224).value();
    Params settings = settingsSchema().defaults();
    settings.set("freeze", std::string("all_but_head"));
    TrainingPlan plan = planTraining(spec, settings).value();
    for (NodePlan& node : plan.nodes) {
        if (node.id == "layer2.0.conv1") {
            node.frozen = false;
        }
    }
    const auto cut = findFeatureCut(spec, plan);
    ASSERT_TRUE(cut) << cut.error().message();
    EXPECT_EQ(cut->shape, (std::vector<std::int64_t>{64, 56, 56}));
}

}  // namespace
}  // namespace minarai::train
