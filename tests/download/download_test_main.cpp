// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <QCoreApplication>

int main(int argc, char** argv) {
    ::testing::InitGoogleTest(&argc, argv);
    // A proxy of the machine must not stand between the test and its own server.
    qunsetenv("http_proxy");
    qunsetenv("https_proxy");
    const QCoreApplication application(argc, argv);
    return RUN_ALL_TESTS();
}
