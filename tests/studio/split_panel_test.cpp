// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the split says of itself: groups by a pattern of one's own, and the share that comes of it.
#include <gtest/gtest.h>

#include <QLabel>

#include "dataset/sample_set.h"
#include "studio/studio_window.h"
#include "widgets/theme/phrases.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {
namespace {

namespace fs = std::filesystem;

TEST(SplitPanel, SaysAnOwnPatternAndTheShareThatComesOfIt) {
    StudioWindow studio;
    const auto images = studio.path("shapes");
    writeImages(images, 2, 10);
    for (const auto& name : {dataset::sampleClasses()[0], dataset::sampleClasses()[1]}) {
        for (int i = 0; i < 10; ++i) {
            fs::rename(
                images / name / (std::to_string(i) + ".png"),
                images / name / ("p" + std::to_string(i / 2) + "_" + std::to_string(i) + ".png"));
        }
    }
    ASSERT_TRUE(studio.openByDrop(images));
    ASSERT_TRUE(studio.click("changeSplit"));
    const SplitPanel& panel = *studio.window.dataPage().splitPanel();
    const auto set = [&](const std::string& pattern) {
        Params recipe = studio.workspace.recipe();
        recipe.set("split", std::string("grouped"));
        recipe.set("group_pattern", pattern);
        recipe.set("validation_fraction", 0.3);
        studio.workspace.setRecipe(recipe);
    };
    const auto* patterns = panel.findChild<widgets::TextMenuButton*>("splitPatterns");
    const auto* groups = panel.findChild<QLabel*>("splitGroups");
    ASSERT_TRUE(patterns != nullptr && groups != nullptr);
    set("^p(\\d)");
    ASSERT_TRUE(waitUntil([&] { return patterns->text() == "Groups: own pattern"; }))
        << patterns->text().toStdString();
    ASSERT_TRUE(waitUntil([&] { return groups->text().startsWith("5 groups of several images"); }))
        << groups->text().toStdString();
    EXPECT_FALSE(groups->text().contains("do not fit")) << "since all do";
    EXPECT_EQ(groups->text().section('\n', 1),
              "p0_0.png together with 3 others\np1_2.png together with 3 others\n"
              "p2_4.png together with 3 others\np3_6.png together with 3 others");

    // Groups of four of twenty images make no 30 %.
    const auto& split = studio.workspace.project().split();
    ASSERT_TRUE(waitUntil(
        [&] { return split && *split && (*split)->key == splitKeyOf(studio.workspace.recipe()); }));
    ASSERT_EQ((*split)->val % 4, 0U);
    const auto* text = studio.window.dataPage().side()->findChild<QLabel*>("splitText");
    ASSERT_NE(text, nullptr);
    const QString said = widgets::unphrased(text->text());
    const double share = static_cast<double>((*split)->val) / 20;
    EXPECT_TRUE(said.startsWith(widgets::shareText(share) + " for validation (" +
                                widgets::shareText(0.3) + " asked for)"))
        << said.toStdString();

    set("^([^_]+)_");
    ASSERT_TRUE(waitUntil([&] { return patterns->text().endsWith("before the first _"); }))
        << patterns->text().toStdString();
    set("");
    ASSERT_TRUE(waitUntil([&] { return patterns->text().endsWith("look-alikes"); }))
        << patterns->text().toStdString();
}

TEST(SplitPanel, ASavedSplitHasNoSharesToChange) {
    StudioWindow studio;
    const auto images = studio.path("shapes");
    writeImages(images, 2, 6);
    ASSERT_TRUE(studio.openByDrop(images));
    ASSERT_TRUE(studio.click("changeSplit"));
    const auto* form = studio.window.dataPage().splitPanel()->findChild<widgets::ParamForm*>();
    ASSERT_NE(form, nullptr);
    const auto splitBy = [&](const std::string& split) {
        Params recipe = studio.workspace.recipe();
        recipe.set("split", split);
        studio.workspace.setRecipe(recipe);
    };
    const QStringList ofADraw{"validation_fraction", "test_fraction", "seed"};
    splitBy((studio.path("parts.json")).string());
    for (const QString& name : ofADraw) {
        EXPECT_FALSE(form->editor(name)->isVisible()) << name.toStdString();
    }
    EXPECT_TRUE(form->editor("split")->isVisible());
    splitBy("stratified");
    for (const QString& name : ofADraw) {
        EXPECT_TRUE(form->editor(name)->isVisible()) << name.toStdString();
    }
}

}  // namespace
}  // namespace minarai::studio
