// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Runs one after the other: added while one trains, reordered with keys, kept over a restart.
#include <gtest/gtest.h>

#include <QApplication>
#include <QLabel>
#include <QListView>
#include <QSignalSpy>
#include <algorithm>
#include <fstream>

#include "runs/fold_summary.h"
#include "runs/run_directory.h"
#include "runs/run_queue.h"
#include "studio/session/paths.h"
#include "studio/studio_window.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {
namespace {

std::vector<std::int64_t> epochsOf(const std::vector<runs::QueuedRun>& queue) {
    std::vector<std::int64_t> epochs;
    for (const runs::QueuedRun& run : queue) {
        epochs.push_back(run.settings.integer("epochs"));
    }
    return epochs;
}

void enqueue(StudioWindow& studio, int epochs) {
    studio.setQuickRecipe(epochs);
    ASSERT_TRUE(studio.click("enqueueRun"));
}

TEST(Queue, GoesOnByItselfInTheOrderThatTheKeysGive) {
    StudioWindow studio;
    const auto images = studio.path("shapes");
    writeImages(images, 2, 10);
    ASSERT_TRUE(studio.openByDrop(images));
    studio.window.showPage(MainWindow::kTrain);
    studio.setQuickRecipe(2000);  // more than it gets to
    ASSERT_TRUE(studio.click("startTraining"));
    const TrainSession& train = studio.workspace.train();
    ASSERT_TRUE(waitUntil([&] { return train.run()->lastStep.has_value(); }));
    enqueue(studio, 2);
    enqueue(studio, 3);
    enqueue(studio, 1);
    const QueueSession& queue = studio.workspace.queue();
    EXPECT_EQ(epochsOf(queue.runs()), (std::vector<std::int64_t>{2, 3, 1}));
    EXPECT_TRUE(queue.goesOn());

    QListView& list = *studio.window.trainPage().queueCard()->list();
    EXPECT_TRUE(list.isVisible());
    // What tells a run from the others stands first, and what all of them share is left out.
    Params recipe = studio.workspace.recipe();
    ASSERT_TRUE(recipeSchema().setText(recipe, "optimizer", "sgd"));
    studio.window.trainPage().recipePanel()->setRecipe(recipe);
    ASSERT_TRUE(studio.click("enqueueRun"));
    const auto rowText = [&list](int row) { return list.model()->index(row, 0).data().toString(); };
    EXPECT_EQ(rowText(3).toStdString(), "lenet5 · 1 epoch · SGD");
    EXPECT_EQ(rowText(0).toStdString(), "lenet5 · 2 epochs · AdamW");
    list.setCurrentIndex(list.model()->index(3, 0));
    QTest::keyClick(&list, Qt::Key_Delete);
    list.setFocus();
    list.setCurrentIndex(list.model()->index(2, 0));
    QTest::keyClick(&list, Qt::Key_Up, Qt::AltModifier);
    QTest::keyClick(&list, Qt::Key_Up, Qt::AltModifier);
    EXPECT_EQ(epochsOf(queue.runs()), (std::vector<std::int64_t>{1, 2, 3}));
    EXPECT_EQ(list.currentIndex().row(), 0) << "the selection follows the run";
    list.setCurrentIndex(list.model()->index(1, 0));
    QTest::keyClick(&list, Qt::Key_Delete);
    EXPECT_EQ(epochsOf(queue.runs()), (std::vector<std::int64_t>{1, 3}));

    QSignalSpy ends(&train, &TrainSession::runEnded);
    studio.workspace.train().stopAfterEpoch();
    ASSERT_TRUE(waitUntil([&] { return ends.count() == 1; }));
    // Stopped by hand: nothing starts by itself, until it is wanted.
    EXPECT_FALSE(queue.goesOn());
    EXPECT_FALSE(train.isActive());
    ASSERT_TRUE(studio.click("startQueue"));
    ASSERT_TRUE(waitUntil([&] { return ends.count() == 3; }));
    EXPECT_TRUE(queue.runs().empty());
    EXPECT_FALSE(list.isVisible());
    const auto& runs = studio.workspace.runs().runs();
    ASSERT_TRUE(waitUntil([&] { return runs.size() == 3 && runs[0].epochsDone == 3; }));
    EXPECT_EQ(runs[1].epochsDone, 1);
}

TEST(Queue, AllFoldsAreRunsOfTheQueueWithAMeanInTheEnd) {
    StudioWindow studio;
    const auto images = studio.path("shapes");
    writeImages(images, 2, 10);
    ASSERT_TRUE(studio.openByDrop(images));
    studio.window.showPage(MainWindow::kTrain);
    auto* folds = studio.window.findChild<QPushButton*>("enqueueFolds");
    ASSERT_NE(folds, nullptr);
    studio.setQuickRecipe(1);
    EXPECT_FALSE(folds->isVisible()) << "no cross-validation";
    Params recipe = studio.workspace.recipe();
    ASSERT_TRUE(recipeSchema().setText(recipe, "split", "kfold"));
    ASSERT_TRUE(recipeSchema().setText(recipe, "folds", "3"));
    studio.window.trainPage().recipePanel()->setRecipe(recipe);
    ASSERT_TRUE(waitUntil([&] { return folds->isVisible() && folds->isEnabled(); }));
    EXPECT_TRUE(folds->text().contains(QLatin1Char('3')));
    ASSERT_TRUE(studio.click("enqueueFolds"));
    const auto& waiting = studio.workspace.queue().runs();
    ASSERT_EQ(waiting.size(), 3U);
    const QListView& list = *studio.window.trainPage().queueCard()->list();
    for (std::size_t i = 0; i < waiting.size(); ++i) {
        EXPECT_EQ(list.model()->index(static_cast<int>(i), 0).data().toString().toStdString(),
                  "lenet5 · Fold " + std::to_string(i + 1) + " · 1 epoch");
        EXPECT_EQ(waiting[i].settings.integer("fold"), static_cast<std::int64_t>(i) + 1);
    }
    QSignalSpy ends(&studio.workspace.train(), &TrainSession::runEnded);
    ASSERT_TRUE(studio.click("startQueue"));
    ASSERT_TRUE(waitUntil([&] { return ends.count() == 3; }));
    const auto* summary = studio.window.findChild<QLabel*>("foldsSummary");
    ASSERT_NE(summary, nullptr);
    const auto cardSays = [&](const QString& text) {
        const auto labels = summary->parentWidget()->findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(),
                           [&](const QLabel* label) { return label->text() == text; });
    };
    ASSERT_TRUE(waitUntil([&] { return cardSays(QStringLiteral("3 of 3 folds")); }));
    EXPECT_TRUE(summary->isVisible());
    EXPECT_TRUE(cardSays(QStringLiteral("Cross-validation")));
    std::vector<double> accuracies;
    for (const RunSummary& run : studio.workspace.runs().runs()) {
        accuracies.push_back(run.bestValAccuracy);
    }
    ASSERT_EQ(accuracies.size(), 3U);
    const runs::Spread spread = runs::spreadOf(accuracies);
    EXPECT_TRUE(summary->text().contains(widgets::metricText(spread.mean) + " ± " +
                                         widgets::metricText(spread.deviation)))
        << summary->text().toStdString();
    EXPECT_TRUE(waitUntil([&] {
        return studio.window.messages().text() == "3 folds are done: validation accuracy " +
                                                      widgets::metricText(spread.mean) + " ± " +
                                                      widgets::metricText(spread.deviation) + ".";
    })) << studio.window.messages().text().toStdString();
    const auto& listed = studio.workspace.runs().runs();
    ASSERT_TRUE(waitUntil([&] {
        return std::all_of(listed.begin(), listed.end(),
                           [](const RunSummary& run) { return run.folds.has_value(); });
    })) << "each fold keeps the summary";
    for (const RunSummary& run : listed) {
        EXPECT_TRUE(std::filesystem::exists(run.folder / "folds.json")) << run.folder;
        ASSERT_EQ(run.folds->results.size(), 3U);
        EXPECT_EQ(run.folds->accuracy.mean, spread.mean);
        const auto fold = static_cast<std::size_t>(run.settings.integer("fold"));
        EXPECT_EQ(run.folds->results[fold - 1].folder, "../" + run.folder.filename().string());
        EXPECT_EQ(run.folds->results[fold - 1].valAccuracy, run.bestValAccuracy);
    }

