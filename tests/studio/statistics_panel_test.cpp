// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the Data page says of the sizes of its images.
#include <gtest/gtest.h>

#include <QLabel>
#include <algorithm>

#include "dataset/sample_set.h"
#include "studio/studio_window.h"

namespace minarai::studio {
namespace {

TEST(StatisticsPanel, OneSizeIsSaidAndNotDrawn) {
    StudioWindow studio;
    const auto images = studio.path("shapes");
    writeImages(images, 2, 4);
    ASSERT_TRUE(studio.openByDrop(images));
    ASSERT_TRUE(studio.click("showStatistics"));
    const StatisticsPanel& panel = *studio.window.dataPage().statisticsPanel();
    ASSERT_TRUE(waitUntil([&] { return panel.isFilled(); }));
    const auto* bars = panel.findChild<widgets::BarList*>();
    ASSERT_NE(bars, nullptr);
    const QString sentence = QStringLiteral("All images are %1 ").arg(dataset::kSampleEdge);
    EXPECT_TRUE(waitUntil([&] {
        const auto labels = panel.findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) {
            return label->isVisible() && label->text().startsWith(sentence);
        });
    }));
    EXPECT_FALSE(bars->isVisible());
}

}  // namespace
}  // namespace minarai::studio
