// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a person does first, with real drops, clicks and keys: open, train, watch, stop, predict.
#include <gtest/gtest.h>

#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QMenu>
#include <QScrollArea>
#include <QScrollBar>
#include <QToolButton>
#include <algorithm>

#include "runs/run_directory.h"
#include "studio/session/paths.h"
#include "studio/shell/sheet.h"
#include "studio/shell/sidebar.h"
#include "studio/studio_window.h"

namespace minarai::studio {
namespace {

using widgets::CurveChart;

TEST(MainFlow, OpenTrainWatchStopPredict) {
    StudioWindow studio;
    const auto images = studio.path("shapes");
    writeImages(images, 3, 16);
    ASSERT_TRUE(studio.openByDrop(images));
    EXPECT_EQ(studio.window.currentPage(), MainWindow::kData);
    EXPECT_EQ(studio.window.dataPage().gallery()->model()->rowCount(), 48);
    ASSERT_TRUE(waitUntil([&] {
        const auto& split = studio.workspace.project().split();
        return split && *split;
    }));
    const SplitPreview& split = **studio.workspace.project().split();
    ASSERT_TRUE(split.parts);
    EXPECT_EQ(split.parts->size(), 48U);
    EXPECT_EQ(static_cast<std::uint64_t>(
                  std::count(split.parts->begin(), split.parts->end(), dataset::Part::Val)),
              split.val);

    ASSERT_TRUE(studio.click("goTrain"));
    EXPECT_EQ(studio.window.currentPage(), MainWindow::kTrain);
    studio.setQuickRecipe(2000);  // more than it gets to
    ASSERT_TRUE(studio.click("startTraining"));
    const TrainSession& train = studio.workspace.train();
    EXPECT_TRUE(train.isActive());

    const RunBoard& board = *studio.window.trainPage().board();
    ASSERT_TRUE(waitUntil([&] { return board.lossChart()->points("train").size() >= 3; }));
    const auto before = board.lossChart()->points("train").size();
    ASSERT_TRUE(waitUntil([&] {
        return board.lossChart()->points("train").size() > before + 3 &&
               board.accuracyChart()->points("val").size() >= 2;
    }));
    EXPECT_NE(board.accuracyFigure(), QStringLiteral("–"));
    // The badge names the device alone, as before the run; the tooltip says how it computes.
    const auto* device = studio.window.findChild<widgets::Badge*>("device");
    ASSERT_NE(device, nullptr);
    EXPECT_FALSE(device->text().contains("fp32")) << device->text().toStdString();
    EXPECT_TRUE(device->toolTip().contains("fp32")) << device->toolTip().toStdString();
    // The matrix and the wall come from the time line's worker.
    ASSERT_TRUE(waitUntil([&] { return board.confusion()->matrix().classes() == 3; }));
    ASSERT_TRUE(waitUntil([&] { return board.wall()->model()->rowCount() > 0; }));
    // Wrong answers come first on the wall.
    bool rightSeen = false;
    for (int row = 0; row < board.wall()->model()->rowCount(); ++row) {
        const bool right =
            board.wall()->model()->item(row).verdict == widgets::GalleryItem::Verdict::Right;
        EXPECT_TRUE(right || !rightSeen);
        rightSeen = rightSeen || right;
    }

    QTest::keyClick(&studio.window, Qt::Key_P, Qt::ControlModifier);
    EXPECT_TRUE(train.wantsPause());
    // Paused it is when the trainer says so.
    ASSERT_TRUE(waitUntil([&] { return train.state() == TrainSession::State::Paused; }));
    QTest::keyClick(&studio.window, Qt::Key_P, Qt::ControlModifier);
    EXPECT_EQ(train.state(), TrainSession::State::Running);
    QTest::keyClick(&studio.window, Qt::Key_Period, Qt::ControlModifier);
    ASSERT_TRUE(waitUntil([&] { return !train.isActive(); }));
    ASSERT_TRUE(train.run()->ended.has_value());
    EXPECT_EQ(train.run()->ended->reason, train::EndReason::Stopped);
    EXPECT_TRUE(studio.window.messages().isVisible());

    ASSERT_TRUE(waitUntil([&] { return !studio.workspace.predict().run().empty(); }));
    studio.drop({images / "circle" / "0.png"});
    EXPECT_EQ(studio.window.currentPage(), MainWindow::kPredict);
    ASSERT_TRUE(waitUntil([&] { return !studio.window.predictPage().bars()->items().isEmpty(); }));
    const auto& bars = studio.window.predictPage().bars()->items();
    ASSERT_EQ(bars.size(), 3);
    EXPECT_GE(bars[0].value, bars[1].value);
    EXPECT_NEAR(bars[0].value + bars[1].value + bars[2].value, 1.0, 1e-4);
    EXPECT_EQ(studio.window.findChild<QLabel*>("answer")->text(), bars[0].label);
    EXPECT_EQ(studio.window.findChild<QLabel*>("answerRange")->text(), "top 3 of 3 classes");
    const auto* answers =
        static_cast<widgets::GalleryModel*>(studio.window.predictPage().gallery()->model());
    EXPECT_EQ(answers->item(0).badge, bars[0].value < 0.5 ? "unsure" : "");
    auto* better = studio.window.findChild<QToolButton*>("betterRun");
    ASSERT_NE(better, nullptr);
    EXPECT_FALSE(better->isVisible()) << "there is one run alone";
}

TEST(MainFlow, APauseIsSaidTheSameEverywhere) {
    StudioWindow studio;
    const auto images = studio.path("shapes");
    writeImages(images, 2, 10);
    ASSERT_TRUE(studio.openByDrop(images));
    studio.window.showPage(MainWindow::kTrain);
    studio.setQuickRecipe(2000);  // more than it gets to
    ASSERT_TRUE(studio.click("startTraining"));
    const TrainSession& train = studio.workspace.train();
    ASSERT_TRUE(waitUntil([&] {
        return train.run()->lastStep && studio.workspace.runs().find(train.run()->folder);
    }));
    const auto* pause = studio.window.findChild<QPushButton*>("pauseTraining");
    const auto* menu = studio.window.findChild<widgets::TextMenuButton*>("runMenu");
    ASSERT_NE(menu, nullptr);
    const auto jobSays = [&](const QString& text) {
        const auto labels = studio.window.findChild<JobPanel*>()->findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(),
                           [&](const QLabel* label) { return label->text().contains(text); });
    };
    const auto timeLeft = [&] {
        for (const auto* figure :
             studio.window.trainPage().board()->findChildren<widgets::FigureLabel*>()) {
            if (figure->accessibleName() == QStringLiteral("left")) {
                return figure->value();
            }
        }
        return QString();
    };
    EXPECT_TRUE(waitUntil([&] { return timeLeft().contains(QLatin1Char(':')); }));

