// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Where composed models go and come from: nothing that was composed is lost, and what is handed
// over to training stays what it was.
#include <gtest/gtest.h>

#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QMenu>
#include <QPointer>
#include <QUndoStack>
#include <algorithm>
#include <array>

#include "base/files.h"
#include "runs/run_directory.h"
#include "spec/draft_file.h"
#include "studio/session/augment_session.h"
#include "studio/session/paths.h"
#include "studio/studio_window.h"
#include "zoo/pretrained.h"

namespace minarai::studio {
namespace {

class ComposerFiles : public testing::Test {
  protected:
    void SetUp() override {
        const auto images = studio.path("shapes");
        writeImages(images, 3, 12);
        ASSERT_TRUE(studio.openByDrop(images));
        studio.setQuickRecipe(1);
        showComposer();
    }

    ModelPage& page() { return studio.window.modelPage(); }
    ComposerPanel& panel() { return *page().composer(); }
    ComposerDocument& document() { return panel().document(); }
    RecipePanel& recipes() { return *studio.window.trainPage().recipePanel(); }

    void showComposer() {
        studio.window.showPage(MainWindow::kModel);
        page().showView(ModelPage::kCompose);
        panel().canvas()->setFocus();
    }
    void key(Qt::Key one, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(QApplication::focusWidget(), one, modifiers);
    }
    /// The button of the message above the pages; null while there is none.
    [[nodiscard]] QPushButton* offer() {
        const auto buttons = studio.window.messages().findChildren<QPushButton*>();
        const auto shown = std::find_if(buttons.begin(), buttons.end(),
                                        [](const auto* button) { return button->isVisible(); });
        return shown == buttons.end() ? nullptr : *shown;
    }
    [[nodiscard]] static std::filesystem::path remembered() { return dataHome() / "composer.json"; }
    /// As a killed program leaves it: what is there by itself, without the end of the first one.
    [[nodiscard]] bool isRemembered() {
        return waitUntil([&] {
            const auto draft = spec::readDraft(remembered());
            return draft && draft->nodes == document().draft().nodes &&
                   draft->output == document().draft().output &&
                   draft->places.size() == document().pins().size();
        });
    }

