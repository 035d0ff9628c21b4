// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The Model page as a person uses it: find, look, measure, use; and what it must not do.
#include <gtest/gtest.h>

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>

#include "studio/studio_window.h"
#include "train/measurement_cache.h"

namespace minarai::studio {
namespace {

/// A small folder open and the Model page on screen, by its shortcut.
class ModelPageTest : public testing::Test {
  protected:
    void SetUp() override {
        const auto images = studio.path("shapes");
        writeImages(images, 3, 8);
        ASSERT_TRUE(studio.openByDrop(images));
        studio.setQuickRecipe(3);
        ASSERT_TRUE(waitUntil([&] { return studio.workspace.project().isAudited(); }));
        QTest::keyClick(&studio.window, Qt::Key_3, Qt::ControlModifier);
        ASSERT_EQ(studio.window.currentPage(), MainWindow::kModel);
        ASSERT_TRUE(waitUntil([&] { return page().isVisible(); }));
    }

    ModelPage& page() { return studio.window.modelPage(); }
    ModelSession& models() { return studio.workspace.models(); }
    widgets::DataTable& table() { return *page().gallery()->table(); }

    [[nodiscard]] bool isMeasured(const std::string& name) {
        const ModelFacts* facts = models().find(name);
        return facts != nullptr && facts->measured && *facts->measured;
    }

    void search(const QString& text) {
        QTest::keyClick(&studio.window, Qt::Key_F, Qt::ControlModifier);
        ASSERT_EQ(studio.window.focusWidget(), page().gallery()->search());
        QTest::keyClicks(studio.window.focusWidget(), text);
    }

