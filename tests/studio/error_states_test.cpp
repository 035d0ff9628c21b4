// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Bad input: one clear sentence in the window, and a way on.
#include <gtest/gtest.h>

#include <QApplication>
#include <QLabel>
#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "dataset/sample_set.h"
#include "runs/run_directory.h"
#include "studio/session/paths.h"
#include "studio/studio_window.h"
#include "support/file_limit.h"

namespace minarai::studio {
namespace {

class ErrorStates : public testing::Test {
  protected:
    StudioWindow m_studio;

    /// Opens the folder and returns what the message bar says.
    QString messageOfOpening(const std::filesystem::path& folder) {
        m_studio.window.messages().clear();
        m_studio.window.openFolder(toQString(folder));
        EXPECT_TRUE(waitUntil([&] { return m_studio.window.messages().isVisible(); }));
        return m_studio.window.messages().text();
    }
};

TEST_F(ErrorStates, AMissingFolder) {
    const QString text = messageOfOpening(m_studio.path("nowhere"));
    EXPECT_TRUE(text.contains("nowhere"));
    EXPECT_TRUE(text.contains("does not exist"));
    EXPECT_EQ(m_studio.window.messages().kind(), widgets::MessageBar::Kind::Error);
    EXPECT_EQ(m_studio.workspace.project().project(), nullptr);
}

TEST_F(ErrorStates, AFolderWithoutImages) {
    const auto folder = m_studio.path("empty");
    ASSERT_TRUE(makeFolder(folder / "cats"));
    EXPECT_TRUE(messageOfOpening(folder).contains("contains no images"));
}

TEST_F(ErrorStates, AFailedOpeningKeepsTheOpenProject) {
    const auto images = m_studio.path("shapes");
    writeImages(images, 2, 4);
    ASSERT_TRUE(m_studio.openByDrop(images));
    messageOfOpening(m_studio.path("nowhere"));
    ASSERT_NE(m_studio.workspace.project().project(), nullptr);
    EXPECT_EQ(m_studio.workspace.project().project()->catalog->root, images);
}

TEST_F(ErrorStates, WhatAPageSaysIsShownWhileThatPageIs) {
    const auto images = m_studio.path("shapes");
    writeImages(images, 2, 4);
    ASSERT_TRUE(m_studio.openByDrop(images));
    MainWindow& window = m_studio.window;
    window.showPage(MainWindow::kModel);
    Q_EMIT window.modelPage().said(
        {widgets::MessageBar::Kind::Success, "Saved as “parts.json”.", {}, {}});
    EXPECT_TRUE(window.messages().isVisible());
    window.showPage(MainWindow::kData);
    EXPECT_FALSE(window.messages().isVisible());
    window.showPage(MainWindow::kModel);
    EXPECT_TRUE(window.messages().isVisible());
    // Said of something that goes on behind the page that is shown.
    Q_EMIT window.trainPage().said({widgets::MessageBar::Kind::Success, "Done.", {}, {}});
    EXPECT_TRUE(window.messages().isVisible());
    window.showPage(MainWindow::kData);
    EXPECT_TRUE(window.messages().isVisible());
}

TEST_F(ErrorStates, OneClassOnlyCannotBeTrainedAndSaysWhy) {
    const auto images = m_studio.path("one");
    writeImages(images, 1, 6);
    ASSERT_TRUE(m_studio.openByDrop(images));
    auto* toTraining = m_studio.window.findChild<QPushButton*>("goTrain");
    ASSERT_TRUE(waitUntil([&] { return !toTraining->isEnabled(); }));
    EXPECT_TRUE(toTraining->toolTip().contains("only one class"))
        << toTraining->toolTip().toStdString();
    m_studio.window.showPage(MainWindow::kTrain);
    auto* forecast = m_studio.window.findChild<QLabel*>("forecast");
    ASSERT_TRUE(waitUntil([&] { return forecast->text().contains("only one class"); }))
        << forecast->text().toStdString();
    EXPECT_FALSE(m_studio.window.trainPage().startButton()->isEnabled());
    // The sentence leads to the images.
    ASSERT_TRUE(m_studio.click("recipeToData"));
    EXPECT_FALSE(m_studio.window.trainPage().isVisible());
    EXPECT_TRUE(toTraining->isVisible());
}

TEST_F(ErrorStates, ASizeThatTheNetworkCannotTakeCannotBeStarted) {
    const auto images = m_studio.path("shapes");
    writeImages(images, 2, 6);
    ASSERT_TRUE(m_studio.openByDrop(images));
    m_studio.window.showPage(MainWindow::kTrain);
    Params recipe = presets().front().values;
    ASSERT_TRUE(recipeSchema().setText(recipe, "size", "9"));
    m_studio.window.trainPage().recipePanel()->setRecipe(recipe);
    auto* start = m_studio.window.trainPage().startButton();
    ASSERT_TRUE(waitUntil([&] { return !start->isEnabled(); }));
    // The sentence leads to the field.
    ASSERT_TRUE(m_studio.click("fixSize"));
    EXPECT_EQ(QApplication::focusWidget(),
              m_studio.window.trainPage().recipePanel()->form()->editor("size"));
    m_studio.setQuickRecipe(1);
    EXPECT_TRUE(waitUntil([&] { return start->isEnabled(); }));
}

TEST_F(ErrorStates, AnUnreadableImageIsCountedAndTheRunGoesOn) {
    const auto images = m_studio.path("shapes");
    writeImages(images, 2, 12);
    writeBrokenImage(images / dataset::sampleClasses()[0] / "broken.jpg");
    ASSERT_TRUE(m_studio.openByDrop(images));
    ASSERT_TRUE(waitUntil([&] { return m_studio.workspace.project().isAudited(); }));
    const auto& problems = m_studio.workspace.project().problems()->problems;
    EXPECT_TRUE(std::any_of(problems.begin(), problems.end(), [](const auto& problem) {
        return problem.kind == dataset::ProblemKind::Unreadable;
    }));
    m_studio.window.showPage(MainWindow::kTrain);
    m_studio.setQuickRecipe(2);
    ASSERT_TRUE(m_studio.click("startTraining"));
    ASSERT_TRUE(waitUntil([&] { return m_studio.workspace.train().run()->ended.has_value(); }));
    EXPECT_EQ(m_studio.workspace.train().run()->ended->reason, train::EndReason::Completed);
    EXPECT_GE(m_studio.workspace.train().run()->noticeCount, 1U);
}

TEST_F(ErrorStates, ARunFolderThatCannotBeWrittenSaysSo) {
    const auto images = m_studio.path("shapes");
    writeImages(images, 2, 6);
    ASSERT_TRUE(m_studio.openByDrop(images));
    m_studio.window.showPage(MainWindow::kTrain);
    m_studio.setQuickRecipe(1);
    // A file stands where the folder of the runs must be; this stops root, too.
    const auto root = m_studio.workspace.runs().root();
    ASSERT_TRUE(makeFolder(root.parent_path()));
    std::ofstream(root) << "in the way";
    ASSERT_TRUE(m_studio.click("startTraining"));
    ASSERT_TRUE(waitUntil([&] { return m_studio.workspace.train().run()->ended.has_value(); }));
    EXPECT_EQ(m_studio.workspace.train().run()->ended->reason, train::EndReason::Failed);
    EXPECT_EQ(m_studio.window.messages().kind(), widgets::MessageBar::Kind::Error);
    EXPECT_TRUE(m_studio.window.messages().text().contains(toQString(root.filename())));
    EXPECT_TRUE(m_studio.window.trainPage().startButton()->isEnabled());
}

/// Nothing of the run is missing: its epochs in every file, each of its steps, its weights.
void expectWholeRun(const std::filesystem::path& run, std::size_t epochs) {
    const auto info = runs::readRunInfo(run);
    ASSERT_TRUE(info.has_value()) << info.error().message();
    EXPECT_EQ(info->state, runs::RunState::Completed);
    const auto history = runs::readHistory(run);
    ASSERT_TRUE(history.has_value()) << history.error().message();
    EXPECT_EQ(history->brokenLines, 0U);
    ASSERT_EQ(history->epochs.size(), epochs);
    std::ifstream metrics(run / "metrics.csv");
    EXPECT_EQ(std::count(std::istreambuf_iterator<char>(metrics), {}, '\n'),
              static_cast<std::ptrdiff_t>(epochs) + 1);
    std::ifstream events(run / "events.jsonl");
    std::int64_t steps = 0;
    for (std::string line; std::getline(events, line);) {
        const auto event = nlohmann::json::parse(line, nullptr, false);
        ASSERT_TRUE(event.is_object()) << line;
        if (event.at("type") == "step_finished") {
            ASSERT_EQ(event.at("global_step"), ++steps) << "a step is missing";
        }
    }
    EXPECT_GE(steps, static_cast<std::int64_t>(epochs));
    for (const char* name : {"best.pth", "last.pth", "checkpoint.pt"}) {
        EXPECT_TRUE(std::filesystem::exists(run / name)) << name;
    }
}

TEST_F(ErrorStates, AFullDiskIsToldOfAndTakesNothingFromTheRun) {
    constexpr std::size_t kEpochs = 200;
    const auto images = m_studio.path("shapes");
    writeImages(images, 2, 12);
    // Told of earlier than the disk: its sentence must not hide the other one.
    writeBrokenImage(images / dataset::sampleClasses()[0] / "broken.jpg");
    ASSERT_TRUE(m_studio.openByDrop(images));
    ASSERT_TRUE(waitUntil([&] { return m_studio.workspace.project().isAudited(); }));
    m_studio.window.showPage(MainWindow::kTrain);
    m_studio.setQuickRecipe(kEpochs);
    TrainSession& train = m_studio.workspace.train();
    const auto& messages = m_studio.window.messages();
    const tests::FileLimit disk;
    ASSERT_TRUE(m_studio.click("startTraining"));
    ASSERT_TRUE(waitUntil([&] { return train.run()->lastStep && train.run()->noticeCount > 0; }));
    // The trainer rests while the disk is filled: no epoch can slip through.
    train.setPaused(true);
    ASSERT_TRUE(waitUntil([&] { return train.state() == TrainSession::State::Paused; }));
    ASSERT_LT(train.run()->epochs.size(), kEpochs);
    if (!disk.set(1000)) {
        GTEST_SKIP() << "the size of files cannot be limited here";
    }
    std::size_t epochsWhenTold = 0;
    QObject::connect(&train, &TrainSession::noticed, &m_studio.window,
                     [&] { epochsWhenTold = train.run()->epochs.size(); });
    train.setPaused(false);
    ASSERT_TRUE(waitUntil([&] { return train.savingFails(); }));
    EXPECT_EQ(messages.kind(), widgets::MessageBar::Kind::Warning);
    EXPECT_TRUE(messages.text().contains("could not be saved")) << messages.text().toStdString();
    EXPECT_TRUE(messages.text().contains("tried again")) << messages.text().toStdString();
    EXPECT_FALSE(messages.text().contains("such notices")) << messages.text().toStdString();
    EXPECT_TRUE(train.isActive());
    EXPECT_TRUE(waitUntil([&] {
        return train.run()->epochs.size() >= std::min(epochsWhenTold + 2, kEpochs);
    })) << "training stopped with the disk";

    QSignalSpy savedAgain(&train, &TrainSession::savedAgain);
    disk.lift();
    ASSERT_TRUE(waitUntil([&] { return savedAgain.count() > 0; }));
    EXPECT_FALSE(train.savingFails());
    EXPECT_EQ(messages.kind(), widgets::MessageBar::Kind::Success);
    ASSERT_TRUE(waitUntil([&] { return train.run()->ended.has_value(); }));
    EXPECT_EQ(train.run()->ended->reason, train::EndReason::Completed);
    EXPECT_EQ(train.run()->epochs.size(), kEpochs);
    EXPECT_EQ(messages.kind(), widgets::MessageBar::Kind::Success);
    expectWholeRun(train.run()->folder, kEpochs);
}

TEST_F(ErrorStates, AnImageBeforeAnyTrainingIsRefusedWithAWayOn) {
    const auto images = m_studio.path("shapes");
    writeImages(images, 2, 4);
    ASSERT_TRUE(m_studio.openByDrop(images));
    m_studio.drop({images / dataset::sampleClasses()[0] / "0.png"});
    EXPECT_TRUE(m_studio.window.messages().text().contains("no trained network"));
    EXPECT_EQ(m_studio.window.currentPage(), MainWindow::kData);
}

TEST_F(ErrorStates, AnImageOutOfABrowserIsRefusedWithAWayOn) {
    m_studio.dropUrls({QUrl(QStringLiteral("https://example.org/rose.jpg"))});
    EXPECT_TRUE(m_studio.window.messages().isVisible());
    EXPECT_TRUE(m_studio.window.messages().text().contains("save the image first"));
}

}  // namespace
}  // namespace minarai::studio