    // A run that is no fold is not summed up with them, and says nothing of them.
    const std::filesystem::path fold = listed.front().folder;
    studio.setQuickRecipe(1);
    ASSERT_TRUE(studio.click("startTraining"));
    ASSERT_TRUE(waitUntil([&] { return ends.count() == 4 && listed.size() == 4; }));
    const std::filesystem::path other = studio.workspace.train().run()->folder;
    ASSERT_TRUE(waitUntil([&] { return !summary->isVisible(); }));
    auto* menu = studio.window.findChild<widgets::TextMenuButton*>("runMenu");
    ASSERT_NE(menu, nullptr);
    Q_EMIT menu->chosen(toQString(fold));
    EXPECT_TRUE(summary->isVisible());
    Q_EMIT menu->chosen(toQString(other));
    EXPECT_FALSE(summary->isVisible());
}

TEST(Queue, SurvivesTheWindowAndWaitsToBeStarted) {
    const QTemporaryDir home;
    const auto images = toPath(home.filePath("shapes"));
    writeImages(images, 2, 10);
    {
        StudioWindow studio;
        ASSERT_TRUE(studio.openByDrop(images));
        studio.window.showPage(MainWindow::kTrain);
        enqueue(studio, 1);
        enqueue(studio, 2);
        EXPECT_FALSE(studio.workspace.train().isActive()) << "adding starts nothing";
    }
    auto file = runs::readQueue(runsFolder(images));
    ASSERT_TRUE(file);
    EXPECT_EQ(epochsOf(file->runs), (std::vector<std::int64_t>{1, 2}));
    file->goesOn = true;  // as a killed program leaves it
    ASSERT_TRUE(runs::writeQueue(runsFolder(images), *file));
    StudioWindow studio;
    ASSERT_TRUE(studio.openByDrop(images));
    ASSERT_TRUE(waitUntil([&] { return studio.workspace.queue().runs().size() == 2; }));
    EXPECT_FALSE(studio.workspace.queue().goesOn());
    EXPECT_FALSE(studio.workspace.train().isActive());
    studio.window.showPage(MainWindow::kTrain);
    QSignalSpy ends(&studio.workspace.train(), &TrainSession::runEnded);
    ASSERT_TRUE(studio.click("startQueue"));
    ASSERT_TRUE(waitUntil([&] { return ends.count() == 2; }));
    ASSERT_TRUE(
        waitUntil([&] { return !std::filesystem::exists(runsFolder(images) / "queue.json"); }));
}

TEST(Queue, TheDesktopIsToldWhenNobodyLooks) {
    StudioWindow studio;
    const auto images = studio.path("shapes");
    writeImages(images, 2, 10);
    ASSERT_TRUE(studio.openByDrop(images));
    studio.window.showPage(MainWindow::kTrain);
    QSignalSpy told(&studio.window.trainPage(), &TrainPage::notified);
    QSignalSpy ends(&studio.workspace.train(), &TrainSession::runEnded);
    studio.setQuickRecipe(1);
    ASSERT_TRUE(studio.click("startTraining"));
    ASSERT_TRUE(waitUntil([&] { return ends.count() == 1; }));
    EXPECT_EQ(told.count(), 0) << "the window was looked at";
    QWidget other;
    other.show();
    ASSERT_TRUE(studio.click("startTraining"));
    QApplication::setActiveWindow(&other);
    ASSERT_TRUE(waitUntil([&] { return ends.count() == 2; }));
    ASSERT_EQ(told.count(), 1);
    EXPECT_TRUE(told[0][0].toString().startsWith("Run 2"));
    EXPECT_TRUE(told[0][1].toString().contains("accuracy"));
}

}  // namespace
}  // namespace minarai::studio
