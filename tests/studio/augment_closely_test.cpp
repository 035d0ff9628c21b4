// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// One variant looked at closely: the images it was made of, or that one cannot be read.
#include <gtest/gtest.h>

#include <algorithm>

#include "studio/session/paths.h"
#include "studio/studio_window.h"

namespace minarai::studio {
namespace {

class AugmentClosely : public testing::Test {
  protected:
    StudioWindow m_studio;

    AugmentPage& page() { return m_studio.window.augmentPage(); }
    AugmentPreview& preview() { return m_studio.workspace.augment().preview(); }
    void SetUp() override {
        const auto images = m_studio.path("shapes");
        writeImages(images, 3, 12);
        ASSERT_TRUE(m_studio.openByDrop(images));
        m_studio.setQuickRecipe(1);
        m_studio.window.showPage(MainWindow::kAugment);
        ASSERT_TRUE(settled());
    }
    bool settled() {
        return waitUntil([&] {
            return !preview().isBusy() && preview().variants().size() == 16 &&
                   preview().shown().cell == page().preview()->variants()->pictureSize();
        });
    }
    /// The image that is selected in the strip.
    std::string pointed() {
        const auto row = page().preview()->gallery()->currentIndex().row();
        const auto& samples = m_studio.workspace.project().project()->catalog->samples;
        return row < 0 ? std::string() : samples[static_cast<std::size_t>(row)].path;
    }
};

TEST_F(AugmentClosely, BothImagesOfAMixedOneAreShownAndTheStripPointsAtTheFirst) {
    Params recipe = m_studio.workspace.recipe();
    ASSERT_TRUE(recipeSchema().setText(recipe, "mixup", "4"));
    m_studio.workspace.setRecipe(recipe);
    page().preview()->showView(AugmentPreviewPanel::kMixed);
    ASSERT_TRUE(settled());
    const std::string chosen = preview().shown().sources.front().id;
    const auto& variants = preview().variants();
    const auto found = std::find_if(variants.begin() + 1, variants.end(), [](const auto& one) {
        return one.partner != one.source && one.lambda < 1;
    });
    ASSERT_NE(found, variants.end());
    const std::size_t source = found->source;
    const std::size_t partner = found->partner;
    page().preview()->variants()->setCurrentVariant(static_cast<int>(found - variants.begin()));
    AugmentVariantPanel& closely = *page().variant();
    EXPECT_TRUE(closely.partner()->isVisible());
    EXPECT_EQ(closely.before()->image(), preview().original(source));
    EXPECT_EQ(closely.partner()->image(), preview().original(partner));
    EXPECT_EQ(pointed(), preview().shown().sources[source].id);
    EXPECT_EQ(preview().shown().sources.front().id, chosen) << "looking chooses no other image";

    page().preview()->showView(AugmentPreviewPanel::kOne);
    ASSERT_TRUE(settled());
    EXPECT_FALSE(closely.partner()->isVisible());
    EXPECT_EQ(pointed(), chosen);
}

TEST_F(AugmentClosely, AnImageThatCannotBeReadIsCalledSoInBothPlaces) {
    page().preview()->showFile(writeBrokenImage(m_studio.path("broken.jpg")));
    ASSERT_TRUE(waitUntil([&] { return !preview().isBusy() && preview().variants().empty(); }));
    AugmentVariantPanel& closely = *page().variant();
    ASSERT_TRUE(waitUntil([&] { return closely.variant() < 0; }));
    for (const widgets::ImageView* view : {closely.before(), closely.after()}) {
        EXPECT_TRUE(view->image().isNull());
        EXPECT_EQ(view->accessibleDescription(), "This image cannot be read");
    }
    page().preview()->randomImage();
    ASSERT_TRUE(settled());
    EXPECT_FALSE(closely.before()->image().isNull());
}

}  // namespace
}  // namespace minarai::studio
