// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Before the start: the pre-flight card and the range test with the real engine on small pictures.
#include <gtest/gtest.h>

#include <QImage>
#include <QLabel>
#include <QSignalSpy>
#include <cmath>

#include "studio/session/paths.h"
#include "studio/studio_window.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {
namespace {

class Trials : public testing::Test {
  protected:
    StudioWindow studio;
    void SetUp() override {
        writeImages(studio.path("shapes"), 3, 16);
        ASSERT_TRUE(studio.openByDrop(studio.path("shapes")));
        studio.window.showPage(MainWindow::kTrain);
        studio.setQuickRecipe(3);
        ASSERT_TRUE(studio.click("tryFirst"));
        EXPECT_TRUE(panel().isVisible());
    }
    TrialsPanel& panel() { return *studio.window.trainPage().trialsPanel(); }
    TrialSession& trials() { return studio.workspace.trials(); }
};

TEST_F(Trials, TheCheckTellsShapesCostsAndWhatGuessingReaches) {
    ASSERT_TRUE(studio.click("runCheck"));
    EXPECT_EQ(trials().running(), TrialSession::Kind::Check);
    ASSERT_TRUE(waitUntil([&] { return trials().preflight().has_value(); }));
    const train::Preflight& found = *trials().preflight();
    EXPECT_EQ(found.dryRun.outputShape.back(), 3);
    EXPECT_EQ(found.trainImages + found.valImages, 48);
    EXPECT_NEAR(found.chanceLoss, std::log(3.0), 1e-9);
    const QString text = panel().factsText();
    EXPECT_TRUE(text.contains(QStringLiteral("8×1×28×28"))) << text.toStdString();
    EXPECT_TRUE(text.contains(QStringLiteral("1.10"))) << text.toStdString();
    EXPECT_TRUE(studio.workspace.runs().runs().empty()) << "a check is no run";
}

TEST_F(Trials, TheRecipeSaysWhatTheCheckAndThenTheRunMeasured) {
    RecipePanel& recipe = *studio.window.trainPage().recipePanel();
    const RecipeFacts& facts = *recipe.facts();
    ASSERT_TRUE(waitUntil([&] {
        const auto& split = studio.workspace.project().split();
        return split && *split;
    }));
    ASSERT_TRUE(studio.click("runCheck"));
    ASSERT_TRUE(waitUntil([&] { return trials().preflight().has_value(); }));
    const train::Forecast& measured = trials().preflight()->forecast;
    ASSERT_TRUE(recipe.cost().has_value());
    EXPECT_EQ(recipe.cost()->source, RecipePanel::Cost::Source::Check);
    const QString checked = widgets::durationText(measured.epochSeconds);
    EXPECT_TRUE(facts.text().contains(checked)) << facts.text().toStdString();
    EXPECT_TRUE(facts.text().contains(QStringLiteral("(from the check)")))
        << facts.text().toStdString();
    EXPECT_TRUE(panel().factsText().contains(checked)) << panel().factsText().toStdString();
    EXPECT_TRUE(
        panel().factsText().contains(widgets::metricText(trials().preflight()->majorityAccuracy)))
        << "as many digits as the recipe gives";

    // Other settings were not checked.
    const Params kept = recipe.recipe();
    Params other = kept;
    ASSERT_TRUE(recipeSchema().setText(other, "batch", "4"));
    recipe.setRecipe(other);
    EXPECT_TRUE(waitUntil([&] {
        return !facts.text().contains(QStringLiteral("(from the check)"));
    })) << facts.text().toStdString();
    recipe.setRecipe(kept);

    ASSERT_TRUE(studio.click("startTraining"));
    const TrainSession& train = studio.workspace.train();
    ASSERT_TRUE(waitUntil([&] { return train.run() != nullptr && train.run()->ended; }));
    ASSERT_EQ(train.run()->epochs.size(), 3U);
    ASSERT_TRUE(recipe.cost().has_value());
    EXPECT_EQ(recipe.cost()->source, RecipePanel::Cost::Source::Run);
    EXPECT_DOUBLE_EQ(recipe.cost()->forecast.epochSeconds,
                     (train.run()->epochs[1].seconds + train.run()->epochs[2].seconds) / 2);
    EXPECT_EQ(recipe.cost()->forecast.memoryBytes, measured.memoryBytes);
    EXPECT_TRUE(facts.text().contains(QStringLiteral("(from its run)")))
        << facts.text().toStdString();
}

TEST_F(Trials, TheRangeTestsMarkerIsMovedAndItsRateIsUsed) {
    ASSERT_TRUE(studio.click("runRangeTest"));
    ASSERT_TRUE(waitUntil([&] { return trials().range().has_value(); }));
    widgets::CurveChart& chart = *panel().chart();
    ASSERT_GT(chart.points("loss").size(), 10);
    EXPECT_EQ(chart.points("loss").size(), static_cast<qsizetype>(trials().range()->curve.size()));
    const QString picture = toQString(studio.path("range.png"));
    ASSERT_TRUE(chart.exportTo(picture));
    const QImage drawn(picture);
    ASSERT_FALSE(drawn.isNull());
    const QRgb validation = widgets::tokenColor(widgets::Token::Validation, false).rgb();
    int foreign = 0;
    for (int y = 0; y < drawn.height(); ++y) {
        for (int x = 0; x < drawn.width(); ++x) {
            foreign += drawn.pixel(x, y) == validation ? 1 : 0;
        }
    }
    EXPECT_EQ(foreign, 0) << "nothing is validated here";
    if (!chart.marker()) {
        chart.setMarker(chart.points("loss")[5].x());
    }
    chart.setFocus();
    QTest::keyClick(&chart, Qt::Key_Left);
    QTest::keyClick(&chart, Qt::Key_Left);
    const double marked = *chart.marker();
    ASSERT_TRUE(studio.click("useRate"));
    const double used = studio.window.trainPage().recipePanel()->recipe().real("learning_rate");
    EXPECT_NEAR(used, marked, 0.06 * marked) << "two digits of it";
    EXPECT_TRUE(studio.window.messages().isVisible());
    ASSERT_TRUE(studio.click("tryFirst"));
    EXPECT_FALSE(panel().isVisible());
}

TEST_F(Trials, ATrialIsCancelledByHandAndByTheStart) {
    ASSERT_TRUE(studio.click("runRangeTest"));
    QTest::mouseClick(studio.window.findChild<QPushButton*>("runRangeTest"), Qt::LeftButton);
    EXPECT_EQ(trials().running(), TrialSession::Kind::None);
    EXPECT_FALSE(trials().range());
    ASSERT_TRUE(studio.click("runRangeTest"));
    ASSERT_TRUE(studio.click("startTraining"));
    EXPECT_EQ(trials().running(), TrialSession::Kind::None);
    EXPECT_FALSE(panel().isVisible());
    ASSERT_TRUE(waitUntil([&] {
        const LiveRun* run = studio.workspace.train().run();
        return run != nullptr && run->ended;
    }));
    EXPECT_EQ(studio.workspace.train().run()->ended->reason, train::EndReason::Completed);
}

}  // namespace
}  // namespace minarai::studio
