// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/live_run.h"

#include <cstddef>
#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/temp_folder.h"

namespace minarai::studio {
namespace {

void tell(LiveRun& run, const Error& error) {
    take(run, train::Event{"a", 0, train::Notice{error, {}}});
}

TEST(LiveRun, NoticesAreCountedByTheirKindAndTheNewestKindIsLast) {
    LiveRun run;
    tell(run, fail(ErrorCode::WriteFailed, "one", "why"));
    tell(run, fail(ErrorCode::BatchOfOne));
    tell(run, fail(ErrorCode::WriteFailed, "two", "why"));
    ASSERT_EQ(run.notices.size(), 2U);
    EXPECT_EQ(run.noticeCount, 3U);
    EXPECT_EQ(run.notices[0].first.error, fail(ErrorCode::BatchOfOne));
    EXPECT_EQ(run.notices[0].count, 1U);
    EXPECT_EQ(run.notices[1].first.error, fail(ErrorCode::WriteFailed, "one", "why"));
    EXPECT_EQ(run.notices[1].count, 2U);
}

TEST(LiveRun, SavingFailsFromItsNoticeToTheNextCheckpoint) {
    LiveRun run;
    const Error error = fail(ErrorCode::CheckpointRetry, "0001", "no room");
    tell(run, error);
    EXPECT_EQ(run.unsaved, error);
    tell(run, fail(ErrorCode::BatchOfOne));
    EXPECT_EQ(run.unsaved, error) << "another notice is no checkpoint";
    EXPECT_EQ(run.noticeCount, 1U);
    take(run, train::Event{"a", 7, train::CheckpointSaved{1, 0}});
    EXPECT_FALSE(run.unsaved.has_value());
    EXPECT_EQ(run.checkpointMs, 7);
}

std::string line(train::Payload payload) {
    return train::eventToJson({"a", 1, std::move(payload)}).dump() + "\n";
}

train::StepFinished step(std::int64_t epoch, std::int64_t number, double loss) {
    train::StepFinished event;
    event.epoch = epoch;
    event.step = number;
    event.stepsPerEpoch = 4;
    event.loss = loss;
    event.learningRate = loss / 10;
    return event;
}

TEST(ReadPoints, StepsAfterThePointOfResumingCountOnce) {
    const tests::TempFolder folder;
    train::RunStarted resumed;
    resumed.stepsPerEpoch = 4;
    resumed.firstStep = 2;
    std::ofstream(folder / "events.jsonl")
        << line(train::RunStarted{}) << line(step(1, 1, 9)) << line(step(1, 2, 8))
        << line(step(1, 3, 7)) << line(resumed) << line(step(1, 3, 6)) << line(step(1, 4, 5));
    const auto points = readPoints(folder.path(), {});
    ASSERT_EQ(points.size(), 4U);
    for (std::size_t i = 0; i < points.size(); ++i) {
        EXPECT_DOUBLE_EQ(points[i].x, 0.25 * static_cast<double>(i + 1));
    }
    EXPECT_EQ(points[1].loss, 8);
    EXPECT_EQ(points[2].loss, 6) << "lived through again";
    EXPECT_DOUBLE_EQ(points[3].learningRate, 0.5);
    EXPECT_TRUE(readPoints(folder / "nowhere", {}).empty());
}

TEST(ReadPoints, ALongRunHasABoundedNumberOverAllOfIt) {
    const tests::TempFolder folder;
    constexpr std::int64_t kEpochs = 2000;
    {
        std::ofstream file(folder / "events.jsonl");
        file << line(train::RunStarted{});
        for (std::int64_t epoch = 1; epoch <= kEpochs; ++epoch) {
            for (std::int64_t number = 1; number <= 4; ++number) {
                file << line(step(epoch, number, static_cast<double>(epoch)));
            }
        }
    }
    const auto points = readPoints(folder.path(), {});
    EXPECT_LE(points.size(), LiveRun::kMaxPoints);
    ASSERT_GT(points.size(), LiveRun::kMaxPoints / 3);
    EXPECT_LT(points.front().x, 3);
    EXPECT_GT(points.back().x, static_cast<double>(kEpochs) - 2);
    for (const StepPoint& point : points) {
        EXPECT_NEAR(point.loss, point.x + 0.5, 0.51) << "a mean of its neighbours";
    }
}

}  // namespace
}  // namespace minarai::studio
