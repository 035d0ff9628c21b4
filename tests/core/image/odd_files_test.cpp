// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Whole pictures in files that few writers make.
#include <algorithm>
#include <iostream>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
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

/// 3 x 4 of eight bits with the greys 10, 50, 100 and 200, as runs from the lowest row up.
std::vector<std::uint8_t> bmpWith(std::string_view runs) {
    auto bytes = bytesOf(
        "BM\0\0\0\0\0\0\0\0\x46\0\0\0\x28\0\0\0\x03\0\0\0\x04\0\0\0\x01\0\x08\0"
        "\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x04\0\0\0\0\0\0\0"
        "\x0A\x0A\x0A\0\x32\x32\x32\0\x64\x64\x64\0\xC8\xC8\xC8\0"sv);
    append(bytes, runs);
    return bytes;
}

/// The greys from the uppermost row down; empty where the file is refused.
std::vector<int> greysOf(const std::vector<std::uint8_t>& bytes) {
    const auto image = decode(bytes, "odd");
    std::vector<int> greys;
    for (std::size_t i = 0; image && i < image->rgb.size(); i += 3) {
        greys.push_back(image->rgb[i]);
    }
    return greys;
}

// Pillow refuses the two kinds below; the places are those of Microsoft's description of the runs.

TEST(OddBmp, AnEndOfARowAtItsBeginningLeavesTheRowEmpty) {
    const std::vector<int> expected{200, 200, 200, 100, 100, 10, 10, 10, 10, 50, 50, 50};
    EXPECT_EQ(greysOf(bmpWith("\x03\x01\0\0"
                              "\0\0"
                              "\x02\x02\0\0"
                              "\x03\x03\0\0"
                              "\0\x01"sv)),
              expected);
    // Two of them.
    const std::vector<int> less{200, 200, 200, 10, 10, 10, 10, 10, 10, 50, 50, 50};
    EXPECT_EQ(greysOf(bmpWith("\x03\x01\0\0"
                              "\0\0"
                              "\0\0"
                              "\x03\x03\0\0"
                              "\0\x01"sv)),
              less);
}

TEST(OddBmp, AMarkOfTheEndLeavesTheRestInTheFirstColour) {
    const std::vector<int> expected{10, 10, 10, 10, 10, 10, 100, 10, 10, 50, 50, 50};
    EXPECT_EQ(greysOf(bmpWith("\x03\x01\0\0"
                              "\x01\x02\0\x01"sv)),
              expected);
    EXPECT_EQ(greysOf(bmpWith("\0\x01"sv)), std::vector<int>(12, 10));
    const auto cut = decode(bmpWith("\x03\x01\0\0"
                                    "\x01\x02\0"sv),
                            "odd");
    ASSERT_FALSE(cut.has_value());
    EXPECT_EQ(cut.error().code, ErrorCode::ImageTruncated);
}

TEST(OddBmp, TheUsualEndOfAFullRowIsNoRowOfItsOwn) {
    if (!pillowAvailable()) {
        MINARAI_SKIP_WITHOUT("python3-pil");
    }
    expectAsPillow(
        bmpWith("\x03\x01\0\0"
                "\0\x03\x01\x02\x03\0\0\0"
                "\x03\x02\0\0"
                "\x02\x03\x01\x01\0\0"
                "\0\x01"sv));
}

constexpr std::string_view kTurned =
    "\nexif\n      26\n4d4d002a0000000800010112000300000001000600000000\n0000\n";

/// zlib's form of a text, unpacked as it stands there.
std::vector<std::uint8_t> stored(std::string_view text) {
    const auto length = static_cast<std::uint8_t>(text.size());
    std::vector<std::uint8_t> bytes{0x78, 0x01, 0x01, length, 0, static_cast<std::uint8_t>(~length),
                                    0xFF};
    append(bytes, text);
    std::uint32_t sum = 1;
    std::uint32_t sums = 0;
    for (const char c : text) {
        sum = (sum + static_cast<std::uint8_t>(c)) % 65521;
        sums = (sums + sum) % 65521;
    }
    putBig(bytes, sums << 16 | sum);
    return bytes;
}

constexpr std::ptrdiff_t kAfterHead = 33;  ///< of a PNG, where further chunks may stand

