// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/gpu_meter.h"

#include <gtest/gtest.h>

namespace minarai {
namespace {

TEST(GpuMeter, FindsTheDeviceThatCudaMeans) {
    const auto meter = openNvidiaMeter({PRETENDED_NVIDIA, PRETENDED_NVIDIA});
    ASSERT_NE(meter, nullptr);
    // CUDA's first device is the second one on the bus.
    const auto first = meter->read(0);
    ASSERT_TRUE(first);
    EXPECT_EQ(first->name, "Pretended 16");
    EXPECT_EQ(first->totalBytes, 16ULL << 30);
    EXPECT_EQ(first->usedBytes, 1ULL << 30);
    EXPECT_FALSE(first->busy) << "it does not tell";
    const auto second = meter->read(1);
    ASSERT_TRUE(second);
    EXPECT_EQ(second->usedBytes, 3ULL << 30);
    ASSERT_TRUE(second->busy);
    EXPECT_DOUBLE_EQ(*second->busy, 0.25);
    EXPECT_FALSE(meter->read(7));
}

TEST(GpuMeter, WithoutTheDriverTheNumbersAreThoseOfTheBus) {
    const auto meter = openNvidiaMeter({PRETENDED_NVIDIA, "not-there.so"});
    ASSERT_NE(meter, nullptr);
    EXPECT_EQ(meter->read(0)->name, "Pretended 8");
}

TEST(GpuMeter, IsNotThereWithoutItsLibraryOrWithAStrangeOne) {
    EXPECT_EQ(openNvidiaMeter({"not-there.so", "not-there.so"}), nullptr);
    EXPECT_EQ(openNvidiaMeter({"libc.so.6", "libc.so.6"}), nullptr);
}

TEST(GpuMeter, ReadsTheIndexOfADevice) {
    EXPECT_EQ(cudaIndexOf("cuda:12"), 12);
    EXPECT_EQ(cudaIndexOf("cuda"), 0);
    for (const char* other :
         {"cpu", "auto", "", "cuda:", "cuda:x", "cuda:1x", "cuda:-1", "cuda1"}) {
        EXPECT_EQ(cudaIndexOf(other), std::nullopt) << other;
    }
}

}  // namespace
}  // namespace minarai
