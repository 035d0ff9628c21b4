// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the recorder leaves on the disk: also of a disk that is full for a while, and of a run that
// goes on from an earlier point than it had told of.
#include "runs/recorder.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "support/file_limit.h"
#include "support/temp_folder.h"
#include "train/settings.h"

namespace minarai::runs {
namespace {

namespace fs = std::filesystem;

RunInfo infoOf() {
    RunInfo info;
    info.id = "run";
    info.name = "0001-lenet5";
    info.arch = "lenet5";
    info.classes = {"dark", "light"};
    info.split.train = {{"dark/1.ppm", 0, 1}};
    info.split.val = {{"light/2.ppm", 1, 2}};
    info.settings = train::settingsSchema().defaults();
    info.preprocess.height = info.preprocess.width = 32;
    return info;
}

train::RunStarted started(std::int64_t firstEpoch) {
    train::RunStarted event;
    event.classes = {"dark", "light"};
    event.firstEpoch = firstEpoch;
    event.device = "cpu";
    event.precision = "fp32";
    return event;
}

/// Each epoch is better than the one before it.
train::EpochFinished epochOf(std::int64_t number) {
    train::EpochFinished event;
    event.epoch = number;
    event.isBest = true;
    event.bestEpoch = number;
    event.valAccuracy = event.bestValAccuracy = 1 - 0.5 / static_cast<double>(number);
    event.valLoss = 1.0 / static_cast<double>(number);
    auto validation = std::make_shared<train::ValidationResult>();
    validation->confusion = metrics::ConfusionMatrix(2);
    validation->items = {0};
    validation->predictions = {{1, 1, 0.75F, 0.75F}};
    event.validation = validation;
    return event;
}

class RecorderTest : public testing::Test {
  protected:
    void SetUp() override { reopen(infoOf()); }

    void reopen(const RunInfo& info) {
        ASSERT_TRUE(writeRunInfo(m_folder.path(), info));
        auto recorder = Recorder::open(m_folder.path(), info);
        ASSERT_TRUE(recorder) << recorder.error().message();
        m_recorder.emplace(*std::move(recorder));
    }

    Status record(train::Payload payload) {
        return m_recorder->record({"run", 1700000000000, std::move(payload)});
    }

    void recordSteps(std::int64_t epoch, int count) {
        for (int i = 0; i < count; ++i) {
            train::StepFinished step;
            step.epoch = epoch;
            step.globalStep = ++m_steps;
            ASSERT_TRUE(record(step));
        }
    }

    [[nodiscard]] std::string text(const char* name) const {
        return readTextFile(m_folder / name).value_or("");
    }
    [[nodiscard]] std::int64_t linesOf(const char* name) const {
        const std::string all = text(name);
        return std::count(all.begin(), all.end(), '\n');
    }
    [[nodiscard]] fs::path events() const { return m_folder / "events.jsonl"; }

