// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The Model page as a person uses it: find, look, measure, use; and what it must not do.
#include <gtest/gtest.h>

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>

#include "studio/session/paths.h"
#include "studio/studio_window.h"
#include "train/measurement_cache.h"
#include "widgets/theme/time_text.h"
#include "zoo/zoo.h"

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
    request.settings = settingsOf(studio.workspace.settledRecipe());
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

TEST_F(ModelPageTest, LayersAreFrozenByTheirMenu) {
    search("resnet18");
    page().showView(ModelPage::kSummary);
    auto* layers = page().summary()->table();
    const auto& model = page().summary()->layers();
    const auto rowOf = [&](const char* id) {
        for (int row = 0; row < model.rowCount(); ++row) {
            if (model.layers()[row].id == QLatin1String(id)) {
                return row;
            }
        }
        return -1;
    };
    const auto* trainable = page().findChild<widgets::FigureLabel*>("trainable");
    const auto learning = [&](const char* id) {
        return model.index(rowOf(id), widgets::LayerModel::Learning).data().toString();
    };
    // torchvision.models.resnet18(num_classes=3).
    ASSERT_TRUE(waitUntil([&] { return rowOf("layer2.0.conv1") > 0; }));
    ASSERT_TRUE(waitUntil([&] { return trainable->value() == widgets::countText(11'178'051); }));
    EXPECT_TRUE(layers->isColumnHidden(widgets::LayerModel::Learning));

    const auto choose = [&](const QStringList& path) {
        auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        ASSERT_NE(menu, nullptr);
        for (const QString& text : path) {
            QAction* found = nullptr;
            for (QAction* action : menu->actions()) {
                found = action->text() == text ? action : found;
            }
            ASSERT_NE(found, nullptr) << text.toStdString();
            ASSERT_TRUE(found->isEnabled()) << text.toStdString();
            menu->setActiveAction(found);
            QTest::keyClick(menu, Qt::Key_Return);
            menu = found->menu();
        }
    };
    layers->setFocus();
    layers->setCurrentRow(rowOf("layer2.0.conv1"));
    QTest::keyClick(layers, Qt::Key_F10, Qt::ShiftModifier);
    choose({QStringLiteral("Freeze up to “layer2”")});
    EXPECT_EQ(studio.workspace.recipe().text("freeze"), "upto:layer2");
    // Of its parameters 683,072 belong to conv1, bn1, layer1 and layer2.
    EXPECT_TRUE(waitUntil([&] { return trainable->value() == widgets::countText(10'494'979); }))
        << trainable->value().toStdString();
    EXPECT_EQ(learning("layer2.1.bn2"), QStringLiteral("frozen"));
    EXPECT_EQ(learning("layer3.0.conv1"), QString());
    EXPECT_FALSE(layers->isColumnHidden(widgets::LayerModel::Learning));
    EXPECT_EQ(layers->currentRow(), rowOf("layer2.0.conv1")) << "the place is kept";

    // By the mouse, and a rate.
    layers->setCurrentRow(rowOf("layer4.0.conv1"));
    const QPoint place = layers->visualRect(layers->currentIndex()).center();
    QContextMenuEvent event(QContextMenuEvent::Mouse, place,
                            layers->viewport()->mapToGlobal(place));
    QApplication::sendEvent(layers->viewport(), &event);
    choose({QStringLiteral("Learning rate of “layer4”"), QStringLiteral("×0.1")});
    EXPECT_EQ(studio.workspace.recipe().text("rate_multipliers"), "layer4=0.1");
    EXPECT_TRUE(waitUntil([&] { return learning("layer4.1.conv2") == QStringLiteral("×0.1"); }));
    EXPECT_EQ(learning("layer3.0.conv1"), QString());
    // The Train page shows the same, and frozen layers have no rate.
    EXPECT_EQ(studio.window.trainPage().recipePanel()->recipe().text("freeze"), "upto:layer2");
    layers->setCurrentRow(rowOf("conv1"));
    QTest::keyClick(layers, Qt::Key_F10, Qt::ShiftModifier);
    auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
    ASSERT_NE(menu, nullptr);
    EXPECT_FALSE(menu->actions().back()->isEnabled());
    choose({QStringLiteral("Freeze nothing")});
    EXPECT_EQ(studio.workspace.recipe().text("freeze"), "none");
    // The head cannot be frozen.
    layers->setCurrentRow(rowOf("fc"));
    QTest::keyClick(layers, Qt::Key_F10, Qt::ShiftModifier);
    menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
    ASSERT_NE(menu, nullptr);
    EXPECT_FALSE(menu->actions().front()->isEnabled());
    QTest::keyClick(menu, Qt::Key_Escape);
}

