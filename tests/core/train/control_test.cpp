// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/control.h"

#include <chrono>
#include <latch>
#include <stop_token>
#include <thread>

#include <gtest/gtest.h>

namespace minarai::train {
namespace {

TEST(TrainControl, DoesNotWaitUnlessPaused) {
    TrainControl control;
    control.waitWhilePaused({});
    EXPECT_FALSE(control.isPaused());
}

TEST(TrainControl, ResumeWakesTheTrainer) {
    TrainControl control;
    control.setPaused(true);
    std::latch waiting(1);
    std::jthread trainer([&](const std::stop_token& stop) {
        waiting.count_down();
        control.waitWhilePaused(stop);
        EXPECT_FALSE(control.isPaused());
        EXPECT_FALSE(stop.stop_requested());
    });
    waiting.wait();
    control.setPaused(false);
    trainer.join();
}

TEST(TrainControl, StopWakesAPausedTrainer) {
    TrainControl control;
    control.setPaused(true);
    std::latch waiting(1);
    std::jthread trainer([&](const std::stop_token& stop) {
        waiting.count_down();
        control.waitWhilePaused(stop);
        EXPECT_TRUE(stop.stop_requested());
    });
    waiting.wait();
    trainer.request_stop();
    trainer.join();
    EXPECT_TRUE(control.isPaused());
}

TEST(TrainControl, GivingUpEndsTheWaitForRoomThatRuns) {
    TrainControl control;
    control.giveUpSaving();  // nobody waits: an earlier wish must not cut a later wait short
    EXPECT_TRUE(control.waitForRoom(std::chrono::milliseconds(1)));
    std::jthread trainer([&] { EXPECT_FALSE(control.waitForRoom(std::chrono::hours(1))); });
    control.giveUpSaving();
    trainer.join();
}

TEST(TrainControl, APatienceEndsTheWaitsForRoomTogether) {
    TrainControl control;
    control.setPatience(std::chrono::hours(1));
    EXPECT_TRUE(control.waitForRoom(std::chrono::milliseconds(1)));
    control.setPatience(std::chrono::milliseconds(5));
    int waits = 0;
    while (control.waitForRoom(std::chrono::milliseconds(1))) {
        ASSERT_LT(++waits, 1000);
    }
    EXPECT_FALSE(control.waitForRoom(std::chrono::hours(1)));
}

TEST(TrainControl, GivingUpCanBeForLaterToo) {
    TrainControl control;
    control.giveUpSaving(true);
    EXPECT_FALSE(control.waitForRoom(std::chrono::hours(1)));
}

TEST(TrainControl, StopAfterEpochCanBeTakenBack) {
    TrainControl control;
    control.requestStopAfterEpoch();
    EXPECT_TRUE(control.stopsAfterEpoch());
    control.requestStopAfterEpoch(false);
    EXPECT_FALSE(control.stopsAfterEpoch());
}

}  // namespace
}  // namespace minarai::train
