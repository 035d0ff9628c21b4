// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The range test and the dry run: what they find, and that they leave no trace.
#include "train/trials_torch.h"

#include <cmath>

#include <nlohmann/json.hpp>

#include "base/json.h"
#include "spec/summary.h"
#include "trainer_fixture.h"

namespace minarai::train {
namespace {

using TrialsTest = TrainerTest;

TEST_F(TrialsTest, ARangeTestFindsRatesAndLeavesNoTrace) {
    ASSERT_TRUE(makeFolder(m_folder / "plain"));
    const TrainJob plain = makeJob("plain");
    ASSERT_TRUE(run(plain));

    RangeTestRequest request;
    request.steps = 60;
    int seen = 0;
    const auto test = rangeTestTorch(m_job, request, {}, [&](const RangePoint&) { ++seen; });
    ASSERT_TRUE(test) << test.error().message();
    EXPECT_EQ(static_cast<std::size_t>(seen), test->curve.size());
    EXPECT_TRUE(test->diverged) << "a rate of 10 is too much for any network";
    ASSERT_TRUE(test->steepest && test->minimumTenth);
    EXPECT_GT(*test->steepest, 1e-6);
    EXPECT_LT(*test->steepest, 0.5);
    EXPECT_TRUE(fs::is_empty(m_job.runFolder));

    ASSERT_TRUE(run(m_job));
    expectSameWeights(plain.runFolder / "last.pth", m_job.runFolder / "last.pth");
    expectSameWeights(plain.runFolder / "best.pth", m_job.runFolder / "best.pth");
}

TEST_F(TrialsTest, ARangeTestStopsWhenAsked) {
    std::stop_source source;
    source.request_stop();
    const auto test = rangeTestTorch(m_job, {}, source.get_token(), {});
    ASSERT_FALSE(test);
    EXPECT_EQ(test.error().code, ErrorCode::Cancelled);
}

TEST_F(TrialsTest, ADryRunSaysShapesAndWhetherTheNetworkLearns) {
    const auto dry = dryRunTorch(m_job, {});
    ASSERT_TRUE(dry) << dry.error().message();
    EXPECT_EQ(dry->inputShape, (std::vector<std::int64_t>{8, 3, 40, 40}));
    EXPECT_EQ(dry->outputShape,
              (std::vector<std::int64_t>{8, static_cast<std::int64_t>(m_job.classes.size())}));
    EXPECT_NEAR(dry->firstLoss, std::log(static_cast<double>(m_job.classes.size())), 0.7);
    EXPECT_EQ(dry->learning, Learning::Yes);
    EXPECT_LT(dry->lastLoss, dry->firstLoss);
    EXPECT_TRUE(fs::is_empty(m_job.runFolder));

    m_job.settings.set("learning_rate", 1e-12);
    const auto idle = dryRunTorch(m_job, {});
    ASSERT_TRUE(idle);
    EXPECT_EQ(idle->learning, Learning::No);
}

/// Batch normalisation of single pixels, which needs two images.
spec::ModelSpec normalisedPixels(std::size_t classes) {
    const auto json = Json::parse(R"({"version":1,"name":"pixels","input":[3,40,40],"nodes":[
        {"id":"conv","op":"Conv2d","inputs":["input"],
         "params":{"out_channels":4,"kernel_size":3,"padding":1}},
        {"id":"pool","op":"AdaptiveAvgPool2d","inputs":["conv"],"params":{"output_size":1}},
        {"id":"bn","op":"BatchNorm2d","inputs":["pool"]},
        {"id":"flat","op":"Flatten","inputs":["bn"]},
        {"id":"fc","op":"Linear","inputs":["flat"],"params":{"out_features":2}}],
        "output":"fc"})");
    return spec::withClasses(spec::modelSpecFromJson(json).value(),
                             static_cast<std::int64_t>(classes))
        .value();
}

TEST_F(TrialsTest, ASingleImageAtTheEndOfAnEpochIsPassedOver) {
    m_job.model = normalisedPixels(m_job.classes.size());
    m_job.settings.set("batch", static_cast<std::int64_t>(m_job.split.train.size()) - 1);
    RangeTestRequest request;
    request.steps = 3;
    const auto test = rangeTestTorch(m_job, request, {}, {});
    ASSERT_TRUE(test) << test.error().message();
    EXPECT_GE(test->curve.size(), 2U);
}

TEST_F(TrialsTest, BatchesOfOneImageThatCannotBeNormalisedAreRefusedWithACure) {
    m_job.model = normalisedPixels(m_job.classes.size());
    m_job.settings.set("batch", std::int64_t{1});
    const auto dry = dryRunTorch(m_job, {});
    ASSERT_FALSE(dry);
    EXPECT_EQ(dry.error().code, ErrorCode::SettingConflict) << dry.error().message();
    const auto test = rangeTestTorch(m_job, {}, {}, {});
    ASSERT_FALSE(test);
    EXPECT_EQ(test.error().code, ErrorCode::SettingConflict) << test.error().message();
}

TEST_F(TrialsTest, ANetworkThatSeesNothingDoesNotLearnTheBatch) {
    // All images are the same to it: it can only learn which classes are frequent.
    m_job.preprocess.std = {1e6F, 1e6F, 1e6F};
    m_job.settings.set("learning_rate", 0.01);
    const auto dry = dryRunTorch(m_job, {});
    ASSERT_TRUE(dry) << dry.error().message();
    EXPECT_NE(dry->learning, Learning::Yes) << dry->lastLoss << ", " << dry->lastAccuracy;
    EXPECT_LT(dry->lastAccuracy, 0.95);
}

}  // namespace
}  // namespace minarai::train