    StudioWindow studio;
};

TEST_F(ComposerFiles, WhatIsReplacedComesBackWithItsFileAndItsLook) {
    panel().openTemplate("cnn");
    const auto file = studio.path("own.json");
    panel().saveTo(toQString(file));
    document().insertBehind("block:residual", "relu1");  // a collapsed group
    document().move({"conv1"}, 30, -12);
    const DraftState mine{document().draft(), document().pins()};
    const auto collapsed = document().collapsed();
    ASSERT_FALSE(collapsed.empty());

    page().showView(ModelPage::kGallery);
    ASSERT_TRUE(studio.click("editCopy"));
    EXPECT_EQ(page().currentView(), ModelPage::kCompose);
    EXPECT_NE(document().draft(), mine.spec);
    ASSERT_NE(offer(), nullptr);
    EXPECT_TRUE(studio.window.messages().text().contains(toQString(mine.spec.name)));
    const spec::ModelSpec other = document().draft();

    const auto expectMine = [&] {
        EXPECT_EQ((DraftState{document().draft(), document().pins()}), mine);
        EXPECT_EQ(document().collapsed(), collapsed);
        EXPECT_EQ(document().file(), file);
        EXPECT_TRUE(document().isModified());
        EXPECT_NE(panel().canvas()->node("residual1/"), nullptr);
    };
    key(Qt::Key_Z, Qt::ControlModifier);
    expectMine();
    key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    EXPECT_EQ(document().draft(), other);
    EXPECT_TRUE(document().file().empty());

    // The message means the model, whatever was done to the other one since.
    document().setName("another");
    ASSERT_NE(offer(), nullptr);
    QTest::mouseClick(offer(), Qt::LeftButton);
    expectMine();
    EXPECT_EQ(QApplication::focusWidget(), panel().canvas());
}

TEST_F(ComposerFiles, WhatIsBegunIsBegunForThePicturesOfTheRecipe) {
    const auto setSize = [&](const char* size) {
        Params recipe = recipes().recipe();
        ASSERT_TRUE(recipeSchema().setText(recipe, "size", size));
        recipes().setRecipe(recipe);
    };
    const auto input = [&](std::int64_t size) {
        return document().draft().input == std::array<std::int64_t, 3>{3, size, size};
    };
    // The empty canvas follows the recipe, which is nothing to undo or to save.
    std::filesystem::remove(remembered());
    ComposerPanel empty(studio.workspace);
    EXPECT_EQ(empty.document().draft().input[1], 28);
    setSize("96");
    EXPECT_EQ(empty.document().draft().input[1], 96);
    EXPECT_EQ(empty.document().draft().input[2], 96);
    EXPECT_FALSE(empty.document().isModified());
    EXPECT_EQ(empty.document().undoStack()->count(), 0);

    panel().openArchitecture("resnet18");
    EXPECT_TRUE(input(96));
    const auto* totals = panel().findChild<QLabel*>("modelTotals");
    EXPECT_TRUE(totals->text().contains("3×96×96")) << totals->text().toStdString();
    panel().openTemplate("cnn");
    EXPECT_TRUE(input(96));
    // What is there stays as it is.
    setSize("64");
    EXPECT_TRUE(input(96));

    // No smaller than the network can take.
    setSize("16");
    panel().openArchitecture("alexnet");
    EXPECT_TRUE(input(224));
    EXPECT_TRUE(document().diagnosis().isValid());
    panel().openTemplate("cnn");
    EXPECT_TRUE(input(32));
    setSize("0");
    panel().openArchitecture("resnet18");
    EXPECT_TRUE(input(224));
}

TEST_F(ComposerFiles, WhereAModelComesFromIsKeptWhateverBecomesOfIt) {
    Params usual = recipes().recipe();
    ASSERT_TRUE(recipeSchema().setText(usual, "size", "0"));
    recipes().setRecipe(usual);
    panel().openArchitecture("resnet18");
    EXPECT_EQ(document().draft().name, "my_resnet18");
    EXPECT_EQ(document().draft().origin, "resnet18");
    const auto* totals = panel().findChild<QLabel*>("modelTotals");
    EXPECT_TRUE(totals->text().contains("from resnet18, with its published weights"))
        << totals->text().toStdString();
    document().insertBehind("op:Dropout", "avgpool");
    document().setName("flowers");
    ASSERT_TRUE(isRemembered());
    EXPECT_EQ(spec::readDraft(remembered()).value().origin, "resnet18");
    const auto file = studio.path("flowers.json");
    panel().saveTo(toQString(file));
    panel().openTemplate("cnn");
    EXPECT_TRUE(document().draft().origin.empty());
    EXPECT_FALSE(totals->text().contains("resnet18"));
    panel().openFile(toQString(file));
    EXPECT_EQ(document().draft().origin, "resnet18");
    document().undoStack()->undo();
    document().undoStack()->undo();
    EXPECT_EQ(document().draft().origin, "resnet18");
    document().undoStack()->undo();
    EXPECT_EQ(document().draft().name, "my_resnet18");
    EXPECT_EQ(document().draft().origin, "resnet18");

    // The file that is handed over says it, too.
    ASSERT_TRUE(studio.click("composerTrain"));
    const auto kept = spec::readModelSpec(fromUtf8(recipes().recipe().text(kArchitecture)));
    ASSERT_TRUE(kept) << kept.error().message();
    EXPECT_EQ(kept->origin, "resnet18");
    // Pictures are prepared as those that the published weights were trained with.
    const auto seen = preprocessOf(recipes().recipe(), zoo::defaultPretrained("resnet18"));
    EXPECT_EQ(seen.geometry, "crop");
    EXPECT_EQ(seen.resizeShortEdge, 256);
    EXPECT_EQ(seen.height, 224);
    EXPECT_NE(preprocessOf(recipes().recipe(), zoo::defaultPretrained("resnet50")).geometry,
              "crop");
}

TEST_F(ComposerFiles, TheModelUnderConstructionIsSummedUp) {
    panel().openTemplate("cnn");
    ASSERT_TRUE(studio.click("composerSummary"));
    const QPointer<ModelSummary> summary =
        studio.window.findChild<ModelSummary*>("composedSummary");
    ASSERT_FALSE(summary.isNull());
    const auto& layers = summary->layers();
    ASSERT_TRUE(waitUntil([&] { return layers.rowCount() > 0; }));
    // The picture and each layer; a 3×3 convolution of 3 channels into 32 has 896 parameters.
    EXPECT_EQ(layers.rowCount(), static_cast<int>(document().draft().nodes.size()) + 1);
    EXPECT_EQ(layers.layers()[1].id, QStringLiteral("conv1"));
    EXPECT_EQ(layers.layers()[1].parameters, 896);
    EXPECT_TRUE(summary->isVisible());
    key(Qt::Key_Escape);
    EXPECT_TRUE(summary.isNull());
    // Half a model has a sentence instead of a table.
    document().cut({"conv2", 0});
    ASSERT_TRUE(studio.click("composerSummary"));
    EXPECT_FALSE(studio.window.messages().text().isEmpty());
    EXPECT_EQ(studio.window.findChild<ModelSummary*>("composedSummary"), nullptr);
}

TEST_F(ComposerFiles, TheSummaryFollowsTheWindowAndStaysOnItsPage) {
    panel().openTemplate("cnn");
    ASSERT_TRUE(studio.click("composerSummary"));
    const QPointer<ModelSummary> summary =
        studio.window.findChild<ModelSummary*>("composedSummary");
    ASSERT_FALSE(summary.isNull());
    studio.window.resize(studio.window.minimumSizeHint().expandedTo({1100, 720}));
    EXPECT_TRUE(waitUntil([&] { return summary->size() == studio.window.size() * 0.8; }));
    studio.window.resize(studio.window.size() + QSize(150, 60));
    EXPECT_TRUE(waitUntil([&] { return summary->size() == studio.window.size() * 0.8; }));
    studio.window.showPage(MainWindow::kTrain);
    EXPECT_TRUE(summary.isNull());
    QWidget* focused = studio.window.focusWidget();
    EXPECT_TRUE(focused == nullptr || focused->isVisible());
}

TEST_F(ComposerFiles, WhatTheRecipeSaysOfALayerFollowsItsName) {
    panel().openTemplate("cnn");
    const auto setting = [&](const char* name) { return studio.workspace.recipe().text(name); };
    const auto set = [&](const char* name, const std::string& value) {
        Params recipe = studio.workspace.recipe();
        recipe.set(name, value);
        recipes().setRecipe(recipe);
    };
    // What was said elsewhere is about the recipe's own network.
    studio.window.showPage(MainWindow::kTrain);
    set("freeze", "upto:conv1");
    showComposer();
    ASSERT_TRUE(document().rename("conv1", "stem"));
    EXPECT_EQ(setting("freeze"), "upto:conv1");
    document().undoStack()->undo();
    EXPECT_EQ(setting("freeze"), "upto:conv1");

    panel().canvas()->reveal(QStringLiteral("conv2"));
    key(Qt::Key_F);
    ASSERT_EQ(setting("freeze"), "upto:conv2") << studio.window.messages().text().toStdString();
    set("rate_multipliers", "conv2=0.5");
    ASSERT_TRUE(document().rename("conv2", "middle"));
    EXPECT_EQ(setting("freeze"), "upto:middle");
    EXPECT_EQ(setting("rate_multipliers"), "middle=0.5");
    document().undoStack()->undo();
    EXPECT_EQ(setting("freeze"), "upto:conv2");
    EXPECT_EQ(setting("rate_multipliers"), "conv2=0.5");

    // After it was handed over, too.
    ASSERT_TRUE(studio.click("composerTrain"));
    showComposer();
    ASSERT_TRUE(document().rename("conv2", "middle"));
    EXPECT_EQ(setting("freeze"), "upto:middle");
}

TEST_F(ComposerFiles, TemplatesAndFilesReplaceAsOneStepEach) {
    panel().openTemplate("residual");
    const auto file = studio.path("saved.json");
    panel().saveTo(toQString(file));
    document().setName("mine");
    auto* make = studio.window.findChild<QPushButton*>("composerNew");
    make->menu()->actions().first()->trigger();
    ASSERT_NE(offer(), nullptr);
    EXPECT_NE(document().draft().name, "mine");
    panel().openFile(toQString(file));
    EXPECT_EQ(offer(), nullptr) << "an untouched template is no loss";
    EXPECT_EQ(document().file(), file);
    panel().canvas()->setFocus();
    key(Qt::Key_Z, Qt::ControlModifier);
    key(Qt::Key_Z, Qt::ControlModifier);
    EXPECT_EQ(document().draft().name, "mine");
    EXPECT_EQ(document().file(), file);
    EXPECT_TRUE(document().isModified());
}

TEST_F(ComposerFiles, AnUnfinishedDraftSurvivesAKill) {
    panel().openTemplate("cnn");
    document().cut({"conv2", 0});
    document().cut({});
    document().insertAlone("op:Add", {400, 90});
    ASSERT_FALSE(document().diagnosis().isValid());
    ASSERT_TRUE(isRemembered());
    ComposerPanel again(studio.workspace);
    EXPECT_EQ(again.document().draft(), document().draft());
    EXPECT_EQ(again.document().pins(), document().pins());
    EXPECT_TRUE(again.document().isModified()) << "it is in no file of its own";
    // Nor is it lost when the first thing that is done is to open something else.
    again.openTemplate("residual");
    again.document().undoStack()->undo();
    EXPECT_EQ(again.document().draft(), document().draft());
}

TEST_F(ComposerFiles, AnUnfinishedDraftIsSavedAndOpenedButNotTrained) {
    panel().openTemplate("cnn");
    const auto file = studio.path("half.json");
    panel().saveTo(toQString(file));
    EXPECT_TRUE(spec::readModelSpec(file));
    const std::string before = document().draft().find("conv2")->inputs.front();
    document().cut({"conv2", 0});
    const spec::ModelSpec half = document().draft();
    ASSERT_FALSE(studio.window.findChild<QPushButton*>("composerTrain")->isEnabled());
    ASSERT_TRUE(studio.click("composerSave"));
    EXPECT_FALSE(document().isModified());
    EXPECT_TRUE(studio.window.messages().text().contains("draft"))
        << studio.window.messages().text().toStdString();
    const auto refused = spec::readModelSpec(file);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message().find("not finished yet"), std::string::npos);

