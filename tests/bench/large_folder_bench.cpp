// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The whole studio with a folder of very many images: how long it opens and searches, and how
// long its event loop lets a call wait.
//
//   large_folder_bench [IMAGES]      100000
#include <QApplication>
#include <QTemporaryDir>
#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "engine/engine_library.h"
#include "studio/large_folder.h"
#include "studio/latency_probe.h"
#include "widgets/theme/theme.h"

namespace minarai::studio {
namespace {

constexpr double kLongestWaitMs = 50;  ///< of 99 % of the calls

int measure(int images) {
    StudioWindow studio;
    studio.window.resize(1440, 900);
    const auto folder = studio.path(QStringLiteral("large/images"));
    if (!writeLargeFolder(folder, static_cast<std::size_t>(images))) {
        std::fprintf(stderr, "the images cannot be linked\n");
        return 1;
    }
    const LargeFolderVisit visit = visitLargeFolder(studio, folder, images);
    std::printf(
        "%d images: open %.0f ms, search %.0f ms, all again %.0f ms; %zu calls to the window's "
        "thread waited 50 %% %.2f ms, 99 %% %.2f ms, at most %.2f ms\n",
        images, visit.openMs, visit.searchMs, visit.clearMs, visit.waitedMs.size(),
        percentile(visit.waitedMs, 0.5), percentile(visit.waitedMs, 0.99),
        percentile(visit.waitedMs, 1.0));
    return visit.complete && percentile(visit.waitedMs, 0.99) <= kLongestWaitMs ? 0 : 1;
}

}  // namespace
}  // namespace minarai::studio

int main(int argc, char** argv) {
    minarai::engine::prepareEnvironment(argv);
    const QTemporaryDir home;
    qputenv("XDG_CONFIG_HOME", home.filePath(QStringLiteral("config")).toUtf8());
    qputenv("XDG_DATA_HOME", home.filePath(QStringLiteral("data")).toUtf8());
    QApplication app(argc, argv);
    minarai::widgets::Theme theme(app);
    minarai::studio::setTestTheme(theme);
    return minarai::studio::measure(argc > 1 ? std::max(1000, std::atoi(argv[1])) : 100'000);
}
