// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Measuring a network: plausible numbers, exact memory, prompt cancelling.
#include "train/measure_torch.h"

#include <chrono>
#include <stop_token>
#include <thread>

#include <gtest/gtest.h>

#include "engine/engine_library.h"
#include "spec/summary.h"
#include "train/settings.h"
#include "zoo/zoo.h"

namespace minarai::train {
namespace {

MeasureRequest requestFor(const std::string& name, std::int64_t size, std::int64_t batch) {
    MeasureRequest request;
    request.model = zoo::build(name, 10, 3, size, size).value();
    request.settings = settingsSchema().defaults();
    request.settings.set("batch", batch);
    request.settings.set("precision", std::string("fp32"));
    request.threads = 2;
    request.seconds = 0.1;
    return request;
}

TEST(Measure, GivesTimesAndMemoryOfAStep) {
    const MeasureRequest request = requestFor("lite_cnn", 40, 8);
    const auto result = measureTorch(request, {});
    ASSERT_TRUE(result) << result.error().message();
    EXPECT_GT(result->trainMs, result->evalMs);
    EXPECT_GT(result->evalMs, 0);
    EXPECT_LT(result->trainMs, 1000);
    EXPECT_EQ(result->batch, 8);
    EXPECT_EQ(result->stepBatch, 8);
    EXPECT_EQ(result->precision, "fp32");
    EXPECT_EQ(result->device, "cpu");
    EXPECT_EQ(result->threads, 2);
    // AdamW keeps weights, gradients and two moments; the outputs of the batch come on top.
    const auto summary = spec::summarize(request.model).value();
    const auto weights = static_cast<std::uint64_t>(summary.parameterBytes);
    const auto outputs = static_cast<std::uint64_t>(summary.activationBytes) * 8;
    EXPECT_GT(result->trainBytes, 4 * weights);
    EXPECT_LT(result->trainBytes, 5 * weights + 4 * outputs);
    EXPECT_GT(result->evalBytes, 4 * weights);
    EXPECT_LE(result->evalBytes, result->trainBytes);
}

TEST(Measure, MemoryIsTheSameEachTimeAndGrowsWithTheBatch) {
    const auto one = measureTorch(requestFor("lite_cnn", 40, 8), {});
    const auto again = measureTorch(requestFor("lite_cnn", 40, 8), {});
    const auto twice = measureTorch(requestFor("lite_cnn", 40, 16), {});
    ASSERT_TRUE(one && again && twice);
    EXPECT_EQ(one->trainBytes, again->trainBytes);
    EXPECT_GT(twice->trainBytes, one->trainBytes);
}

TEST(Measure, SgdNeedsLessMemoryThanAdamW) {
    MeasureRequest sgd = requestFor("lite_cnn", 40, 8);
    sgd.settings.set("optimizer", std::string("sgd"));
    const auto small = measureTorch(sgd, {});
    const auto large = measureTorch(requestFor("lite_cnn", 40, 8), {});
    ASSERT_TRUE(small && large);
    EXPECT_LT(small->trainBytes, large->trainBytes);
}

TEST(Measure, FrozenLayersAreTheFeaturesCostAndTheHeadTheSteps) {
    MeasureRequest request = requestFor("resnet18", 64, 8);
    const auto all = measureTorch(request, {});
    request.settings.set("freeze", std::string("all_but_head"));
    const auto once = measureTorch(request, {});
    request.settings.set("feature_cache", std::string("off"));
    const auto again = measureTorch(request, {});
    ASSERT_TRUE(all && once && again);
    EXPECT_EQ(all->featureMs, 0);
    EXPECT_EQ(again->featureMs, 0);
    EXPECT_GT(once->featureMs, once->trainMs);
    EXPECT_LT(once->trainMs, again->trainMs);
    EXPECT_EQ(once->featureBytes, 512U * sizeof(float));
    // Gradients and moments of 11 million weights are not there.
    EXPECT_LT(again->trainBytes + (std::uint64_t{100} << 20), all->trainBytes);
}

TEST(Measure, ABatchOfOneIsMeasuredWithTwo) {
    const auto result = measureTorch(requestFor("resnet18", 32, 1), {});
    ASSERT_TRUE(result) << result.error().message();
    EXPECT_EQ(result->batch, 1);
    EXPECT_EQ(result->stepBatch, 2);
}

TEST(Measure, IsRefusedBeforeMemoryRunsOut) {
    MeasureRequest request = requestFor("lite_cnn", 1000, 4);
    // 128·121² inputs: a linear layer of 60 GB, four times over while training.
    for (spec::Node& node : request.model.nodes) {
        if (node.op == "Linear") {
            node.params.set("out_features", std::int64_t{8'000});
            break;
        }
    }
    const auto result = measureTorch(request, {});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::OutOfMemory);
}

TEST(Measure, StopsBeforeItBegins) {
    std::stop_source stop;
    stop.request_stop();
    const auto result = measureTorch(requestFor("lite_cnn", 40, 8), stop.get_token());
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::Cancelled);
}

TEST(Measure, StopsAfterTheStep) {
    MeasureRequest request = requestFor("resnet18", 64, 16);
    request.seconds = 60;
    std::stop_source stop;
    using Clock = std::chrono::steady_clock;
    Clock::time_point asked;
    Result<Measurement> result = fail(ErrorCode::Internal);
    std::jthread worker([&] { result = measureTorch(request, stop.get_token()); });
    // Some steps are done by then; how many does not matter.
    std::mutex mutex;
    std::condition_variable never;
    std::unique_lock lock(mutex);
    never.wait_for(lock, std::chrono::milliseconds(700), [] { return false; });
    asked = Clock::now();
    stop.request_stop();
    worker.join();
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::Cancelled);
    EXPECT_LT(std::chrono::duration<double>(Clock::now() - asked).count(), 10.0);
}

TEST(Measure, TheEngineOffersIt) {
    const auto engine = engine::loadEngine();
    ASSERT_TRUE(engine) << engine.error().message();
    MeasureRequest request = requestFor("lite_cnn", 40, 8);
    request.model = zoo::build("lenet5").value();
    const auto grey = (*engine)->measure(request, {});
    ASSERT_TRUE(grey) << grey.error().message();
    EXPECT_GT(grey->trainMs, 0);
}

}  // namespace
}  // namespace minarai::train
