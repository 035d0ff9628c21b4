// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/folds.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace minarai::runs {
namespace {

TEST(Folds, SpreadIsMeanAndSampleDeviation) {
    // numpy.std([0.9, 0.8, 0.85, 0.95], ddof=1) = 0.06454972243679027
    const Spread spread = spreadOf({0.9, 0.8, 0.85, 0.95});
    EXPECT_NEAR(spread.mean, 0.875, 1e-12);
    EXPECT_NEAR(spread.deviation, 0.06454972243679027, 1e-12);
    EXPECT_EQ(spreadOf({0.7}).deviation, 0);
    EXPECT_EQ(spreadOf({}).mean, 0);
}

TEST(Folds, SummaryNamesEachFold) {
    FoldSummary summary;
    summary.folds = 3;
    summary.results = {{1, "fold-1", 5, 4, 0.9, 0.3}};
    summary.accuracy = spreadOf({0.9});
    const Json json = foldSummaryToJson(summary);
    EXPECT_EQ(json["version"], 1);
    EXPECT_EQ(json["folds"], 3);
    EXPECT_EQ(json["results"][0]["run"], "fold-1");
    EXPECT_EQ(json["results"][0]["best_epoch"], 4);
    EXPECT_EQ(json["val_accuracy"]["mean"], 0.9);
}

}  // namespace
}  // namespace minarai::runs
