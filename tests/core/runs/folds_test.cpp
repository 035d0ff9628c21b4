// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/folds.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "train/settings.h"

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

FoldCandidate candidate(std::int64_t fold, double accuracy, std::int64_t createdMs) {
    FoldCandidate run;
    run.folder = "run-" + std::to_string(createdMs);
    run.arch = "lenet5";
    run.settings = train::settingsSchema().defaults();
    run.settings.set("split", std::string("kfold"));
    run.settings.set("folds", std::int64_t{3});
    run.settings.set("fold", fold);
    run.isComplete = true;
    run.createdMs = createdMs;
    run.valAccuracy = accuracy;
    run.valLoss = 1 - accuracy;
    return run;
}

TEST(Folds, RunsOfTheSameSettingsAreOneCrossValidation) {
    std::vector<FoldCandidate> runs{candidate(1, 0.8, 1), candidate(2, 0.9, 2),
                                    candidate(3, 0.1, 3), candidate(3, 0.7, 4)};
    runs[1].settings.set("workers", std::int64_t{1});  // cannot change a result
    FoldCandidate other = candidate(1, 0.2, 5);
    other.settings.set("learning_rate", 0.5);
    FoldCandidate unfinished = candidate(2, 0.3, 6);
    unfinished.isComplete = false;
    FoldCandidate plain = candidate(1, 0.4, 7);
    plain.settings.set("split", std::string("auto"));
    FoldCandidate network = candidate(1, 0.5, 8);
    network.arch = "resnet18";
    runs.insert(runs.end(), {other, unfinished, plain, network});

    const auto summary = foldsAround(runs[0], runs);
    ASSERT_TRUE(summary);
    EXPECT_EQ(summary->folds, 3);
    ASSERT_EQ(summary->results.size(), 3U);
    EXPECT_EQ(summary->results[2].folder, "run-4") << "the newest of a fold";
    EXPECT_NEAR(summary->accuracy.mean, 0.8, 1e-12);
    EXPECT_NEAR(summary->accuracy.deviation, 0.1, 1e-12);
    EXPECT_NEAR(summary->loss.mean, 0.2, 1e-12);
    EXPECT_EQ(foldsAround(other, runs)->results.size(), 1U);
    EXPECT_FALSE(foldsAround(plain, runs));
}

}  // namespace
}  // namespace minarai::runs
