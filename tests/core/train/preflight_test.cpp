// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/preflight.h"

#include <limits>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace minarai::train {
namespace {

TEST(Preflight, LearningByHeartIsMoreThanALossThatFalls) {
    EXPECT_EQ(judgeLearning(2.0, 1.0, 0.96), Learning::Yes);
    EXPECT_EQ(judgeLearning(2.0, 0.19, 0.8), Learning::Yes);
    EXPECT_EQ(judgeLearning(2.0, 0.21, 0.94), Learning::Slowly);
    EXPECT_EQ(judgeLearning(2.0, 1.3, 0.5), Learning::Slowly);
    EXPECT_EQ(judgeLearning(2.0, 1.4, 0.5), Learning::No);
    EXPECT_EQ(judgeLearning(2.0, std::numeric_limits<double>::quiet_NaN(), 1), Learning::No);
    EXPECT_EQ(judgeLearning(2.0, std::numeric_limits<double>::infinity(), 1), Learning::No);
}

TEST(Preflight, TheVerdictStandsInTheDocument) {
    Preflight preflight;
    preflight.dryRun.learning = Learning::Slowly;
    const Json json = preflightToJson(preflight);
    EXPECT_EQ(json["overfit"]["verdict"], "slowly");
    EXPECT_EQ(json["overfit"]["learns"], false);
}

}  // namespace
}  // namespace minarai::train
