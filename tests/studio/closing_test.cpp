// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Closing the window while a run goes on saves the run, and the next start offers to go on.
#include <gtest/gtest.h>

#include <QPushButton>

#include "runs/run_directory.h"
#include "runs/training.h"
#include "studio/session/paths.h"
#include "studio/studio_window.h"
#include "train/settings.h"

namespace minarai::studio {
namespace {

TEST(Closing, InTheMiddleOfARunLeavesItResumable) {
    const QTemporaryDir home;
    const auto images = toPath(home.filePath("shapes"));
    writeImages(images, 3, 16);
    std::filesystem::path run;
    {
        StudioWindow studio;
        ASSERT_TRUE(studio.openByDrop(images));
        studio.window.showPage(MainWindow::kTrain);
        studio.setQuickRecipe(2000);  // more than it gets to
        ASSERT_TRUE(studio.click("startTraining"));
        const TrainSession& train = studio.workspace.train();
        ASSERT_TRUE(waitUntil([&] {
            return train.run()->lastStep && train.run()->epochs.size() >= 1 &&
                   train.run()->lastStep->epoch >= 2;
        }));
        run = train.run()->folder;
        EXPECT_FALSE(studio.window.close());
        EXPECT_TRUE(studio.window.messages().text().contains("Saving"));
        ASSERT_TRUE(waitUntil([&] { return !studio.window.isVisible(); }));
        EXPECT_FALSE(train.isActive());
    }
    const auto info = runs::readRunInfo(run);
    ASSERT_TRUE(info.has_value()) << info.error().message();
    EXPECT_EQ(info->state, runs::RunState::Interrupted);
    EXPECT_FALSE(runs::isBeingTrained(run));

    StudioWindow studio;
    ASSERT_TRUE(studio.openByDrop(images));
    QPushButton* resume = nullptr;
    ASSERT_TRUE(waitUntil([&] {
        for (auto* button : studio.window.messages().findChildren<QPushButton*>()) {
            if (button->isVisible() && button->text() == QStringLiteral("Resume")) {
                resume = button;
            }
        }
        return resume != nullptr;
    })) << studio.window.messages().text().toStdString();
    QTest::mouseClick(resume, Qt::LeftButton);
    const TrainSession& train = studio.workspace.train();
    ASSERT_TRUE(waitUntil([&] { return train.run() != nullptr && train.run()->started; }));
    EXPECT_EQ(train.run()->folder, run);
    EXPECT_GE(train.run()->started->firstEpoch, 2);
    // The curves of the epochs before the interruption are there, too.
    ASSERT_TRUE(waitUntil(
        [&] { return studio.window.trainPage().board()->lossChart()->points("val").size() >= 1; }));
    studio.workspace.train().stopNow();
    ASSERT_TRUE(waitUntil([&] { return !train.isActive(); }));
}

TEST(Closing, WhileARunIsStillBeingPrepared) {
    StudioWindow studio;
    const auto images = studio.path("shapes");
    writeImages(images, 2, 12);
    ASSERT_TRUE(studio.openByDrop(images));
    studio.window.showPage(MainWindow::kTrain);
    studio.setQuickRecipe(2000);
    ASSERT_TRUE(studio.click("startTraining"));
    const TrainSession& train = studio.workspace.train();
    ASSERT_EQ(train.state(), TrainSession::State::Preparing);
    EXPECT_FALSE(studio.window.close());
    ASSERT_TRUE(waitUntil([&] { return !studio.window.isVisible(); }));
    EXPECT_FALSE(train.isActive());
}

TEST(Closing, TheNewestRunThatCanGoOnIsOffered) {
    const QTemporaryDir home;
    const std::filesystem::path root = toPath(home.path());
    const auto write = [&](const char* name, runs::RunState state, std::int64_t createdMs) {
        runs::RunInfo info;
        info.id = info.name = name;
        info.state = state;
        info.createdMs = createdMs;
        info.arch = "lenet5";
        info.classes = {"circle", "square"};
        info.preprocess.height = info.preprocess.width = 28;
        info.settings = train::settingsSchema().defaults();
        info.settings.set("epochs", std::int64_t{3});
        info.epochsDone = 3;
        std::filesystem::create_directory(root / name);
        ASSERT_TRUE(runs::writeRunInfo(root / name, info).has_value());
    };
    write("0001", runs::RunState::Interrupted, 1000);
    // Killed after its last epoch was told of, before that was in a checkpoint.
    write("0002", runs::RunState::Running, 2000);
    write("0003", runs::RunState::Completed, 3000);
    RunsSession session;
    session.setRoot(root);
    ASSERT_TRUE(waitUntil([&] { return session.isLoaded(); }));
    ASSERT_EQ(session.runs().size(), 3U);
    ASSERT_NE(session.interrupted(), nullptr);
    EXPECT_EQ(session.interrupted()->folder, root / "0002");
    EXPECT_EQ(session.alive(), nullptr);
}

TEST(Closing, WithoutARunClosesAtOnceAndIsRemembered) {
    StudioWindow studio;
    studio.window.resize(1211, 777);
    EXPECT_TRUE(studio.window.close());
    StudioWindow next;
    EXPECT_EQ(next.window.size(), QSize(1211, 777));
}

TEST(Closing, TheDestructorEndsARunThatNobodyStopped) {
    const QTemporaryDir home;
    const auto images = toPath(home.filePath("shapes"));
    writeImages(images, 2, 12);
    std::filesystem::path run;
    {
        StudioWindow studio;
        ASSERT_TRUE(studio.openByDrop(images));
        studio.window.showPage(MainWindow::kTrain);
        studio.setQuickRecipe(2000);
        ASSERT_TRUE(studio.click("startTraining"));
        ASSERT_TRUE(
            waitUntil([&] { return studio.workspace.train().run()->lastStep.has_value(); }));
        run = studio.workspace.train().run()->folder;
        studio.workspace.train().setPaused(true);
    }
    EXPECT_FALSE(runs::isBeingTrained(run));
    EXPECT_TRUE(runs::resumeRequest(run).has_value());
}

}  // namespace
}  // namespace minarai::studio
