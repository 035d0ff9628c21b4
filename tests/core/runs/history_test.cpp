// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "runs/run_directory.h"
#include "support/temp_folder.h"

namespace minarai::runs {
namespace {

std::string line(train::Payload payload) {
    return train::eventToJson({"run", 1, std::move(payload)}).dump() + "\n";
}

train::EpochFinished epoch(std::int64_t number, double loss) {
    train::EpochFinished event;
    event.epoch = number;
    event.valLoss = loss;
    auto validation = std::make_shared<train::ValidationResult>();
    validation->confusion = metrics::ConfusionMatrix(2);
    validation->items = {0};
    validation->predictions = {{0, 1, 0.5F, 0.5F}};
    event.validation = validation;
    return event;
}

TEST(ReadHistory, AResumedRunRepeatsEpochsAndTheLastOneCounts) {
    const tests::TempFolder folder;
    train::RunStarted resumed;
    resumed.firstEpoch = 2;
    std::ofstream(folder / "events.jsonl")
        << line(train::RunStarted{}) << line(train::StepFinished{}) << line(epoch(1, 1.0))
        << line(epoch(2, 0.9)) << R"({"type":"epoch_fin)"
        << "\n"
        << line(resumed) << line(epoch(2, 0.8)) << line(epoch(3, 0.7));
    const auto history = readHistory(folder.path(), true);
    ASSERT_TRUE(history);
    ASSERT_EQ(history->epochs.size(), 3U);
    EXPECT_EQ(history->epochs[1].valLoss, 0.8);
    EXPECT_EQ(history->brokenLines, 1U);
    EXPECT_FALSE(history->ended);
    EXPECT_FALSE(history->epochs[1].validation);
    ASSERT_TRUE(history->epochs[2].validation);
    EXPECT_EQ(history->epochs[2].validation->confusion.at(0, 1), 1U);
}

TEST(ReadHistory, EpochsAfterThePointOfResumingAreForgotten) {
    const tests::TempFolder folder;
    train::RunStarted resumed;
    resumed.firstEpoch = 2;
    std::ofstream(folder / "events.jsonl")
        << line(train::RunStarted{}) << line(epoch(1, 1.0)) << line(epoch(2, 0.9)) << line(resumed);
    EXPECT_EQ(readHistory(folder.path())->epochs.size(), 1U);
}

TEST(ReadHistory, NothingThereIsAnError) {
    const tests::TempFolder folder;
    EXPECT_EQ(readHistory(folder.path()).error().code, ErrorCode::RunMissing);
}

TEST(ReadHistory, ARunOfWhichNothingIsToldYetIsARun) {
    const tests::TempFolder folder;
    std::ofstream(folder / "run.json") << "{}";
    const auto history = readHistory(folder.path());
    ASSERT_TRUE(history) << history.error().message();
    EXPECT_TRUE(history->epochs.empty());
    EXPECT_FALSE(history->started);
}

TEST(ReadHistory, GarbageIsCountedNotFollowed) {
    const tests::TempFolder folder;
    std::ofstream(folder / "events.jsonl") << "\xFF\nnull\n[]\n{}\n\"x\"\n"
                                           << R"({"type":5})"
                                           << "\n"
                                           << R"({"type":null,"run":"run","time_ms":1})"
                                           << "\n";
    const auto history = readHistory(folder.path());
    ASSERT_TRUE(history);
    EXPECT_TRUE(history->epochs.empty());
    EXPECT_EQ(history->brokenLines, 7U);
}

}  // namespace
}  // namespace minarai::runs
