// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "image/resample.h"

#include <array>
#include <cstring>
#include <utility>

#include <gtest/gtest.h>

#include "core/image/oracle.h"
#include "image/by_processor.h"
#include "support/promised.h"

namespace minarai::image {
namespace {

Image numbered(int width, int height) {
    Image image(width, height);
    for (std::size_t i = 0; i < image.rgb.size(); ++i) {
        image.rgb[i] = static_cast<std::uint8_t>(i * 7 % 251);
    }
    return image;
}

TEST(Resample, EqualsPillowBitForBit) {
    if (!pillowAvailable()) {
        MINARAI_SKIP_WITHOUT("python3-pil");
    }
    const TempFolder folder;
    const auto file = folder.path() / "cases";
    ASSERT_TRUE(askPillow("resize '" + file.string() + "' 1500"));
    const std::vector<std::uint8_t> bytes = slurp(file);
    constexpr std::array kFilters{Interpolation::Nearest, Interpolation::Bilinear,
                                  Interpolation::Bicubic, Interpolation::Lanczos,
                                  Interpolation::Box};
    std::size_t at = 0;
    int cases = 0;
    while (at < bytes.size()) {
        std::array<std::int32_t, 6> numbers{};
        std::array<double, 4> edges{};
        std::memcpy(numbers.data(), bytes.data() + at, sizeof numbers);
        std::memcpy(edges.data(), bytes.data() + at + sizeof numbers, sizeof edges);
        at += sizeof numbers + sizeof edges;
        Image source(numbers[1], numbers[2]);
        Image expected(numbers[3], numbers[4]);
        ASSERT_LE(at + source.rgb.size() + expected.rgb.size(), bytes.size());
        std::memcpy(source.rgb.data(), bytes.data() + at, source.rgb.size());
        at += source.rgb.size();
        std::memcpy(expected.rgb.data(), bytes.data() + at, expected.rgb.size());
        at += expected.rgb.size();
        const Image result = resizeBox(source, {edges[0], edges[1], edges[2], edges[3]}, numbers[3],
                                       numbers[4], kFilters[static_cast<std::size_t>(numbers[0])]);
        ASSERT_EQ(largestDifference(result, expected), 0)
            << "case " << cases << ", filter " << numbers[0] << ", " << numbers[1] << "x"
            << numbers[2] << " to " << numbers[3] << "x" << numbers[4] << ", box " << edges[0]
            << " " << edges[1] << " " << edges[2] << " " << edges[3];
        ++cases;
    }
    EXPECT_EQ(cases, 1500);
}

TEST(Resample, APartIsAsIfItWereCutOut) {
    Image image(61, 47);
    std::uint32_t state = 3;
    const auto next = [&](int limit) {
        state = state * 1664525U + 1013904223U;
        return static_cast<int>(state >> 8U) % limit;
    };
    for (std::uint8_t& value : image.rgb) {
        value = static_cast<std::uint8_t>(next(256));
    }
    for (int i = 0; i < 400; ++i) {
        // Some reach out of the picture; the lower right corner is the end of its memory.
        Part part{next(50) - 3, next(40) - 3, 1 + next(30), 1 + next(30)};
        if (i % 5 == 0) {
            part.width = image.width - part.left;
            part.height = image.height - part.top;
        }
        const auto filter = static_cast<Interpolation>(i % 5);
        const int width = i % 7 == 0 ? part.width : 1 + next(70);
        const int height = i % 11 == 0 ? part.height : 1 + next(70);
        const Image expected = resize(crop(image, part.left, part.top, part.width, part.height),
                                      width, height, filter);
        ASSERT_EQ(resizePart(image, part, width, height, filter), expected) << i;
    }
    EXPECT_TRUE(resizePart(image, {0, 0, 0, 5}, 3, 3).empty());
}

TEST(Resample, EveryProcessorGivesTheSame) {
    if (!processorHasAvx2()) {
        GTEST_SKIP() << "this processor has one way only";
    }
    const Image image = numbered(301, 203);
    for (const auto filter : {Interpolation::Nearest, Interpolation::Bilinear,
                              Interpolation::Bicubic, Interpolation::Lanczos, Interpolation::Box}) {
        for (const auto& [width, height] :
             {std::pair{1, 1}, {5, 9}, {6, 4}, {224, 224}, {301, 90}, {77, 203}, {650, 500}}) {
            const Image widest = resize(image, width, height, filter);
            setVectorWays(VectorWays::Avx2);
            const Image fast = resize(image, width, height, filter);
            setVectorWays(VectorWays::None);
            const Image plain = resize(image, width, height, filter);
            setVectorWays(VectorWays::Avx512);
            ASSERT_EQ(fast, plain) << width << "x" << height;
            ASSERT_EQ(widest, plain) << width << "x" << height;
        }
    }
}

TEST(Resample, SameSizeIsTheSameImage) {
    const Image image = numbered(13, 9);
    EXPECT_EQ(resize(image, 13, 9), image);
}

TEST(Resample, OneColourStaysTheSame) {
    Image image(40, 30);
    image.rgb.assign(image.rgb.size(), 201);
    for (const auto filter : {Interpolation::Nearest, Interpolation::Bilinear,
                              Interpolation::Bicubic, Interpolation::Lanczos, Interpolation::Box}) {
        const Image result = resize(image, 17, 71, filter);
        ASSERT_EQ(result.rgb.size(), 17U * 71U * 3U);
        for (const std::uint8_t value : result.rgb) {
            ASSERT_EQ(value, 201);
        }
    }
}

TEST(Resample, OddBoxesDoNotCrash) {
    const Image image = numbered(20, 10);
    for (const Box& box :
         {Box{-5, -5, 50, 50}, Box{3, 3, 3, 3}, Box{10, 10, 2, 2}, Box{20, 10, 20, 10}}) {
        for (const auto filter : {Interpolation::Nearest, Interpolation::Bilinear,
                                  Interpolation::Lanczos, Interpolation::Box}) {
            const Image result = resizeBox(image, box, 7, 5, filter);
            EXPECT_EQ(result.rgb.size(), 7U * 5U * 3U);
        }
    }
    EXPECT_TRUE(resize(Image(), 4, 4).empty());
}

TEST(Crop, IsBlackOutside) {
    const Image image = numbered(6, 5);
    const Image cut = crop(image, -2, 3, 5, 4);
    ASSERT_EQ(cut.width, 5);
    ASSERT_EQ(cut.height, 4);
    for (int y = 0; y < 4; ++y) {
        for (int x = 0; x < 5; ++x) {
            for (int c = 0; c < 3; ++c) {
                const bool inside = x >= 2 && y < 2;
                const int expected = inside ? image.row(y + 3)[3 * (x - 2) + c] : 0;
                ASSERT_EQ(cut.row(y)[3 * x + c], expected) << x << "," << y;
            }
        }
    }
    EXPECT_EQ(crop(image, 100, 0, 2, 2), Image(2, 2));
    EXPECT_EQ(crop(image, 0, 0, 6, 5), image);
}

TEST(Flip, EveryWidth) {
    for (int width = 1; width < 40; ++width) {
        const Image image = numbered(width, 3);
        const Image mirrored = flipHorizontally(image);
        for (int y = 0; y < 3; ++y) {
            for (int x = 0; x < width; ++x) {
                for (int c = 0; c < 3; ++c) {
                    ASSERT_EQ(mirrored.row(y)[3 * x + c], image.row(y)[3 * (width - 1 - x) + c])
                        << width;
                }
            }
        }
    }
}

TEST(Flip, TwiceIsTheSame) {
    const Image image = numbered(7, 4);
    EXPECT_EQ(flipHorizontally(flipHorizontally(image)), image);
    EXPECT_EQ(flipVertically(flipVertically(image)), image);
    const Image mirrored = flipHorizontally(image);
    EXPECT_EQ(mirrored.row(1)[0], image.row(1)[18]);
    EXPECT_EQ(mirrored.row(1)[2], image.row(1)[20]);
    EXPECT_EQ(flipVertically(image).row(0)[5], image.row(3)[5]);
}

}  // namespace
}  // namespace minarai::image
