// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/event.h"

#include <limits>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace minarai::train {
namespace {

/// Through text, as in events.jsonl.
Event throughText(const Event& event) {
    const auto back = eventFromJson(Json::parse(eventToJson(event).dump()));
    EXPECT_TRUE(back) << (back ? "" : back.error().message());
    return back.value_or(Event{});
}

TEST(Event, StepSurvivesTheFile) {
    StepFinished step;
    step.epoch = 2;
    step.step = 3;
    step.stepsPerEpoch = 10;
    step.globalStep = 13;
    step.loss = 0.1;
    step.epochLoss = 1.0 / 3;
    step.learningRate = 1e-7;
    const Event back = throughText({"run", 1234, step});
    EXPECT_EQ(back.runId, "run");
    EXPECT_EQ(back.timeMs, 1234);
    const auto& read = std::get<StepFinished>(back.payload);
    EXPECT_EQ(read.globalStep, 13);
    EXPECT_EQ(read.epochLoss, step.epochLoss);
    EXPECT_EQ(read.learningRate, step.learningRate);
}

TEST(Event, EpochKeepsItsPredictionsAndMatrix) {
    auto validation = std::make_shared<ValidationResult>();
    validation->confusion = metrics::ConfusionMatrix(3);
    validation->confusion.add(0, 2);
    validation->confusion.add(1, 1);
    validation->items = {0, 5};
    validation->predictions = {{0, 2, 0.75F, 0.125F}, {1, 1, 0.5F, 0.5F}};
    EpochFinished epoch;
    epoch.epoch = 4;
    epoch.valAccuracy = 0.5;
    epoch.isBest = true;
    epoch.validation = validation;
    const Event back = throughText({"run", 1, epoch});
    const auto& read = std::get<EpochFinished>(back.payload);
    ASSERT_TRUE(read.validation);
    EXPECT_EQ(read.validation->confusion, validation->confusion);
    EXPECT_EQ(read.validation->items, validation->items);
    ASSERT_EQ(read.validation->predictions.size(), 2U);
    EXPECT_EQ(read.validation->predictions[0].predicted, 2);
    EXPECT_FLOAT_EQ(read.validation->predictions[0].truthProbability, 0.125F);
    EXPECT_TRUE(read.isBest);
}

TEST(Event, SmallProbabilitiesKeepWhatTheirLossIsMadeOf) {
    auto validation = std::make_shared<ValidationResult>();
    validation->confusion = metrics::ConfusionMatrix(2);
    validation->items = {0, 1, 2};
    validation->predictions = {
        {0, 1, 0.99994F, 0.000039123F}, {0, 1, 0.949951F, 0.050049F}, {1, 0, 1.0F, 0.0F}};
    EpochFinished epoch;
    epoch.validation = validation;
    const Json json = eventToJson({"run", 1, epoch});
    EXPECT_EQ(json.at("validation").at("truth_probability").dump(), "[3.912e-05,0.05005,0.0]");
    EXPECT_EQ(json.at("validation").at("confidence").dump(), "[0.9999,0.95,1.0]");
    const Event back = throughText({"run", 1, epoch});
    const auto& read = *std::get<EpochFinished>(back.payload).validation;
    EXPECT_FLOAT_EQ(read.predictions[0].truthProbability, 3.912e-5F);
}

TEST(Event, TheTopAnswersSurviveCompactlyAndOldFilesAreRead) {
    auto validation = std::make_shared<ValidationResult>();
    validation->confusion = metrics::ConfusionMatrix(6);
    validation->confusion.add(0, 2);
    validation->confusion.add(3, 3);
    validation->items = {0, 1};
    validation->predictions = {{0, 2, 0.5F, 0.25F}, {3, 3, 0.9F, 0.9F}};
    const std::vector<float> first{0.25F, 0.1F, 0.5F, 0.1F, 0.04F, 0.01F};
    const std::vector<float> second{0.02F, 0.01F, 0.03F, 0.9F, 0.04F, 0.0F};
    validation->top.add(first);
    validation->top.add(second);
    EpochFinished epoch;
    epoch.validation = validation;
    Json json = eventToJson({"run", 1, epoch});
    const auto& written = json.at("validation").at("top");
    // base64.b64encode(struct.pack('<10H', 2, 0, 1, 3, 4, 3, 4, 2, 0, 1))
    EXPECT_EQ(written.at("classes"), "AgAAAAEAAwAEAAMABAACAAAAAQA=");
    const Event back = throughText({"run", 1, epoch});
    const auto& read = *std::get<EpochFinished>(back.payload).validation;
    const auto answers = read.answers(0);
    ASSERT_EQ(answers.size(), 5U);
    EXPECT_EQ(answers[0].label, 2);
    EXPECT_NEAR(answers[0].probability, 0.5, 1.0 / 65535);
    EXPECT_EQ(answers[2].label, 1) << "ties go to the lower class";
    EXPECT_NEAR(answers[4].probability, 0.04, 1.0 / 65535);
    EXPECT_EQ(read.answers(1).front().label, 3);
    EXPECT_TRUE(read.answers(2).empty());

    Json old = json;
    old["validation"].erase("top");
    const auto plain = eventFromJson(old);
    ASSERT_TRUE(plain);
    const auto& before = *std::get<EpochFinished>(plain->payload).validation;
    EXPECT_TRUE(before.top.empty());
    ASSERT_EQ(before.answers(0).size(), 1U);
    EXPECT_EQ(before.answers(0).front().label, 2);

    json["validation"]["top"]["classes"] = "BgAAAAEAAwAEAAMABAACAAAAAQA=";  // class 6 of 6
    EXPECT_FALSE(eventFromJson(json));
    json["validation"]["top"]["classes"] = "AgAA";
    EXPECT_FALSE(eventFromJson(json));
}

TEST(Event, EndKeepsItsErrorForTranslation) {
    RunEnded ended;
    ended.reason = EndReason::Failed;
    ended.error = fail(ErrorCode::LossNotFinite, "nan", "1", "2", "0.5");
    const auto read = std::get<RunEnded>(throughText({"run", 1, ended}).payload);
    EXPECT_EQ(read.reason, EndReason::Failed);
    EXPECT_EQ(read.error, ended.error);
}

TEST(Event, WhatIsNotFiniteBecomesNull) {
    StepFinished step;
    step.loss = std::numeric_limits<double>::infinity();
    const Json json = eventToJson({"run", 1, step});
    EXPECT_TRUE(json.at("loss").is_null());
    EXPECT_TRUE(eventFromJson(json));
}

TEST(Event, RefusesWhatIsNoEvent) {
    for (const char* text :
         {"{}", R"({"type":"step_finished"})", R"({"type":"x","run":"r","time_ms":1})",
          R"({"type":7,"run":"r","time_ms":1})",
          R"({"type":"pause_changed","run":"r","time_ms":"soon","paused":true})"}) {
        EXPECT_FALSE(eventFromJson(Json::parse(text))) << text;
    }
}

TEST(Event, RefusesNumbersThatAreNotWhole) {
    Json json = eventToJson({"run", 1, CheckpointSaved{3, 4}});
    ASSERT_TRUE(eventFromJson(json));
    for (const Json& number : {Json(1.5), Json(1.2e33), Json(-1.2e33), Json(UINT64_MAX)}) {
        json["time_ms"] = number;
        EXPECT_FALSE(eventFromJson(json)) << number.dump();
    }
}

TEST(Event, RefusesPredictionsOutOfRange) {
    auto validation = std::make_shared<ValidationResult>();
    validation->confusion = metrics::ConfusionMatrix(2);
    validation->items = {0};
    validation->predictions = {{0, 1, 0.5F, 0.5F}};
    EpochFinished epoch;
    epoch.validation = validation;
    Json json = eventToJson({"run", 1, epoch});
    ASSERT_TRUE(eventFromJson(json));
    json["validation"]["predicted"][0] = 99;
    EXPECT_FALSE(eventFromJson(json));
    json["validation"]["predicted"][0] = -1;
    EXPECT_FALSE(eventFromJson(json));
    json["validation"]["predicted"] = Json::array();
    EXPECT_FALSE(eventFromJson(json));
}

}  // namespace
}  // namespace minarai::train