    StudioWindow studio;
};

TEST_F(ModelPageTest, SearchChooseUseAndTheTrainPageShowsIt) {
    EXPECT_EQ(page().gallery()->chosen(), "lenet5");
    search("resnet18");
    ASSERT_EQ(table().model()->rowCount(), 1);
    EXPECT_EQ(page().gallery()->chosen(), "resnet18");
    EXPECT_EQ(page().findChild<QLabel*>("modelTitle")->text(), "resnet18");
    ASSERT_TRUE(waitUntil([&] { return models().find("resnet18")->cost.has_value(); }));
    ASSERT_TRUE(studio.click("useModel"));
    EXPECT_EQ(studio.window.currentPage(), MainWindow::kTrain);
    EXPECT_EQ(studio.window.trainPage().recipePanel()->recipe().text(kArchitecture), "resnet18");
    EXPECT_EQ(studio.workspace.recipe().text(kArchitecture), "resnet18");
    // The other settings stay.
    EXPECT_EQ(studio.workspace.recipe().integer("batch"), 8);
    EXPECT_EQ(studio.workspace.recipe().integer("epochs"), 3);
}

TEST_F(ModelPageTest, EnterInTheTableUsesTheModel) {
    search("resnet18");
    QTest::keyClick(studio.window.focusWidget(), Qt::Key_Return);
    ASSERT_EQ(studio.window.focusWidget(), &table());
    QTest::keyClick(&table(), Qt::Key_Return);
    EXPECT_EQ(studio.window.currentPage(), MainWindow::kTrain);
    EXPECT_EQ(studio.workspace.recipe().text(kArchitecture), "resnet18");
}

TEST_F(ModelPageTest, ASearchForNothingOffersAWayBack) {
    search("perceptron xyz");
    EXPECT_FALSE(table().isVisible());
    auto* back = page().gallery()->findChild<QPushButton*>();
    ASSERT_NE(back, nullptr);
    ASSERT_TRUE(back->isVisible());
    QTest::mouseClick(back, Qt::LeftButton);
    EXPECT_TRUE(table().isVisible());
    EXPECT_EQ(table().model()->rowCount(), static_cast<int>(zoo::architectures().size()));
}

TEST_F(ModelPageTest, TheChosenOneIsMeasuredAndForecast) {
    search("lenet5");
    ASSERT_TRUE(waitUntil([&] { return isMeasured("lenet5"); }));
    EXPECT_NE(page().findChild<QLabel*>("measured0")->text(), "–");
    ASSERT_TRUE(waitUntil([&] { return models().forecast(*models().find("lenet5")).has_value(); }));
    EXPECT_NE(page().findChild<QLabel*>("forecast0")->text(), "–");
    EXPECT_NE(page().findChild<QLabel*>("forecast2")->text(), "–");
    const train::Measurement first = *models().find("lenet5")->measured.value();

    // The next start of the studio reads it instead of measuring again.
    ASSERT_TRUE(waitUntil([&] { return studio.workspace.engine().info().has_value(); }));
    train::MeasurementCache cache(train::measurementFile());
    train::MeasureRequest request;
    request.settings = settingsOf(studio.workspace.recipe());
    const auto kept =
        cache.find(train::measurementKey((*models().find("lenet5")->cost)->measuredAs, request,
                                         studio.workspace.engine().info()->torchVersion));
    ASSERT_TRUE(kept);
    EXPECT_EQ(*kept, first);
}

TEST_F(ModelPageTest, NothingIsMeasuredWhileATrainingRuns) {
    studio.setQuickRecipe(1000);
    studio.window.showPage(MainWindow::kTrain);
    ASSERT_TRUE(studio.click("startTraining"));
    const TrainSession& train = studio.workspace.train();
    ASSERT_TRUE(waitUntil([&] { return train.run()->lastStep.has_value(); }));
    EXPECT_TRUE(models().isBusy());
    EXPECT_TRUE(models().measuring().empty());
    studio.window.showPage(MainWindow::kModel);
    search("resnet18");
    const auto steps = train.run()->lastStep->globalStep;
    ASSERT_TRUE(waitUntil([&] { return train.run()->lastStep->globalStep > steps + 20; }));
    EXPECT_TRUE(models().measuring().empty());
    EXPECT_FALSE(page().findChild<QAbstractButton*>("useModel") != nullptr &&
                 page().findChild<QAbstractButton*>("useModel")->isEnabled());
    studio.workspace.train().stopNow();
    ASSERT_TRUE(waitUntil([&] { return !train.isActive(); }));
    ASSERT_TRUE(waitUntil([&] { return !models().measuring().empty() || isMeasured("resnet18"); }));
}

TEST_F(ModelPageTest, LeavingThePageStopsTheMeasuring) {
    ASSERT_TRUE(waitUntil([&] { return !models().measuring().empty(); }));
    studio.window.showPage(MainWindow::kData);
    EXPECT_TRUE(models().measuring().empty());
}

TEST_F(ModelPageTest, TooSmallImagesAreSaidAndRefused) {
    search("vgg16");
    ASSERT_TRUE(waitUntil([&] {
        const ModelFacts* facts = models().find("vgg16");
        return facts->cost && !*facts->cost;
    }));
    EXPECT_FALSE(studio.window.findChild<QAbstractButton*>("useModel")->isEnabled());
    EXPECT_TRUE(page().findChild<QLabel*>("modelState")->text().contains("28"));
    // A larger size cures it; the recipe has it too.
    Params recipe = studio.workspace.recipe();
    recipe.set("size", std::int64_t{64});
    studio.workspace.setRecipe(recipe);
    ASSERT_TRUE(waitUntil([&] {
        const ModelFacts* facts = models().find("vgg16");
        return facts->cost && *facts->cost;
    }));
    EXPECT_EQ(studio.window.trainPage().recipePanel()->recipe().integer("size"), 64);
    EXPECT_TRUE(studio.window.findChild<QAbstractButton*>("useModel")->isEnabled());
}

TEST_F(ModelPageTest, TheSummaryListsEveryLayer) {
    auto* segments = page().segments();
    auto* gallery = segments->findChildren<QToolButton*>().front();
    QTest::mouseClick(gallery, Qt::LeftButton);
    gallery->setFocus();
    QTest::keyClick(segments, Qt::Key_Right);
    EXPECT_EQ(page().currentView(), ModelPage::kSummary);
    const auto& layers = page().summary()->layers();
    const auto parameters = [&] {
        std::int64_t sum = 0;
        for (const widgets::LayerLine& layer : layers.layers()) {
            sum += layer.parameters;
        }
        return sum;
    };
    EXPECT_TRUE(waitUntil([&] {
        // Counted by another worker, perhaps after the layers are listed.
        const auto& cost = models().find("lenet5")->cost;
        return layers.rowCount() > 3 && cost && *cost && parameters() == (*cost)->parameters;
    })) << parameters();
    page().summary()->table()->setFocus();
    QTest::keyClick(page().summary()->table(), Qt::Key_C, Qt::ControlModifier);
    EXPECT_TRUE(QApplication::clipboard()->text().contains("Conv2d"));
}

TEST_F(ModelPageTest, SpeaksJapanese) {
    studio.chooseLanguage("ja");
    EXPECT_TRUE(waitUntil([&] {
        return table().model()->headerData(0, Qt::Horizontal).toString() != "Architecture";
    }));
}

}  // namespace
}  // namespace minarai::studio
