// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The gauges of the device that trains: there only while one tells its load.
#include <gtest/gtest.h>

#include <atomic>

#include "studio/pages/time_bar.h"
#include "studio/studio_window.h"

namespace minarai::studio {
namespace {

/// Device 1 has 16 GB, of which 4 are in use; device 2 does not tell how busy it is.
class PretendedMeter : public GpuMeter {
  public:
    std::optional<GpuLoad> read(int cudaIndex) override {
        constexpr std::uint64_t kGigabyte = std::uint64_t{1} << 30;
        if (cudaIndex == 1) {
            return GpuLoad{"Pretended", 0.42, 4 * kGigabyte, 16 * kGigabyte};
        }
        if (cudaIndex == 2) {
            return GpuLoad{"Pretended", std::nullopt, 8 * kGigabyte, 16 * kGigabyte};
        }
        return std::nullopt;
    }
};

TEST(GpuGauge, ShowsTheDeviceInUseAndNothingWithoutOne) {
    std::atomic<int> opened = 0;
    LoadSession load([&opened] {
        ++opened;
        return std::make_unique<PretendedMeter>();
    });
    TimelineSession timeline;
    TimeBar bar(timeline, load);
    bar.show();
    ASSERT_TRUE(waitUntil([&] { return load.load().totalBytes > 0; }));
    EXPECT_FALSE(bar.gpuGauge()->isVisible());
    EXPECT_FALSE(bar.gpuMemoryGauge()->isVisible());
    EXPECT_EQ(opened, 0) << "without a device in use the driver is left alone";

    load.setDevice("cuda:1");
    ASSERT_TRUE(waitUntil([&] { return bar.gpuGauge()->isVisible(); }));
    EXPECT_EQ(bar.gpuGauge()->figure(), "42 %");
    EXPECT_TRUE(bar.gpuMemoryGauge()->isVisible());
    EXPECT_TRUE(bar.gpuMemoryGauge()->figure().startsWith("4"))
        << bar.gpuMemoryGauge()->figure().toStdString();
    EXPECT_TRUE(bar.gpuGauge()->toolTip().contains("Pretended"));

    load.setDevice("cuda:2");
    ASSERT_TRUE(waitUntil([&] { return bar.gpuMemoryGauge()->figure().startsWith("8"); }));
    EXPECT_FALSE(bar.gpuGauge()->isVisible()) << "it does not tell";
    EXPECT_TRUE(bar.gpuMemoryGauge()->isVisible());

    load.setDevice("cpu");
    EXPECT_FALSE(bar.gpuMemoryGauge()->isVisible());
    EXPECT_EQ(opened, 1);
}

TEST(GpuGauge, IsNotThereWithoutADriver) {
    LoadSession load([] { return std::unique_ptr<GpuMeter>(); });
    TimelineSession timeline;
    TimeBar bar(timeline, load);
    bar.show();
    load.setDevice("cuda:0");
    ASSERT_TRUE(waitUntil([&] { return load.load().totalBytes > 0; }));
    EXPECT_FALSE(bar.gpuMemoryGauge()->isVisible());
}

}  // namespace
}  // namespace minarai::studio
