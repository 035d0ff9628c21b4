// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The inner loops, written once for AVX2 and once for every processor, give the same.
#include "augment/pixels.h"

#include <gtest/gtest.h>

#include <vector>

#include "base/rng.h"
#include "image/by_processor.h"

namespace minarai::augment {
namespace {

std::vector<std::uint8_t> randomBytes(std::size_t count, std::uint64_t seed) {
    Rng rng(seed);
    std::vector<std::uint8_t> bytes(count);
    for (std::uint8_t& byte : bytes) {
        byte = static_cast<std::uint8_t>(rng.below(256));
    }
    return bytes;
}

class Pixels : public ::testing::TestWithParam<image::VectorWays> {
  protected:
    void SetUp() override { image::setVectorWays(GetParam()); }
    void TearDown() override { image::setVectorWays(image::VectorWays::Avx512); }
};

TEST_P(Pixels, SumsAreThoseOfTheSinglePixels) {
    for (std::size_t pixels = 0; pixels < 70; ++pixels) {
        const auto rgb = randomBytes(3 * pixels, pixels);
        std::uint64_t expected = 0;
        for (std::size_t i = 0; i < pixels; ++i) {
            // ITU-R 601-2 as Pillow documents it, in its fixed point.
            expected += (rgb[3 * i] * 19595U + rgb[3 * i + 1] * 38470U + rgb[3 * i + 2] * 7471U +
                         0x8000U) >>
                        16U;
        }
        ASSERT_EQ(lumaSum(rgb.data(), pixels), expected) << pixels;
    }
    const std::vector<std::uint8_t> white(3 * 3'000'001, 255);
    EXPECT_EQ(lumaSum(white.data(), white.size() / 3), 255U * (white.size() / 3));
}

TEST_P(Pixels, BlendsTouchEveryPixelAndNothingElse) {
    for (std::size_t pixels = 0; pixels < 70; ++pixels) {
        for (const float factor : {0.0F, 0.37F, 1.0F, 1.8F, 40.0F, 1000.0F}) {
            const auto before = randomBytes(3 * pixels + 40, pixels);
            auto grey = before;
            auto own = before;
            blendWithGrey(grey.data(), 3 * pixels, 91, factor);
            blendWithLuma(own.data(), pixels, factor);
            for (std::size_t i = 0; i < before.size(); ++i) {
                const std::size_t at = i / 3 * 3;
                const bool inside = i < 3 * pixels;
                const auto expected = [&](int degenerate) -> int {
                    const float value = static_cast<float>(degenerate) +
                                        factor * static_cast<float>(int{before[i]} - degenerate);
                    return value <= 0.0F ? 0 : value >= 255.0F ? 255 : static_cast<int>(value);
                };
                ASSERT_EQ(grey[i], inside ? expected(91) : before[i]) << pixels << " " << i;
                ASSERT_EQ(own[i], inside ? expected(luma(&before[at])) : before[i])
                    << pixels << " " << i;
            }
        }
    }
}

TEST_P(Pixels, PlanesLieOneAfterTheOther) {
    std::array<ChannelTable, 3> tables{};
    for (std::size_t c = 0; c < 3; ++c) {
        for (std::size_t v = 0; v < 256; ++v) {
            tables[c][v] = static_cast<float>(1000 * c + v);
        }
    }
    for (std::size_t pixels = 0; pixels < 40; ++pixels) {
        const auto rgb = randomBytes(3 * pixels, pixels);
        std::vector<float> planes(3 * pixels + 1, -1.0F);
        toPlanes(rgb.data(), pixels, tables, planes.data());
        for (std::size_t i = 0; i < 3 * pixels; ++i) {
            const std::size_t channel = i / pixels;
            ASSERT_EQ(planes[i],
                      static_cast<float>(1000 * channel + rgb[3 * (i % pixels) + channel]));
        }
        EXPECT_EQ(planes.back(), -1.0F);
    }
}

INSTANTIATE_TEST_SUITE_P(Ways, Pixels,
                         ::testing::Values(image::VectorWays::None, image::VectorWays::Avx2),
                         [](const auto& way) {
                             return way.param == image::VectorWays::None ? "Plain" : "Vectors";
                         });

}  // namespace
}  // namespace minarai::augment