TEST_F(ModelPageTest, TheMenuOfALayerStaysInTheWindowAndOffItsRow) {
    search("resnet18");
    page().showView(ModelPage::kSummary);
    auto* layers = page().summary()->table();
    ASSERT_TRUE(waitUntil([&] { return page().summary()->layers().rowCount() > 60; }));
    layers->setFocus();
    layers->setCurrentRow(40);
    layers->scrollTo(layers->currentIndex(), QAbstractItemView::PositionAtBottom);
    QTest::keyClick(layers, Qt::Key_F10, Qt::ShiftModifier);
    auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
    ASSERT_NE(menu, nullptr);
    const QPoint row = layers->visualRect(layers->currentIndex()).center();
    EXPECT_LT(menu->geometry().bottom(), layers->viewport()->mapToGlobal(row).y());
    EXPECT_GE(menu->geometry().top(), studio.window.mapToGlobal(QPoint(0, 0)).y());
    QTest::keyClick(menu, Qt::Key_Escape);
}

TEST_F(ModelPageTest, FrozenLayersCountInTheSummaryAndBesideTheSetting) {
    search("resnet18");
    page().showView(ModelPage::kSummary);
    const auto* trainable = page().findChild<widgets::FigureLabel*>("trainable");
    Params recipe = studio.workspace.recipe();
    recipe.set(kArchitecture, std::string("resnet18"));
    recipe.set("freeze", std::string("all_but_head"));
    studio.workspace.setRecipe(recipe);
    // The head's 512 × 3 weights and 3 biases.
    EXPECT_TRUE(waitUntil([&] { return trainable->value() == widgets::countText(1539); }))
        << trainable->value().toStdString();
    // A layer of another network is an error beside the table, which stays.
    recipe.set("freeze", std::string("upto:features"));
    studio.workspace.setRecipe(recipe);
    const auto* error = page().findChild<QLabel*>("summaryError");
    EXPECT_TRUE(waitUntil([&] { return error->isVisible(); }));
    EXPECT_TRUE(page().summary()->table()->isVisible());
    EXPECT_EQ(trainable->value(), QStringLiteral("–"));

    recipe.set("freeze", std::string("all_but_head"));
    studio.workspace.setRecipe(recipe);
    studio.window.showPage(MainWindow::kTrain);
    RecipePanel* recipes = studio.window.trainPage().recipePanel();
    const auto* foot = studio.window.findChild<QLabel*>("forecast");
    EXPECT_TRUE(waitUntil([&] {
        recipes->form()->focusName(QStringLiteral("freeze"));  // once the page has the keyboard
        return foot->text().contains(QStringLiteral("Layers that keep their weights")) &&
               recipes->facts()->text().contains(QStringLiteral("of them 1.5"));
    })) << foot->text().toStdString()
        << recipes->facts()->text().toStdString();
    EXPECT_EQ(recipes->facts()->text().count(QLatin1Char('\n')), 0)
        << "the meaning stands in the place of the other facts";
}

TEST_F(ModelPageTest, AComposedModelIsMeasuredAndForecast) {
    const auto file = studio.path("mine.json");
    ASSERT_TRUE(spec::writeModelSpec(file, *zoo::build("lenet5", 10, 1, 28, 28)));
    RecipePanel* recipes = studio.window.trainPage().recipePanel();
    recipes->setModel(toQString(file), 0);
    studio.window.showPage(MainWindow::kTrain);
    const RecipeFacts& facts = *recipes->facts();
    ASSERT_TRUE(waitUntil([&] { return isMeasured(file.string()); }));
    ASSERT_TRUE(waitUntil([&] { return facts.text().contains(QStringLiteral("An epoch\tabout")); }))
        << facts.text().toStdString();
    EXPECT_EQ((*models().find(file.string())->cost)->channels, 1);
    // Counted by PyTorch: two convolutions, and 256-120-84-3 linear layers.
    EXPECT_EQ((*models().find(file.string())->cost)->parameters, 43'831);

    // Edited and trained again under the same name: another forecast, not the old one.
    ASSERT_TRUE(spec::writeModelSpec(file, *zoo::build("lite_cnn", 10, 3, 64, 64)));
    recipes->setModel(toQString(file), 0);
    ASSERT_TRUE(waitUntil([&] {
        const auto& cost = models().find(file.string())->cost;
        return cost && *cost && (*cost)->channels == 3 && isMeasured(file.string());
    }));
    // A network of the zoo again: nothing is left of the file.
    studio.setQuickRecipe(3);
    EXPECT_EQ(models().find(file.string()), nullptr);
}

TEST_F(ModelPageTest, SpeaksJapanese) {
    studio.chooseLanguage("ja");
    EXPECT_TRUE(waitUntil([&] {
        return table().model()->headerData(0, Qt::Horizontal).toString() != "Architecture";
    }));
}

}  // namespace
}  // namespace minarai::studio
