// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The worker while tasks come, go and are stopped from all sides.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <future>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <stop_token>
#include <thread>
#include <vector>

#include "studio/session/worker.h"

namespace minarai::studio {
namespace {

/// What a long task does: nothing until it is asked to stop.
void awaitStop(const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any wait;
    std::unique_lock lock(mutex);
    wait.wait(lock, stop, [] { return false; });
}

TEST(WorkerThreads, ACancelDropsATaskOrStopsItAndMissesNone) {
    Worker worker;
    for (int round = 0; round < 500; ++round) {
        worker.post(awaitStop);
        worker.cancel();
        // A task that was missed would wait for ever, and this one behind it.
        std::promise<void> done;
        worker.post([&done](const std::stop_token&) { done.set_value(); });
        done.get_future().wait();
    }
}

TEST(WorkerThreads, OfManyReplacementsTheLastOneIsDone) {
    for (int round = 0; round < 50; ++round) {
        std::promise<void> done;
        std::vector<int> begun;  // the worker's alone until it is gone
        {
            Worker worker;
            constexpr int kLast = 100;
            for (int i = 1; i <= kLast; ++i) {
                worker.replace([&, i](const std::stop_token& stop) {
                    begun.push_back(i);
                    if (i == kLast) {
                        done.set_value();
                    } else {
                        awaitStop(stop);
                    }
                });
            }
            done.get_future().wait();
        }
        EXPECT_TRUE(std::is_sorted(begun.begin(), begun.end()));
        EXPECT_EQ(begun.back(), 100);
    }
}

TEST(WorkerThreads, WhatIsKeptIsDoneHoweverManyThreadsPostAndCancel) {
    constexpr int kEach = 200;
    for (int round = 0; round < 20; ++round) {
        int kept = 0;  // the worker's alone until it is gone
        std::atomic<bool> isGone{false};
        std::atomic<int> failures{0};
        std::atomic<int> lateTasks{0};
        {
            std::optional<Worker> worker(std::in_place, [&failures](const Error&) { ++failures; });
            const auto disturb = [&worker, &isGone, &lateTasks, &kept] {
                for (int i = 0; i < kEach; ++i) {
                    worker->post([&](const std::stop_token&) { lateTasks += isGone ? 1 : 0; });
                    worker->keep([&](const std::stop_token&) { ++kept; });
                    worker->keep(
                        [](const std::stop_token&) { throw std::runtime_error("broken"); });
                    if (i % 10 == 0) {
                        worker->cancel();
                    }
                }
            };
            {
                const std::jthread one(disturb);
                const std::jthread other(disturb);
            }
            worker.reset();
            isGone = true;
        }
        EXPECT_EQ(kept, 2 * kEach);
        EXPECT_EQ(failures, 2 * kEach);
        EXPECT_EQ(lateTasks, 0);
    }
}

TEST(WorkerThreads, TheEndStopsWhatRunsAndDropsTheRest) {
    for (int round = 0; round < 200; ++round) {
        std::atomic<int> running{0};
        {
            Worker worker;
            for (int i = 0; i < 2; ++i) {
                worker.post([&running](const std::stop_token& stop) {
                    ++running;
                    awaitStop(stop);
                    --running;
                });
            }
        }
        EXPECT_EQ(running, 0);
    }
}

}  // namespace
}  // namespace minarai::studio
