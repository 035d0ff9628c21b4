// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The session that makes the variants of the Augment page: what it answers, and in which order.
#include <gtest/gtest.h>

#include <QSignalSpy>
#include <QTemporaryDir>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "dataset/sample_set.h"
#include "image/decode.h"
#include "studio/pages/augment_words.h"
#include "studio/session/augment_preview.h"
#include "studio/session/paths.h"
#include "studio/session/picture.h"
#include "studio/studio_window.h"
#include "widgets/theme/time_text.h"

namespace minarai::studio {
namespace {

/// A question about no image yet, for pictures of `edge` px.
PreviewWish wishOf(const char* preset, int edge) {
    PreviewWish wish;
    wish.preprocess.height = wish.preprocess.width = edge;
    wish.pipeline = augment::presetPipeline(preset, wish.preprocess).value();
    wish.cell = QSize(edge, edge);
    return wish;
}

TEST(AugmentPreviewOf, AMixedBatchIsWhatItsLambdaSays) {
    QTemporaryDir folder;
    const std::filesystem::path images = toPath(folder.path());
    writeImages(images, 2, 8);
    PreviewWish wish = wishOf("none", 32);
    for (int i = 0; i < 16; ++i) {
        const auto& name = dataset::sampleClasses()[static_cast<std::size_t>(i % 2)];
        const std::string file = std::to_string(i / 2) + ".png";
        wish.sources.push_back({images / name / file, name + "/" + file, toQString(name)});
    }
    AugmentPreview preview;
    preview.ask(wish);
    ASSERT_TRUE(waitUntil([&] { return !preview.isBusy(); }));
    const std::vector<PreviewVariant> plain = preview.variants();
    ASSERT_EQ(plain.size(), 16U);
    wish.mixup = 1;
    preview.ask(wish);
    ASSERT_TRUE(waitUntil([&] { return !preview.isBusy(); }));
    bool anyMixed = false;
    for (std::size_t i = 0; i < 16; ++i) {
        const PreviewVariant& mixed = preview.variants()[i];
        EXPECT_GT(mixed.lambda, 0);
        EXPECT_LT(mixed.lambda, 1);
        const QColor own = plain[i].network.pixelColor(16, 16);
        const QColor other = plain[mixed.partner].network.pixelColor(16, 16);
        const QColor seen = mixed.network.pixelColor(16, 16);
        // The paper's formula, to the rounding of 8 bits.
        EXPECT_NEAR(seen.green(), mixed.lambda * own.green() + (1 - mixed.lambda) * other.green(),
                    1.01);
        anyMixed |= seen != own;
    }
    EXPECT_TRUE(anyMixed);
    EXPECT_TRUE(mixText(preview.variants()[0], preview.shown())
                    .startsWith(widgets::metricText(preview.variants()[0].lambda, 2)) ||
                preview.variants()[0].partner % 2 == 0);
    wish.mixup = 0;
    wish.cutmix = 1;
    preview.ask(wish);
    ASSERT_TRUE(waitUntil([&] { return !preview.isBusy(); }));
    for (std::size_t i = 0; i < 16; ++i) {
        const PreviewVariant& cut = preview.variants()[i];
        int own = 0;
        for (int y = 0; y < 32; ++y) {
            for (int x = 0; x < 32; ++x) {
                const QRgb seen = cut.network.pixel(x, y);
                ASSERT_TRUE(seen == plain[i].network.pixel(x, y) ||
                            seen == plain[cut.partner].network.pixel(x, y));
                own += seen == plain[i].network.pixel(x, y) ? 1 : 0;
            }
        }
        EXPECT_GE(own, static_cast<int>(cut.lambda * 32 * 32 - 0.5)) << "the clipped box";
    }
}

TEST(AugmentPreviewOf, OldAnswersAreDroppedAndTheNewestComes) {
    QTemporaryDir folder;
    const std::filesystem::path images = toPath(folder.path());
    writeImages(images, 2, 2);
    PreviewWish wish = wishOf("standard", 48);
    const auto& name = dataset::sampleClasses()[0];
    AugmentPreview preview;
    QSignalSpy refreshes(&preview, &AugmentPreview::refreshed);
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        wish.seed = seed;
        wish.sources = {{images / name / (seed % 2 == 0 ? "0.png" : "1.png"), "x", {}}};
        preview.ask(wish);
    }
    ASSERT_TRUE(waitUntil([&] { return !preview.isBusy(); }));
    EXPECT_EQ(preview.shown().seed, 39U);
    EXPECT_LT(refreshes.count(), 40);
    EXPECT_EQ(preview.shown().sources.front().path.filename(), "1.png");
}

/// Of 4.5 megapixels: too many to be read sixteen times within one frame of a moved slider.
std::filesystem::path writePhotograph(const std::filesystem::path& folder) {
    image::Image picture(2600, 1732);
    for (int y = 0; y < picture.height; ++y) {
        for (int x = 0; x < picture.width; ++x) {
            std::uint8_t* pixel = picture.row(y) + static_cast<std::ptrdiff_t>(3) * x;
            pixel[0] = static_cast<std::uint8_t>(x / 11);
            pixel[1] = static_cast<std::uint8_t>(y / 7);
            pixel[2] = static_cast<std::uint8_t>((x + y) / 17);
        }
    }
    const auto path = folder / "photograph.png";
    EXPECT_TRUE(writeFileAtomically(path, image::encodePng(picture)));
    return path;
}

/// Which answers were rough ones, until the last.
std::vector<bool> answers(AugmentPreview& preview, const PreviewWish& wish) {
    std::vector<bool> rough;
    const auto connection = QObject::connect(&preview, &AugmentPreview::refreshed, &preview, [&] {
        EXPECT_EQ(preview.variants().size(), 16U);
        EXPECT_EQ(preview.variants().front().isRough, preview.isBusy());
        rough.push_back(preview.variants().front().isRough);
    });
    preview.ask(wish);
    EXPECT_TRUE(waitUntil([&] { return !preview.isBusy(); }));
    QObject::disconnect(connection);
    return rough;
}

TEST(AugmentPreviewOf, ALargePhotographIsRoughFirstAndExactAtTheEnd) {
    QTemporaryDir folder;
    PreviewWish wish = wishOf("standard", 48);
    wish.sources = {{writePhotograph(toPath(folder.path())), "x", {}}};
    AugmentPreview preview;
    // A thread that waits long for its turn with the rough ones may find the exact ones done.
    std::vector<bool> first;
    while (first != std::vector<bool>{true, false} && wish.seed < 20) {
        ++wish.seed;
        first = answers(preview, wish);
        EXPECT_FALSE(first.back());
    }
    EXPECT_EQ(first, (std::vector<bool>{true, false}));
    const image::Image picture = image::decodeFile(wish.sources.front().path).value();
    for (const PreviewVariant& variant : preview.variants()) {
        const std::uint64_t seed =
            mixSeed({wish.seed, static_cast<std::uint64_t>(variant.epoch), stableHash("x")});
        EXPECT_EQ(variant.network, toQImage(augment::trainingPicture(wish.pipeline, picture,
                                                                     wish.preprocess, seed)));
    }
    // What the first step made of it is known: another last step needs no rough answer.
    wish.pipeline.steps.pop_back();
    EXPECT_EQ(answers(preview, wish), std::vector<bool>{false});
    // Nor is there one where a step counts the pixels of the photograph.
    wish.pipeline = augment::pipelineFromJson(
                        Json::parse(R"([{"name":"RandomCrop","params":{"size":[48,48]}}])"))
                        .value();
    EXPECT_EQ(answers(preview, wish), std::vector<bool>{false});
}

TEST(AugmentPreviewOf, ARoughAnswerNeverFollowsTheExactOneOrComesFromAnOlderWish) {
    QTemporaryDir folder;
    PreviewWish wish = wishOf("standard", 32);
    wish.sources = {{writePhotograph(toPath(folder.path())), "x", {}}};
    AugmentPreview preview;
    std::uint64_t newest = 0;
    QObject::connect(&preview, &AugmentPreview::refreshed, &preview, [&] {
        EXPECT_GE(preview.shown().seed, newest);
        newest = preview.shown().seed;
        if (newest < 8) {
            wish.seed = newest + 1;  // while the exact ones of this wish are being made
            preview.ask(wish);
        }
    });
    preview.ask(wish);
    ASSERT_TRUE(waitUntil([&] { return !preview.isBusy(); }));
    EXPECT_EQ(preview.shown().seed, 8U);
    for (const PreviewVariant& variant : preview.variants()) {
        EXPECT_FALSE(variant.isRough);
    }
}

}  // namespace
}  // namespace minarai::studio