/// 3 x 2.
Image smallPicture() {
    Image image(3, 2);
    for (std::size_t i = 0; i < image.rgb.size(); ++i) {
        image.rgb[i] = static_cast<std::uint8_t>(10 * i);
    }
    return image;
}

/// With so many small texts and then ImageMagick's, plain or packed.
std::vector<std::uint8_t> pngWithTexts(int count, bool packed) {
    const std::vector<std::uint8_t> plain = encodePng(smallPicture());
    std::vector<std::uint8_t> bytes(plain.begin(), plain.begin() + kAfterHead);
    const auto put = [&bytes](const std::vector<std::uint8_t>& body) {
        const auto chunk = chunkOf(body);
        bytes.insert(bytes.end(), chunk.begin(), chunk.end());
    };
    for (int i = 0; i < count; ++i) {
        put(bytesOf("tEXtdate:create\0today"sv));
    }
    auto profile =
        bytesOf(packed ? "zTXtRaw profile type exif\0\0"sv : "tEXtRaw profile type exif\0"sv);
    const auto text = packed ? stored(kTurned) : bytesOf(kTurned);
    profile.insert(profile.end(), text.begin(), text.end());
    put(profile);
    bytes.insert(bytes.end(), plain.begin() + kAfterHead, plain.end());
    return bytes;
}

TEST(OddPng, ManySmallTextsHideNoOrientation) {
    if (!pillowAvailable()) {
        MINARAI_SKIP_WITHOUT("python3-pil");
    }
    for (const int count : {0, 9, 11, 2000}) {
        for (const bool packed : {false, true}) {
            SCOPED_TRACE(std::to_string(count) + (packed ? " packed" : " plain"));
            const auto bytes = pngWithTexts(count, packed);
            const auto image = decode(bytes, "odd");
            ASSERT_TRUE(image.has_value()) << image.error().message();
            EXPECT_EQ(image->width, 2) << "turned by a quarter";
            expectAsPillow(bytes);
        }
    }
}

/// With a directory of so many entries.
std::vector<std::uint8_t> pngWithExif(char entries, std::string_view directory) {
    auto bytes = encodePng(smallPicture());
    auto body = bytesOf("eXIfMM\0*\0\0\0\x08\0"sv);
    body.push_back(static_cast<std::uint8_t>(entries));
    append(body, directory);
    append(body, "\0\0\0\0"sv);
    const auto chunk = chunkOf(body);
    bytes.insert(bytes.begin() + kAfterHead, chunk.begin(), chunk.end());
    return bytes;
}

TEST(OddExif, AnOrientationIsANumberOfAnyKindAndTheLastOneCounts) {
    if (!pillowAvailable()) {
        MINARAI_SKIP_WITHOUT("python3-pil");
    }
    const std::pair<std::string_view, int> known[]{
        {"\1\x12\0\3\0\0\0\1\0\6\0\0"sv, 2},        // SHORT
        {"\1\x12\0\4\0\0\0\1\0\0\0\6"sv, 2},        // LONG
        {"\1\x12\0\6\0\0\0\1\6\0\0\0"sv, 2},        // SBYTE
        {"\1\x12\0\x08\0\0\0\1\0\6\0\0"sv, 2},      // SSHORT
        {"\1\x12\0\x09\0\0\0\1\0\0\0\6"sv, 2},      // SLONG
        {"\1\x12\0\x08\0\0\0\1\xFF\xFA\0\0"sv, 3},  // -6
        {"\1\x12\0\1\0\0\0\1\6\0\0\0"sv, 3},        // BYTE
        {"\1\x12\0\3\0\0\0\1\0\6\0\0\1\x12\0\3\0\0\0\1\0\3\0\0"sv, 3},
        {"\1\x12\0\3\0\0\0\1\0\3\0\0\1\x12\0\3\0\0\0\1\0\6\0\0"sv, 2},
    };
    for (const auto& [directory, width] : known) {
        SCOPED_TRACE("type " + std::to_string(directory[3]) + ", " + std::to_string(width));
        const auto bytes = pngWithExif(static_cast<char>(directory.size() / 12), directory);
        const auto image = decode(bytes, "odd");
        ASSERT_TRUE(image.has_value()) << image.error().message();
        EXPECT_EQ(image->width, width);
        expectAsPillow(bytes);
    }
}

