// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Headers that lie. Each must be refused before memory is taken for what it claims.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>

#include "core/image/by_hand.h"
#include "core/image/oracle.h"
#include "image/decode.h"
#include "support/promised.h"

namespace minarai::image {
namespace {

using namespace std::string_view_literals;

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

/// A line of /proc/self/status such as "VmPeak:".
long statusKb(std::string_view key) {
    std::ifstream status("/proc/self/status");
    std::string line;
    while (std::getline(status, line)) {
        if (line.starts_with(key)) {
            return std::stol(line.substr(key.size()));
        }
    }
    return 0;
}

/// What decoding says in a process that may take 100 MB more than it has.
std::string refusalInLittleMemory(const std::vector<std::uint8_t>& bytes) {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) {
        return "there is no pipe";
    }
    const pid_t child = ::fork();
    if (child == 0) {
        const rlim_t most = static_cast<rlim_t>(statusKb("VmSize:") + 100L * 1024) * 1024;
        const rlimit limit{most, most};
        std::string answer = "there is no limit";
        if (::setrlimit(RLIMIT_AS, &limit) == 0) {
            const auto image = decode(bytes, "hostile");
            answer = image ? "decoded" : image.error().message();
        }
        const bool told = ::write(ends[1], answer.data(), answer.size()) > 0;
        ::_exit(told ? 0 : 1);
    }
    ::close(ends[1]);
    std::string answer;
    std::array<char, 512> part{};
    ssize_t got = 0;
    while ((got = ::read(ends[0], part.data(), part.size())) > 0) {
        answer.append(part.data(), static_cast<std::size_t>(got));
    }
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    return answer;
}

constexpr std::string_view kCutOff =
    "“hostile” is cut off: the end of the image is missing. Replace or remove it.";
constexpr std::string_view kTooFew =
    "“hostile” is damaged and cannot be decoded (it holds far fewer bytes than its size needs). "
    "Replace or remove it.";

/// Grey, 13000 x 13000 in one strip.
std::vector<std::uint8_t> largeTiff(std::uint32_t bits, std::uint32_t compression) {
    return tiffOf({{256, 13000},
                   {257, 13000},
                   {258, bits},
                   {259, compression},
                   {262, 1},
                   {273, 130},
                   {277, 1},
                   {278, 13000},
                   {279, 40}});
}

std::vector<std::uint8_t> largePng() {
    std::vector<std::uint8_t> bytes = bytesOf("\x89PNG\r\n\x1a\n"sv);
    const auto head = chunkOf(bytesOf("IHDR\0\0\x32\xC8\0\0\x32\xC8\x08\x02\0\0\0"sv));
    bytes.insert(bytes.end(), head.begin(), head.end());
    const auto pixels = bytesOf("\0\0\0\x20IDAT\x78\x9C"sv, 40);
    bytes.insert(bytes.end(), pixels.begin(), pixels.end());
    return bytes;
}

/// Nearly 8 MB of zeros, which is what libpng allows a text to become, in 50 kB.
std::vector<std::uint8_t> packedText() {
    constexpr std::uint32_t kRuns = 30'600;
    std::vector<std::uint8_t> body = bytesOf("zTXtnotes\0\0\x78\x9C"sv);
    unsigned filled = 8;  // bits of the last byte
    const auto put = [&](unsigned bit) {
        if (filled == 8) {
            body.push_back(0);
            filled = 0;
        }
        body.back() = static_cast<std::uint8_t>(body.back() | bit << filled++);
    };
    const auto putCode = [&](std::string_view code) {
        for (const char digit : code) {
            put(digit == '1' ? 1 : 0);
        }
    };
    putCode("110");       // the last block, with the codes that deflate fixes
    putCode("00110000");  // one zero
    for (std::uint32_t i = 0; i < kRuns; ++i) {
        putCode("1100010100000");  // 258 times the byte before
    }
    putCode("0000000");  // the end
    putBig(body, (1 + 258 * kRuns) % 65521 << 16 | 1U);
    return chunkOf(body);
}

/// A BMP of 13000 x 13000 with one colour, whose runs skip 51 times 255 rows.
std::vector<std::uint8_t> skippingBmp() {
    std::vector<std::uint8_t> bytes = bytesOf(
        "BM\0\0\0\0\0\0\0\0\x3A\0\0\0\x28\0\0\0\xC8\x32\0\0\xC8\x32\0\0\x01\0\x08\0"
        "\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0"sv);
    for (int i = 0; i < 51; ++i) {
        const auto step = bytesOf("\0\x02\0\xFF"sv);
        bytes.insert(bytes.end(), step.begin(), step.end());
    }
    return bytes;
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

TEST(Hostile, SmallFilesThatClaimMuchAreRefusedInLittleMemory) {
    // 13000 x 13000 is within the limit of pixels, and more than these can hold.
    EXPECT_EQ(refusalInLittleMemory(
                  bytesOf("GIF89a\xC8\x32\xC8\x32\0\0\0,\0\0\0\0\xC8\x32\xC8\x32\0\x08"sv, 50)),
              kCutOff);
    EXPECT_EQ(refusalInLittleMemory(bytesOf("P6\n13000 13000\n255\n"sv, 50)), kCutOff);
    EXPECT_EQ(refusalInLittleMemory(bytesOf("P1 13000 13000 "sv, 50)), kCutOff);
    EXPECT_EQ(refusalInLittleMemory(largePng()), kCutOff);
    const std::string_view bmp =
        "BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\xC8\x32\0\0\xC8\x32\0\0\x01\0"sv;
    EXPECT_EQ(refusalInLittleMemory(bytesOf(std::string(bmp) + "\x18", 60)), kCutOff);
    EXPECT_EQ(refusalInLittleMemory(bytesOf(std::string(bmp) + std::string("\x08\0\x01"sv), 60)),
              kCutOff);
    EXPECT_EQ(refusalInLittleMemory(bytesOf("RIFF\x4C\0\0\0WEBPVP8 \x40\0\0\0\x10\0\0\x9D\x01\x2A"
                                            "\xC8\x32\xC8\x32"sv,
                                            54)),
              kCutOff);
    for (const std::uint32_t compression : {1U, 5U, 7U, 8U, 32946U, 32773U}) {
        EXPECT_EQ(refusalInLittleMemory(largeTiff(8, compression)), kCutOff) << compression;
    }
    // A small picture in one large tile.
    EXPECT_EQ(refusalInLittleMemory(tiffOf({{256, 16},
                                            {257, 16},
                                            {258, 8},
                                            {259, 1},
                                            {262, 1},
                                            {277, 1},
                                            {322, 13008},
                                            {323, 13008},
                                            {324, 130},
                                            {325, 40}})),
              kCutOff);
}

TEST(Hostile, FewBytesThatCouldMeanAnyPictureAreRefusedToo) {
    // A whole picture of one pixel on a large canvas.
    EXPECT_EQ(refusalInLittleMemory(bytesOf("GIF89a\xC8\x32\xC8\x32\0\0\0,\0\0\0\0\x01\0\x01\0\0"
                                            "\x02\x02\x44\x01\0;"sv)),
              kTooFew);
    EXPECT_EQ(refusalInLittleMemory(skippingBmp()), kTooFew);
    EXPECT_EQ(refusalInLittleMemory(
                  bytesOf("RIFF\x2C\0\0\0WEBPVP8L\x20\0\0\0\x2F\xC7\xF2\xB1\x0C"sv, 27)),
              kTooFew);
    EXPECT_EQ(refusalInLittleMemory(largeTiff(1, 4)), kTooFew);
    EXPECT_EQ(refusalInLittleMemory(
                  bytesOf("\xFF\xD8\xFF\xC9\0\x11\x08\x32\xC8\x32\xC8\x03\x01\x22\0\x02\x11\x01"
                          "\x03\x11\x01\xFF\xDA\0\x0C\x03\x01\0\x02\x11\x03\x11\0\x3F\0"sv,
                          100)),
              kTooFew);
    EXPECT_EQ(refusalInLittleMemory(bytesOf(
                  "\xFF\x4F\xFF\x51\0\x2F\0\0\0\0\x32\xC8\0\0\x32\xC8\0\0\0\0\0\0\0\0"sv, 50)),
              kTooFew);
}

/// Greys in one strip, by a compression of which nobody knows how much a byte can hold.
std::vector<std::uint8_t> tiffOfSamples(std::uint32_t edge, std::uint32_t bits,
                                        std::uint32_t compression, std::uint32_t samples) {
    return tiffOf({{256, edge},
                   {257, edge},
                   {258, bits},
                   {259, compression},
                   {262, 1},
                   {273, 130},
                   {277, samples},
                   {278, edge},
                   {279, 40}});
}

TEST(Hostile, ManySamplesOfAPixelCountAsManyPixels) {
    // 32 GB in one strip; fax, LZMA, Zstandard, WebP, and one that does not exist.
    for (const std::uint32_t compression : {3U, 4U, 34925U, 50000U, 50001U, 12345U}) {
        EXPECT_EQ(refusalInLittleMemory(tiffOfSamples(4000, 8, compression, 2000)), kTooFew)
            << compression;
    }
}

TEST(Hostile, NumbersThatOnlyLibtiffUnderstandsAreBoundedToo) {
    // 255 samples, as a tag of the type BYTE: 1 GB in one strip.
    auto bytes = tiffOfSamples(1000, 32, 50000, 255);
    constexpr std::size_t kTypeOfSamples = 10 + 6 * 12 + 2;
    ASSERT_EQ(bytes[kTypeOfSamples - 2] | bytes[kTypeOfSamples - 1] << 8, 277);
    bytes[kTypeOfSamples] = 1;
    const long before = statusKb("VmPeak:");
    ASSERT_GT(before, 0);
    EXPECT_EQ(codeOf(bytes), ErrorCode::ImageDamaged);
    EXPECT_LT(statusKb("VmPeak:") - before, 900'000) << "the library of codecs among it";
}

TEST(Hostile, AnUnknownCompressionIsNamedAsTheReason) {
    const auto image = decode(tiffOfSamples(16, 8, 12345, 1), "hostile");
    ASSERT_FALSE(image.has_value());
    EXPECT_NE(image.error().message().find("its compression is not known"), std::string::npos)
        << image.error().message();
}

TEST(Hostile, StripsBehindTheEndAreCutOff) {
    // The directory comes first; what a packed strip holds is not known before it is read.
    const auto stripOf = [](std::uint32_t bytes) {
        return tiffOf({{256, 16},
                       {257, 16},
                       {258, 8},
                       {259, 8},
                       {262, 1},
                       {273, 130},
                       {277, 1},
                       {278, 16},
                       {279, bytes}});
    };
    EXPECT_EQ(codeOf(stripOf(300)), ErrorCode::ImageTruncated);
    EXPECT_EQ(codeOf(stripOf(40)), ErrorCode::ImageDamaged) << "it is there, and no deflate";
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
    const auto bytes = bytesOf(
        "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x05\0\0\0\x03\x08\x02\0\0\0\xd4\x54\x52\xaf"
        "\x49\x49\xff\xfb\x65XIfMM\0\x2a\0\0\0\x08\0\x01"sv,
        10);
    const long before = statusKb("VmPeak:");
    ASSERT_GT(before, 0);
    EXPECT_FALSE(decode(bytes, "claims"));
    EXPECT_LT(statusKb("VmPeak:") - before, 300'000);
}

TEST(Hostile, TextsOfAPngTakeLittleMemory) {
    const Image image(5, 3);
    const std::vector<std::uint8_t> plain = encodePng(image);
    const std::vector<std::uint8_t> text = packedText();
    constexpr std::ptrdiff_t kAfterHead = 33;
    std::vector<std::uint8_t> bytes(plain.begin(), plain.begin() + kAfterHead);
    for (int i = 0; i < 80; ++i) {
        bytes.insert(bytes.end(), text.begin(), text.end());
    }
    bytes.insert(bytes.end(), plain.begin() + kAfterHead, plain.end());
    const long before = statusKb("VmHWM:");
    const auto back = decode(bytes, "texts");
    ASSERT_TRUE(back.has_value()) << back.error().message();
    EXPECT_EQ(*back, image);
    EXPECT_LT(statusKb("VmHWM:") - before, 300'000);
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
