// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the Train page says of a run before it starts: its schedule, its length, its size.
#include <gtest/gtest.h>

#include <QComboBox>
#include <QLabel>
#include <cmath>

#include "studio/session/paths.h"
#include "studio/studio_window.h"

namespace minarai::studio {
namespace {

/// A network that takes images of any size.
constexpr const char* kAnySize = "shufflenet_v2_x0_5";

class PlannedRun : public testing::Test {
  protected:
    StudioWindow studio;
    void SetUp() override {
        writeImages(studio.path("shapes"), 3, 10);
        ASSERT_TRUE(studio.openByDrop(studio.path("shapes")));
        studio.window.showPage(MainWindow::kTrain);
        ASSERT_TRUE(waitUntil([&] { return studio.workspace.project().split().has_value(); }));
    }

    void setRecipe(std::initializer_list<std::pair<const char*, const char*>> changes) {
        Params recipe = presets().front().values;
        for (const auto& [name, text] : changes) {
            ASSERT_TRUE(recipeSchema().setText(recipe, name, text)) << name;
        }
        panel().setRecipe(recipe);
    }

    RecipePanel& panel() { return *studio.window.trainPage().recipePanel(); }
    QVector<QPointF> planOnBoard() {
        return studio.window.trainPage().board()->rateChart()->points(QStringLiteral("plan"));
    }
    QVector<QPointF> planInPanel() {
        const auto* chart = panel().findChild<widgets::CurveChart*>(QStringLiteral("plannedRate"));
        return chart == nullptr ? QVector<QPointF>() : chart->points(QStringLiteral("planned"));
    }
};

TEST_F(PlannedRun, TheScheduleIsDrawnBeforeTheStart) {
    setRecipe(
        {{"epochs", "8"}, {"schedule", "step"}, {"step_size", "4"}, {"learning_rate", "0.1"}});
    for (const QVector<QPointF>& plan : {planOnBoard(), planInPanel()}) {
        ASSERT_FALSE(plan.isEmpty());
        EXPECT_EQ(plan.back().x(), 8);
        EXPECT_NEAR(plan.front().y(), 0.1, 1e-12);
        EXPECT_NEAR(plan.back().y(), 0.01, 1e-12);
    }
}

TEST_F(PlannedRun, ItsPhasesDecideItsLengthAndItsSize) {
    setRecipe({{kArchitecture, kAnySize},
               {"epochs", "12"},
               {"size", "0"},
               {"schedule", "constant"},
               {"learning_rate", "0.1"},
               {"phases", "32:2,64:1:0.01"}});
    for (const QVector<QPointF>& plan : {planOnBoard(), planInPanel()}) {
        ASSERT_FALSE(plan.isEmpty());
        EXPECT_EQ(plan.back().x(), 3);
        EXPECT_NEAR(plan.front().y(), 0.1, 1e-12);
        EXPECT_NEAR(plan.back().y(), 0.01, 1e-12);
    }
    const auto* losses = studio.window.trainPage().board()->lossChart();
    EXPECT_TRUE(waitUntil([&] { return losses->xRange().y() < 6; }));
    ASSERT_TRUE(waitUntil([&] { return panel().isValid(); }));
    ASSERT_TRUE(studio.click("enqueueRun"));
    const auto& queued = studio.workspace.queue().runs();
    ASSERT_EQ(queued.size(), 1U);
    EXPECT_EQ(queued.front().settings.integer("epochs"), 3);
    EXPECT_EQ(queued.front().settings.integer("size"), 64);
}

TEST_F(PlannedRun, ItsExpectedTimeIsThatOfItsPhases) {
    ModelSession& models = studio.workspace.models();
    const auto facts = [&] { return models.find(kAnySize); };
    // Only the last phase is measured at first.
    const auto hold = QObject::connect(&models, &ModelSession::modelChanged, &models, [&] {
        if (facts()->measured && (*facts()->cost)->size == 96) {
            models.setBusy(true);
        }
    });
    setRecipe(
        {{kArchitecture, kAnySize}, {"size", "0"}, {"phases", "32:2,96:1"}, {"precision", "fp32"}});
    const SplitPreview split = **studio.workspace.project().split();
    // Both later epochs together: one of small images and one of large ones.
    const auto isForecast = [&](double smallMs) {
        const auto forecast = models.forecast(*facts());
        if (!forecast || (*facts()->cost)->size != 96) {
            return false;
        }
        const train::Measurement& large = **facts()->measured;
        const double expected = static_cast<double>(split.train) * (smallMs + large.trainMs) / 2 +
                                static_cast<double>(split.val) * large.evalMs;
        return std::abs(forecast->computeSeconds - expected / 1000) < 1e-9;
    };
    ASSERT_TRUE(waitUntil([&] {
        // A ninth of the measured pixels.
        return facts()->measured && isForecast((*facts()->measured)->trainMs / 9);
    }));
    EXPECT_TRUE(models.forecast(*facts())->isScaled);
    const RecipeFacts& shown = *panel().facts();
    EXPECT_TRUE(waitUntil([&] { return shown.text().contains("(estimated)"); }))
        << shown.text().toStdString();

    QObject::disconnect(hold);
    models.setBusy(false);
    ASSERT_TRUE(waitUntil([&] { return facts()->phases.contains(32); }));
    ASSERT_TRUE(facts()->phases.at(32)) << facts()->phases.at(32).error().message();
    EXPECT_TRUE(isForecast(facts()->phases.at(32)->trainMs));
    EXPECT_FALSE(models.forecast(*facts())->isScaled);
    EXPECT_TRUE(waitUntil([&] { return shown.text().contains("(measured)"); }))
        << shown.text().toStdString();
}

TEST_F(PlannedRun, PhasesThatItsNetworkCannotTakeAreRefusedBeforeTheStart) {
    setRecipe({{kArchitecture, "lenet5"}, {"phases", "28:2,32:1"}});
    ASSERT_TRUE(waitUntil([&] { return !panel().isValid(); }));
}

TEST_F(PlannedRun, AnEarlierRunOfTheSameNetworkGivesItsWeights) {
    studio.setQuickRecipe(1);
    ASSERT_TRUE(studio.click("startTraining"));
    ASSERT_TRUE(waitUntil([&] {
        const LiveRun* run = studio.workspace.train().run();
        return run != nullptr && run->ended;
    }));
    auto* choices = panel().findChild<QComboBox*>(QStringLiteral("startFrom"));
    ASSERT_NE(choices, nullptr);
    const auto best = studio.workspace.train().run()->folder / "best.pth";
    const auto rowOfRun = [&] {
        return choices->findData(QStringLiteral("run:") + toQString(best));
    };
    ASSERT_TRUE(waitUntil([&] { return rowOfRun() >= 0; }));
    choices->setCurrentIndex(rowOfRun());
    Q_EMIT choices->activated(rowOfRun());
    ASSERT_TRUE(
        waitUntil([&] { return studio.workspace.start().state() == StartSession::State::Ready; }));
    EXPECT_EQ(studio.workspace.start().file(), best);
    EXPECT_EQ(choices->currentIndex(), rowOfRun());
    // Another network cannot begin with them.
    setRecipe({{kArchitecture, "lite_cnn"}});
    EXPECT_EQ(rowOfRun(), -1);
}

TEST_F(PlannedRun, ANewHeadOnTrainedWeightsLearnsAlone) {
    const auto learnt = [&] {
        const LiveRun* run = studio.workspace.train().run();
        return run != nullptr && run->ended ? run->started : std::nullopt;
    };
    StartSession& start = studio.workspace.start();
    studio.setQuickRecipe(1);
    ASSERT_TRUE(studio.click("startTraining"));
    ASSERT_TRUE(waitUntil([&] { return learnt().has_value(); }));
    EXPECT_EQ(learnt()->trainable, learnt()->parameters);
    const auto best = studio.workspace.train().run()->folder / "best.pth";

    start.chooseFile(best);
    ASSERT_TRUE(waitUntil([&] { return start.state() == StartSession::State::Ready; }));
    EXPECT_EQ(studio.workspace.settledRecipe().text("freeze"), "none") << "the same classes";
    writeImages(studio.path("two"), 2, 10);
    ASSERT_TRUE(studio.openByDrop(studio.path("two")));
    ASSERT_TRUE(waitUntil(
        [&] { return studio.workspace.settledRecipe().text("freeze") == "all_but_head"; }));
    EXPECT_EQ(studio.workspace.recipe().text("freeze"), "auto");
    ASSERT_TRUE(waitUntil([&] { return panel().facts()->text().contains("of them"); }))
        << panel().facts()->text().toStdString();
    studio.window.showPage(MainWindow::kTrain);
    ASSERT_TRUE(waitUntil([&] { return start.isReady() && panel().isValid(); }));
    ASSERT_TRUE(studio.click("startTraining"));
    ASSERT_TRUE(waitUntil([&] { return learnt().has_value(); }));
    EXPECT_LT(learnt()->trainable, learnt()->parameters);

    start.chooseRandom();
    EXPECT_EQ(studio.workspace.settledRecipe().text("freeze"), "none");
    EXPECT_TRUE(waitUntil([&] { return !panel().facts()->text().contains("of them"); }));
}

}  // namespace
}  // namespace minarai::studio
