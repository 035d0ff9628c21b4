// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/timeline.h"

#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "augment/pipeline.h"
#include "runs/run_directory.h"
#include "support/temp_folder.h"
#include "train/settings.h"

namespace minarai::runs {
namespace {

/// Three classes; four validation images of the classes 0, 1, 2, 0.
constexpr std::int32_t kLabels[] = {0, 1, 2, 0};

void writeRun(const std::filesystem::path& folder) {
    RunInfo info;
    info.id = "run";
    info.name = "0001-lenet5";
    info.arch = "lenet5";
    info.dataName = "shapes";
    info.dataPath = "../shapes";
    info.classes = {"a", "b", "c"};
    info.split.kind = "folders";
    info.split.train = {{"train/a/0.png", 0, 1}};
    for (int i = 0; i < 4; ++i) {
        info.split.val.push_back(
            {"val/" + std::to_string(i) + ".png", kLabels[i], static_cast<std::uint64_t>(i)});
    }
    info.settings = train::settingsSchema().defaults();
    info.preprocess.height = info.preprocess.width = 28;
    info.pipeline = augment::presetPipeline("none", info.preprocess).value();
    ASSERT_TRUE(writeRunInfo(folder, info));
}

/// What the network said of images 0 to 3; -1: it could not be read.
train::EpochFinished epoch(std::int64_t number, const std::vector<std::int32_t>& said) {
    train::EpochFinished event;
    event.epoch = number;
    event.valLoss = 1.0 / static_cast<double>(number);
    auto result = std::make_shared<train::ValidationResult>();
    result->confusion = metrics::ConfusionMatrix(3);
    for (std::size_t i = 0; i < said.size(); ++i) {
        if (said[i] < 0) {
            continue;
        }
        std::vector<float> probabilities(3, 0.1F);
        probabilities[static_cast<std::size_t>(said[i])] = 0.8F;
        result->items.push_back(static_cast<std::uint32_t>(i));
        result->predictions.push_back({kLabels[i], said[i], 0.8F, 0.1F});
        result->top.add(probabilities);
        result->confusion.add(static_cast<std::size_t>(kLabels[i]),
                              static_cast<std::size_t>(said[i]));
    }
    event.validation = std::move(result);
    return event;
}

std::string line(train::Payload payload) {
    return train::eventToJson({"run", 1, std::move(payload)}).dump() + "\n";
}

void append(const std::filesystem::path& folder, const std::string& text) {
    std::ofstream(folder / "events.jsonl", std::ios::app | std::ios::binary) << text;
}

/// Reads to the file's end.
void readAll(Timeline& timeline) {
    for (bool more = true; more;) {
        const auto result = timeline.catchUp();
        ASSERT_TRUE(result) << result.error().message();
        more = *result;
    }
}

Fate fate(Change change, bool forgotten, bool alwaysWrong) {
    return {change, forgotten, alwaysWrong};
}

class TimelineTest : public ::testing::Test {
  protected:
    void SetUp() override {
        writeRun(folder.path());
        append(folder.path(), line(train::RunStarted{}) + line(train::StepFinished{}) +
                                  line(epoch(1, {0, 0, 1, 1})) + line(epoch(2, {0, 1, 0, 0})) +
                                  line(epoch(3, {1, 1, 0, 1})));
    }
    tests::TempFolder folder;
};

TEST_F(TimelineTest, TellsWhatFlippedWhatIsForgottenAndWhatWasNeverRight) {
    auto timeline = Timeline::open(folder.path());
    ASSERT_TRUE(timeline) << timeline.error().message();
    readAll(*timeline);
    EXPECT_EQ(timeline->epochs(), (std::vector<std::int64_t>{1, 2, 3}));

    const auto first = timeline->at(1);
    ASSERT_TRUE(first);
    EXPECT_FALSE((*first)->hasBefore);
    EXPECT_EQ((*first)->alwaysWrong, 3U);
    EXPECT_EQ((*first)->becameRight + (*first)->becameWrong + (*first)->otherWrong, 0U);

    const auto second = timeline->at(2);
    ASSERT_TRUE(second);
    EXPECT_EQ((*second)->fates,
              (std::vector<Fate>{
                  fate(Change::None, false, false), fate(Change::BecameRight, false, false),
                  fate(Change::OtherWrong, false, true), fate(Change::BecameRight, false, false)}));

    const auto third = timeline->at(3);
    ASSERT_TRUE(third);
    EXPECT_EQ((*third)->fates,
              (std::vector<Fate>{fate(Change::BecameWrong, true, false),
                                 fate(Change::None, false, false), fate(Change::None, false, true),
                                 fate(Change::BecameWrong, true, false)}));
    EXPECT_EQ((*third)->becameWrong, 2U);
    EXPECT_EQ((*third)->forgotten, 2U);
    EXPECT_EQ((*third)->alwaysWrong, 1U);
    EXPECT_EQ((*third)->path(2), "val/2.png");
    EXPECT_EQ((*third)->result->answers(0).front().label, 1);
    EXPECT_DOUBLE_EQ((*third)->figures.valLoss, 1.0 / 3);
    EXPECT_FALSE(timeline->at(4));
}

TEST_F(TimelineTest, OldEpochsAreReadAgainWhenTheBoundIsReached) {
    auto timeline = Timeline::open(folder.path(), 1);
    ASSERT_TRUE(timeline);
    readAll(*timeline);
    const auto kept = timeline->keptBytes();
    for (const std::int64_t number : {1, 3, 2, 1, 3}) {
        const auto moment = timeline->at(number);
        ASSERT_TRUE(moment) << moment.error().message();
        EXPECT_EQ((*moment)->result->predictions[1].predicted, number == 1 ? 0 : 1);
        EXPECT_EQ((*moment)->result->top.count, 3U);
        EXPECT_EQ(timeline->keptBytes(), kept) << "only the newest look is kept";
    }
    EXPECT_EQ((*timeline->at(3))->forgotten, 2U);
    std::filesystem::resize_file(folder / "events.jsonl", 10);
    EXPECT_FALSE(timeline->at(1));
}

TEST_F(TimelineTest, FollowsTheFileAndALineThatIsHalfWritten) {
    auto timeline = Timeline::open(folder.path());
    ASSERT_TRUE(timeline);
    readAll(*timeline);
    const std::string next = line(epoch(4, {0, 1, 2, 0}));
    append(folder.path(), next.substr(0, next.size() / 2));
    readAll(*timeline);
    EXPECT_EQ(timeline->epochs().size(), 3U);
    append(folder.path(), next.substr(next.size() / 2));
    readAll(*timeline);
    ASSERT_EQ(timeline->epochs().size(), 4U);
    EXPECT_EQ((*timeline->at(4))->becameRight, 3U);
    EXPECT_EQ((*timeline->at(4))->alwaysWrong, 0U);
}

TEST_F(TimelineTest, AResumedRunLivesItsEpochsAgain) {
    train::RunStarted resumed;
    resumed.firstEpoch = 2;
    append(folder.path(), line(resumed) + line(epoch(2, {0, 1, 2, 0})));
    auto timeline = Timeline::open(folder.path());
    ASSERT_TRUE(timeline);
    readAll(*timeline);
    EXPECT_EQ(timeline->epochs(), (std::vector<std::int64_t>{1, 2}));
    EXPECT_EQ((*timeline->at(2))->becameRight, 3U);
}

TEST_F(TimelineTest, LiveEpochsNeedNoFileUntilTheyAreOld) {
    auto timeline = Timeline::open(folder.path(), 1);
    ASSERT_TRUE(timeline);
    readAll(*timeline);
    timeline->add(epoch(4, {0, -1, 2, 1}));
    const auto live = timeline->at(4);
    ASSERT_TRUE(live);
    ASSERT_EQ((*live)->fates.size(), 3U) << "one image could not be read";
    EXPECT_EQ((*live)->fates[1], fate(Change::BecameRight, false, false));
    EXPECT_EQ((*live)->path(1), "val/2.png");
    ASSERT_TRUE(timeline->at(1));
    EXPECT_FALSE(timeline->at(4)) << "neither kept nor in the file";
    append(folder.path(), line(epoch(4, {0, -1, 2, 1})));
    EXPECT_TRUE(timeline->at(4));
}

TEST_F(TimelineTest, AFileThatBeginsAnewIsReadAnew) {
    auto timeline = Timeline::open(folder.path());
    ASSERT_TRUE(timeline);
    readAll(*timeline);
    std::filesystem::remove(folder / "events.jsonl");
    append(folder.path(), line(epoch(1, {1, 1, 1, 1})));
    readAll(*timeline);
    EXPECT_EQ(timeline->epochs(), (std::vector<std::int64_t>{1}));
    EXPECT_EQ((*timeline->at(1))->result->predictions[0].predicted, 1);
}

TEST(EventFollower, StepsComeOnlyWhereTheyAreWantedAndBrokenLinesAreCounted) {
    const tests::TempFolder folder;
    EventFollower follower(folder.path());
    EXPECT_EQ(follower.poll({}, true).error().code, ErrorCode::RunMissing);
    append(folder.path(), line(train::StepFinished{}) + "{\"type\":\n" + line(train::RunEnded{}));
    int events = 0;
    const auto visit = [&](const EventFollower::Found&) { ++events; };
    const auto poll = follower.poll(visit, true);
    ASSERT_TRUE(poll);
    EXPECT_EQ(events, 2);
    EXPECT_EQ(poll->brokenLines, 1U);
    EventFollower other(folder.path());
    events = 0;
    ASSERT_TRUE(other.poll(visit, false));
    EXPECT_EQ(events, 1);
    EventFollower slow(folder.path());
    events = 0;
    EXPECT_TRUE(slow.poll(visit, true, 1)->more);
    EXPECT_EQ(events, 1);
}

}  // namespace
}  // namespace minarai::runs
