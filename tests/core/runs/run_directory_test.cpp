// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/run_directory.h"

#include <filesystem>
#include <fstream>
#include <limits>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "runs/run_lock.h"
#include "runs/training.h"
#include "support/temp_folder.h"
#include "train/settings.h"

namespace minarai::runs {
namespace {

namespace fs = std::filesystem;

RunInfo sampleInfo() {
    RunInfo info;
    info.id = "0123";
    info.name = "0001-lenet5";
    info.createdMs = 1700000000000;
    info.state = RunState::Completed;
    info.arch = "lenet5";
    info.dataName = "flowers";
    info.dataPath = "../flowers";
    info.classes = {"daisy", "タンポポ"};
    info.split.kind = "stratified";
    info.split.train = {{"daisy/1.jpg", 0, 1}, {"タンポポ/2.jpg", 1, 2}};
    info.split.val = {{"daisy/3.jpg", 0, 3}};
    info.settings = train::settingsSchema().defaults();
    info.preprocess.height = info.preprocess.width = 28;
    info.pipeline = augment::presetPipeline("standard", info.preprocess).value();
    info.seed = 7;
    info.bestEpoch = 3;
    info.bestValAccuracy = 0.75;
    return info;
}

TEST(RunInfo, SurvivesTheFile) {
    const tests::TempFolder folder;
    RunInfo info = sampleInfo();
    info.initialWeights = "first.pth";
    info.partialWeights = true;
    ASSERT_TRUE(writeRunInfo(folder.path(), info));
    const auto back = readRunInfo(folder.path());
    ASSERT_TRUE(back) << back.error().message();
    EXPECT_EQ(runInfoToJson(*back).dump(), runInfoToJson(info).dump());
    EXPECT_EQ(back->split.train.size(), 2U);
    EXPECT_EQ(back->classes[1], "タンポポ");
    EXPECT_TRUE(back->partialWeights);
    EXPECT_FALSE(runInfoFromJson(runInfoToJson(sampleInfo()), "run")->partialWeights);
}

TEST(RunInfo, ALossThatIsNotFiniteIsNoPerfectOne) {
    const tests::TempFolder folder;
    RunInfo info = sampleInfo();
    info.bestValLoss = std::numeric_limits<double>::infinity();
    ASSERT_TRUE(writeRunInfo(folder.path(), info));
    const auto back = readRunInfo(folder.path());
    ASSERT_TRUE(back) << back.error().message();
    EXPECT_EQ(back->bestValLoss, info.bestValLoss);
}

TEST(RunInfo, HoldsNoAbsolutePath) {
    const std::string text = runInfoToJson(sampleInfo()).dump();
    EXPECT_EQ(text.find("\"/"), std::string::npos);
}

TEST(RunInfo, ARunThatNobodyTrainsAnyMoreIsInterrupted) {
    const tests::TempFolder folder;
    RunInfo info = sampleInfo();
    info.state = RunState::Running;
    ASSERT_TRUE(writeRunInfo(folder.path(), info));
    EXPECT_EQ(readRunInfo(folder.path())->state, RunState::Interrupted);
    const auto lock = RunLock::acquire(folder.path());
    ASSERT_TRUE(lock);
    EXPECT_EQ(readRunInfo(folder.path())->state, RunState::Running);
    EXPECT_TRUE(isBeingTrained(folder.path()));
}

TEST(RunLock, OnlyOneHoldsIt) {
    const tests::TempFolder folder;
    {
        const auto first = RunLock::acquire(folder.path());
        ASSERT_TRUE(first);
        const auto second = RunLock::acquire(folder.path());
        ASSERT_FALSE(second);
        EXPECT_EQ(second.error().code, ErrorCode::RunBusy);
    }
    EXPECT_TRUE(RunLock::acquire(folder.path()));
    EXPECT_FALSE(isBeingTrained(folder.path()));
}

TEST(RunInfo, RefusesWhatIsNoRun) {
    const tests::TempFolder folder;
    EXPECT_EQ(readRunInfo(folder.path()).error().code, ErrorCode::RunMissing);
    std::ofstream(folder / "run.json") << "{";
    EXPECT_EQ(readRunInfo(folder.path()).error().code, ErrorCode::RunDamaged);
    std::ofstream(folder / "run.json") << R"({"version":999})";
    EXPECT_EQ(readRunInfo(folder.path()).error().code, ErrorCode::VersionTooNew);
    std::ofstream(folder / "run.json") << R"({"version":1})";
    EXPECT_EQ(readRunInfo(folder.path()).error().code, ErrorCode::RunDamaged);
}

TEST(RunInfo, WhatIsWrongWithAPartIsSaidOfTheRun) {
    const tests::TempFolder folder;
    const auto refused = [&](auto change) {
        Json json = runInfoToJson(sampleInfo());
        change(json);
        std::ofstream(folder / "run.json") << json.dump();
        return readRunInfo(folder.path()).error();
    };
    const Error missing = refused([](Json& j) { j.erase("classes"); });
    EXPECT_EQ(missing.code, ErrorCode::RunDamaged);
    EXPECT_EQ(missing.args.at(1), "run.json: key 'classes' not found");
    const Error range = refused([](Json& j) { j["settings"]["epochs"] = 0; });
    EXPECT_EQ(range.code, ErrorCode::RunDamaged);
    EXPECT_EQ(range.args.at(0), folder.path().string());
    EXPECT_EQ(range.args.at(1).rfind("run.json: “epochs” is 0, but", 0), 0U) << range.message();
    EXPECT_FALSE(range.message().ends_with("..")) << range.message();
    EXPECT_EQ(refused([](Json& j) { j["split"]["train"][0][1] = 9; }).code, ErrorCode::RunDamaged);
    EXPECT_EQ(refused([](Json& j) { j["preprocess"]["height"] = 1 << 30; }).code,
              ErrorCode::RunDamaged);
    EXPECT_EQ(refused([](Json& j) { j["pipeline"]["version"] = 999; }).code,
              ErrorCode::VersionTooNew);
}

TEST(RunInfo, RefusesPathsThatLeadOutOfTheData) {
    const tests::TempFolder folder;
    Json json = runInfoToJson(sampleInfo());
    json["split"]["train"][0][0] = "../../etc/passwd";
    std::ofstream(folder / "run.json") << json.dump();
    EXPECT_FALSE(readRunInfo(folder.path()));
    json["split"]["train"][0][0] = "/etc/passwd";
    std::ofstream(folder / "run.json") << json.dump();
    EXPECT_FALSE(readRunInfo(folder.path()));
}

TEST(DataFolder, IsFoundFromTheRunAndSaysWhenItMoved) {
    const tests::TempFolder folder;
    ASSERT_TRUE(makeFolder(folder.path() / "flowers"));
    ASSERT_TRUE(makeFolder(folder.path() / "run"));
    const RunInfo info = sampleInfo();
    EXPECT_EQ(dataFolder(info, folder / "run").value(), folder.path() / "flowers");
    fs::remove_all(folder / "flowers");
    EXPECT_EQ(dataFolder(info, folder / "run").error().code, ErrorCode::DataMoved);
}

TEST(ListRuns, NewestFirstAndForeignFoldersArePassedOver) {
    const tests::TempFolder folder;
    for (const int number : {1, 2, 3}) {
        const fs::path run = folder / ("000" + std::to_string(number) + "-lenet5");
        ASSERT_TRUE(makeFolder(run));
        RunInfo info = sampleInfo();
        info.createdMs += number;
        ASSERT_TRUE(writeRunInfo(run, info));
    }
    ASSERT_TRUE(makeFolder(folder.path() / "something else"));
    ASSERT_TRUE(makeFolder(folder.path() / "0000-damaged"));
    std::ofstream(folder / "0000-damaged/run.json") << "{";
    std::vector<Error> damaged;
    const auto runs = listRuns(folder.path(), &damaged);
    ASSERT_EQ(damaged.size(), 1U);
    EXPECT_NE(damaged[0].message().find("0000-damaged"), std::string::npos);
    ASSERT_EQ(runs.size(), 3U);
    EXPECT_EQ(runs.front().folder.filename(), "0003-lenet5");
    EXPECT_EQ(nextRunFolder(folder.path(), "resnet18").filename(), "0004-resnet18");
    EXPECT_TRUE(listRuns(folder / "none").empty());
    EXPECT_EQ(nextRunFolder(folder / "none", "a/../b").filename(), "0001-a____b");
}

}  // namespace
}  // namespace minarai::runs
