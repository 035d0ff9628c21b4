// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/settings.h"

#include <gtest/gtest.h>

namespace minarai::train {
namespace {

TEST(Settings, DefaultsAreValid) {
    EXPECT_TRUE(checkSettings(settingsSchema().defaults()));
    for (const ParamSpec& spec : settingsSchema().specs()) {
        Params values = settingsSchema().defaults();
        EXPECT_TRUE(settingsSchema().set(values, spec.name, spec.defaultValue)) << spec.name;
        EXPECT_FALSE(spec.description.empty()) << spec.name;
        EXPECT_FALSE(spec.label.empty()) << spec.name;
    }
}

TEST(Settings, TheContractsNamesAreThere) {
    for (const char* name : {"epochs",          "batch",          "size",
                             "learning_rate",   "optimizer",      "momentum",
                             "weight_decay",    "schedule",       "precision",
                             "augment",         "seed",           "loss",
                             "label_smoothing", "early_stopping", "validation_fraction",
                             "test_fraction",   "workers",        "split",
                             "group_pattern",   "folds",          "fold"}) {
        EXPECT_NE(settingsSchema().find(name), nullptr) << name;
    }
}

TEST(Settings, RefusesWhatDoesNotFitTogether) {
    Params values = settingsSchema().defaults();
    values.set("size", std::int64_t{3});
    EXPECT_EQ(checkSettings(values).error().code, ErrorCode::SettingRange);

    values = settingsSchema().defaults();
    values.set("optimizer", std::string("sgd"));
    values.set("nesterov", true);
    values.set("momentum", 0.0);
    EXPECT_EQ(checkSettings(values).error().code, ErrorCode::SettingConflict);

    values = settingsSchema().defaults();
    values.set("warmup_epochs", std::int64_t{10});
    EXPECT_EQ(checkSettings(values).error().code, ErrorCode::SettingConflict);

    values = settingsSchema().defaults();
    values.set("min_learning_rate", 1.0);
    EXPECT_EQ(checkSettings(values).error().code, ErrorCode::SettingConflict);

    values = settingsSchema().defaults();
    values.set("split", std::string("kfold"));
    values.set("fold", std::int64_t{6});
    EXPECT_EQ(checkSettings(values).error().code, ErrorCode::SplitFold);
}

TEST(Settings, SayHowToSplit) {
    Params values = settingsSchema().defaults();
    EXPECT_EQ(splitPlan(values).kind, dataset::SplitKind::Auto);
    EXPECT_EQ(splitPlan(values).seed, 7U);
    values.set("split", std::string("kfold"));
    values.set("folds", std::int64_t{3});
    values.set("fold", std::int64_t{2});
    values.set("group_pattern", std::string("(a)"));
    const dataset::SplitPlan plan = splitPlan(values);
    EXPECT_EQ(plan.kind, dataset::SplitKind::KFold);
    EXPECT_EQ(plan.folds, 3);
    EXPECT_EQ(plan.fold, 2);
    EXPECT_EQ(plan.groupPattern, "(a)");
    EXPECT_EQ(plan.testFraction, 0);

    ASSERT_TRUE(settingsSchema().setText(values, "split", "parts/one.json"));
    ASSERT_TRUE(settingsSchema().setText(values, "test_fraction", "0.15"));
    EXPECT_EQ(splitPlan(values).kind, dataset::SplitKind::File);
    EXPECT_EQ(splitPlan(values).file, "parts/one.json");
    EXPECT_EQ(splitPlan(values).testFraction, 0.15);
    EXPECT_FALSE(settingsSchema().setText(values, "test_fraction", "0.51"));
}

TEST(Settings, LeaveSomethingToTrainOn) {
    Params values = settingsSchema().defaults();
    values.set("validation_fraction", 0.6);
    values.set("test_fraction", 0.4);
    EXPECT_EQ(checkSettings(values).error().code, ErrorCode::SettingConflict);
    values.set("test_fraction", 0.3);
    EXPECT_TRUE(checkSettings(values));
    // The folds share what the test part leaves.
    values.set("test_fraction", 0.5);
    values.set("split", std::string("kfold"));
    EXPECT_TRUE(checkSettings(values));
}

}  // namespace
}  // namespace minarai::train
