// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/time_text.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace minarai::widgets {
namespace {

TEST(TimeText, Clock) {
    EXPECT_EQ(clockText(7), "0:07");
    EXPECT_EQ(clockText(72), "1:12");
    EXPECT_EQ(clockText(3723), "1:02:03");
    EXPECT_EQ(clockText(-1), "–");
    EXPECT_EQ(clockText(std::nan("")), "–");
    EXPECT_EQ(clockText(std::numeric_limits<double>::infinity()), "–");
}

TEST(TimeText, Duration) {
    EXPECT_EQ(durationText(0.25), "250 ms");
    EXPECT_EQ(durationText(4.12), "4.1 s");
    EXPECT_EQ(durationText(12.4), "12 s");
    EXPECT_EQ(durationText(72), "1 min 12 s");
    EXPECT_EQ(durationText(720), "12 min");
    EXPECT_EQ(durationText(4800), "1 h 20 min");
    EXPECT_EQ(durationText(7200), "2 h");
    EXPECT_EQ(durationText(3 * 86400 + 4 * 3600), "3 d 4 h");
}

TEST(NumberText, Counts) {
    EXPECT_EQ(countText(100000), "100,000");
    EXPECT_EQ(rateText(248.3), "248");
    EXPECT_EQ(rateText(3.14159), "3.14");
    EXPECT_EQ(magnitudeText(645), "645");
    EXPECT_EQ(magnitudeText(280'400'000), "280 M");
    EXPECT_EQ(magnitudeText(58'400'000), "58.4 M");
    EXPECT_EQ(bytesText(1'200'000'000), "1.2 GB");
    EXPECT_EQ(shareText(0.2312), "23 %");
    EXPECT_EQ(shareText(0.004), "0.4 %");
    EXPECT_EQ(shareText(0), "0 %");
    EXPECT_EQ(metricText(0.8731), "0.873");
    EXPECT_EQ(metricText(std::nan("")), "–");
}

TEST(NumberText, ShortRealReadsBackTheSame) {
    EXPECT_EQ(shortReal(0.001), "0.001");
    EXPECT_EQ(shortReal(3.9e-4), "3.9e-4");
    EXPECT_EQ(shortReal(1e-5), "1e-5");
    EXPECT_EQ(shortReal(20), "20");
    EXPECT_EQ(shortReal(0), "0");
    EXPECT_EQ(shortReal(100000), "100000");
    EXPECT_EQ(shortReal(1e12), "1e12");
    EXPECT_EQ(shortReal(-0.5), "-0.5");
    for (const double value : {0.1, 1.0 / 3, 1e-300, 1.7976931348623157e308, 123456.789, 5e-4}) {
        EXPECT_EQ(shortReal(value).toDouble(), value) << shortReal(value).toStdString();
    }
}

}  // namespace
}  // namespace minarai::widgets
