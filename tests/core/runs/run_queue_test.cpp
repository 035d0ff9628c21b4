// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/run_queue.h"

#include <fstream>

#include <gtest/gtest.h>

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

TEST(RunQueue, LeavesOutWhatItCannotTrainAndRefusesStrangers) {
    const tests::TempFolder root;
    RunQueue queue;
    queue.runs = {run(1, 30), run(2, 5)};
    queue.runs.front().settings.set("epochs", std::int64_t{-3});
    queue.nextId = 3;
    ASSERT_TRUE(writeQueue(root.path(), queue));
    const auto back = readQueue(root.path());
    ASSERT_TRUE(back);
    ASSERT_EQ(back->runs.size(), 1U);
    EXPECT_EQ(back->runs.front().id, 2U);
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
