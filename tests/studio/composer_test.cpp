// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The composer: its document, and a person who edits a known architecture and trains it.
#include <gtest/gtest.h>

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QLabel>
#include <QMenu>
#include <QUndoStack>

#include "base/files.h"
#include "spec/summary.h"
#include "spec/templates.h"
#include "studio/session/composer_picture.h"
#include "studio/session/paths.h"
#include "studio/studio_window.h"
#include "zoo/zoo.h"

namespace minarai::studio {
namespace {

spec::ModelSpec cnn() {
    return spec::templateSpec("cnn", 3, 32, 5);
}

std::string keyOfOp(const ComposerDocument& document, const char* op) {
    for (const spec::Node& node : document.draft().nodes) {
        if (node.op == op) {
            return node.id;
        }
    }
    return {};
}

TEST(ComposerDocument, EveryEditIsUndoneAndDoneAgain) {
    ComposerDocument document;
    document.open(cnn());
    std::vector<DraftState> states{{document.draft(), document.pins()}};
    const auto note = [&] { states.push_back({document.draft(), document.pins()}); };
    std::string chosen;
    EXPECT_FALSE(document.insertBehind("block:residual", "relu1").empty());
    note();
    EXPECT_FALSE(document.insertIntoWire("op:BatchNorm2d", {"relu1", 0}).empty());
    note();
    EXPECT_FALSE(document.insertAlone("op:Add", {500, 80}).empty());
    note();
    ASSERT_TRUE(document.connectKeys("conv1", "add1", {}));
    note();
    document.remove({"add1"});
    note();
    document.duplicate({"residual1/"}, &chosen);
    EXPECT_FALSE(chosen.empty());
    note();
    ASSERT_TRUE(document.rename("residual1/", "body"));
    note();
    ASSERT_TRUE(document.rename("conv2", "middle"));
    note();
    document.setParam("middle", "out_channels", std::int64_t{48});
    note();
    document.move({"middle"}, 30, 12);
    note();
    document.setInput(0, 1);
    note();
    document.setName("other");
    note();
    document.cut({});
    note();
    document.tidy();
    note();
    EXPECT_FALSE(document.diagnosis().isValid());
    for (std::size_t i = states.size(); i-- > 1;) {
        EXPECT_EQ((DraftState{document.draft(), document.pins()}), states[i]);
        document.undoStack()->undo();
    }
    EXPECT_EQ((DraftState{document.draft(), document.pins()}), states[0]);
    EXPECT_TRUE(document.diagnosis().isValid());
    for (std::size_t i = 1; i < states.size(); ++i) {
        document.undoStack()->redo();
        EXPECT_EQ((DraftState{document.draft(), document.pins()}), states[i]);
    }
}

TEST(ComposerDocument, TypingANumberIsOneStepAndBackIsNone) {
    ComposerDocument document;
    document.open(cnn());
    for (const std::int64_t filters : {4, 48, 480}) {
        document.setParam("conv1", "out_channels", filters);
    }
    EXPECT_EQ(document.undoStack()->count(), 1);
    document.setParam("conv1", "out_channels", std::int64_t{32});
    EXPECT_EQ(document.undoStack()->count(), 0);
    document.setParam("conv1", "out_channels", std::int64_t{40});
    document.setParam("conv2", "out_channels", std::int64_t{40});
    EXPECT_EQ(document.undoStack()->count(), 2);
}

TEST(ComposerDocument, ShapesFollowAtOnceAndProblemsSayTheCure) {
    ComposerDocument document;
    document.open(cnn());
    EXPECT_EQ(document.shapeOf("conv1"), (spec::Shape{32, 32, 32}));
    document.setInput(1, 48);
    EXPECT_EQ(document.shapeOf("conv1"), (spec::Shape{32, 48, 32}));
    document.remove({keyOfOp(document, "Flatten")});
    const auto problems = problemsOf(document);
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_TRUE(problems[0].text.contains("Flatten")) << problems[0].text.toStdString();
    const auto picture = makePicture(document);
    const auto wrong =
        std::count_if(picture.nodes.begin(), picture.nodes.end(),
                      [](const auto& one) { return one.state == widgets::GraphState::Wrong; });
    EXPECT_EQ(wrong, 1);
}

TEST(ComposerDocument, CollapsedBlocksAreEditedAsOne) {
    ComposerDocument document;
    document.open(zoo::build("resnet18").value());
    EXPECT_FALSE(document.collapsed().empty());
    EXPECT_NE(document.outline().find("layer2.0/"), spec::OutlineItem::kTop);
    const std::size_t before = document.draft().nodes.size();
    std::string chosen;
    document.duplicate({"layer2.1/"}, &chosen);
    EXPECT_GT(document.draft().nodes.size(), before);
    EXPECT_TRUE(document.diagnosis().isValid());
    EXPECT_EQ(chosen, "layer2.2/") << "closed as the one that it is of";
    document.remove({"layer2.1/"});
    EXPECT_TRUE(document.diagnosis().isValid());
    document.uncover("layer1.0.conv1");
    EXPECT_NE(document.outline().find("layer1.0.conv1"), spec::OutlineItem::kTop);
}

TEST(ComposerDocument, AVeryLargeDraftIsExaminedBesides) {
    ComposerDocument document;
    spec::ModelSpec spec = cnn();
    for (int i = 0; i < 1600; ++i) {
        spec::appendFragment(spec, *spec::layerFragment("ReLU"), "conv1");
    }
    document.open(spec);
    EXPECT_TRUE(document.isExamining());
    EXPECT_TRUE(waitUntil([&] { return !document.isExamining(); }));
    EXPECT_TRUE(document.diagnosis().isValid());
}

TEST(ComposerDocument, EveryArchitectureOpensAndIsSavedAsItWas) {
    QTemporaryDir folder;
    for (const zoo::Architecture& one : zoo::architectures()) {
        ComposerDocument document;
        const spec::ModelSpec spec = zoo::build(one.name).value();
        document.open(spec);
        EXPECT_TRUE(document.isExamining() || document.diagnosis().isValid()) << one.name;
        const auto file = toPath(folder.filePath(toQString(one.name)));
        ASSERT_TRUE(document.save(file));
        EXPECT_EQ(spec::readModelSpec(file).value(), spec) << one.name;
        EXPECT_FALSE(document.isModified());
        EXPECT_EQ(makePicture(document).nodes.size(),
                  static_cast<qsizetype>(document.outline().items.size()));
    }
}

TEST(ComposerDocument, NodesStayWhereTheyWerePut) {
    QTemporaryDir folder;
    ComposerDocument document;
    document.open(zoo::build("lenet5").value());
    const std::string key = document.outline().items.back().key;
    const spec::Box before = document.layout().boxes.back();
    document.move({key}, 75, -30);
    const auto file = toPath(folder.filePath(QStringLiteral("moved.json")));
    ASSERT_TRUE(document.save(file));
    ComposerDocument again;
    again.open(spec::readModelSpec(file).value(), file);
    ASSERT_EQ(again.outline().items.back().key, key);
    EXPECT_EQ(again.layout().boxes.back().x, before.x + 75);
    EXPECT_EQ(again.layout().boxes.back().y, before.y - 30);
    EXPECT_FALSE(again.isModified());
}

TEST(ComposerDocument, ARenamedGroupKeepsItsPlacesAndWhatIsCollapsedInIt) {
    ComposerDocument document;
    document.open(zoo::build("resnet18").value());
    document.collapse({"layer1.0", "layer2"});
    document.move({"layer1.0/"}, 40, 8);
    document.move({"layer1.1.conv1"}, 30, 12);
    const Pins before = document.pins();
    ASSERT_EQ(before.size(), 2U);
    ASSERT_TRUE(document.rename("layer1/", "body"));
    EXPECT_EQ(document.collapsed(), (ComposerDocument::Groups{"body.0", "layer2"}));
    EXPECT_EQ(document.pins(), (Pins{{"body.0/", before.at("layer1.0/")},
                                     {"body.1.conv1", before.at("layer1.1.conv1")}}));
    const std::size_t box = document.outline().find("body.0/");
    ASSERT_NE(box, spec::OutlineItem::kTop);
    EXPECT_EQ(document.layout().boxes[box].x, before.at("layer1.0/").x);
    document.undoStack()->undo();
    EXPECT_EQ(document.collapsed(), (ComposerDocument::Groups{"layer1.0", "layer2"}));
    EXPECT_EQ(document.pins(), before);
    ASSERT_FALSE(document.rename("layer1/", "layer2"));
    EXPECT_EQ(document.collapsed(), (ComposerDocument::Groups{"layer1.0", "layer2"}));
}

TEST(ComposerDocument, AnAuxiliaryHeadComesBack) {
    ComposerDocument document;
    const spec::ModelSpec whole = zoo::build("googlenet").value();
    document.open(whole);
    document.collapse({"aux1"});
    document.remove({"aux1/"});
    EXPECT_EQ(document.draft().auxiliary.size(), whole.auxiliary.size() - 1);
    document.undoStack()->undo();
    EXPECT_EQ(document.draft(), whole);
    document.undoStack()->redo();
    EXPECT_EQ(document.draft().auxiliary.size(), whole.auxiliary.size() - 1);
}

TEST(ComposerDocument, OpeningIsAStepAndTheSavedStateIsKnownAgain) {
    QTemporaryDir folder;
    const auto file = toPath(folder.filePath(QStringLiteral("own.json")));
    ComposerDocument document;
    document.open(cnn());
    EXPECT_EQ(document.undoStack()->count(), 0) << "nothing was replaced";
    document.setParam("conv1", "out_channels", std::int64_t{4});
    EXPECT_TRUE(document.isModified());
    ASSERT_TRUE(document.save(file));
    EXPECT_FALSE(document.isModified());
    // Typing goes on, but what is in the file stays a step.
    document.setParam("conv1", "out_channels", std::int64_t{48});
    EXPECT_TRUE(document.isModified());
    document.undoStack()->undo();
    EXPECT_FALSE(document.isModified());
    document.undoStack()->redo();
    document.collapse({"nothing"});
    const spec::ModelSpec own = document.draft();

    document.open(zoo::build("resnet18").value());
    EXPECT_FALSE(document.isModified());
    EXPECT_TRUE(document.file().empty());
    document.setName("other");
    const auto collapsed = document.collapsed();
    document.undoStack()->undo();
    document.undoStack()->undo();
    EXPECT_EQ(document.draft(), own);
    EXPECT_EQ(document.file(), file);
    EXPECT_EQ(document.collapsed(), ComposerDocument::Groups{"nothing"});
    EXPECT_TRUE(document.isModified());
    EXPECT_EQ(document.shapeOf("conv1").front(), 48);
    document.undoStack()->undo();
    EXPECT_FALSE(document.isModified());
    for (int i = 0; i < 3; ++i) {
        document.undoStack()->redo();
    }
    EXPECT_EQ(document.draft().name, "other");
    EXPECT_EQ(document.collapsed(), collapsed);
    EXPECT_TRUE(document.file().empty());
    EXPECT_TRUE(document.isModified());
}

class Composing : public testing::Test {
  protected:
    void openProject() {
        const auto images = studio.path("shapes");
        writeImages(images, 3, 12);
        ASSERT_TRUE(studio.openByDrop(images));
        studio.window.showPage(MainWindow::kModel);
        studio.window.modelPage().showView(ModelPage::kCompose);
        panel = studio.window.modelPage().composer();
    }
    void key(Qt::Key one, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(QApplication::focusWidget(), one, modifiers);
    }
    StudioWindow studio;
    ComposerPanel* panel = nullptr;
};

TEST_F(Composing, OpensEditsAndTrainsAKnownArchitecture) {
    openProject();
    panel->openArchitecture("lenet5");
    ComposerDocument& document = panel->document();
    ASSERT_EQ(spec::classCount(document.model().value()).value(), 3);
    const std::string conv = keyOfOp(document, "Conv2d");

    // By the keyboard alone: choose, find, insert, edit.
    panel->canvas()->setFocus();
    panel->canvas()->reveal(toQString(conv));
    key(Qt::Key_Slash);
    QTest::keyClicks(QApplication::focusWidget(), "batch");
    key(Qt::Key_Return);
    EXPECT_EQ(keyOfOp(document, "BatchNorm2d"), "batchnorm1");
    EXPECT_EQ(panel->canvas()->currentKey(), "batchnorm1");
    // Undo means the layer, though the search still has the keyboard.
    key(Qt::Key_Z, Qt::ControlModifier);
    EXPECT_EQ(document.draft().find("batchnorm1"), nullptr);
    panel->canvas()->reveal(toQString(conv));
    key(Qt::Key_Return);
    EXPECT_EQ(panel->canvas()->currentKey(), "batchnorm1");
    key(Qt::Key_Escape);
    EXPECT_EQ(QApplication::focusWidget(), panel->canvas());
    key(Qt::Key_Up);
    EXPECT_EQ(panel->canvas()->currentKey(), toQString(conv));
    key(Qt::Key_Return);
    key(Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(QApplication::focusWidget(), "10");
    EXPECT_EQ(document.shapeOf(conv).front(), 10);
    EXPECT_TRUE(document.diagnosis().isValid());

    ASSERT_TRUE(studio.click("composerTrain"));
    EXPECT_EQ(studio.window.currentPage(), MainWindow::kTrain);
    RecipePanel* recipes = studio.window.trainPage().recipePanel();
    Params recipe = recipes->recipe();
    EXPECT_EQ(modelName(recipe.text(kArchitecture)), "my_lenet5");
    EXPECT_EQ(qobject_cast<QComboBox*>(recipes->form()->editor(kArchitecture))->currentText(),
              "my_lenet5");
    ASSERT_TRUE(recipeSchema().setText(recipe, "epochs", "2"));
    ASSERT_TRUE(recipeSchema().setText(recipe, "augment", "none"));
    recipes->setRecipe(recipe);
    const auto* forecast = studio.window.findChild<QLabel*>("forecast");
    ASSERT_TRUE(waitUntil([&] { return studio.window.trainPage().startButton()->isEnabled(); }))
        << forecast->text().toStdString();
    ASSERT_TRUE(studio.click("startTraining"));
    const TrainSession& train = studio.workspace.train();
    ASSERT_TRUE(waitUntil([&] { return train.run() != nullptr && train.run()->ended; }))
        << "state " << static_cast<int>(train.state()) << ", "
        << studio.window.messages().text().toStdString();
    EXPECT_EQ(train.run()->ended->reason, train::EndReason::Completed)
        << (train.run()->ended->error ? train.run()->ended->error->message() : "");
    EXPECT_EQ(train.run()->arch, "my_lenet5");
    const auto saved = spec::readModelSpec(train.run()->folder / "model.json");
    ASSERT_TRUE(saved);
    ASSERT_NE(saved->find("batchnorm1"), nullptr);
    EXPECT_EQ(saved->find(conv)->params.integer("out_channels"), 10);
}

TEST_F(Composing, FreezesAndSetsRatesWhereTheLayersAre) {
    openProject();
    panel->openArchitecture("resnet18");
    const widgets::GraphView* canvas = panel->canvas();
    const auto detail = [&](const char* key) {
        const widgets::GraphNode* node = canvas->node(QString::fromLatin1(key));
        return node == nullptr ? QString() : node->detail;
    };
    const auto isFrozen = [&](const char* key) {
        const widgets::GraphNode* node = canvas->node(QString::fromLatin1(key));
        return node != nullptr && node->isFrozen;
    };
    const auto choose = [&](const QStringList& path) {
        auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        ASSERT_NE(menu, nullptr);
        for (const QString& text : path) {
            QAction* found = nullptr;
            for (QAction* action : menu->actions()) {
                found = action->text().section(QLatin1Char('\t'), 0, 0) == text ? action : found;
            }
            ASSERT_NE(found, nullptr) << text.toStdString();
            ASSERT_TRUE(found->isEnabled()) << text.toStdString();
            menu->setActiveAction(found);
            QTest::keyClick(menu, Qt::Key_Return);
            menu = found->menu();
        }
    };
    const auto setting = [&](const char* name) { return studio.workspace.recipe().text(name); };

    panel->canvas()->setFocus();
    panel->canvas()->reveal(QStringLiteral("layer2.1/"));
    EXPECT_FALSE(isFrozen("conv1"));
    key(Qt::Key_L);
    choose({QStringLiteral("Freeze up to “layer2”")});
    EXPECT_EQ(setting("freeze"), "upto:layer2");
    ASSERT_TRUE(waitUntil([&] { return isFrozen("layer2.1/"); }));
    EXPECT_TRUE(isFrozen("conv1"));
    EXPECT_TRUE(isFrozen("maxpool")) << "it leads into frozen ones";
    EXPECT_FALSE(isFrozen("layer3.0/"));
    EXPECT_TRUE(detail("conv1").endsWith(QStringLiteral("frozen")))
        << detail("conv1").toStdString();
    EXPECT_FALSE(detail("fc").contains(QStringLiteral("frozen")));

    // By the menu key, and a rate.
    panel->canvas()->reveal(QStringLiteral("layer4.0/"));
    QContextMenuEvent event(QContextMenuEvent::Keyboard, QPoint(5, 5),
                            panel->canvas()->mapToGlobal(QPoint(5, 5)));
    QApplication::sendEvent(panel->canvas(), &event);
    choose({QStringLiteral("Learning rate of “layer4”"), QStringLiteral("×0.1")});
    EXPECT_EQ(setting("rate_multipliers"), "layer4=0.1");
    EXPECT_TRUE(waitUntil([&] { return detail("layer4.0/").endsWith(QStringLiteral("×0.1")); }));
    EXPECT_FALSE(isFrozen("layer4.0/"));

    panel->canvas()->setFocus();
    panel->canvas()->reveal(QStringLiteral("layer1.0/"));
    key(Qt::Key_F);
    EXPECT_EQ(setting("freeze"), "upto:layer1.0");
    EXPECT_TRUE(waitUntil([&] { return !isFrozen("layer2.1/") && isFrozen("layer1.0/"); }));
    // The head has to learn, and it is said.
    panel->canvas()->reveal(QStringLiteral("fc"));
    key(Qt::Key_F);
    EXPECT_EQ(setting("freeze"), "upto:layer1.0");
    EXPECT_TRUE(studio.window.messages().text().contains(QStringLiteral("learn")))
        << studio.window.messages().text().toStdString();
    // Marks follow the draft; an unfinished one has none.
    panel->document().remove({"layer4.1/"});
    EXPECT_TRUE(waitUntil([&] { return isFrozen("layer1.0/"); }));
    panel->document().cut({});
    EXPECT_TRUE(waitUntil([&] { return !isFrozen("layer1.0/"); }));
}

TEST_F(Composing, CopiesPastesDuplicatesAndUndoesByKeys) {
    openProject();
    panel->openTemplate("cnn");
    ComposerDocument& document = panel->document();
    const std::size_t before = document.draft().nodes.size();
    panel->canvas()->setFocus();
    panel->canvas()->reveal("conv2");
    key(Qt::Key_C, Qt::ControlModifier);
    key(Qt::Key_V, Qt::ControlModifier);
    EXPECT_EQ(document.draft().nodes.size(), before + 1);
    key(Qt::Key_D, Qt::ControlModifier);
    EXPECT_EQ(document.draft().nodes.size(), before + 2);
    EXPECT_TRUE(document.diagnosis().isValid());
    key(Qt::Key_Delete);
    EXPECT_EQ(document.draft().nodes.size(), before + 1);
    key(Qt::Key_Z, Qt::ControlModifier);
    key(Qt::Key_Z, Qt::ControlModifier);
    key(Qt::Key_Z, Qt::ControlModifier);
    EXPECT_EQ(document.draft().nodes.size(), before);
    key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    EXPECT_EQ(document.draft().nodes.size(), before + 1);
    QGuiApplication::clipboard()->setText("no layers");
    key(Qt::Key_V, Qt::ControlModifier);
    EXPECT_EQ(document.draft().nodes.size(), before + 1);
    EXPECT_TRUE(studio.window.messages().text().contains("holds no layers"));
    EXPECT_EQ(studio.window.currentPage(), MainWindow::kModel);
}

TEST_F(Composing, ShowsProblemsWhereTheyAreAndTrainsOnlyWhatFits) {
    openProject();
    panel->openTemplate("cnn");
    ComposerDocument& document = panel->document();
    EXPECT_TRUE(panel->problemList()->parentWidget()->isHidden());
    const std::string flatten = keyOfOp(document, "Flatten");
    panel->canvas()->reveal(toQString(flatten));
    panel->canvas()->setFocus();
    key(Qt::Key_Delete);
    ASSERT_EQ(panel->problemList()->model()->rowCount(), 1);
    EXPECT_FALSE(studio.window.findChild<QPushButton*>("composerTrain")->isEnabled());
    panel->canvas()->select({});
    Q_EMIT panel->problemList()->clicked(panel->problemList()->model()->index(0, 0));
    EXPECT_EQ(panel->canvas()->currentKey(), toQString(keyOfOp(document, "Linear")));
    document.undoStack()->undo();
    EXPECT_TRUE(studio.window.findChild<QPushButton*>("composerTrain")->isEnabled());
}

TEST_F(Composing, EveryLineOfTheProblemsIsInSight) {
    openProject();
    panel->openTemplate("cnn");
    ComposerDocument& document = panel->document();
    ASSERT_TRUE(document.rename(keyOfOp(document, "Linear"), std::string(45, 'a')));
    document.remove({keyOfOp(document, "Flatten")});
    ASSERT_FALSE(document.insertAlone("op:Concat", {500, 80}).empty());
    const QListView* list = panel->problemList();
    const int last = list->model()->rowCount() - 1;
    ASSERT_EQ(last, 1);
    const auto rowOf = [&](int row) { return list->visualRect(list->model()->index(row, 0)); };
    ASSERT_TRUE(waitUntil([&] { return list->isVisible(); }));
    EXPECT_TRUE(waitUntil([&] { return rowOf(last).bottom() < list->viewport()->height(); }, 5000));
    EXPECT_GE(rowOf(0).top(), 0);
    EXPECT_GT(std::max(rowOf(0).height(), rowOf(1).height()), list->fontMetrics().height() * 3 / 2)
        << "one of them takes two lines";
}

TEST_F(Composing, SaysTheCureInTheUsersLanguage) {
    openProject();
    studio.chooseLanguage(QStringLiteral("ja"));
    panel->openTemplate("cnn");
    ComposerDocument& document = panel->document();
    document.remove({keyOfOp(document, "Flatten")});
    const auto problems = problemsOf(document);
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_TRUE(problems[0].text.contains(QStringLiteral("128×1×1")));
    EXPECT_TRUE(problems[0].text.contains(QStringLiteral("前に")))
        << problems[0].text.toStdString();
    studio.chooseLanguage(QStringLiteral("en"));
    EXPECT_TRUE(problemsOf(document)[0].text.contains(QStringLiteral("before it")));
}

TEST_F(Composing, SavesAndOpensFilesAndSaysWhatIsWrongWithOne) {
    openProject();
    panel->openTemplate("residual");
    const spec::ModelSpec made = panel->document().draft();
    const QString file = toQString(studio.path("own.json"));
    panel->saveTo(file);
    panel->openTemplate("cnn");
    panel->openFile(file);
    EXPECT_EQ(panel->document().draft(), made);
    ASSERT_TRUE(writeFileAtomically(studio.path("bad.json"), std::string("{\"version\":1}")));
    panel->openFile(toQString(studio.path("bad.json")));
    EXPECT_TRUE(studio.window.messages().text().contains("“name”"))
        << studio.window.messages().text().toStdString();
    EXPECT_EQ(panel->document().draft(), made);
}

}  // namespace
}  // namespace minarai::studio
