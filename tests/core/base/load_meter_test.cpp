// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/load_meter.h"

#include <fstream>

#include <gtest/gtest.h>

#include "support/temp_folder.h"

namespace minarai {
namespace {

TEST(LoadMeter, ReadsTheKernelsFilesAsProc5SaysThem) {
    const tests::TempFolder proc;
    std::filesystem::create_directories(proc / "self");
    std::ofstream(proc / "self" / "status") << "Name:\tminarai\nVmHWM:\t 900 kB\nVmRSS:\t 700 kB\n";
    std::ofstream(proc / "meminfo") << "MemTotal:  8000 kB\nMemFree: 1 kB\nMemAvailable: 5000 kB\n";
    std::ofstream(proc / "stat") << "cpu  100 0 50 800 50 0 0 0 40 0\ncpu0 1 2 3 4\n";
    LoadMeter meter(proc.path());
    const MachineLoad first = meter.read();
    EXPECT_FALSE(first.processor);
    EXPECT_EQ(first.processBytes, 700U * 1024);
    EXPECT_EQ(first.availableBytes, 5000U * 1024);
    EXPECT_EQ(first.totalBytes, 8000U * 1024);
    // 60 of 80 new ticks were work: user 40, system 20; idle 15, waiting 5.
    std::ofstream(proc / "stat") << "cpu  140 0 70 815 55 0 0 0 80 0\n";
    ASSERT_TRUE(meter.read().processor);
    std::ofstream(proc / "stat") << "cpu  180 0 90 830 60 0 0 0 80 0\n";
    EXPECT_DOUBLE_EQ(*meter.read().processor, 0.75);
    EXPECT_FALSE(meter.read().processor) << "no time has passed";
}

TEST(LoadMeter, NothingThereIsZeroAndThisMachineIsNot) {
    const tests::TempFolder nothing;
    LoadMeter none(nothing / "missing");
    EXPECT_EQ(none.read().totalBytes, 0U);
    EXPECT_FALSE(none.read().processor);
    LoadMeter here;
    EXPECT_GT(here.read().processBytes, 1U << 20);
    EXPECT_GT(here.read().totalBytes, here.read().availableBytes);
}

}  // namespace
}  // namespace minarai