struct Entry {
    std::uint64_t tag = 0;
    std::uint64_t type = 3;
    std::uint64_t value = 0;
    std::uint64_t count = 1;
};

/// A BigTIFF of 5 x 3 greys, whose pixels lie behind the directory; `more` goes over the entries.
std::vector<std::uint8_t> bigTiff(bool bigEndian, const std::vector<Entry>& more = {}) {
    constexpr std::uint64_t kEntries = 9;
    constexpr std::uint64_t kPixelsAt = 16 + 8 + kEntries * 20 + 8;
    std::vector<std::uint8_t> bytes = bytesOf(bigEndian ? "MM"sv : "II"sv);
    const auto put = [&](std::uint64_t value, unsigned width) {
        for (unsigned i = 0; i < width; ++i) {
            const unsigned place = bigEndian ? width - 1 - i : i;
            bytes.push_back(static_cast<std::uint8_t>(value >> (8 * place) & 0xFFU));
        }
    };
    put(43, 2);
    put(8, 2);
    put(0, 2);
    put(16, 8);
    put(kEntries, 8);
    for (Entry entry : std::vector<Entry>{{256, 4, 5},
                                          {257, 4, 3},
                                          {258, 3, 8},
                                          {259, 3, 1},
                                          {262, 3, 1},
                                          {273, 16, kPixelsAt},
                                          {277, 3, 1},
                                          {278, 4, 3},
                                          {279, 16, 15}}) {
        for (const Entry& other : more) {
            entry = other.tag == entry.tag ? other : entry;
        }
        const unsigned width = entry.type == 3 ? 2 : entry.type == 4 ? 4 : 8;
        put(entry.tag, 2);
        put(entry.type, 2);
        put(entry.count, 8);
        put(entry.value, width);
        put(0, 8 - width);
    }
    put(0, 8);
    for (std::uint64_t i = 1; i <= 15; ++i) {
        put(10 * i, 1);
    }
    return bytes;
}

TEST(OddTiff, OfSixtyFourBitsIsAsInPillow) {
    if (!pillowAvailable()) {
        MINARAI_SKIP_WITHOUT("python3-pil");
    }
    expectAsPillow(bigTiff(false));
    // Pillow 9.4 does not know the other order of bytes.
    const auto image = decode(bigTiff(true), "odd");
    ASSERT_TRUE(image.has_value()) << image.error().message();
    EXPECT_EQ(*image, *decode(bigTiff(false), "odd"));
}

TEST(OddTiff, OfSixtyFourBitsMayClaimAnything) {
    constexpr std::uint64_t kMany = std::uint64_t{1} << 61;
    const auto whole = bigTiff(false);
    for (std::size_t length = 0; length < whole.size(); ++length) {
        EXPECT_FALSE(decode({whole.data(), length}, "cut")) << length;
    }
    const std::pair<std::vector<Entry>, ErrorCode> known[]{
        {{{273, 16, 212, kMany}}, ErrorCode::ImageTruncated},
        {{{273, 16, ~std::uint64_t{0}, 2}}, ErrorCode::ImageTruncated},
        {{{256, 16, kMany}}, ErrorCode::ImageTooLarge},
        {{{256, 4, 100'000}, {257, 4, 1'000}}, ErrorCode::ImageTruncated},
    };
    for (const auto& [entries, code] : known) {
        const auto image = decode(bigTiff(false, entries), "odd");
        ASSERT_FALSE(image.has_value()) << entries.front().tag;
        EXPECT_EQ(image.error().code, code) << image.error().message();
    }
}

TEST(OddTiff, OfCieLabIsRefusedByName) {
    const auto bytes = tiffOf({{256, 2},
                               {257, 4},
                               {258, 8},
                               {259, 1},
                               {262, 8},
                               {273, 130},
                               {277, 3},
                               {278, 4},
                               {279, 24}});
    const auto image = decode(bytes, "odd");
    ASSERT_FALSE(image.has_value());
    EXPECT_EQ(image.error().code, ErrorCode::ImageFormat) << image.error().message();
    EXPECT_NE(image.error().message().find("CIELab"), std::string::npos);
}

