// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Every kind of file that Pillow opens, in odd sizes and depths, against Pillow's pixels.
#include <iostream>
#include <string>

#include <gtest/gtest.h>

#include "core/image/oracle.h"
#include "image/decode.h"
#include "support/promised.h"

namespace minarai::image {
namespace {

/// The rule for truncated files: refused, unless every pixel is there.
void expectNoHalfPicture(const std::vector<std::uint8_t>& bytes, const Image& whole) {
    constexpr std::size_t kCuts = 12;
    for (std::size_t part = 1; part < kCuts; ++part) {
        const std::size_t length = bytes.size() * part / kCuts;
        const auto cut = decode({bytes.data(), length}, "cut");
        EXPECT_TRUE(!cut || *cut == whole) << length << " of " << bytes.size();
    }
}

TEST(Kinds, EveryPixelAsPillow) {
    if (!pillowAvailable()) {
        MINARAI_SKIP_WITHOUT("python3-pil");
    }
    for (const char* seed : {"3", "4"}) {
        const TempFolder files;
        const TempFolder answers;
        ASSERT_TRUE(askPillow("'" + files.path().string() + "' " + seed, "pillow_formats.py"));
        ASSERT_TRUE(
            askPillow("decode '" + files.path().string() + "' '" + answers.path().string() + "'"));
        int compared = 0;
        for (const auto& entry : std::filesystem::directory_iterator(files.path())) {
            const std::string name = entry.path().filename().string();
            SCOPED_TRACE(name);
            const Image expected = readPpm(answers.path() / (name + ".ppm"));
            ASSERT_FALSE(expected.empty());
            const auto image = decodeFile(entry.path());
            if (!image) {
                ADD_FAILURE() << image.error().message();
                continue;
            }
            // Versions of libjpeg round in their own ways.
            const int allowed = name.find("_jpeg") == std::string::npos ? 0 : 1;
            const int difference = largestDifference(*image, expected);
            EXPECT_TRUE(difference >= 0 && difference <= allowed) << difference;
            expectNoHalfPicture(slurp(entry.path()), *image);
            ++compared;
        }
        EXPECT_GT(compared, 700);
    }
}

}  // namespace
}  // namespace minarai::image
