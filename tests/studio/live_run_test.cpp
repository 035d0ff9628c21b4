// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/live_run.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace minarai::studio
