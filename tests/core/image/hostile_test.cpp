// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Headers that lie. Each must be refused before memory is taken for what it claims.
#include <sys/resource.h>

#include <string_view>

#include <gtest/gtest.h>

#include "core/image/oracle.h"
#include "image/decode.h"
#include "support/promised.h"

namespace minarai::image {
namespace {

using namespace std::string_view_literals;

std::vector<std::uint8_t> bytesOf(std::string_view text, std::size_t padding = 0) {
    std::vector<std::uint8_t> bytes(text.begin(), text.end());
    bytes.resize(bytes.size() + padding);
    return bytes;
}

long residentKb() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

ErrorCode codeOf(const std::vector<std::uint8_t>& bytes) {
    const auto image = decode(bytes, "hostile");
    EXPECT_FALSE(image.has_value());
    return image ? ErrorCode::Internal : image.error().code;
}

TEST(Hostile, AbsurdSizesAreRefused) {
    const long before = residentKb();
    // 65535 x 65535 in each header.
    EXPECT_EQ(codeOf(bytesOf("\xFF\xD8\xFF\xC0\0\x11\x08\xFF\xFF\xFF\xFF\x03\x01\x22\0\x02\x11\x01"
                             "\x03\x11\x01\xFF\xDA"sv,
                             100)),
              ErrorCode::ImageTooLarge);
    EXPECT_EQ(codeOf(bytesOf("GIF89a\xFF\xFF\xFF\xFF\0\0\0,\0\0\0\0\xFF\xFF\xFF\xFF\0\x08"sv, 50)),
              ErrorCode::ImageTooLarge);
    EXPECT_EQ(codeOf(bytesOf("P6\n65535 65535\n255\n"sv, 50)), ErrorCode::ImageTooLarge);
    EXPECT_EQ(codeOf(bytesOf("P5 99999999999999999999 1 255 "sv, 50)), ErrorCode::ImageDamaged);
    EXPECT_EQ(codeOf(bytesOf("P6\n-5 7\n255\n"sv, 50)), ErrorCode::ImageDamaged);
    EXPECT_EQ(codeOf(bytesOf("BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\xFF\xFF\0\0\xFF\xFF\0\0\x01\0"
                             "\x18\0"sv,
                             50)),
              ErrorCode::ImageTooLarge);
    // The least 32-bit height, whose absolute value is no 32-bit number.
    EXPECT_EQ(codeOf(bytesOf("BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x01\0\0\0\0\0\0\x80\x01\0"
                             "\x18\0"sv,
                             50)),
              ErrorCode::ImageTooLarge);
    EXPECT_EQ(
        codeOf(bytesOf("II\x2A\0\x08\0\0\0\x02\0\0\x01\x04\0\x01\0\0\0\xFF\xFF\xFF\x7F\x01\x01"
                       "\x04\0\x01\0\0\0\xFF\xFF\0\0"sv,
                       50)),
        ErrorCode::ImageTooLarge);
    EXPECT_EQ(codeOf(bytesOf("RIFF\x30\0\0\0WEBPVP8X\x0A\0\0\0\0\0\0\0\xFF\xFF\xFF\xFF\xFF\xFF"
                             "VP8L\x05\0\0\0\x2F\0\0\0\0\0"sv,
                             50)),
              ErrorCode::ImageTooLarge);
    EXPECT_EQ(
        codeOf(bytesOf("\xFF\x4F\xFF\x51\0\x2F\0\0\x7F\xFF\xFF\xFF\x7F\xFF\xFF\xFF\0\0\0\0\0\0"
                       "\0\0"sv,
                       50)),
        ErrorCode::ImageTooLarge);
    EXPECT_LT(residentKb() - before, 100'000);
}

TEST(Hostile, AFewBytesCannotAskForMuchMemory) {
    const long before = residentKb();
    // 13000 x 13000 is within the limit, but not in a hundred bytes.
    EXPECT_EQ(codeOf(bytesOf("\xFF\xD8\xFF\xC0\0\x11\x08\x32\xC8\x32\xC8\x03\x01\x22\0\x02\x11\x01"
                             "\x03\x11\x01\xFF\xDA\0\x0C\x03\x01\0\x02\x11\x03\x11\0\x3F\0"sv,
                             100)),
              ErrorCode::ImageTruncated);
    EXPECT_LT(residentKb() - before, 100'000);
}

TEST(Hostile, TagsThatPointAnywhere) {
    // Orientation tags with offsets and counts beyond the file are no orientation.
    for (const std::string_view exif :
         {"Exif\0\0II\x2A\0\xFF\xFF\xFF\xFF"sv, "Exif\0\0II\x2A\0\x08\0\0\0\xFF\xFF"sv,
          "Exif\0\0II\x2A\0\x08\0\0\0\x01\0\x12\x01\x03\0\xFF\xFF\xFF\x7F\xFF\xFF\xFF\xFF"sv,
          "Exif\0\0MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x05\0\0\0\x01\0\0\0\x06"sv}) {
        std::vector<std::uint8_t> bytes = bytesOf("\xFF\xD8\xFF\xE1"sv);
        const std::size_t length = exif.size() + 2;
        bytes.push_back(static_cast<std::uint8_t>(length >> 8));
        bytes.push_back(static_cast<std::uint8_t>(length & 0xFF));
        bytes.insert(bytes.end(), exif.begin(), exif.end());
        const auto rest = bytesOf("\xFF\xC0\0\x0B\x08\0\x05\0\x09\x01\x01\x11\0\xFF\xDA"sv, 10);
        bytes.insert(bytes.end(), rest.begin(), rest.end());
        const TempFolder folder;
        spill(folder.path() / "a.jpg", bytes);
        const auto info = probeFile(folder.path() / "a.jpg");
        ASSERT_TRUE(info.has_value()) << info.error().message();
        EXPECT_EQ(info->width, 9);
        EXPECT_EQ(info->height, 5);
    }
}

TEST(Hostile, ClaimsOfAPngChunkTakeNoMemory) {
    // An eXIf chunk of 1.2 GB in a file of 73 bytes; untouched memory is not resident, but taken.
    const auto peakKb = [] {
        std::ifstream status("/proc/self/status");
        std::string line;
        while (std::getline(status, line)) {
            if (line.starts_with("VmPeak:")) {
                return std::stol(line.substr(7));
            }
        }
        return 0L;
    };
    const auto bytes = bytesOf(
        "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x05\0\0\0\x03\x08\x02\0\0\0\xd4\x54\x52\xaf"
        "\x49\x49\xff\xfb\x65XIfMM\0\x2a\0\0\0\x08\0\x01"sv,
        10);
    const long before = peakKb();
    ASSERT_GT(before, 0);
    EXPECT_FALSE(decode(bytes, "claims"));
    EXPECT_LT(peakKb() - before, 300'000);
}

TEST(Hostile, DamagedBytesNeverCrash) {
    if (!pillowAvailable()) {
        MINARAI_SKIP_WITHOUT("python3-pil");
    }
    const TempFolder folder;
    ASSERT_TRUE(askPillow("make '" + folder.path().string() + "'"));
    std::uint64_t state = 99;
    const auto draw = [&state](std::size_t count) {
        state = state * 6364136223846793005U + 1442695040888963407U;
        return static_cast<std::size_t>(state >> 33) % count;
    };
    int decoded = 0;
    int refused = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
        const std::vector<std::uint8_t> original = slurp(entry.path());
        for (int round = 0; round < 30; ++round) {
            std::vector<std::uint8_t> bytes = original;
            for (std::size_t change = 1 + draw(6); change > 0; --change) {
                const std::size_t range =
                    round % 2 == 0 ? std::min<std::size_t>(200, bytes.size()) : bytes.size();
                bytes[draw(range)] = static_cast<std::uint8_t>(draw(256));
            }
            const auto image = decode(bytes, "damaged");
            (image ? decoded : refused) += 1;
        }
    }
    EXPECT_GT(decoded, 50);
    EXPECT_GT(refused, 50);
}

}  // namespace
}  // namespace minarai::image
