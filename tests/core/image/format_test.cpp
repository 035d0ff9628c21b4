// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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
    EXPECT_EQ(sniff("II\x2B\0\x08\0\0\0"sv), Format::Tiff);
    EXPECT_EQ(sniff("MM\0\x2B\0\x08\0\0"sv), Format::Tiff);
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

TEST(ReadHeader, NamesFormatsThatAreNeverPickedUp) {
    std::string dicom(128, '\0');
    dicom += "DICM";
    const std::pair<std::string_view, std::string_view> known[]{
        {"P7\nWIDTH 1\nHEIGHT 1\n"sv, "PAM"},
        {"Pf\n1 1\n-1.0\n"sv, "PFM"},
        {"SIMPLE  =                    T"sv, "FITS"},
        {dicom, "DICOM"},
        {"\0\0\0\x18"
         "ftypcrx \0\0\0\1"sv,
         "raw camera"},
        {"#define a_width 8\n#define a_height 8\n"sv, "XBM"},
        {"\x28\0\0\0\1\0\0\0\1\0\0\0\1\0\x18\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
         "abc"sv,
         "DIB"},
        {"farbfeld\0\0\0\1\0\0\0\1"sv, "farbfeld"},
    };
    for (const auto& [text, name] : known) {
        const std::vector<std::uint8_t> bytes(text.begin(), text.end());
        const auto image = decode(bytes, "odd");
        ASSERT_FALSE(image.has_value()) << name;
        EXPECT_EQ(image.error().code, ErrorCode::ImageFormat) << name;
        EXPECT_NE(image.error().message().find(name), std::string::npos);
    }
    const std::string_view text = "#define nothing of an image";
    const std::vector<std::uint8_t> bytes(text.begin(), text.end());
    EXPECT_EQ(decode(bytes, "odd").error().code, ErrorCode::ImageUnknown);
}

TEST(SniffFormat, RefusesByName) {
    const std::string_view zeros("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 24);
    const std::pair<std::string_view, std::string_view> known[]{
        {"\0\0\0\x1C"
         "ftypavif\0\0\0\0avifmif1miaf"sv,
         "AVIF"},
        {"\0\0\0\x18"
         "ftypheic\0\0\0\0mif1heic"sv,
         "HEIF"},
        {"\0\0\0\x18"
         "ftypmif1\0\0\0\0mif1heic"sv,
         "HEIF"},
        {"\xFF\x0A\xFA\x1F"sv, "JPEG XL"},
        {"\0\0\0\x0CJXL \r\n\x87\n"sv, "JPEG XL"},
        {"II\xBC\x01"sv, "JPEG XR"},
        {"8BPS\0\1"sv, "Photoshop"},
        {"<svg xmlns='http://www.w3.org/2000/svg'/>"sv, "SVG"},
        {"\xEF\xBB\xBF<?xml version='1.0'?>\n<!-- drawn -->\n<svg width='3'/>"sv, "SVG"},
        {"\x76\x2F\x31\x01\2\0\0\0"sv, "OpenEXR"},
        {"#?RADIANCE\n"sv, "Radiance HDR"},
        {"DDS \x7C\0\0\0"sv, "DDS"},
        {"qoif\0\0\0\1"sv, "QOI"},
        {"gimp xcf v011"sv, "GIMP"},
        {"%PDF-1.7\n"sv, "PDF"},
        {"icns\0\0\1\0TOC "sv, "ICNS"},
        {"%!PS-Adobe-3.0 EPSF-3.0\n"sv, "PostScript"},
        {"\xC5\xD0\xD3\xC6\x1E\0\0\0"sv, "PostScript"},
        // 4 x 3 in three planes of eight bits each, in runs and plain.
        {"\x0A\5\1\x08\0\0\0\0\3\0\2\0\x48\0\x48\0"
         "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
         "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
         "\0\3\4\0"sv,
         "PCX"},
        {"\x01\xDA\0\1\0\3\0\4\0\3\0\3"sv, "SGI"},
        // A true-colour picture of 4 x 3, then one with a palette, then a grey one in runs.
        {"\0\0\2\0\0\0\0\0\0\0\0\0\4\0\3\0\x18\0"sv, "TGA"},
        {"\0\1\1\0\0\0\1\x18\0\0\0\0\4\0\3\0\x08\x20"sv, "TGA"},
        {"\0\0\x0B\0\0\0\0\0\0\0\0\0\4\0\3\0\x08\0"sv, "TGA"},
        {"\0\0\2\0\1\0\x20\x20\0\0\0\0\0\0\0\0\0\0\0\0\x16\0\0\0"sv, "CUR"},
        {"\0\0\1\0\1\0\x20\x20\0\0\1\0\x20\0\0\0\0\0\x16\0\0\0"sv, "ICO"},
    };
    for (const auto& [head, name] : known) {
        SCOPED_TRACE(name);
        EXPECT_EQ(formatName(sniff(head)), name);
        const std::vector<std::uint8_t> bytes(head.begin(), head.end());
        const auto image = decode(bytes, "odd.jpg");
        ASSERT_FALSE(image.has_value());
        EXPECT_EQ(image.error().code, ErrorCode::ImageFormat);
        EXPECT_NE(image.error().message().find(name), std::string::npos) << image.error().message();
    }
    EXPECT_EQ(sniff(zeros), Format::Unknown);
    EXPECT_EQ(sniff("<?xml version='1.0'?><html/>"sv), Format::Unknown);
}

TEST(SniffFormat, PartsAreNotEnough) {
    for (const std::string_view text :
         {""sv, "\xFF\xD8"sv, "\x89PNG\n\r\x1A\n"sv, "RIFF\x10\0\0\0WAVE"sv, "BM"sv, "GIF88a"sv,
          "P7\nWIDTH"sv, "PK\x03\x04"sv, "II\x2B\0"sv, "\x01\xDA\0\1"sv, "icon"sv,
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
