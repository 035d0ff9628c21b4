// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/best_predictions.h"

#include <cmath>
#include <fstream>
#include <string>
#include <utility>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "augment/pipeline.h"
#include "runs/run_directory.h"
#include "support/temp_folder.h"
#include "train/settings.h"

namespace minarai::runs {
namespace {

constexpr std::int64_t kBest = 2;

void writeRun(const std::filesystem::path& folder) {
    RunInfo info;
    info.id = "run";
    info.name = "0001-lenet5";
    info.arch = "lenet5";
    info.dataName = "pets";
    info.dataPath = "../pets";
    info.classes = {"cat", "dog", "fox"};
    info.split.kind = "stratified";
    info.split.train = {{"cat/0.png", 0, 1}};
    info.split.val = {
        {"cat/1.png", 0, 2}, {"dog/1.png", 1, 3}, {"fox/1.png", 2, 4}, {"dog/2.png", 1, 5}};
    info.settings = train::settingsSchema().defaults();
    info.preprocess.height = info.preprocess.width = 28;
    info.pipeline = augment::presetPipeline("none", info.preprocess).value();
    info.bestEpoch = kBest;
    info.epochsDone = 3;
    ASSERT_TRUE(writeRunInfo(folder, info));
}

/// Probabilities of cat, dog and fox for the validation images; an empty list: it was unreadable.
train::EpochFinished epoch(std::int64_t number, const std::vector<std::vector<float>>& softmax) {
    constexpr std::int32_t kLabels[] = {0, 1, 2, 1};
    train::EpochFinished event;
    event.epoch = number;
    event.isBest = number == kBest;
    auto result = std::make_shared<train::ValidationResult>();
    result->confusion = metrics::ConfusionMatrix(3);
    for (std::size_t i = 0; i < softmax.size(); ++i) {
        if (softmax[i].empty()) {
            continue;
        }
        const auto predicted = static_cast<std::int32_t>(metrics::topK(softmax[i], 1).front());
        const auto label = static_cast<std::size_t>(kLabels[i]);
        result->items.push_back(static_cast<std::uint32_t>(i));
        result->predictions.push_back({kLabels[i], predicted,
                                       softmax[i][static_cast<std::size_t>(predicted)],
                                       softmax[i][label]});
        result->top.add(softmax[i]);
        result->confusion.add(label, static_cast<std::size_t>(predicted));
    }
    event.validation = std::move(result);
    return event;
}

const std::vector<std::vector<float>> kSaid{
    {0.7F, 0.2F, 0.1F}, {0.75F, 0.25F, 0.0F}, {0.05F, 0.0F, 0.95F}, {}};
const std::vector<std::vector<float>> kOther{
    {0.1F, 0.8F, 0.1F}, {0.1F, 0.8F, 0.1F}, {0.1F, 0.8F, 0.1F}, {0.1F, 0.8F, 0.1F}};

std::string line(train::Payload payload) {
    return train::eventToJson({"run", 1, std::move(payload)}).dump() + "\n";
}

class BestPredictionsTest : public ::testing::Test {
  protected:
    tests::TempFolder folder;

