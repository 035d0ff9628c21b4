// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/placement.h"

#include <gtest/gtest.h>

namespace minarai::runs {
namespace {

const std::vector<std::string> kTwo{"cpu", "cuda:0", "cuda:1"};
const std::vector<std::string> kOnlyCpu{"cpu"};

std::vector<QueuedRun> queueOf(const std::vector<std::string>& wishes, double seconds = 10) {
    std::vector<QueuedRun> queue;
    for (const std::string& wish : wishes) {
        QueuedRun run;
        run.id = queue.size() + 1;
        run.device = wish;
        run.expectedSeconds = seconds;
        queue.push_back(run);
    }
    return queue;
}

/// "1>cuda:0 2>cuda:1": what begins at once, one after the other.
std::string placed(std::vector<QueuedRun> queue, const std::vector<std::string>& devices,
                   std::vector<std::string> busy = {}) {
    std::string text;
    while (const auto place = nextPlace(queue, devices, busy)) {
        const auto at = queue.begin() + static_cast<std::ptrdiff_t>(place->run);
        text += (text.empty() ? "" : " ") + std::to_string(at->id) + ">" + place->device;
        busy.push_back(place->device);
        queue.erase(at);
    }
    return text;
}

TEST(Placement, EachRunTakesTheFirstDeviceThatIsFree) {
    EXPECT_EQ(placed(queueOf({"auto", "auto", "auto"}), kTwo), "1>cuda:0 2>cuda:1");
    EXPECT_EQ(placed(queueOf({"auto", "auto"}), kTwo, {"cuda:0"}), "1>cuda:1");
    EXPECT_EQ(placed(queueOf({"auto"}), kTwo, {"cuda:1", "cuda:0"}), "");
}

TEST(Placement, OneDeviceTakesOneRunAtATime) {
    EXPECT_EQ(placed(queueOf({"auto", "cpu", "auto"}), kOnlyCpu), "1>cpu");
    EXPECT_EQ(placed(queueOf({"auto", "cpu"}), kOnlyCpu, {"cpu"}), "");
    EXPECT_EQ(placed(queueOf({"cpu", "cpu"}), kTwo), "1>cpu") << "never two on the processor";
}

TEST(Placement, AWishWaitsForItsDeviceAndHoldsUpNoOther) {
    EXPECT_EQ(placed(queueOf({"cuda:1", "auto"}), kTwo, {"cuda:1"}), "2>cuda:0");
    EXPECT_EQ(placed(queueOf({"cuda:1", "auto", "cpu"}), kTwo), "1>cuda:1 2>cuda:0 3>cpu");
    // When it is free, the one that asked for it first has it.
    EXPECT_EQ(placed(queueOf({"cuda:1", "auto"}), kTwo, {"cuda:0"}), "1>cuda:1");
    EXPECT_EQ(placed(queueOf({"cuda", "cuda"}), kTwo), "1>cuda:0") << "cuda is the first one";
    EXPECT_EQ(placed(queueOf({"cuda:7", "tpu", "auto"}), kTwo), "3>cuda:0") << "not here";
    EXPECT_EQ(placed(queueOf({"cuda"}), kOnlyCpu), "");
}

TEST(Placement, BeforeTheDevicesAreKnownOneRunGoesWhereItWishes) {
    EXPECT_EQ(placed(queueOf({"cuda:1", "auto"}), {}), "1>cuda:1");
    EXPECT_EQ(placed(queueOf({"auto"}), {}, {"auto"}), "");
}

TEST(Placement, WhatAutoMeans) {
    EXPECT_EQ(deviceInForce("auto", kTwo), "cuda:0");
    EXPECT_EQ(deviceInForce("auto", kOnlyCpu), "cpu");
    EXPECT_EQ(deviceInForce("cuda:1", kOnlyCpu), "cuda:1");
    EXPECT_EQ(deviceInForce("auto", {}), "auto");
}

TEST(Placement, TheTimeOfAllIsThatOfTheLastDevice) {
    // Two devices, three runs of 10 s: 20 s, as anybody counts it.
    EXPECT_EQ(secondsOfAll(queueOf({"auto", "auto", "auto"}), kTwo, {}), 20);
    // The first device is busy for 15 s more: 10 and 20 on the other, which is free first again.
    EXPECT_EQ(secondsOfAll(queueOf({"auto", "auto"}), kTwo, {{"cuda:0", 15}}), 20);
    EXPECT_EQ(secondsOfAll(queueOf({"cuda:0", "auto"}), kTwo, {{"cuda:0", 15}}), 25);
    EXPECT_EQ(secondsOfAll(queueOf({"auto", "auto"}), kOnlyCpu, {{"cpu", 3}}), 23);
    EXPECT_EQ(secondsOfAll(queueOf({"auto", "auto"}), {}, {{"auto", 3}}), 23);
    EXPECT_EQ(secondsOfAll(queueOf({"auto", "auto"}, 0), kTwo, {}), std::nullopt);
    EXPECT_EQ(secondsOfAll({}, kTwo, {{"cuda:0", 15}, {"cuda:1", 4}}), 15);
}

}  // namespace
}  // namespace minarai::runs
