// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/recipe.h"

#include <gtest/gtest.h>

#include "train/settings.h"

namespace minarai::studio {
namespace {

TEST(Recipe, EveryPresetIsValidAndCanBeBuilt) {
    ASSERT_GE(presets().size(), 3U);
    for (const Preset& preset : presets()) {
        EXPECT_EQ(presetOf(preset.values), &preset);
        const auto result = forecast(preset.values, 6);
        ASSERT_TRUE(result.has_value()) << preset.id << ": " << result.error().message();
        EXPECT_GT(result->parameters, 10'000);
        EXPECT_GT(result->macs, 100'000);
    }
    EXPECT_EQ(presets()[0].values.integer("epochs"), 12);
    EXPECT_EQ(presets()[2].values.text("augment"), "strong");
}

TEST(Recipe, AChangedValueIsNoPresetAnyMore) {
    Params recipe = presets().front().values;
    ASSERT_TRUE(recipeSchema().setText(recipe, "epochs", "13"));
    EXPECT_EQ(presetOf(recipe), nullptr);
}

TEST(Recipe, SettingsAreThoseOfTraining) {
    const Params settings = settingsOf(presets().front().values);
    EXPECT_FALSE(settings.has(kArchitecture));
    for (const ParamSpec& spec : train::settingsSchema().specs()) {
        EXPECT_TRUE(settings.has(spec.name)) << spec.name;
    }
}

TEST(Recipe, AnInputThatIsTooSmallIsAnErrorBeforeTheRun) {
    Params recipe = presets().front().values;
    ASSERT_TRUE(recipeSchema().setText(recipe, "size", "9"));
    const auto result = forecast(recipe, 6);
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().code, ErrorCode::InputSize);
}

TEST(Recipe, ResnetsParametersFollowTheClasses) {
    Params recipe = presets()[1].values;
    ASSERT_TRUE(recipeSchema().setText(recipe, kArchitecture, "resnet18"));
    const auto result = forecast(recipe, 1000);
    ASSERT_TRUE(result.has_value());
    EXPECT_EQ(result->parameters, 11'689'512);  // torchvision.models.resnet18()
}

}  // namespace
}  // namespace minarai::studio