    void SetUp() override { writeRun(folder.path()); }
    void append(const std::string& text) {
        std::ofstream(folder / "events.jsonl", std::ios::app | std::ios::binary) << text;
    }
    void appendUsual() {
        append(line(train::RunStarted{}) + line(train::StepFinished{}) + line(epoch(1, kOther)) +
               line(epoch(kBest, kSaid)) + line(epoch(3, kOther)) + line(train::RunEnded{}));
    }
    CatalogPredictions over(const dataset::Catalog& catalog) {
        auto run = readBestPredictions(folder.path());
        EXPECT_TRUE(run) << run.error().message();
        return {std::move(*run), catalog};
    }
};

dataset::Catalog catalogOf(std::vector<std::string> classes,
                           const std::vector<std::pair<std::string, std::int32_t>>& images) {
    dataset::Catalog catalog;
    catalog.classes = std::move(classes);
    for (const auto& [path, label] : images) {
        dataset::Sample sample;
        sample.path = path;
        sample.label = label;
        catalog.samples.push_back(sample);
    }
    return catalog;
}

TEST_F(BestPredictionsTest, AreThoseOfTheBestEpochAndNotOfTheLast) {
    appendUsual();
    const auto run = readBestPredictions(folder.path());
    ASSERT_TRUE(run) << run.error().message();
    EXPECT_EQ(run->epoch, kBest);
    ASSERT_EQ(run->result->predictions.size(), 3U) << "one image could not be read";
    EXPECT_EQ(run->result->predictions[0].predicted, 0);
    EXPECT_EQ(run->paths.at(run->result->items[2]), "fox/1.png");
}

TEST_F(BestPredictionsTest, AnEpochThatWasLivedThroughAgainIsTheNewOne) {
    appendUsual();
    train::RunStarted resumed;
    resumed.firstEpoch = kBest;
    append(line(resumed));
    EXPECT_EQ(readBestPredictions(folder.path()).error().code, ErrorCode::FileFormat)
        << "it was taken back";
    append(line(epoch(kBest, kOther)));
    const auto run = readBestPredictions(folder.path());
    ASSERT_TRUE(run) << run.error().message();
    EXPECT_EQ(run->result->predictions.size(), 4U);
    // The beginning of a line that was never ended.
    append(line(epoch(kBest, kSaid)).substr(0, 300));
    EXPECT_EQ(readBestPredictions(folder.path())->result->predictions.size(), 4U);
}

TEST_F(BestPredictionsTest, WhatIsNotThereIsSaid) {
    EXPECT_EQ(readBestPredictions(folder / "none").error().code, ErrorCode::RunMissing);
    EXPECT_EQ(readBestPredictions(folder.path()).error().code, ErrorCode::FileMissing);
    append(line(epoch(1, kOther)));
    EXPECT_EQ(readBestPredictions(folder.path()).error().code, ErrorCode::FileFormat);
    train::EpochFinished without;
    without.epoch = kBest;
    append(line(without));
    EXPECT_EQ(readBestPredictions(folder.path()).error().code, ErrorCode::FileFormat);
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(readBestPredictions(folder.path(), stop.get_token()).error().code,
              ErrorCode::Cancelled);
}

TEST_F(BestPredictionsTest, AClassBeyondThoseOfTheRunIsRefused) {
    Json json = train::eventToJson({"run", 1, epoch(kBest, kSaid)});
    json["validation"]["classes"] = 9;
    json["validation"]["predicted"][1] = 7;
    append(json.dump() + "\n");
    EXPECT_EQ(readBestPredictions(folder.path()).error().code, ErrorCode::FileFormat);
}

TEST_F(BestPredictionsTest, AreFoundAgainByPathAndClass) {
    appendUsual();
    // Another order, a class more, one less; images that validated, trained, came later.
    const auto catalog = catalogOf(
        {"ape", "cat", "dog"},
        {{"dog/1.png", 2}, {"cat/0.png", 1}, {"ape/1.png", 0}, {"cat/1.png", 1}, {"dog/2.png", 2}});
    const CatalogPredictions said = over(catalog);
    EXPECT_EQ(said.epoch(), kBest);
    EXPECT_EQ(said.count(), 2U);
    EXPECT_TRUE(said.has(0));
    EXPECT_TRUE(said.has(3));
    EXPECT_FALSE(said.has(1)) << "it trained";
    EXPECT_FALSE(said.has(2)) << "it came later";
    EXPECT_FALSE(said.has(4)) << "it could not be read";
    EXPECT_FALSE(said.has(5)) << "there is none";
    EXPECT_EQ(said.predicted(0), 1);
    EXPECT_EQ(said.predictedName(0), "cat");
    EXPECT_FLOAT_EQ(said.confidence(0), 0.75F);
    EXPECT_FALSE(said.isRight(0, 2));
    EXPECT_TRUE(said.isRight(3, 1));

    const auto foxes = catalogOf({"dog"}, {{"fox/1.png", 0}});
    const CatalogPredictions unknown = over(foxes);
    ASSERT_TRUE(unknown.has(0));
    EXPECT_EQ(unknown.predicted(0), -1);
    EXPECT_EQ(unknown.predictedName(0), "fox");
    EXPECT_FALSE(unknown.isRight(0, 0));
}

// torch.nn.functional.nll_loss(torch.log(torch.tensor([[p]], dtype=torch.float64)), [0])
TEST_F(BestPredictionsTest, TheLossIsThatOfTheLabelInForce) {
    appendUsual();
    const auto catalog = catalogOf({"cat", "dog", "fox", "owl"},
                                   {{"cat/1.png", 0}, {"dog/1.png", 1}, {"fox/1.png", 2}});
    const CatalogPredictions said = over(catalog);
    EXPECT_DOUBLE_EQ(said.loss(1, 1).value(), 1.3862943611198906) << "the label of the run: 0.25";
    EXPECT_NEAR(said.loss(1, 0).value(), 0.2876820724517809, 1e-6) << "what it said: 0.75";
    EXPECT_NEAR(said.loss(0, 2).value(), 2.3025850929940455, 1e-3) << "among the answers: 0.1";
    EXPECT_TRUE(std::isinf(said.loss(1, 2).value())) << "0";
    EXPECT_FALSE(said.loss(0, 3)) << "the run had no such class";
    EXPECT_FALSE(said.loss(0, -1));
    EXPECT_FALSE(said.loss(0, 4));
}

TEST_F(BestPredictionsTest, AnOlderRunDoesNotKnowTheLossOfAnotherLabel) {
    Json json = train::eventToJson({"run", 1, epoch(kBest, kSaid)});
    json["validation"].erase("top");
    append(json.dump() + "\n");
    const auto catalog = catalogOf({"cat", "dog", "fox"}, {{"cat/1.png", 0}});
    const CatalogPredictions said = over(catalog);
    EXPECT_TRUE(said.loss(0, 0));
    EXPECT_FALSE(said.loss(0, 2));
}

}  // namespace
}  // namespace minarai::runs
