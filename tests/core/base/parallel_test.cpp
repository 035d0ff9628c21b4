// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/parallel.h"

#include <atomic>
#include <latch>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

namespace minarai {
namespace {

TEST(ParallelFor, VisitsEachIndexOnce) {
    for (const unsigned threads : {1U, 2U, 5U}) {
        std::vector<std::atomic<int>> visits(1000);
        parallelFor(visits.size(), threads, [&](std::size_t i) { ++visits[i]; });
        for (const auto& count : visits) {
            ASSERT_EQ(count.load(), 1);
        }
    }
}

TEST(ParallelFor, NothingToDo) {
    parallelFor(0, 4, [](std::size_t) { FAIL(); });
}

TEST(ParallelFor, RunsOnSeveralThreads) {
    // Two bodies that wait for each other can only end when both run at once.
    std::latch both(2);
    parallelFor(2, 2, [&](std::size_t) { both.arrive_and_wait(); });
}

TEST(ParallelFor, ThrowsTheBodysExceptionToTheCaller) {
    EXPECT_THROW(parallelFor(100, 3,
                             [](std::size_t i) {
                                 if (i == 7) {
                                     throw std::runtime_error("seven");
                                 }
                             }),
                 std::runtime_error);
}

TEST(ParallelFor, BeginsNothingAfterAStop) {
    std::stop_source source;
    std::atomic<int> visits{0};
    parallelFor(
        100000, 2,
        [&](std::size_t) {
            ++visits;
            source.request_stop();
        },
        source.get_token());
    EXPECT_LE(visits.load(), 2);
}

}  // namespace
}  // namespace minarai