    ASSERT_TRUE(studio.click("pauseTraining"));
    // Nothing has been heard of the trainer yet.
    ASSERT_EQ(train.state(), TrainSession::State::Pausing);
    EXPECT_EQ(pause->text(), QStringLiteral("Pausing…"));
    EXPECT_FALSE(pause->isEnabled());
    EXPECT_TRUE(menu->text().endsWith(QStringLiteral("pausing…"))) << menu->text().toStdString();
    EXPECT_TRUE(jobSays(QStringLiteral("pausing…")));
    EXPECT_EQ(timeLeft(), QStringLiteral("–"));

    ASSERT_TRUE(waitUntil([&] { return train.state() == TrainSession::State::Paused; }));
    EXPECT_EQ(pause->text(), QStringLiteral("Resume"));
    EXPECT_EQ(pause->property("mnRole").toString(), QStringLiteral("primary"));
    EXPECT_TRUE(pause->isEnabled());
    EXPECT_TRUE(menu->text().endsWith(QStringLiteral("paused"))) << menu->text().toStdString();
    EXPECT_TRUE(jobSays(QStringLiteral("paused")));
    EXPECT_EQ(timeLeft(), QStringLiteral("–"));

    ASSERT_TRUE(studio.click("pauseTraining"));
    EXPECT_TRUE(menu->text().endsWith(QStringLiteral("running"))) << menu->text().toStdString();
    EXPECT_TRUE(timeLeft().contains(QLatin1Char(':'))) << timeLeft().toStdString();
    // The keys take back a pause that has not begun.
    ASSERT_TRUE(studio.click("pauseTraining"));
    ASSERT_EQ(train.state(), TrainSession::State::Pausing);
    QTest::keyClick(&studio.window, Qt::Key_P, Qt::ControlModifier);
    EXPECT_EQ(train.state(), TrainSession::State::Running);
    EXPECT_EQ(pause->text(), QStringLiteral("Pause"));
    studio.workspace.train().stopNow();
    ASSERT_TRUE(waitUntil([&] { return !train.isActive(); }));
}

TEST(MainFlow, ARunThatWasStoppedHereIsResumedFromTheBar) {
    StudioWindow studio;
    const auto images = studio.path("shapes");
    writeImages(images, 2, 10);
    ASSERT_TRUE(studio.openByDrop(images));
    studio.window.showPage(MainWindow::kTrain);
    studio.setQuickRecipe(2000);  // more than it gets to
    ASSERT_TRUE(studio.click("startTraining"));
    const TrainSession& train = studio.workspace.train();
    ASSERT_TRUE(waitUntil([&] { return !train.run()->epochs.empty(); }));
    const auto* resume = studio.window.findChild<QPushButton*>("resumeRun");
    ASSERT_NE(resume, nullptr);
    EXPECT_FALSE(resume->isVisible());
    studio.workspace.train().stopNow();
    ASSERT_TRUE(waitUntil([&] { return !train.isActive(); }));
    const std::filesystem::path folder = train.run()->folder;
    ASSERT_TRUE(waitUntil([&] { return resume->isVisible(); }));
    EXPECT_EQ(resume->text(), QStringLiteral("Resume run 1")) << "beside a start it says of which";
    ASSERT_TRUE(studio.click("resumeRun"));
    EXPECT_EQ(train.run()->folder, folder);
    ASSERT_TRUE(waitUntil([&] { return train.run()->started.has_value(); }));
    EXPECT_FALSE(resume->isVisible());
    ASSERT_FALSE(train.run()->points.empty());
    EXPECT_LE(train.run()->points.front().x, 1) << "the steps before it was stopped are there, too";
    studio.workspace.train().stopNow();
    ASSERT_TRUE(waitUntil([&] { return !train.isActive(); }));
}

TEST(MainFlow, APastRunGivesItsSettingsToTheRecipe) {
    StudioWindow studio;
    const auto images = studio.path("shapes");
    writeImages(images, 2, 8);
    ASSERT_TRUE(studio.openByDrop(images));
    studio.window.showPage(MainWindow::kTrain);
    RecipePanel& panel = *studio.window.trainPage().recipePanel();
    studio.setQuickRecipe(1);
    Params recipe = panel.recipe();
    ASSERT_TRUE(recipeSchema().setText(recipe, "freeze", "early"));
    ASSERT_TRUE(recipeSchema().setText(recipe, "learning_rate", "0.0123"));
    panel.setRecipe(recipe);
    ASSERT_TRUE(waitUntil([&] { return panel.facts()->text().contains(", of them "); }))
        << panel.facts()->text().toStdString();
    ASSERT_TRUE(studio.click("startTraining"));
    const TrainSession& train = studio.workspace.train();
    ASSERT_TRUE(waitUntil([&] { return train.run() != nullptr && train.run()->ended; }));
    ASSERT_TRUE(train.run()->started.has_value());
    EXPECT_LT(train.run()->started->trainable, train.run()->started->parameters);

    ASSERT_TRUE(waitUntil([&] { return !studio.workspace.runs().runs().empty(); }));
    panel.setRecipe(presets()[1].values);
    const auto* menu = studio.window.findChild<widgets::TextMenuButton*>("runMenu");
    ASSERT_FALSE(menu->menu()->actions().isEmpty());
    QAction* takeSettings = menu->menu()->actions().last();
    EXPECT_EQ(takeSettings->text(), QStringLiteral("Use its settings"));
    ASSERT_TRUE(takeSettings->isEnabled());
    takeSettings->trigger();
    EXPECT_EQ(panel.recipe().text("freeze"), "early");
    EXPECT_EQ(panel.recipe().real("learning_rate"), 0.0123);
    EXPECT_EQ(panel.recipe().text(kArchitecture), recipe.text(kArchitecture));
}

TEST(MainFlow, APresetIsNoChangeAndOnesOwnSettingsAreChangesOfIt) {
    StudioWindow studio;
    const auto images = studio.path("shapes");
    writeImages(images, 2, 8);
    ASSERT_TRUE(studio.openByDrop(images));
    studio.window.showPage(MainWindow::kTrain);
    RecipePanel& panel = *studio.window.trainPage().recipePanel();
    const auto isMarked = [&panel](const char* name) {
        return panel.form()->editor(name)->parentWidget()->findChild<QToolButton*>()->isVisible();
    };
    for (const Preset& preset : presets()) {
        panel.setRecipe(preset.values);
        EXPECT_FALSE(isMarked("epochs")) << preset.id;
        EXPECT_FALSE(isMarked(kArchitecture)) << preset.id;
    }
    Params own = presets()[1].values;
    panel.setRecipe(own);
    own.set("epochs", own.integer("epochs") + 1);
    panel.setRecipe(own);
    EXPECT_TRUE(isMarked("epochs"));
    EXPECT_FALSE(isMarked(kArchitecture));
}

TEST(MainFlow, TheRecipeShowsThatThereIsMoreBelowAndAbove) {
    StudioWindow studio;
    const auto images = studio.path("shapes");
    writeImages(images, 2, 8);
    ASSERT_TRUE(studio.openByDrop(images));
    studio.window.showPage(MainWindow::kTrain);
    RecipePanel& panel = *studio.window.trainPage().recipePanel();
    panel.form()->setAdvancedShown(true);
    const auto* area = panel.findChild<QScrollArea*>();
    const auto* edge = panel.findChild<QWidget*>("scrollEdge");
    ASSERT_NE(edge, nullptr);
    QScrollBar& bar = *area->verticalScrollBar();
    ASSERT_TRUE(waitUntil([&] { return bar.maximum() > 0; }));
    EXPECT_TRUE(edge->isVisible());
    EXPECT_EQ(edge->geometry().bottom(), area->viewport()->geometry().bottom());
    const auto* top = panel.findChild<QWidget*>("scrollTopEdge");
    ASSERT_NE(top, nullptr);
    EXPECT_FALSE(top->isVisible());
    bar.setValue(bar.maximum());
    EXPECT_FALSE(edge->isVisible());
    EXPECT_TRUE(top->isVisible());
    EXPECT_EQ(top->geometry().top(), area->viewport()->geometry().top());
    bar.setValue(0);
    EXPECT_TRUE(edge->isVisible());
    EXPECT_FALSE(top->isVisible());
}

TEST(MainFlow, ThreeClicksFromTheFirstStartToATraining) {
    StudioWindow studio;
    ASSERT_TRUE(studio.click("trySample"));
    ASSERT_TRUE(waitUntil([&] { return studio.workspace.runs().isLoaded(); }));
    ASSERT_TRUE(studio.click("goTrain"));
    ASSERT_TRUE(studio.click("startTraining"));
    const TrainSession& train = studio.workspace.train();
    ASSERT_TRUE(waitUntil([&] { return train.run() != nullptr && train.run()->lastStep; }));
    studio.workspace.train().stopNow();
    ASSERT_TRUE(waitUntil([&] { return !train.isActive(); }));
}

TEST(MainFlow, AMatrixCellNarrowsTheWallAndAnImageOpensLarge) {
    StudioWindow studio;
    const auto images = studio.path("shapes");
    writeImages(images, 2, 10);
    ASSERT_TRUE(studio.openByDrop(images));
    studio.window.showPage(MainWindow::kTrain);
    studio.setQuickRecipe(1);
    ASSERT_TRUE(studio.click("startTraining"));
    ASSERT_TRUE(waitUntil([&] { return studio.workspace.train().run()->ended.has_value(); }));
    RunBoard& board = *studio.window.trainPage().board();
    // The epoch comes to the board from the time line's worker.
    ASSERT_TRUE(waitUntil([&] { return board.confusion()->matrix().classes() == 2; }));
    ASSERT_TRUE(waitUntil([&] { return board.wall()->model()->rowCount() > 0; }));
    const auto& matrix = board.confusion()->matrix();
    int filled = 0;
    for (int truth = 0; truth < 2; ++truth) {
        for (int predicted = 0; predicted < 2; ++predicted) {
            const auto count =
                matrix.at(static_cast<std::size_t>(truth), static_cast<std::size_t>(predicted));
            if (count == 0) {
                continue;
            }
            ++filled;
            const QRect cell = board.confusion()->cellRect({truth, predicted});
            QTest::mouseClick(board.confusion()->viewport(), Qt::LeftButton, {}, cell.center());
            EXPECT_EQ(board.wall()->model()->rowCount(), static_cast<int>(count));
        }
    }
    EXPECT_GT(filled, 0);
    board.wall()->gallery()->setFocus();
    board.wall()->gallery()->setCurrentIndex(board.wall()->model()->index(0));
    QTest::keyClick(board.wall()->gallery(), Qt::Key_Return);
    EXPECT_TRUE(waitUntil([&] { return studio.window.isLargeViewReady(); }));
    QTest::keyClick(studio.window.focusWidget(), Qt::Key_Escape);
    EXPECT_FALSE(studio.window.isLargeViewReady());
}

TEST(MainFlow, AWrongLabelSeenOnTheWallIsMendedThere) {
    StudioWindow studio;
    const auto images = studio.path("shapes");
    writeImages(images, 2, 10);
    ASSERT_TRUE(studio.openByDrop(images));
    studio.window.showPage(MainWindow::kTrain);
    studio.setQuickRecipe(1);
    ASSERT_TRUE(waitUntil([&] { return studio.workspace.review().isLoaded(); }));
    ASSERT_TRUE(studio.click("startTraining"));
    ASSERT_TRUE(waitUntil([&] { return studio.workspace.train().run()->ended.has_value(); }));
    ValidationWall& wall = *studio.window.trainPage().board()->wall();
    ASSERT_TRUE(waitUntil([&] { return wall.model()->rowCount() > 1; }));
    const dataset::Catalog& catalog = *studio.workspace.project().project()->catalog;
    const auto sampleIn = [&](int row) {
        const auto sample = static_cast<quint32>(wall.model()->keyAt(row)) - 1;
        EXPECT_LT(sample, catalog.samples.size());
        return sample;
    };
    const auto labelOf = [&](quint32 sample) {
        return studio.workspace.review().review()->labelOf(catalog, sample);
    };
    const auto otherKey = [&](quint32 sample) {
        return catalog.samples[sample].label == 0 ? Qt::Key_2 : Qt::Key_1;
    };

    widgets::GalleryView& gallery = *wall.gallery();
    gallery.setFocus();
    gallery.setCurrentKey(wall.model()->keyAt(0));
    const quint32 first = sampleIn(0);
    const std::int32_t before = labelOf(first);
    QTest::keyClick(&gallery, otherKey(first));
    EXPECT_EQ(labelOf(first), 1 - before);
    EXPECT_TRUE(wall.model()->item(0).changed);
    QTest::keyClick(&gallery, Qt::Key_X);
    EXPECT_TRUE(studio.workspace.review().review()->mark(first).excluded);

    // The large view: the picture that is looked at, not the one that is chosen on the wall.
    QTest::keyClick(&gallery, Qt::Key_Return);
    ASSERT_TRUE(waitUntil([&] { return studio.window.isLargeViewReady(); }));
    QTest::keyClick(studio.window.focusWidget(), Qt::Key_Right);
    const quint32 second = sampleIn(1);
    QTest::keyClick(studio.window.focusWidget(), otherKey(second));
    EXPECT_NE(labelOf(second), catalog.samples[second].label);
    ASSERT_TRUE(waitUntil([&] { return studio.workspace.review().isKept(); }));
    QTest::keyClick(studio.window.focusWidget(), Qt::Key_Z, Qt::ControlModifier);
    ASSERT_TRUE(waitUntil([&] { return labelOf(second) == catalog.samples[second].label; }));
    QTest::keyClick(studio.window.focusWidget(), Qt::Key_Escape);

    // Images of another data set are not for this project to decide about.
    wall.setForeign(true);
    gallery.setFocus();
    QTest::keyClick(&gallery, otherKey(second));
    EXPECT_EQ(labelOf(second), catalog.samples[second].label);
}

TEST(MainFlow, ASmallWindowFoldsTheSidebarUntilSomebodyOpensIt) {
    StudioWindow studio;
    // What the X server says of a size comes later, and of each size in turn.
    const auto resize = [&](int width, int height) {
        studio.window.resize(width, height);
        QGuiApplication::sync();
        QTest::qWait(0);
    };
    resize(1280, 800);
    auto* side = studio.window.findChild<Sidebar*>();
    ASSERT_NE(side, nullptr);
    ASSERT_TRUE(waitUntil([&] { return side->width() == widgets::kSidebarWidth; }));
    resize(1024, 700);
    ASSERT_TRUE(waitUntil([&] { return side->width() == widgets::kSidebarCollapsedWidth; }));
    EXPECT_FALSE(side->isNarrow()) << "not what was wished";
    QTest::keyClick(&studio.window, Qt::Key_B, Qt::ControlModifier);
    EXPECT_EQ(side->width(), widgets::kSidebarWidth);
    resize(1030, 700);
    EXPECT_EQ(side->width(), widgets::kSidebarWidth) << "it stays as it was put";
    resize(1280, 800);
    EXPECT_EQ(side->width(), widgets::kSidebarWidth);
}

TEST(MainFlow, KeysLeadToEveryPageAndToTheKeyboardSheet) {
    StudioWindow studio;
    writeImages(studio.path("shapes"), 2, 6);
    ASSERT_TRUE(studio.openByDrop(studio.path("shapes")));
    const std::pair<Qt::Key, MainWindow::PageId> pages[] = {{Qt::Key_4, MainWindow::kTrain},
                                                            {Qt::Key_1, MainWindow::kData},
                                                            {Qt::Key_5, MainWindow::kPredict},
                                                            {Qt::Key_3, MainWindow::kModel},
                                                            {Qt::Key_2, MainWindow::kAugment}};
    for (const auto& [key, page] : pages) {
        QTest::keyClick(&studio.window, key, Qt::ControlModifier);
        EXPECT_EQ(studio.window.currentPage(), page);
    }
    const auto* sheet = studio.window.findChild<Sheet*>();
    ASSERT_NE(sheet, nullptr);
    EXPECT_FALSE(sheet->isVisible());
    QTest::keyClick(&studio.window, Qt::Key_F1);
    EXPECT_TRUE(sheet->isVisible());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    EXPECT_FALSE(sheet->isVisible());
}

TEST(MainFlow, AFolderIsOpenedAndARunIsStartedAndStoppedByKeys) {
    StudioWindow studio;
    writeImages(studio.path("shapes"), 2, 8);
    QTest::keyClick(&studio.window, Qt::Key_O, Qt::ControlModifier);
    ASSERT_TRUE(studio.answerFileDialog(toQString(studio.path("shapes"))));
    ASSERT_TRUE(waitUntil([&] { return studio.workspace.project().project() != nullptr; }));
    QTest::keyClick(&studio.window, Qt::Key_4, Qt::ControlModifier);
    studio.setQuickRecipe(2000);  // more than it gets to
    ASSERT_TRUE(waitUntil([&] { return studio.window.trainPage().startButton()->isEnabled(); }));
    QTest::keyClick(&studio.window, Qt::Key_Return, Qt::ControlModifier);
    const TrainSession& train = studio.workspace.train();
    ASSERT_TRUE(train.isActive());
    ASSERT_TRUE(waitUntil([&] { return train.run()->lastStep.has_value(); }));
    QTest::keyClick(&studio.window, Qt::Key_Period, Qt::ControlModifier);
    EXPECT_TRUE(waitUntil([&] { return !train.isActive(); }));
}

TEST(MainFlow, TheKeyboardSheetGivesTheKeyboardBack) {
    StudioWindow studio;
    writeImages(studio.path("shapes"), 2, 6);
    ASSERT_TRUE(studio.openByDrop(studio.path("shapes")));
    auto* gallery = studio.window.dataPage().gallery();
    gallery->setFocus();
    studio.window.actions().get(ActionId::Keyboard)->trigger();
    EXPECT_NE(QApplication::focusWidget(), gallery);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    EXPECT_EQ(QApplication::focusWidget(), gallery);
    studio.window.actions().get(ActionId::Keyboard)->trigger();
    ASSERT_TRUE(studio.click("closeSheet"));
    EXPECT_TRUE(waitUntil([&] { return QApplication::focusWidget() == gallery; }));
}

TEST(MainFlow, TheKeyboardSheetLeavesAMarginAndSqueezesNoLine) {
    StudioWindow studio;
    for (const QSize& size : {QSize(1280, 800), QSize(1120, 680)}) {
        studio.window.resize(size);
        QGuiApplication::sync();
        ASSERT_TRUE(waitUntil([&] { return studio.window.size() == size; }));
        studio.window.actions().get(ActionId::Keyboard)->trigger();
        QTest::qWait(0);
        auto* lines = studio.window.findChild<QScrollArea*>("shortcuts");
        ASSERT_NE(lines, nullptr);
        QWidget* panel = lines;
        while (panel->parentWidget()->parentWidget() != &studio.window) {
            panel = panel->parentWidget();
        }
        const QRect place(panel->mapTo(&studio.window, QPoint(0, 0)), panel->size());
        EXPECT_TRUE(studio.window.rect().adjusted(24, 24, -24, -24).contains(place))
            << place.width() << "x" << place.height();
        const auto badges = lines->findChildren<widgets::Badge*>();
        EXPECT_GT(badges.size(), 50);
        QStringList keys;
        for (const auto* badge : badges) {
            EXPECT_GE(badge->height(), badge->sizeHint().height()) << badge->text().toStdString();
            keys << badge->text();
        }
        EXPECT_TRUE(keys.contains(QStringLiteral("Ctrl+Enter")));
        EXPECT_TRUE(keys.filter(QStringLiteral("Return")).isEmpty()) << "one word for a key";
        QTest::keyClick(lines, Qt::Key_Escape);
    }
}

}  // namespace
}  // namespace minarai::studio
