// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// From a slider's move to 16 painted variants on the Augment page: median and worst of many moves.
// Of a large photograph rough variants come first; how long the trainer's pixels take stands
// beside.
#include <gtest/gtest.h>

#include <QApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <cstdio>

#include "base/files.h"
#include "engine/engine_library.h"
#include "image/decode.h"
#include "studio/latency_probe.h"
#include "studio/studio_window.h"
#include "widgets/theme/theme.h"

namespace minarai::studio {
namespace {

constexpr int kMoves = 60;

/// A photograph's size and a smooth content: four colours that run into each other.
image::Image photograph(int width, int height) {
    image::Image picture(width, height);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            std::uint8_t* pixel = picture.row(y) + x * 3;
            pixel[0] = static_cast<std::uint8_t>(x * 255 / width);
            pixel[1] = static_cast<std::uint8_t>(y * 255 / height);
            pixel[2] = static_cast<std::uint8_t>((x ^ y) & 255);
        }
    }
    return picture;
}

constexpr double kWantedMs = 50;  ///< in the median

/// Whether the pictures follow in time.
bool measure(StudioWindow& studio, const char* what, int step, const char* param, double low,
             double high, bool asPair) {
    AugmentDocument& document = studio.workspace.augment().document();
    AugmentPreview& preview = studio.workspace.augment().preview();
    widgets::VariantView& grid = *studio.window.augmentPage().preview()->variants();
    document.usePreset("none");
    document.usePreset("standard");
    loopUntil([&] { return !preview.isBusy(); });
    const quint64 key = document.steps()[static_cast<std::size_t>(step)].key;
    std::vector<double> times;
    std::vector<double> exactTimes;
    for (int i = 0; i < kMoves; ++i) {
        const double value = low + (high - low) * (i + 1) / kMoves;
        QElapsedTimer clock;
        clock.start();
        double first = 0;
        double painted = 0;
        QEventLoop loop;
        const auto connection = QObject::connect(
            studio.window.augmentPage().preview(), &AugmentPreviewPanel::refreshed, &loop, [&] {
                if (preview.shown().pipeline != document.pipeline()) {
                    return;  // of the move before
                }
                grid.viewport()->repaint();
                painted = static_cast<double>(clock.nsecsElapsed()) / 1e6;
                first = first == 0 ? painted : first;
                if (!preview.isBusy()) {
                    loop.quit();
                }
            });
        (void)document.setParam(
            key, param, asPair ? std::vector<double>{value, 1.0} : std::vector<double>{value});
        loop.exec();
        QObject::disconnect(connection);
        times.push_back(first);
        exactTimes.push_back(painted);
    }
    std::printf("%-44s median %5.1f ms, 95 %% %5.1f ms, worst %5.1f ms; exact: median %5.1f ms\n",
                what, percentile(times, 0.5), percentile(times, 0.95), percentile(times, 1.0),
                percentile(exactTimes, 0.5));
    return percentile(times, 0.5) <= kWantedMs;
}

bool run() {
    bool isGood = true;
    StudioWindow studio;
    studio.window.resize(1280, 800);
    for (const auto& [name, size] :
         {std::pair{"small", QSize(500, 375)}, std::pair{"large", QSize(4000, 3000)}}) {
        const auto images = studio.path(QString::fromLatin1(name));
        writeImages(images, 2, 4);
        const auto bytes = image::encodePng(photograph(size.width(), size.height()));
        (void)writeFileAtomically(images / "circle" / "a.png", bytes);
        studio.openByDrop(images);
        studio.window.showPage(MainWindow::kAugment);
        AugmentPage& page = studio.window.augmentPage();
        page.preview()->showFile(images / "circle" / "a.png");
        for (const char* pixels : {"128", "224"}) {
            Params recipe = studio.workspace.recipe();
            (void)recipeSchema().setText(recipe, "architecture", "resnet18");
            (void)recipeSchema().setText(recipe, "size", pixels);
            studio.workspace.setRecipe(recipe);
            AugmentPreview& preview = studio.workspace.augment().preview();
            loopUntil([&] { return !preview.isBusy() && !preview.variants().empty(); });
            std::printf("%dx%d image, network at %s px\n", size.width(), size.height(), pixels);
            isGood &= measure(studio, "  first step: RandomResizedCrop, area", 0, "scale", 0.1, 0.9,
                              true);
            isGood &= measure(studio, "  last step: ColorJitter, brightness", 3, "brightness", 0.1,
                              0.9, false);
        }
    }
    return isGood;
}

}  // namespace
}  // namespace minarai::studio

int main(int argc, char** argv) {
    minarai::engine::prepareEnvironment(argv);
    const QTemporaryDir home;
    qputenv("XDG_CONFIG_HOME", home.filePath("config").toUtf8());
    qputenv("XDG_DATA_HOME", home.filePath("data").toUtf8());
    qputenv("XDG_CACHE_HOME", home.filePath("cache").toUtf8());
    testing::InitGoogleTest(&argc, argv);
    QApplication app(argc, argv);
    minarai::widgets::Theme theme(app);
    minarai::studio::setTestTheme(theme);
    return minarai::studio::run() ? 0 : 1;
}
