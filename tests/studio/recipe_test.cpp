// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/recipe.h"

#include <gtest/gtest.h>

#include "spec/summary.h"
#include "studio/session/augment_session.h"
#include "support/temp_folder.h"
#include "train/settings.h"
#include "zoo/zoo.h"

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

TEST(Recipe, AComposedModelIsTakenInItsOwnShape) {
    const tests::TempFolder folder;
    const auto file = folder / "wide.json";
    const auto wide = zoo::build("resnet18", 10, 3, 32, 48).value();
    ASSERT_TRUE(spec::writeModelSpec(file, wide));
    Params recipe = presets()[1].values;
    recipe.set(kArchitecture, file.string());
    recipe.set("size", std::int64_t{0});
    const auto result = forecast(recipe, 10);
    ASSERT_TRUE(result) << result.error().message();
    EXPECT_EQ(result->macs, spec::summarize(wide)->macs);
    augment::PreprocessSpec seen = preprocessOf(recipe, nullptr);
    EXPECT_EQ(seen.height, 32);
    EXPECT_EQ(seen.width, 48);
    recipe.set("size", std::int64_t{64});
    seen = preprocessOf(recipe, nullptr);
    EXPECT_EQ(seen.height, 64);
    EXPECT_EQ(seen.width, 64);

    // No image has five channels: that is said before the start.
    ASSERT_TRUE(spec::writeModelSpec(file, spec::withInput(wide, 5, 32, 48).value()));
    const auto refused = forecast(recipe, 10);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::SpecInvalid);
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
