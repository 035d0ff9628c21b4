// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/waker.h"

#include <gtest/gtest.h>

#include <QSignalSpy>
#include <atomic>
#include <thread>

#include "studio/studio_window.h"

namespace minarai::studio {
namespace {

TEST(Waker, ManyRingsGiveFewAnswersAndTheLastOneIsAnswered) {
    Waker waker;
    QSignalSpy due(&waker, &Waker::due);
    std::atomic<int> value{0};
    int seen = 0;
    QObject::connect(&waker, &Waker::due, &waker, [&] { seen = value; });
    {
        const std::jthread ringer([&] {
            for (int i = 1; i <= 100'000; ++i) {
                value = i;
                waker.wake();
            }
        });
    }
    ASSERT_TRUE(waitUntil([&] { return seen == 100'000; }));
    EXPECT_LE(due.count(), 20);
}

}  // namespace
}  // namespace minarai::studio
