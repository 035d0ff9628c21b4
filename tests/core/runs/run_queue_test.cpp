// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/run_queue.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "base/json.h"
#include "runs/run_directory.h"
#include "support/temp_folder.h"
#include "train/settings.h"

namespace minarai::runs {
namespace {

QueuedRun run(std::uint64_t id, std::int64_t epochs) {
    QueuedRun queued;
    queued.id = id;
    queued.arch = "resnet18";
    queued.weights = "/weights/花.pth";
    queued.settings = train::settingsSchema().defaults();
    queued.settings.set("epochs", epochs);
    queued.expectedSeconds = 12.5;
    return queued;
}

TEST(RunQueue, SurvivesTheProgramAndIsNoRun) {
    const tests::TempFolder root;
    EXPECT_EQ(*readQueue(root / "not/there"), RunQueue{});
    RunQueue queue;
    queue.runs = {run(4, 30), run(2, 5)};
    queue.runs[1].partialWeights = true;
    queue.nextId = 5;
    queue.goesOn = true;
    ASSERT_TRUE(writeQueue(root / "runs", queue));
    const auto back = readQueue(root / "runs");
    ASSERT_TRUE(back) << back.error().message();
    EXPECT_EQ(*back, queue);
    EXPECT_TRUE(listRuns(root / "runs").empty());
    ASSERT_TRUE(writeQueue(root / "runs", {}));
    EXPECT_FALSE(std::filesystem::exists(root / "runs" / "queue.json"));
    EXPECT_TRUE(writeQueue(root / "runs", {})) << "nothing to remove is no error";
}

TEST(RunQueue, KeepsWhatItCannotTrainAndSaysWhy) {
    const tests::TempFolder root;
    RunQueue queue;
    queue.runs = {run(1, 30), run(2, 5), run(3, 7)};
    queue.runs[1].device = "cuda:1";
    queue.nextId = 4;
    ASSERT_TRUE(writeQueue(root.path(), queue));
    // A newer version has set something that this one does not know; a person mistyped a number.
    const auto file = root / "queue.json";
    Json json = Json::parse(std::ifstream(file));
    json["runs"][0]["settings"]["telepathy"] = true;
    json["runs"][2]["settings"]["epochs"] = -3;
    json["runs"].push_back("not a run");
    const Json strange = json["runs"][0];
    std::ofstream(file) << json;

    auto back = readQueue(root.path());
    ASSERT_TRUE(back) << back.error().message();
    ASSERT_EQ(back->runs.size(), 1U);
    EXPECT_EQ(back->runs.front(), queue.runs[1]);
    ASSERT_EQ(back->refused.size(), 3U);
    EXPECT_EQ(back->refused[0].error.code, ErrorCode::UnknownSetting);
    EXPECT_THAT(back->refused[0].error.message(), testing::HasSubstr("telepathy"));
    EXPECT_EQ(back->refused[1].error.code, ErrorCode::SettingRange);
    EXPECT_EQ(back->refused[2].error.code, ErrorCode::FileFormat);

    // The queue goes on without them, and they are still there.
    back->runs.clear();
    ASSERT_TRUE(writeQueue(root.path(), *back));
    const Json after = Json::parse(std::ifstream(file));
    ASSERT_EQ(after["runs"].size(), 3U);
    EXPECT_EQ(after["runs"][0], strange);
    EXPECT_EQ(after["runs"][2], Json("not a run"));
    EXPECT_EQ(readQueue(root.path())->refused, back->refused);
}

TEST(RunQueue, SetsAFileAsideThatItCannotRead) {
    const tests::TempFolder root;
    ASSERT_TRUE(setQueueAside(root.path())) << "nothing is there";
    for (const char* text : {"{\"version\":99}", "broken"}) {
        std::ofstream(root / "queue.json") << text;
        ASSERT_TRUE(setQueueAside(root.path()));
        EXPECT_FALSE(std::filesystem::exists(root / "queue.json"));
    }
    std::string kept;
    std::getline(std::ifstream(root / "queue-refused-1.json"), kept);
    EXPECT_EQ(kept, "{\"version\":99}");
    std::getline(std::ifstream(root / "queue-refused-2.json"), kept);
    EXPECT_EQ(kept, "broken");
}

TEST(RunQueue, RefusesStrangers) {
    const tests::TempFolder root;
    for (const char* text :
         {"", "[]", "{\"version\":1}", "{\"version\":1,\"goes_on\":1,\"runs\":2}"}) {
        std::ofstream(root / "queue.json") << text;
        EXPECT_EQ(readQueue(root.path()).error().code, ErrorCode::FileFormat) << text;
    }
    std::ofstream(root / "queue.json") << "{\"version\":99}";
    EXPECT_EQ(readQueue(root.path()).error().code, ErrorCode::VersionTooNew);
}

}  // namespace
}  // namespace minarai::runs
