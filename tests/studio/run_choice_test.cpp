// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/run_choice.h"

#include <gtest/gtest.h>

#include <limits>

namespace minarai::studio {
namespace {

RunSummary run(const char* folder, double accuracy) {
    RunSummary summary;
    summary.folder = folder;
    summary.classes = {"cat", "dog"};
    summary.bestEpoch = 2;
    summary.bestValAccuracy = accuracy;
    summary.predicts = true;
    return summary;
}

TEST(BetterRun, IsTheMostAccurateOfThoseThatCanAnswerTheSame) {
    std::vector<RunSummary> runs{run("4", 0.55), run("3", 0.70), run("2", 0.883), run("1", 0.95),
                                 run("0", 0.96)};
    runs[3].predicts = false;
    runs[4].classes = {"cat", "horse"};
    const RunSummary* better = betterRun(runs, "4");
    ASSERT_NE(better, nullptr);
    EXPECT_EQ(better->folder, "2");
    EXPECT_EQ(betterRun(runs, "2"), nullptr) << "it is the best";
    EXPECT_EQ(betterRun(runs, "elsewhere"), nullptr);
}

TEST(BetterRun, IsNoneWhereTheDifferenceIsChanceOrNoNumber) {
    EXPECT_EQ(betterRun({run("2", 0.880), run("1", 0.883)}, "2"), nullptr);
    EXPECT_EQ(betterRun({run("2", 0.5), run("1", std::numeric_limits<double>::quiet_NaN())}, "2"),
              nullptr);
}

}  // namespace
}  // namespace minarai::studio