    panel().openTemplate("residual");
    panel().openFile(toQString(file));
    EXPECT_EQ(document().draft(), half);
    EXPECT_FALSE(document().isModified());

    recipes().setModel(toQString(file), 0);
    studio.window.showPage(MainWindow::kTrain);
    const auto* forecast = studio.window.findChild<QLabel*>("forecast");
    EXPECT_TRUE(waitUntil([&] { return forecast->text().contains("not finished yet"); }))
        << forecast->text().toStdString();
    EXPECT_FALSE(studio.window.trainPage().startButton()->isEnabled());

    showComposer();
    ASSERT_TRUE(document().connectKeys(before, "conv2", {}));
    ASSERT_TRUE(document().diagnosis().isValid());
    key(Qt::Key_S, Qt::ControlModifier);
    EXPECT_TRUE(spec::readModelSpec(file)) << "finished, it is a model like any other";
}

TEST_F(ComposerFiles, ModelsOfOneNameWaitAsTheNetworksThatTheyWere) {
    panel().openTemplate("cnn");
    const std::string name = document().draft().name;
    std::vector<spec::ModelSpec> made;
    for (const std::int64_t filters : {4, 6}) {
        showComposer();
        document().setParam("conv1", "out_channels", filters);
        made.push_back(document().model().value());
        ASSERT_TRUE(studio.click("composerTrain"));
        ASSERT_TRUE(studio.click("enqueueRun"));
    }
    const auto runs = [&] { return studio.workspace.queue().runs(); };
    ASSERT_EQ(runs().size(), 2U);
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_EQ(runs()[i].arch, name);
        EXPECT_EQ(spec::readModelSpec(runs()[i].modelFile).value(), made[i]);
    }
    // A file of one's own may change while the run waits.
    const auto file = studio.path("own.json");
    ASSERT_TRUE(spec::writeModelSpec(file, made[0]));
    recipes().setModel(toQString(file), 0);
    ASSERT_TRUE(studio.click("enqueueRun"));
    ASSERT_TRUE(spec::writeModelSpec(file, made[1]));
    ASSERT_EQ(runs().size(), 3U);
    EXPECT_EQ(spec::readModelSpec(runs()[2].modelFile).value(), made[0]);
    EXPECT_EQ(runs()[2].arch, name);
}