TEST(OddTiff, KindsThatNobodyDecodesAreRefusedByName) {
    const auto named = [](std::uint32_t bits, std::uint32_t photometric, std::uint32_t format) {
        const auto image = decode(tiffOf({{256, 2},
                                          {257, 4},
                                          {258, bits},
                                          {259, 1},
                                          {262, photometric},
                                          {273, 130},
                                          {277, 1},
                                          {278, 4},
                                          {279, 64},
                                          {339, format}}),
                                  "odd");
        return image                                          ? std::string("decoded")
               : image.error().code == ErrorCode::ImageFormat ? image.error().message()
                                                              : std::string("another error");
    };
    EXPECT_THAT(named(64, 1, 3), testing::HasSubstr("64-bit float TIFF"));
    EXPECT_THAT(named(16, 1, 3), testing::HasSubstr("16-bit float TIFF"));
    EXPECT_THAT(named(24, 1, 1), testing::HasSubstr("24-bit TIFF"));
    EXPECT_THAT(named(8, 32803, 1), testing::HasSubstr("raw camera TIFF"));
    EXPECT_THAT(named(16, 32844, 2), testing::HasSubstr("LogLuv TIFF"));
    EXPECT_THAT(named(8, 9, 1), testing::HasSubstr("CIELab TIFF"));
}

TEST(OddJpeg, KindsThatNobodyDecodesAreRefusedByName) {
    const auto named = [](char frame, char bits) {
        std::string file(
            "\xFF\xD8\xFF\xC0\0\x0B\x08\0\x08\0\x08\x01\x01\x11\0"
            "\xFF\xDA\0\x08\x01\x01\0\0\x3F\0\0\xFF\xD9"sv);
        file[3] = frame;
        file[6] = bits;
        const auto image = decode(bytesOf(file), "odd");
        return image                                          ? std::string("decoded")
               : image.error().code == ErrorCode::ImageFormat ? image.error().message()
                                                              : std::string("another error");
    };
    EXPECT_THAT(named('\xC3', 8), testing::HasSubstr("lossless JPEG"));
    EXPECT_THAT(named('\xC1', 12), testing::HasSubstr("12-bit JPEG"));
    EXPECT_THAT(named('\xC0', 8), testing::Not(testing::HasSubstr("JPEG")));
}

TEST(OddJpeg2000, OneColourOfAnySizeTakesNearlyNoBytes) {
    // As Pillow writes 4160 x 4160 of one grey in RGB, without the comment.
    const auto bytes = bytesOf(
        "\xFF\x4F\xFF\x51\0\x2F\0\0\0\0\x10\x40\0\0\x10\x40\0\0\0\0"
        "\0\0\0\0\0\0\x10\x40\0\0\x10\x40\0\0\0\0\0\0\0\0"
        "\0\x03\x07\x01\x01\x07\x01\x01\x07\x01\x01\xFF\x52\0\x0C\0\0\0\x01\0"
        "\x05\x04\x04\0\x01\xFF\x5C\0\x13\x40\x40\x48\x48\x50\x48\x48\x50\x48\x48\x50"
        "\x48\x48\x50\x48\x48\x50\xFF\x90\0\x0A\0\0\0\0\0\x20\0\x01\xFF\x93"
        "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\xFF\xD9"sv);
    const auto image = decode(bytes, "odd");
    ASSERT_TRUE(image.has_value()) << image.error().message();
    EXPECT_EQ(image->width, 4160);
    EXPECT_EQ(image->height, 4160);
    EXPECT_TRUE(std::all_of(image->rgb.begin(), image->rgb.end(),
                            [](std::uint8_t value) { return value == 128; }));

    // The same of 6000 x 6000: half a gigabyte for the decoder.
    auto larger = bytes;
    for (const std::size_t at : {10U, 14U, 26U, 30U}) {
        larger[at] = 0x17;
        larger[at + 1] = 0x70;
    }
    const auto refused = decode(larger, "odd");
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, ErrorCode::ImageDamaged) << refused.error().message();
}

TEST(OddJpeg2000, ADamagedOneIsToldByItsErrorAlone) {
    auto bytes = bytesOf(
        "\xFF\x4F\xFF\x51\0\x2F\0\0\0\0\0\x40\0\0\0\x40\0\0\0\0"
        "\0\0\0\0\0\0\0\x40\0\0\0\x40\0\0\0\0\0\0\0\0"
        "\0\x03\x07\x01\x01\x07\x01\x01\x07\x01\x01\xFF\x90"sv);
    testing::internal::CaptureStderr();
    const auto image = decode(bytes, "odd");
    std::cerr << "others are heard";
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "others are heard");
    EXPECT_FALSE(image.has_value());
}

