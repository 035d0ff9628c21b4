// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Waiting for what a view does a little later.
#pragma once

#include <gtest/gtest.h>

#include <QTest>
#include <QTimer>

namespace minarai::widgets {

/// Until every timer that was started with less than this has fired. A plain wait of so long may
/// end without having handled them when the machine is busy.
inline void awaitTimers(int ms) {
    QTimer last;
    last.setSingleShot(true);
    last.start(ms);
    EXPECT_TRUE(QTest::qWaitFor([&last] { return !last.isActive(); }, 60'000));
    QTest::qWait(0);  // and what those have put off
}

}  // namespace minarai::widgets
