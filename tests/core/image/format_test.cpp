// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <string_view>

#include <gtest/gtest.h>

#include "image/decode.h"

namespace minarai::image {
namespace {

using namespace std::string_view_literals;

Format sniff(std::string_view text) {
    const std::vector<std::uint8_t> bytes(text.begin(), text.end());
    return sniffFormat(bytes);
}

TEST(SniffFormat, KnowsFullMagic) {
    EXPECT_EQ(sniff("\xFF\xD8\xFF\xE0"sv), Format::Jpeg);
    EXPECT_EQ(sniff("\x89PNG\r\n\x1A\n...."sv), Format::Png);
    EXPECT_EQ(sniff("RIFF\x10\0\0\0WEBPVP8 "sv), Format::WebP);
    EXPECT_EQ(sniff("II\x2A\0\x08\0\0\0"sv), Format::Tiff);
    EXPECT_EQ(sniff("MM\0\x2A\0\0\0\x08"sv), Format::Tiff);
    EXPECT_EQ(sniff("GIF89a"sv), Format::Gif);
    EXPECT_EQ(sniff("P6\n3 4\n255\n"sv), Format::Pnm);
    EXPECT_EQ(sniff("\0\0\0\x0CjP  \r\n\x87\n"sv), Format::Jpeg2000);
    EXPECT_EQ(sniff("\0\0\0\x1C"
                    "ftypavif\0\0\0\0"sv),
              Format::Avif);
    EXPECT_EQ(sniff("\0\0\0\x1C"
                    "ftypmif1\0\0\0\0avif"sv),
              Format::Avif);
    EXPECT_EQ(sniff("\0\0\0\x1C"
                    "ftypheic\0\0\0\0mif1"sv),
              Format::Heif);
}

TEST(SniffFormat, PartsAreNotEnough) {
    for (const std::string_view text :
         {""sv, "\xFF\xD8"sv, "\x89PNG\n\r\x1A\n"sv, "RIFF\x10\0\0\0WAVE"sv, "BM"sv, "GIF88a"sv,
          "P7\nWIDTH"sv, "PK\x03\x04"sv, "II\x2B\0"sv,
          "\0\0\0\x1C"
          "ftypisom\0\0\0\0"sv}) {
        EXPECT_EQ(sniff(text), Format::Unknown) << text;
    }
}

TEST(HasImageExtension, IgnoresCaseAndOtherDots) {
    EXPECT_TRUE(hasImageExtension("a/b.c/photo.JPG"));
    EXPECT_TRUE(hasImageExtension("a.tar.jpeg"));
    EXPECT_TRUE(hasImageExtension("x.HEIC"));
    EXPECT_FALSE(hasImageExtension("a.jpg/notes"));
    EXPECT_FALSE(hasImageExtension("jpg"));
    EXPECT_FALSE(hasImageExtension("a.txt"));
    EXPECT_FALSE(hasImageExtension("a.jpg.part"));
}

TEST(ExtensionFits, TellsFormatsApart) {
    EXPECT_TRUE(extensionFits("a.jpeg", Format::Jpeg));
    EXPECT_FALSE(extensionFits("a.png", Format::Jpeg));
    EXPECT_TRUE(extensionFits("a.TIF", Format::Tiff));
    EXPECT_FALSE(extensionFits("a", Format::Png));
}

}  // namespace
}  // namespace minarai::image
