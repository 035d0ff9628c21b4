// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/shots/staged_run.h"

#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "augment/pipeline.h"
#include "runs/run_directory.h"
#include "studio/session/live_run.h"
#include "support/temp_folder.h"
#include "train/settings.h"

namespace minarai::studio {
namespace {

std::string line(train::Payload payload) {
    return train::eventToJson({"a", 1, std::move(payload)}).dump() + "\n";
}

/// A run of this many epochs of four steps that has ended.
void writeEndedRun(const std::filesystem::path& folder, std::int64_t epochs) {
    std::filesystem::create_directories(folder);
    runs::RunInfo info;
    info.id = "a";
    info.name = "0001-lenet5";
    info.arch = "lenet5";
    info.state = runs::RunState::Completed;
    info.dataName = "shapes";
    info.dataPath = "../../shapes";
    info.classes = {"a", "b"};
    info.split.kind = "folders";
    info.split.train = {{"train/a/0.png", 0, 1}};
    info.split.val = {{"val/b/1.png", 1, 2}};
    info.settings = train::settingsSchema().defaults();
    info.preprocess.height = info.preprocess.width = 28;
    info.pipeline = augment::presetPipeline("none", info.preprocess).value();
    info.epochsDone = epochs;
    ASSERT_TRUE(runs::writeRunInfo(folder, info));
    train::RunStarted started;
    started.epochs = epochs;
    started.stepsPerEpoch = 4;
    std::ofstream file(folder / "events.jsonl");
    file << line(started);
    for (std::int64_t epoch = 1; epoch <= epochs; ++epoch) {
        for (std::int64_t number = 1; number <= 4; ++number) {
            train::StepFinished step;
            step.epoch = epoch;
            step.step = number;
            step.stepsPerEpoch = 4;
            file << line(step);
        }
        train::EpochFinished finished;
        finished.epoch = epoch;
        file << line(finished);
    }
    file << line(train::RunEnded{});
}

TEST(StagedRun, IsARunInTheMiddleOfAnEpochWhoseLockIsHeld) {
    const tests::TempFolder folder;
    writeEndedRun(folder / "0001-lenet5", 5);
    std::filesystem::path staged;
    {
        const auto run = StagedRun::of(folder / "0001-lenet5");
        ASSERT_TRUE(run) << run.error().message();
        staged = run->folder();
        EXPECT_EQ(staged, folder / "0002-lenet5");
        EXPECT_TRUE(runs::isBeingTrained(staged));
        EXPECT_FALSE(runs::isBeingTrained(folder / "0001-lenet5"));
        const auto info = runs::readRunInfo(staged);
        ASSERT_TRUE(info) << info.error().message();
        EXPECT_EQ(info->state, runs::RunState::Running);
        EXPECT_EQ(info->epochsDone, 3);
        EXPECT_EQ(info->name, "0002-lenet5");
        const auto history = runs::readHistory(staged);
        ASSERT_TRUE(history);
        EXPECT_EQ(history->epochs.size(), 3U);
        EXPECT_EQ(history->brokenLines, 0U);
        EXPECT_FALSE(history->ended) << "it goes on";
        const auto points = readPoints(staged, {});
        ASSERT_FALSE(points.empty());
        EXPECT_DOUBLE_EQ(points.back().x, 3.5);
    }
    EXPECT_FALSE(std::filesystem::exists(staged));
    EXPECT_TRUE(std::filesystem::exists(folder / "0001-lenet5"));
}

TEST(StagedRun, NeedsAnEpochAndSomeOfTheNext) {
    const tests::TempFolder folder;
    writeEndedRun(folder / "0001-lenet5", 1);
    EXPECT_FALSE(StagedRun::of(folder / "0001-lenet5"));
    EXPECT_FALSE(StagedRun::of(folder / "nowhere"));
    EXPECT_FALSE(std::filesystem::exists(folder / "0002-lenet5"));
}

}  // namespace
}  // namespace minarai::studio
