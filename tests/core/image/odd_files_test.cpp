// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Whole pictures in files that few writers make.
#include <string_view>

#include <gtest/gtest.h>

#include "core/image/by_hand.h"
#include "core/image/oracle.h"
#include "image/decode.h"
#include "support/promised.h"

namespace minarai::image {
namespace {

using namespace std::string_view_literals;

void append(std::vector<std::uint8_t>& bytes, std::string_view text) {
    bytes.insert(bytes.end(), text.begin(), text.end());
}

/// What Pillow reads from the bytes; empty where it refuses them.
Image byPillow(const std::vector<std::uint8_t>& bytes) {
    const TempFolder files;
    const TempFolder answers;
    spill(files.path() / "odd", bytes);
    EXPECT_TRUE(
        askPillow("decode '" + files.path().string() + "' '" + answers.path().string() + "'"));
    return readPpm(answers.path() / "odd.ppm");
}

void expectAsPillow(const std::vector<std::uint8_t>& bytes) {
    const Image expected = byPillow(bytes);
    ASSERT_FALSE(expected.empty());
    const auto image = decode(bytes, "odd");
    ASSERT_TRUE(image.has_value()) << image.error().message();
    EXPECT_EQ(*image, expected);
}

/// 2 x 2 with four colours, up to the blocks of its pixels.
std::vector<std::uint8_t> gifWith(std::string_view blocks) {
    auto bytes = bytesOf(
        "GIF89a\x02\0\x02\0\xF1\0\0\x0A\x14\x1E\x28\x32\x3C\x46\x50\x5A\xC8\xD2\xDC"
        ",\0\0\0\0\x02\0\x02\0\0\x02"sv);
    append(bytes, blocks);
    return bytes;
}

TEST(OddGif, MayEndWithItsLastBlockOfPixels) {
    if (!pillowAvailable()) {
        MINARAI_SKIP_WITHOUT("python3-pil");
    }
    expectAsPillow(gifWith("\x03\x44\x34\x05\0;"sv));
    expectAsPillow(gifWith("\x03\x44\x34\x05\0"sv));
    expectAsPillow(gifWith("\x03\x44\x34\x05"sv));
    expectAsPillow(gifWith("\x02\x44\x34"sv));  // all pixels, but no code for their end
}

TEST(OddGif, IsCutOffWhereAPixelOrHalfABlockIsMissing) {
    for (const std::string_view blocks : {""sv, "\x01\x44"sv, "\x03\x44\x34"sv, "\x03"sv}) {
        const auto image = decode(gifWith(blocks), "odd");
        ASSERT_FALSE(image.has_value()) << blocks.size();
        EXPECT_EQ(image.error().code, ErrorCode::ImageTruncated) << image.error().message();
    }
}

}  // namespace
}  // namespace minarai::image
