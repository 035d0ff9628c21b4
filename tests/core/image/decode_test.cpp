// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "image/decode.h"

#include <map>

#include <gtest/gtest.h>

#include "core/image/oracle.h"
#include "support/promised.h"

namespace minarai::image {
namespace {

Image gradient(int width, int height) {
    Image image(width, height);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            std::uint8_t* pixel = image.row(y) + 3 * x;
            pixel[0] = static_cast<std::uint8_t>(x * 5);
            pixel[1] = static_cast<std::uint8_t>(y * 3);
            pixel[2] = static_cast<std::uint8_t>(x * y);
        }
    }
    return image;
}

/// Files of every kind, written by Pillow, and what Pillow reads from them.
class Made : public testing::Test {
  protected:
    void SetUp() override {
        if (!pillowAvailable()) {
            MINARAI_SKIP_WITHOUT("python3-pil");
        }
        ASSERT_TRUE(askPillow("make '" + m_files.path().string() + "'"));
    }
    [[nodiscard]] std::filesystem::path file(const std::string& name) const {
        return m_files.path() / name;
    }
    TempFolder m_files;
};

TEST_F(Made, EveryPixelAsPillow) {
    const TempFolder outputs;
    ASSERT_TRUE(
        askPillow("decode '" + m_files.path().string() + "' '" + outputs.path().string() + "'"));
    int compared = 0;
    for (const auto& entry : std::filesystem::directory_iterator(m_files.path())) {
        const std::string name = entry.path().filename().string();
        SCOPED_TRACE(name);
        const Image expected = readPpm(outputs.path() / (name + ".ppm"));
        ASSERT_FALSE(expected.empty());
        const auto image = decodeFile(entry.path());
        ASSERT_TRUE(image.has_value()) << image.error().message();
        EXPECT_EQ(largestDifference(*image, expected), 0);
        const auto info = probeFile(entry.path());
        ASSERT_TRUE(info.has_value()) << info.error().message();
        EXPECT_EQ(info->width, image->width);
        EXPECT_EQ(info->height, image->height);
        EXPECT_TRUE(extensionFits(entry.path(), info->format));
        ++compared;
    }
    EXPECT_GT(compared, 55);
}

TEST_F(Made, EveryCutIsAnErrorOrTheWholeImage) {
    // Cut at many places, no file may crash, and none may pass as half a picture.
    for (const char* name :
         {"ycc_2.jpg",      "progressive.jpg", "cmyk.jpg",    "alpha.png",    "palette.png",
          "interlaced.gif", "plain.bmp",       "palette.bmp", "lzw.tif",      "deflate.tif",
          "alpha.tif",      "lossless.webp",   "lossy.webp",  "plain.ppm",    "grey.pgm",
          "bits.pbm",       "reversible.jp2",  "bare_L.j2k",  "bare_RGB.j2k", "animated.webp"}) {
        SCOPED_TRACE(name);
        const std::vector<std::uint8_t> bytes = slurp(file(name));
        const auto whole = decode(bytes, name);
        ASSERT_TRUE(whole.has_value());
        for (int part = 0; part < 60; ++part) {
            const std::size_t length = bytes.size() * static_cast<std::size_t>(part) / 60;
            const auto cut = decode({bytes.data(), length}, name);
            if (cut.has_value()) {
                EXPECT_EQ(*cut, *whole) << "cut at " << length << " of " << bytes.size();
            }
        }
    }
}

TEST_F(Made, CutFilesOfEveryFormatAreCalledSo) {
    for (const char* name : {"ycc_2.jpg", "progressive.jpg", "alpha.png", "palette.png",
                             "palette.gif", "interlaced.gif", "alpha.tif", "lzw.tif", "deflate.tif",
                             "lossy.webp", "lossless.webp", "animated.webp", "plain.bmp",
                             "palette.bmp", "one_bit.bmp", "plain.ppm", "grey.pgm", "bits.pbm"}) {
        SCOPED_TRACE(name);
        const std::vector<std::uint8_t> bytes = slurp(file(name));
        for (const std::size_t part : {40U, 70U, 90U}) {
            const std::size_t length = bytes.size() * part / 100;
            const auto cut = decode({bytes.data(), length}, name);
            if (std::string_view(name) == "animated.webp" && cut.has_value()) {
                continue;  // in its second picture
            }
            ASSERT_FALSE(cut.has_value()) << length;
            EXPECT_EQ(cut.error().code, ErrorCode::ImageTruncated) << cut.error().message();
        }
    }
}

