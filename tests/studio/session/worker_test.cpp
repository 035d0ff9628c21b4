// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/worker.h"

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <future>
#include <mutex>
#include <stdexcept>
#include <vector>

namespace minarai::studio {
namespace {

TEST(Worker, RunsTasksInOrder) {
    std::vector<int> seen;
    std::promise<void> done;
    Worker worker;
    for (int i = 0; i < 5; ++i) {
        worker.post([&seen, i](const std::stop_token&) { seen.push_back(i); });
    }
    worker.post([&done](const std::stop_token&) { done.set_value(); });
    done.get_future().wait();
    EXPECT_EQ(seen, (std::vector<int>{0, 1, 2, 3, 4}));
}

TEST(Worker, ReplaceStopsTheRunningTaskAndDropsTheQueue) {
    std::promise<void> running;
    std::promise<void> done;
    std::atomic<bool> dropped{true};
    std::atomic<bool> stopped{false};
    Worker worker;
    worker.post([&](const std::stop_token& stop) {
        std::mutex mutex;
        std::condition_variable_any wait;
        std::unique_lock lock(mutex);
        running.set_value();
        wait.wait(lock, stop, [] { return false; });
        stopped = stop.stop_requested();
    });
    worker.post([&dropped](const std::stop_token&) { dropped = false; });
    running.get_future().wait();
    worker.replace([&done](const std::stop_token&) { done.set_value(); });
    done.get_future().wait();
    EXPECT_TRUE(stopped);
    EXPECT_TRUE(dropped);
}

TEST(Worker, WhatIsToBeKeptIsDoneEvenAtTheEnd) {
    std::promise<void> running;
    std::vector<int> seen;
    {
        Worker worker;
        worker.post([&](const std::stop_token& stop) {
            std::mutex mutex;
            std::condition_variable_any wait;
            std::unique_lock lock(mutex);
            running.set_value();
            wait.wait(lock, stop, [] { return false; });
        });
        worker.keep([&seen](const std::stop_token&) { seen.push_back(1); });
        worker.post([&seen](const std::stop_token&) { seen.push_back(2); });
        worker.keep([&seen](const std::stop_token&) { seen.push_back(3); });
        running.get_future().wait();
    }
    EXPECT_EQ(seen, (std::vector<int>{1, 3}));
}

TEST(Worker, AnExceptionBecomesAnErrorAndTheThreadLives) {
    std::promise<Error> error;
    std::promise<void> done;
    Worker worker([&error](const Error& e) { error.set_value(e); });
    worker.post([](const std::stop_token&) { throw std::runtime_error("broken"); });
    worker.post([&done](const std::stop_token&) { done.set_value(); });
    EXPECT_EQ(error.get_future().get(), fail(ErrorCode::Internal, "broken"));
    done.get_future().wait();
}

}  // namespace
}  // namespace minarai::studio
