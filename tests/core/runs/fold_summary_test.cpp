// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/fold_summary.h"

#include <cmath>
#include <filesystem>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "runs/run_directory.h"
#include "support/temp_folder.h"
#include "train/settings.h"
#include "zoo/zoo.h"

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
    FoldCandidate elsewhere = candidate(1, 0.6, 9);
    elsewhere.origin = 1;
    runs.insert(runs.end(), {other, unfinished, plain, network, elsewhere});

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

/// A run of one of two folds below root.
RunInfo foldRun(std::int64_t fold, RunState state, double accuracy) {
    RunInfo info;
    info.id = std::to_string(fold);
    info.createdMs = 1700000000000 + fold;
    info.state = state;
    info.arch = "lenet5";
    info.dataName = "flowers";
    info.classes = {"daisy", "rose"};
    info.settings = train::settingsSchema().defaults();
    info.settings.set("split", std::string("kfold"));
    info.settings.set("folds", std::int64_t{2});
    info.settings.set("fold", fold);
    info.preprocess.height = info.preprocess.width = 28;
    info.pipeline = augment::presetPipeline("none", info.preprocess).value();
    info.epochsDone = 5;
    info.bestEpoch = 4;
    info.bestValAccuracy = accuracy;
    info.bestValLoss = 1 - accuracy;
    return info;
}

void writeRun(const std::filesystem::path& folder, const RunInfo& info) {
    ASSERT_TRUE(makeFolder(folder));
    ASSERT_TRUE(writeRunInfo(folder, info));
}

TEST(Folds, TheLastOfASeriesLeavesTheSummaryWithAll) {
    const tests::TempFolder root;
    const auto first = root.path() / "0001-lenet5";
    const auto second = root.path() / "0002-lenet5";
    const auto plain = root.path() / "0003-lenet5";
    writeRun(first, foldRun(1, RunState::Completed, 0.75));
    writeRun(second, foldRun(2, RunState::Interrupted, 0.5));
    RunInfo other = foldRun(1, RunState::Completed, 0.1);
    other.settings = train::settingsSchema().defaults();
    writeRun(plain, other);
    ASSERT_TRUE(keepFolds(first));
    ASSERT_TRUE(keepFolds(plain));
    for (const auto& folder : {first, second, plain}) {
        EXPECT_FALSE(std::filesystem::exists(folder / "folds.json")) << folder;
        EXPECT_FALSE(readFolds(folder).value()) << folder;
    }

    writeRun(second, foldRun(2, RunState::Completed, 0.25));
    ASSERT_TRUE(keepFolds(second));
    EXPECT_FALSE(readFolds(plain).value());
    for (const auto& folder : {first, second}) {
        const auto read = readFolds(folder);
        ASSERT_TRUE(read) << read.error().message();
        ASSERT_TRUE(*read) << folder;
        const FoldSummary& summary = **read;
        EXPECT_TRUE(summary.isComplete());
        ASSERT_EQ(summary.results.size(), 2U);
        EXPECT_EQ(summary.results[1].fold, 2);
        EXPECT_EQ(summary.results[1].folder, "../0002-lenet5");
        EXPECT_EQ(summary.results[1].epochs, 5);
        EXPECT_EQ(summary.results[1].bestEpoch, 4);
        EXPECT_EQ(summary.accuracy.mean, 0.5);
        EXPECT_EQ(summary.loss.mean, 0.5);
        // numpy.std([0.75, 0.25], ddof=1) = 0.3535533905932738
        EXPECT_NEAR(summary.accuracy.deviation, 0.3535533905932738, 1e-12);
    }
}

TEST(Folds, RunsOfOtherImagesModelsOrWeightsAreOfAnotherCrossValidation) {
    const tests::TempFolder root;
    const auto folder = root.path() / "0001-mine";
    RunInfo info = foldRun(1, RunState::Completed, 0.5);
    info.split.train = {{"daisy/1.jpg", 0, 1}, {"rose/2.jpg", 1, 2}};
    info.split.val = {{"daisy/3.jpg", 0, 3}};
    spec::ModelSpec model = zoo::build("lenet5", 2, 1, 28, 28).value();
    ASSERT_TRUE(makeFolder(folder));
    ASSERT_TRUE(spec::writeModelSpec(folder / "model.json", model));
    const std::uint64_t origin = foldOrigin({folder, info});
    const auto other = [&](auto change) {
        RunInfo changed = info;
        change(changed);
        return foldOrigin({folder, changed});
    };
    EXPECT_EQ(other([](RunInfo& run) {
                  std::swap(run.split.train[0], run.split.val[0]);
                  run.settings.set("fold", std::int64_t{2});
              }),
              origin)
        << "another fold of the same images";
    EXPECT_NE(other([](RunInfo& run) { run.split.train.pop_back(); }), origin);
    EXPECT_NE(other([](RunInfo& run) { run.split.val[0].label = 1; }), origin);
    EXPECT_NE(other([](RunInfo& run) { run.initialWeights = "first.pth"; }), origin);
    EXPECT_NE(other([](RunInfo& run) { run.partialWeights = true; }), origin);
    EXPECT_NE(other([](RunInfo& run) {
                  run.pipeline = augment::presetPipeline("strong", run.preprocess).value();
              }),
              origin);
    ASSERT_TRUE(
        spec::writeModelSpec(folder / "model.json", zoo::build("lenet5", 2, 1, 32, 32).value()));
    EXPECT_NE(foldOrigin({folder, info}), origin);
}

TEST(Folds, ARunFindsTheSummaryAboveItIfItIsOfIt) {
    const tests::TempFolder root;
    const auto fold = root.path() / "fold-1";
    const auto stranger = root.path() / "notes";
    ASSERT_TRUE(makeFolder(fold));
    ASSERT_TRUE(makeFolder(stranger));
    FoldSummary summary;
    summary.folds = 2;
    addResult(summary, {1, "fold-1", 3, 2, 0.75, std::numeric_limits<double>::quiet_NaN()});
    ASSERT_TRUE(writeFolds(root.path(), summary));
    EXPECT_EQ(readFolds(root.path()).value()->results.size(), 1U);
    const auto found = readFolds(fold / "");
    ASSERT_TRUE(found && *found);
    EXPECT_EQ((*found)->accuracy.mean, 0.75);
    EXPECT_TRUE(std::isnan((*found)->results[0].valLoss)) << "there is no number for it in JSON";
    EXPECT_FALSE((*found)->isComplete());
    EXPECT_FALSE(readFolds(stranger).value());
}

TEST(Folds, RefusesADamagedFileBySayingWhich) {
    const tests::TempFolder folder;
    const auto file = folder.path() / "folds.json";
    for (const char* text : {"", "[1", "[]", R"({"version":1,"folds":2})",
                             R"({"version":1,"folds":1e99,"results":[]})",
                             R"({"version":1,"folds":2,"results":[{"fold":1}]})"}) {
        ASSERT_TRUE(writeFileAtomically(file, std::string_view(text)));
        const auto read = readFolds(folder.path());
        ASSERT_FALSE(read) << text;
        EXPECT_EQ(read.error().code, ErrorCode::FileFormat) << text;
        EXPECT_EQ(read.error().args.at(0), toUtf8(file));
    }
    ASSERT_TRUE(
        writeFileAtomically(file, std::string_view(R"({"version":2,"folds":2,"results":[]})")));
    EXPECT_EQ(readFolds(folder.path()).error().code, ErrorCode::VersionTooNew);
}

}  // namespace
}  // namespace minarai::runs
