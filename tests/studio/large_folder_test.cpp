// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The whole window with 100,000 images.
#include "studio/large_folder.h"

#include <gtest/gtest.h>

#include <QElapsedTimer>
#include <optional>

#include "studio/latency_probe.h"

namespace minarai::studio {
namespace {

constexpr int kAttempts = 2;

/// How many times as long the work may take: a sanitizer looks at every access.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int kSlowdown = 10;
#else
constexpr int kSlowdown = 1;
#endif

TEST(LargeFolder, OpensScrollsAndAnswersWith100000Images) {
    constexpr int kImages = 100'000;
    constexpr double kLongestMs = 50 * kSlowdown;
    constexpr double kLongestOpenMs = 20'000 * kSlowdown;
    // Whoever takes the processor away for a while is not the window: the better of two counts.
    std::optional<StudioWindow> studio;
    std::filesystem::path folder;
    LargeFolderVisit visit;
    double p99 = 0;
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        studio.emplace();
        folder = studio->path("large/images");
        if (!writeLargeFolder(folder, kImages)) {
            GTEST_SKIP() << "hard links cannot be made in the temporary folder";
        }
        visit = visitLargeFolder(*studio, folder, kImages);
        ASSERT_TRUE(visit.complete);
        EXPECT_GT(visit.scrolledRows, 0);
        ASSERT_GT(visit.waitedMs.size(), 100U);
        p99 = percentile(visit.waitedMs, 0.99);
        if (p99 < kLongestMs && visit.openMs < kLongestOpenMs) {
            break;
        }
    }
    RecordProperty("p99_ms", std::to_string(p99));
    EXPECT_LT(p99, kLongestMs) << "of " << visit.waitedMs.size() << " calls to the window's thread";
    EXPECT_LT(visit.openMs, kLongestOpenMs);

    // The second time the folder is known; half a second is the aim on an idle machine.
    constexpr qint64 kLongestKnownMs = 3000 * kSlowdown;
    qint64 knownMs = kLongestKnownMs;
    for (int attempt = 0; attempt < kAttempts && knownMs >= kLongestKnownMs; ++attempt) {
        StudioWindow again;
        (void)loopUntil([&] { return again.workspace.engine().info().has_value(); });
        QElapsedTimer clock;
        clock.start();
        again.window.openFolder(QString::fromStdString(folder.string()));
        ASSERT_TRUE(loopUntil([&] {
            return again.workspace.project().project() &&
                   again.window.dataPage().gallery()->model()->rowCount() == kImages;
        }));
        knownMs = clock.elapsed();
        EXPECT_TRUE(again.workspace.project().changes().known);
        EXPECT_FALSE(again.workspace.project().changes().any());
    }
    RecordProperty("known_ms", std::to_string(knownMs));
    EXPECT_LT(knownMs, kLongestKnownMs);
}

}  // namespace
}  // namespace minarai::studio