TEST_F(ComposerFiles, TheSettingsOfARunBringItsNetworkAlong) {
    panel().openArchitecture("lenet5");
    const auto& nodes = document().draft().nodes;
    const auto conv = std::find_if(nodes.begin(), nodes.end(),
                                   [](const spec::Node& node) { return node.op == "Conv2d"; });
    ASSERT_NE(conv, nodes.end());
    const std::string id = conv->id;
    document().setParam(id, "out_channels", std::int64_t{7});
    ASSERT_TRUE(studio.click("composerTrain"));
    ASSERT_TRUE(studio.click("startTraining"));
    const TrainSession& train = studio.workspace.train();
    ASSERT_TRUE(waitUntil([&] { return train.run() != nullptr && train.run()->ended; }));
    ASSERT_EQ(train.run()->ended->reason, train::EndReason::Completed);
    const auto folder = train.run()->folder;
    const auto trained = runs::readRunModel(folder).value();
    ASSERT_EQ(trained.find(id)->params.integer("out_channels"), 7);

    // Without its network nothing is taken, and it is said.
    recipes().setRecipe(presets()[1].values);
    auto* takeSettings = studio.window.findChild<QAction*>("takeSettings");
    ASSERT_NE(takeSettings, nullptr);
    ASSERT_TRUE(waitUntil([&] { return takeSettings->isEnabled(); }));
    std::filesystem::rename(folder / "model.json", folder / "away.json");
    takeSettings->trigger();
    EXPECT_EQ(recipes().recipe().text(kArchitecture), presets()[1].values.text(kArchitecture));
    EXPECT_EQ(recipes().recipe().integer("epochs"), presets()[1].values.integer("epochs"));
    EXPECT_TRUE(studio.window.messages().text().contains("model.json"))
        << studio.window.messages().text().toStdString();
    std::filesystem::rename(folder / "away.json", folder / "model.json");

    takeSettings->trigger();
    const std::string architecture = recipes().recipe().text(kArchitecture);
    ASSERT_TRUE(isModelFile(architecture)) << architecture;
    EXPECT_EQ(modelName(architecture), "my_lenet5");
    EXPECT_EQ(spec::readModelSpec(fromUtf8(architecture)).value(), trained);
    EXPECT_NE(fromUtf8(architecture).parent_path(), folder) << "the run's folder may go";
    EXPECT_EQ(recipes().recipe().integer("batch"), 8);
    EXPECT_FALSE(takeSettings->isEnabled());
    EXPECT_TRUE(waitUntil([&] { return studio.window.trainPage().startButton()->isEnabled(); }));
}

}  // namespace
}  // namespace minarai::studio