/// 2 x 4 in luma and chroma, whose colours libtiff makes.
std::vector<std::uint8_t> tiffTurnedBy(std::uint32_t orientation) {
    constexpr std::uint32_t kPixelsAt = 140;
    auto bytes = tiffOf({{256, 2},
                         {257, 4},
                         {258, 8},
                         {259, 1},
                         {262, 6},
                         {273, kPixelsAt},
                         {274, orientation},
                         {277, 3},
                         {278, 4},
                         {279, 12}});
    const auto pixels = bytesOf(
        "\x0A\x14\x1E\x28\x80\x80"
        "\xC8\xD2\xDC\xE6\x64\x96"sv);
    std::copy(pixels.begin(), pixels.end(), bytes.begin() + kPixelsAt);
    return bytes;
}

TEST(OddTiff, IsTurnedOnceOrNotAtAll) {
    const auto stored = decode(tiffTurnedBy(1), "odd");
    ASSERT_TRUE(stored.has_value()) << stored.error().message();
    // Without chroma, the luma of the first block.
    const std::vector<std::uint8_t> first{10, 10, 10, 20, 20, 20, 30, 30, 30, 40, 40, 40};
    EXPECT_TRUE(std::equal(first.begin(), first.end(), stored->rgb.begin()));

    const auto flipped = decode(tiffTurnedBy(4), "odd");
    ASSERT_TRUE(flipped.has_value()) << flipped.error().message();
    for (int y = 0; y < 4; ++y) {
        EXPECT_TRUE(std::equal(stored->row(y), stored->row(y) + 6, flipped->row(3 - y))) << y;
    }
    const auto turned = decode(tiffTurnedBy(6), "odd");
    ASSERT_TRUE(turned.has_value()) << turned.error().message();
    ASSERT_EQ(turned->width, 4);
    EXPECT_TRUE(std::equal(stored->row(3), stored->row(3) + 3, turned->row(0)));

    // An orientation of the type BYTE is none, as in Pillow.
    auto odd = tiffTurnedBy(4);
    constexpr std::size_t kTypeOfOrientation = 10 + 6 * 12 + 2;
    ASSERT_EQ(odd[kTypeOfOrientation - 2] | odd[kTypeOfOrientation - 1] << 8, 274);
    odd[kTypeOfOrientation] = 1;
    const auto image = decode(odd, "odd");
    ASSERT_TRUE(image.has_value()) << image.error().message();
    EXPECT_EQ(*image, *stored);
}

/// 8 x 1 with two colours, whose reds, greens and blues `colours` has.
std::vector<std::uint8_t> tiffWithPalette(std::string_view colours) {
    constexpr std::uint32_t kColoursAt = 140;
    constexpr std::uint32_t kPixelsAt = 160;
    auto bytes = tiffOf({{256, 8},
                         {257, 1},
                         {258, 1},
                         {259, 1},
                         {262, 3},
                         {273, kPixelsAt},
                         {277, 1},
                         {278, 1},
                         {279, 1},
                         {320, kColoursAt}});
    constexpr std::size_t kPaletteTag = 10 + 9 * 12;
    bytes[kPaletteTag + 2] = 3;  // SHORT
    bytes[kPaletteTag + 4] = 6;
    std::copy(colours.begin(), colours.end(), bytes.begin() + kColoursAt);
    bytes[kPixelsAt] = 0x53;
    return bytes;
}

TEST(OddTiff, APaletteOfSmallValuesIsAsDarkAsInPillow) {
    if (!pillowAvailable()) {
        MINARAI_SKIP_WITHOUT("python3-pil");
    }
    expectAsPillow(tiffWithPalette("\0\0\xC8\0\x28\0\xFF\0\x07\0\x63\0"sv));
    expectAsPillow(tiffWithPalette("\0\0\0\xC8\0\x28\0\xFF\0\x07\0\x63"sv));
}

}  // namespace
}  // namespace minarai::image
