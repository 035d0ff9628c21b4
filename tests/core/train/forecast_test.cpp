// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The arithmetic of forecasts, with numbers small enough to do by hand.
#include "train/forecast.h"

#include <gtest/gtest.h>

namespace minarai::train {
namespace {

Measurement measured(double trainMs, double evalMs, std::int64_t threads) {
    Measurement result;
    result.trainMs = trainMs;
    result.evalMs = evalMs;
    result.trainBytes = 900;
    result.evalBytes = 100;
    result.batch = 10;
    result.stepBatch = 10;
    result.threads = threads;
    return result;
}

Workload work(std::int64_t train, std::int64_t val, unsigned cores) {
    Workload result;
    result.trainImages = train;
    result.valImages = val;
    result.batch = 10;
    result.cores = cores;
    result.workers = cores;
    return result;
}

TEST(Forecast, ImagesThatCostNothingLeaveTheNetworkAlone) {
    const Forecast epoch = forecast(measured(2, 0.5, 2), {}, work(1000, 400, 2));
    EXPECT_DOUBLE_EQ(epoch.epochSeconds, 2.0 + 0.2);
    EXPECT_DOUBLE_EQ(epoch.firstEpochSeconds, 2.2);
    EXPECT_DOUBLE_EQ(epoch.computeSeconds, 2.2);
}

TEST(Forecast, LoadingSharesTheCoresWithTheNetwork) {
    loading::LoadingCost loading;
    loading.augmentMs = 1;  // 1000 images: 1 s of one core, 0.5 s of two
    const Forecast epoch = forecast(measured(2, 1, 2), loading, work(1000, 0, 2));
    EXPECT_DOUBLE_EQ(epoch.epochSeconds, 2.5);
    EXPECT_DOUBLE_EQ(epoch.computeSeconds, 2.0);
}

TEST(Forecast, FreeCoresHideLoading) {
    loading::LoadingCost loading;
    loading.augmentMs = 1;
    const Forecast epoch = forecast(measured(2, 1, 2), loading, work(1000, 0, 8));
    EXPECT_DOUBLE_EQ(epoch.epochSeconds, 2.0);
}

TEST(Forecast, ASmallNetworkWaitsForItsImages) {
    loading::LoadingCost loading;
    loading.augmentMs = 8;  // 8 s of one core
    Workload few = work(1000, 0, 8);
    few.workers = 2;
    EXPECT_DOUBLE_EQ(forecast(measured(0.1, 0.1, 1), loading, few).epochSeconds, 4.0);
}

TEST(Forecast, WhatTheCacheHoldsIsDecodedOnce) {
    loading::LoadingCost loading;
    loading.decodeMs = 4;
    loading.fitMs = 2;
    loading.pictureBytes = 1000;
    loading.fittedBytes = 100;
    Workload half = work(100, 100, 1);
    half.cacheBytes = 100 * 1000;  // 500 bytes for each of 200 images
    const Forecast epoch = forecast(measured(1, 1, 1), loading, half);
    EXPECT_DOUBLE_EQ(epoch.firstEpochSeconds, 0.2 + 0.4 + 0.6);
    // Half of the training images and none of the smaller validation images are decoded again.
    EXPECT_DOUBLE_EQ(epoch.epochSeconds, 0.2 + 0.2);
    EXPECT_EQ(epoch.memoryBytes, 1170U + 100 * 500U + 100 * 100U);
}

TEST(Forecast, TheQueuesOfBatchesCount) {
    Workload queued = work(100, 100, 1);
    queued.tensorBytes = 7;
    EXPECT_EQ(forecast(measured(1, 1, 1), {}, queued).memoryBytes, 1170U + 10 * 7 * 10U);
}

TEST(Forecast, FrozenLayersSeeEachViewOnce) {
    Measurement frozen = measured(2, 0.5, 2);
    frozen.featureMs = 4;
    frozen.featureBytes = 10;
    Workload epochs = work(1000, 400, 2);
    epochs.epochs = 5;
    epochs.views = 3;
    epochs.cacheBytes = 1'000'000;
    const Forecast result = forecast(frozen, {}, epochs);
    // 1.4 thousand images at 4 ms and the head's 2.2 s; then the head, and two views in four
    // epochs.
    EXPECT_DOUBLE_EQ(result.firstEpochSeconds, 5.6 + 2.2);
    EXPECT_DOUBLE_EQ(result.epochSeconds, 2.2 + 0.5 * 4);
    EXPECT_DOUBLE_EQ(result.computeSeconds, 2.2);
    epochs.views = 1;
    const Forecast one = forecast(frozen, {}, epochs);
    EXPECT_DOUBLE_EQ(one.epochSeconds, 2.2);
    // Three views of 1000 pictures and one of 400, 10 bytes each; without them 2000 · 10 less.
    EXPECT_EQ(result.memoryBytes - one.memoryBytes, 20'000U);
}

TEST(Forecast, EachPhaseHasItsOwnPixels) {
    loading::LoadingCost loading;
    loading.decodeMs = 1;
    Workload grows = work(1000, 400, 2);
    grows.cacheBytes = 1'000'000;
    grows.epochs = 4;
    grows.phases = {{0.25, 2}, {1, 2}};
    const Forecast result = forecast(measured(2, 0.5, 2), loading, grows);
    // Half a second of computing and a second of decoding on two cores; validation 0.2 and 0.4.
    EXPECT_DOUBLE_EQ(result.firstEpochSeconds, 1.0 + 0.4);
    // Then small without decoding, large with it (a new cache), large without it.
    EXPECT_DOUBLE_EQ(result.epochSeconds, (0.7 + 2.7 + 2.2) / 3);
    EXPECT_DOUBLE_EQ(result.computeSeconds, 2 * 0.75 + 0.2);
    Workload shrinks = grows;
    shrinks.tensorBytes = 7;
    shrinks.cacheBytes = 0;
    shrinks.phases = {{2, 1}, {1, 1}};
    // The largest pictures are not the last ones: 1170 bytes and the queue of training double.
    EXPECT_EQ(forecast(measured(2, 0.5, 2), loading, shrinks).memoryBytes, 2 * 1170U + 3 * 350U);
}

TEST(Forecast, APhaseThatWasMeasuredCostsWhatItCost) {
    Workload grows = work(1000, 400, 2);
    grows.epochs = 4;
    grows.phases = {{0.25, 2, 32}, {1, 2, 64}};
    EXPECT_TRUE(forecast(measured(2, 0.5, 2), {}, grows).isScaled);
    // Twice what its pixels would have: 1 ms. The rest of what it says is not used.
    grows.phases[0].measured = measured(1, 700, 2);
    grows.phases[0].measured->trainBytes = 2000;
    const Forecast result = forecast(measured(2, 0.5, 2), {}, grows);
    EXPECT_FALSE(result.isScaled) << "the other one has the measured size";
    EXPECT_DOUBLE_EQ(result.firstEpochSeconds, 1.0 + 0.2);
    EXPECT_DOUBLE_EQ(result.epochSeconds, (1.2 + 2.2 + 2.2) / 3);
    EXPECT_DOUBLE_EQ(result.computeSeconds, (1.2 + 2.2 + 2.2) / 3);
    EXPECT_EQ(result.memoryBytes, 2600U);
    EXPECT_FALSE(forecast(measured(2, 0.5, 2), {}, work(1000, 400, 2)).isScaled);
}

TEST(Forecast, NoImagesTakeNoTime) {
    EXPECT_DOUBLE_EQ(forecast(measured(1, 1, 1), {}, work(0, 0, 1)).epochSeconds, 0);
}

}  // namespace
}  // namespace minarai::train
