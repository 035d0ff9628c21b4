// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/large_folder.h"

#include <QLineEdit>
#include <QScrollBar>
#include <chrono>
#include <system_error>

#include "studio/latency_probe.h"
#include "studio/session/paths.h"

namespace minarai::studio {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr int kClasses = 10;
/// Real files: a file may have some 65,000 links.
constexpr int kRealClasses = 8;
constexpr int kRealPerClass = 5;
constexpr int kScrollMs = 3000;
constexpr int kFrameMs = 16;

double since(Clock::time_point begun) {
    return std::chrono::duration<double, std::milli>(Clock::now() - begun).count();
}

/// Scrolls down through the whole grid and back to its beginning, a step each frame.
void scroll(QScrollBar& bar) {
    const auto begun = Clock::now();
    QTimer frame;
    QObject::connect(&frame, &QTimer::timeout, &bar, [&] {
        const double done = std::min(1.0, since(begun) / kScrollMs);
        const double place = done < 0.5 ? 2 * done : 2 - 2 * done;
        bar.setValue(static_cast<int>(place * bar.maximum()));
    });
    frame.start(kFrameMs);
    (void)loopUntil([&] { return since(begun) > kScrollMs; });
}

}  // namespace

bool writeLargeFolder(const fs::path& folder, std::size_t count) {
    const fs::path real = folder.parent_path() / "real";
    writeImages(real, kRealClasses, kRealPerClass);
    std::vector<fs::path> sources;
    for (const auto& entry : fs::recursive_directory_iterator(real)) {
        if (entry.is_regular_file()) {
            sources.push_back(entry.path());
        }
    }
    std::error_code error;
    for (std::size_t i = 0; i < count && !error; ++i) {
        const fs::path classFolder = folder / ("class" + std::to_string(i % kClasses));
        if (i < kClasses) {
            fs::create_directories(classFolder, error);
        }
        fs::create_hard_link(sources[i % sources.size()],
                             classFolder / ("image" + std::to_string(i) + ".png"), error);
    }
    return !error;
}

LargeFolderVisit visitLargeFolder(StudioWindow& studio, const fs::path& folder, int count) {
    LargeFolderVisit visit;
    MainWindow& window = studio.window;
    // The start of the program, which loads the engine, is measured elsewhere.
    (void)loopUntil([&] { return studio.workspace.engine().info().has_value(); });
    LatencyProbe probe;
    auto begun = Clock::now();
    window.openFolder(toQString(folder));
    const auto holds = [&](int rows) {
        return studio.workspace.project().project() &&
               window.dataPage().gallery()->model()->rowCount() == rows;
    };
    bool good = loopUntil([&] { return holds(count); });
    visit.openMs = since(begun);
    if (good) {
        QScrollBar& bar = *window.dataPage().gallery()->verticalScrollBar();
        visit.scrolledRows = bar.maximum();
        scroll(bar);
        auto* search = window.dataPage().findChild<QLineEdit*>(QStringLiteral("search"));
        begun = Clock::now();
        // Names that end in 77: one of a hundred.
        search->setText(QStringLiteral("77.png"));
        good = loopUntil([&] { return holds(count / 100); });
        visit.searchMs = since(begun);
        begun = Clock::now();
        search->clear();
        good = good && loopUntil([&] { return holds(count); });
        visit.clearMs = since(begun);
        scroll(bar);
    }
    visit.complete = good;
    visit.waitedMs = probe.finish();
    return visit;
}

}  // namespace minarai::studio
