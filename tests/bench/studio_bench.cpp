// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How fast the studio's event loop answers while a network trains on all cores, and whether its
// memory grows with the epochs.
//
//   studio_bench [ARCH [SIZE [EPOCHS]]]      resnet18 64 4; for the memory: lenet5 32 200
//
// Ends with 1 where a call waits too long or the memory grows.
#include <unistd.h>
#include <QApplication>
#include <QTemporaryDir>
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "dataset/sample_set.h"
#include "engine/engine_library.h"
#include "studio/latency_probe.h"
#include "studio/recipe.h"
#include "studio/studio_window.h"
#include "widgets/theme/theme.h"

namespace minarai::studio {
namespace {

double residentMegabytes() {
    std::ifstream file("/proc/self/statm");
    long pages = 0;
    file >> pages >> pages;
    return static_cast<double>(pages) * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1e6;
}

constexpr double kLongestWaitMs = 50;  ///< of 99 % of the calls
constexpr double kMostGrowth = 1.05;   ///< from epoch 20 to the end
constexpr std::int64_t kSettled = 20;  ///< epochs after which all buffers have been made

int measure(const std::string& arch, const std::string& size, int epochs) {
    StudioWindow studio;
    studio.window.resize(1440, 900);
    const auto images = studio.path(QStringLiteral("sample"));
    if (!dataset::writeSampleSet(images) || !studio.openByDrop(images)) {
        std::fprintf(stderr, "the sample set cannot be opened\n");
        return 1;
    }
    studio.window.showPage(MainWindow::kTrain);
    Params recipe = presets().front().values;
    for (const auto& [name, text] : {std::pair<const char*, std::string>{kArchitecture, arch},
                                     {"size", size},
                                     {"epochs", std::to_string(epochs)}}) {
        if (!recipeSchema().setText(recipe, name, text)) {
            std::fprintf(stderr, "%s cannot be %s\n", name, text.c_str());
            return 2;
        }
    }
    studio.window.trainPage().recipePanel()->setRecipe(recipe);
    if (!studio.click(QStringLiteral("startTraining"))) {
        return 1;
    }
    TrainSession& train = studio.workspace.train();
    double settled = 0;
    QObject::connect(&train, &TrainSession::epochFinished, &train,
                     [&settled](const train::EpochFinished& epoch) {
                         if (epoch.epoch == kSettled) {
                             settled = residentMegabytes();
                         }
                         if (epoch.epoch == 1 || epoch.epoch % 20 == 0) {
                             std::printf("epoch %lld: %.1f MB resident\n",
                                         static_cast<long long>(epoch.epoch), residentMegabytes());
                             std::fflush(stdout);
                         }
                     });
    if (!waitUntil([&] { return train.run()->lastStep.has_value(); })) {
        return 1;
    }
    // The application's own loop, as in the studio: waiting helpers of tests nap between events.
    QObject::connect(&train, &TrainSession::runEnded, qApp, &QApplication::quit);
    LatencyProbe probe;
    QApplication::exec();
    const std::vector<double> waited = probe.finish();
    std::printf(
        "%s at %s px, %d epochs: %zu calls to the window's thread waited "
        "50 %% %.2f ms, 99 %% %.2f ms, at most %.2f ms\n",
        arch.c_str(), size.c_str(), epochs, waited.size(), percentile(waited, 0.5),
        percentile(waited, 0.99), percentile(waited, 1.0));
    const bool grows = settled > 0 && residentMegabytes() > settled * kMostGrowth;
    return percentile(waited, 0.99) <= kLongestWaitMs && !grows ? 0 : 1;
}

}  // namespace
}  // namespace minarai::studio

int main(int argc, char** argv) {
    minarai::engine::prepareEnvironment(argv);
    const QTemporaryDir home;
    qputenv("XDG_CONFIG_HOME", home.filePath(QStringLiteral("config")).toUtf8());
    qputenv("XDG_DATA_HOME", home.filePath(QStringLiteral("data")).toUtf8());
    qputenv("XDG_CACHE_HOME", home.filePath(QStringLiteral("cache")).toUtf8());
    QApplication app(argc, argv);
    minarai::widgets::Theme theme(app);
    minarai::studio::setTestTheme(theme);
    const int code =
        minarai::studio::measure(argc > 1 ? argv[1] : "resnet18", argc > 2 ? argv[2] : "64",
                                 argc > 3 ? std::atoi(argv[3]) : 4);
    return argc > 1 ? code : std::max(code, minarai::studio::measure("lenet5", "32", 200));
}