    tests::TempFolder m_folder;
    std::optional<Recorder> m_recorder;
    std::int64_t m_steps = 0;
};

TEST_F(RecorderTest, WhatAFullDiskRefusesIsWrittenWhenThereIsRoom) {
    ASSERT_TRUE(record(started(1)));
    recordSteps(1, 300);  // longer than all the other files
    const auto size = fs::file_size(events());
    const tests::FileLimit limit;
    if (!limit.set(size + 20)) {
        GTEST_SKIP() << "the size of files cannot be limited here";
    }
    EXPECT_FALSE(record(train::StepFinished{}));
    EXPECT_EQ(fs::file_size(events()), size) << "half a line was left";
    EXPECT_FALSE(record(epochOf(1)));
    EXPECT_EQ(fs::file_size(events()), size);
    // The files that had room are up to date.
    EXPECT_EQ(linesOf("metrics.csv"), 2);
    EXPECT_EQ(readRunInfo(m_folder.path())->epochsDone, 1);
    EXPECT_FALSE(record(train::CheckpointSaved{1, 0}));

    limit.lift();
    ASSERT_TRUE(record(train::StepFinished{}));
    EXPECT_EQ(linesOf("events.jsonl"), 1 + 300 + 4);
    ASSERT_TRUE(record(epochOf(2)));
    const auto history = readHistory(m_folder.path(), true);
    ASSERT_TRUE(history);
    EXPECT_EQ(history->brokenLines, 0U);
    ASSERT_EQ(history->epochs.size(), 2U);
    EXPECT_EQ(history->epochs[0].valLoss, 1.0);
    EXPECT_TRUE(history->epochs[1].validation);
    EXPECT_EQ(linesOf("metrics.csv"), 3);
}

TEST_F(RecorderTest, FilesThatHadNoRoomAreWrittenLater) {
    ASSERT_TRUE(record(started(1)));
    const std::string before = text("run.json");
    const tests::FileLimit limit;
    if (!limit.set(100)) {
        GTEST_SKIP() << "the size of files cannot be limited here";
    }
    EXPECT_FALSE(record(epochOf(1)));
    EXPECT_EQ(text("run.json"), before);
    limit.lift();
    ASSERT_TRUE(record(train::CheckpointSaved{1, 0}));
    EXPECT_EQ(linesOf("metrics.csv"), 2);
    EXPECT_EQ(readRunInfo(m_folder.path())->bestEpoch, 1);
    EXPECT_EQ(readHistory(m_folder.path())->epochs.size(), 1U);
}

TEST_F(RecorderTest, ATensorboardWithoutRoomKeepsNothingElseFromTheDisk) {
    ASSERT_TRUE(record(started(1)));
    recordSteps(1, 300);
    const auto board = fs::directory_iterator(m_folder / "tensorboard")->path();
    const auto size = fs::file_size(board);
    fs::resize_file(events(), 0);  // so that TensorBoard's file is the longest
    const tests::FileLimit limit;
    if (!limit.set(size)) {
        GTEST_SKIP() << "the size of files cannot be limited here";
    }
    EXPECT_FALSE(record(epochOf(1)));
    EXPECT_EQ(fs::file_size(board), size);
    EXPECT_EQ(readHistory(m_folder.path())->epochs.size(), 1U);
    EXPECT_EQ(linesOf("metrics.csv"), 2);
    EXPECT_EQ(readRunInfo(m_folder.path())->epochsDone, 1);
}

TEST_F(RecorderTest, WhatARunLivesThroughAgainIsForgottenEverywhere) {
    ASSERT_TRUE(record(started(1)));
    ASSERT_TRUE(record(epochOf(1)));
    ASSERT_TRUE(record(epochOf(2)));
    // Killed before the checkpoint of epoch 2.
    reopen(*readRunInfo(m_folder.path()));
    ASSERT_TRUE(record(started(2)));
    const auto info = readRunInfo(m_folder.path());
    ASSERT_TRUE(info);
    EXPECT_EQ(info->epochsDone, 1);
    EXPECT_EQ(info->bestEpoch, 1);
    EXPECT_EQ(info->bestValAccuracy, 0.5);
    EXPECT_EQ(info->bestValLoss, 1.0);
    EXPECT_EQ(linesOf("metrics.csv"), 2);
    ASSERT_TRUE(record(epochOf(2)));
    EXPECT_EQ(linesOf("metrics.csv"), 3);
    EXPECT_EQ(readHistory(m_folder.path())->epochs.size(), 2U);
}

TEST_F(RecorderTest, TheEndBringsTheFiguresUpToDate) {
    ASSERT_TRUE(record(started(1)));
    ASSERT_TRUE(record(epochOf(1)));
    train::RunEnded ended;
    ended.epochs = 4;
    ended.bestEpoch = 3;
    ended.bestValAccuracy = 0.875;
    ended.bestValLoss = 0.25;
    ASSERT_TRUE(record(ended));
    auto info = readRunInfo(m_folder.path());
    ASSERT_TRUE(info);
    EXPECT_EQ(info->state, RunState::Completed);
    EXPECT_EQ(info->epochsDone, 4);
    EXPECT_EQ(info->bestEpoch, 3);
    EXPECT_EQ(info->bestValAccuracy, 0.875);
    EXPECT_EQ(info->bestValLoss, 0.25);

    // One that fails before it begins knows nothing of them.
    reopen(*info);
    train::RunEnded failed;
    failed.reason = train::EndReason::Failed;
    failed.error = fail(ErrorCode::DeviceUnavailable, "cuda:0", "cpu");
    ASSERT_TRUE(record(failed));
    info = readRunInfo(m_folder.path());
    ASSERT_TRUE(info);
    EXPECT_EQ(info->epochsDone, 4);
    EXPECT_EQ(info->bestEpoch, 3);
}

}  // namespace
}  // namespace minarai::runs