TEST_F(Made, CutJpegIsTruncatedAndNotDamaged) {
    const std::vector<std::uint8_t> bytes = slurp(file("ycc_2.jpg"));
    for (const std::size_t part : {50U, 75U, 99U}) {
        const auto cut = decode({bytes.data(), bytes.size() * part / 100}, "photo.jpg");
        ASSERT_FALSE(cut.has_value());
        EXPECT_EQ(cut.error().code, ErrorCode::ImageTruncated);
    }
}

TEST_F(Made, JunkAfterTheImageDoesNoHarm) {
    for (const char* name : {"ycc_0.jpg", "alpha.png", "palette.gif"}) {
        std::vector<std::uint8_t> bytes = slurp(file(name));
        const auto clean = decode(bytes, name);
        bytes.insert(bytes.end(), 5000, 0x5A);
        const auto junk = decode(bytes, name);
        ASSERT_TRUE(clean.has_value() && junk.has_value()) << name;
        EXPECT_EQ(*clean, *junk) << name;
    }
}

TEST_F(Made, OrientationIsAppliedOnce) {
    const auto upright = decodeFile(file("orientation_1.png"));
    ASSERT_TRUE(upright.has_value());
    for (const char* kind : {"png", "webp", "tif"}) {
        const auto turned = decodeFile(file(std::string("orientation_6.") + kind));
        ASSERT_TRUE(turned.has_value()) << kind;
        ASSERT_EQ(turned->width, upright->height) << kind;
        // Clockwise: the stored lower left corner comes to the upper left.
        EXPECT_EQ(turned->row(0)[0], upright->row(upright->height - 1)[0]) << kind;
        EXPECT_EQ(turned->row(0)[1], upright->row(upright->height - 1)[1]) << kind;
    }
}

TEST_F(Made, ShrinkingWhileDecodingKeepsTheEdge) {
    DecodeOptions options;
    options.atLeastShortEdge = 15;
    const auto image = decodeFile(file("ycc_2.jpg"), options);
    ASSERT_TRUE(image.has_value());
    EXPECT_EQ(image->width, 21);
    EXPECT_EQ(image->height, 16);
    options.atLeastShortEdge = 40;
    EXPECT_EQ(decodeFile(file("ycc_2.jpg"), options)->width, 83);
    options.atLeastShortEdge = 7;
    const auto inks = decodeFile(file("cmyk.jpg"), options);
    ASSERT_TRUE(inks.has_value());
    EXPECT_EQ(inks->height, 8);
}

TEST(EncodePng, ComesBackTheSame) {
    for (const auto& [width, height] : std::map<int, int>{{1, 1}, {64, 64}, {3, 200}, {257, 5}}) {
        const Image image = gradient(width, height);
        const std::vector<std::uint8_t> bytes = encodePng(image);
        const auto back = decode(bytes, "round.png");
        ASSERT_TRUE(back.has_value()) << back.error().message();
        EXPECT_EQ(*back, image);
    }
    EXPECT_TRUE(encodePng(Image()).empty());
}

TEST(DecodeFile, SaysWhatIsWrong) {
    const TempFolder folder;
    EXPECT_EQ(decodeFile(folder.path() / "none.jpg").error().code, ErrorCode::FileMissing);
    EXPECT_EQ(decodeFile(folder.path()).error().code, ErrorCode::ReadFailed);
    spill(folder.path() / "empty.jpg", {});
    EXPECT_EQ(decodeFile(folder.path() / "empty.jpg").error().code, ErrorCode::ImageEmpty);
    spill(folder.path() / "text.jpg", std::vector<std::uint8_t>(300, 'a'));
    EXPECT_EQ(decodeFile(folder.path() / "text.jpg").error().code, ErrorCode::ImageUnknown);
    EXPECT_EQ(probeFile(folder.path() / "text.jpg").error().code, ErrorCode::ImageUnknown);
}

TEST(DecodeFile, LargerThanTheFirstRead) {
    const TempFolder folder;
    Image image(1500, 1100);
    std::uint32_t state = 1;
    for (std::uint8_t& value : image.rgb) {
        state = state * 1664525U + 1013904223U;
        value = static_cast<std::uint8_t>(state >> 24);
    }
    const auto file = folder.path() / "noise.png";
    spill(file, encodePng(image));
    ASSERT_GT(std::filesystem::file_size(file), 4'500'000U);
    const auto back = decodeFile(file);
    ASSERT_TRUE(back.has_value()) << back.error().message();
    EXPECT_EQ(*back, image);
    EXPECT_EQ(probeFile(file)->width, 1500);
}

}  // namespace
}  // namespace minarai::image
