// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "image/header.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>

#include <fmt/format.h>

#include "base/text.h"
#include "image/decoders.h"
#include "image/exif.h"

namespace minarai::image {

namespace {

struct Size {
    std::uint64_t width = 0;
    std::uint64_t height = 0;
};

Size bmpSize(Bytes bytes) {
    if (little32(bytes, 14) == 12) {
        return {little16(bytes, 18), little16(bytes, 20)};
    }
    const auto width = static_cast<std::int32_t>(little32(bytes, 18));
    const auto height = static_cast<std::int64_t>(static_cast<std::int32_t>(little32(bytes, 22)));
    // A negative height means rows from the top; a negative width means nothing.
    return {width > 0 ? static_cast<std::uint64_t>(width) : 0,
            static_cast<std::uint64_t>(std::abs(height))};
}

/// The image size in a JPEG 2000 codestream which begins at `at`.
Size codestreamSize(Bytes bytes, std::size_t at) {
    using namespace std::string_view_literals;
    if (!hasText(bytes, at, "\xFF\x4F\xFF\x51"sv)) {
        return {};
    }
    const std::uint64_t right = big32(bytes, at + 8);
    const std::uint64_t bottom = big32(bytes, at + 12);
    const std::uint64_t left = big32(bytes, at + 16);
    const std::uint64_t top = big32(bytes, at + 20);
    if (!fits(bytes, at, 40) || right <= left || bottom <= top) {
        return {};
    }
    return {right - left, bottom - top};
}

Size jpeg2000Size(Bytes bytes) {
    if (bytes.size() >= 2 && bytes[0] == 0xFF) {
        return codestreamSize(bytes, 0);
    }
    std::size_t at = 0;
    while (fits(bytes, at, 8)) {
        std::uint64_t length = big32(bytes, at);
        std::size_t head = 8;
        if (length == 1) {
            length = std::uint64_t{big32(bytes, at + 8)} << 32 | big32(bytes, at + 12);
            head = 16;
        }
        if (hasText(bytes, at + 4, "jp2c")) {
            return codestreamSize(bytes, at + head);
        }
        if (length < head || length > bytes.size() - at) {
            break;
        }
        at += length;
    }
    return {};
}

Error damaged(std::string_view name) {
    return fail(ErrorCode::ImageDamaged, name, MN_TEXT("Image", "its header makes no sense"));
}

Result<Header> jpegHeader(Bytes bytes, std::string_view name) {
    const JpegHeader jpeg = readJpegHeader(bytes);
    if (!jpeg.found) {
        return fail(ErrorCode::ImageTruncated, name);
    }
    if (!jpeg.huffman && !jpeg.arithmetic) {
        return fail(ErrorCode::ImageFormat, name, "lossless JPEG");
    }
    if (jpeg.bits != 8) {
        return fail(ErrorCode::ImageFormat, name, fmt::format("{}-bit JPEG", jpeg.bits));
    }
    return Header{Format::Jpeg, jpeg.width, jpeg.height, jpeg.orientation};
}

/// The name of a kind of TIFF which nobody here decodes; empty for the others.
std::string refusedTiff(const TiffDirectory& directory) {
    constexpr std::uint32_t kBits = 258;
    constexpr std::uint32_t kPhotometric = 262;
    constexpr std::uint32_t kSampleFormat = 339;
    constexpr std::uint32_t kFloat = 3;
    switch (directory.find(kPhotometric).value_or(0)) {
        case 4:
            return "mask TIFF";
        case 8:  // libtiff's colours of it are far from Pillow's, which asks a colour management
        case 9:
        case 10:
            return "CIELab TIFF";
        case 32803:
        case 34892:
            return "raw camera TIFF";
        case 32844:
        case 32845:
            return "LogLuv TIFF";
        default:
            break;
    }
    const std::uint32_t bits = directory.find(kBits).value_or(1);
    constexpr std::array<std::uint32_t, 7> kKnown{1, 2, 4, 8, 12, 16, 32};
    const bool isFloat = directory.find(kSampleFormat) == kFloat;
    if (std::find(kKnown.begin(), kKnown.end(), bits) == kKnown.end() || (isFloat && bits != 32)) {
        return fmt::format("{}-bit{} TIFF", bits, isFloat ? " float" : "");
    }
    return {};
}

Result<Header> tiffHeader(Bytes bytes, std::string_view name) {
    const auto directory = TiffDirectory::open(bytes);
    if (!directory) {
        return fail(ErrorCode::ImageTruncated, name);
    }
    const auto width = directory->find(256);
    const auto height = directory->find(257);
    if (!width || !height) {
        return damaged(name);
    }
    if (const std::string kind = refusedTiff(*directory); !kind.empty()) {
        return fail(ErrorCode::ImageFormat, name, kind);
    }
    const auto tileWidth = directory->find(322);
    const auto tileHeight = directory->find(323);
    if (tileWidth && tileHeight && std::uint64_t{*tileWidth} * *tileHeight > kMaxPixels) {
        return damaged(name);
    }
    const auto orientation = directory->find(kTiffOrientation);
    const int value =
        orientation && *orientation >= 1 && *orientation <= 8 ? static_cast<int>(*orientation) : 1;
    return Header{Format::Tiff, *width, *height, value};
}

Result<Header> webpHeader(Bytes bytes, std::string_view name) {
    const WebPFrame frame = readWebPFrame(bytes);
    if (frame.chunkBytes == 0) {
        return fail(ErrorCode::ImageTruncated, name);
    }
    return Header{Format::WebP, frame.canvasWidth, frame.canvasHeight, frame.orientation};
}

Result<Header> parse(Format format, Bytes bytes, std::string_view name) {
    const auto sized = [&](const Size& size) { return Header{format, size.width, size.height, 1}; };
    switch (format) {
        case Format::Jpeg:
            return jpegHeader(bytes, name);
        case Format::Png:
            return readPngHeader(bytes, name);
        case Format::WebP:
            return webpHeader(bytes, name);
        case Format::Bmp:
            if (!fits(bytes, 14, little32(bytes, 14))) {
                return fail(ErrorCode::ImageTruncated, name);
            }
            return sized(bmpSize(bytes));
        case Format::Tiff:
            return tiffHeader(bytes, name);
        case Format::Gif:
            return readGifHeader(bytes, name);
        case Format::Pnm:
            return readPnmHeader(bytes, name);
        case Format::Jpeg2000:
            return sized(jpeg2000Size(bytes));
        case Format::Unknown:
            if (const std::string_view known = refusedName(bytes); !known.empty()) {
                return fail(ErrorCode::ImageFormat, name, known);
            }
            return fail(ErrorCode::ImageUnknown, name);
        default:
            return fail(ErrorCode::ImageFormat, name, formatName(format));
    }
}

}  // namespace

Status checkSize(std::uint64_t width, std::uint64_t height, std::string_view name) {
    if (width == 0 || height == 0) {
        return damaged(name);
    }
    // Each edge is below 2^32 in every format, so the product cannot wrap.
    if (width > 0xFFFFFFFFU || height > 0xFFFFFFFFU || width * height > kMaxPixels) {
        return fail(ErrorCode::ImageTooLarge, name, fmt::format("{} × {}", width, height),
                    std::to_string(kMaxPixels));
    }
    return {};
}

Error tooFewBytes(std::string_view name) {
    return fail(ErrorCode::ImageDamaged, name,
                MN_TEXT("Image", "it holds far fewer bytes than its size needs"));
}

Status checkClaim(std::uint64_t pixels, std::size_t bytes, std::string_view name) {
    // A blank page of 13,000 x 13,000 as a fax is 1.7 kB; below 50 MB of pixels nothing is asked.
    constexpr std::uint64_t kFreePixels = std::uint64_t{1} << 24;
    constexpr std::uint64_t kPixelsOfAByte = std::uint64_t{1} << 17;
    if (pixels > kFreePixels && pixels / kPixelsOfAByte > bytes) {
        return tooFewBytes(name);
    }
    return {};
}

Result<Header> readHeader(Bytes bytes, std::string_view name) {
    if (bytes.empty()) {
        return fail(ErrorCode::ImageEmpty, name);
    }
    MN_ASSIGN(Header header, parse(sniffFormat(bytes), bytes, name));
    MN_TRY(checkSize(header.width, header.height, name));
    return header;
}

JpegHeader readJpegHeader(Bytes bytes) {
    using namespace std::string_view_literals;
    JpegHeader header;
    bool exifSeen = false;
    std::size_t at = 2;
    while (true) {
        while (at < bytes.size() && bytes[at] != 0xFF) {
            ++at;  // libjpeg skips junk between segments
        }
        while (at < bytes.size() && bytes[at] == 0xFF) {
            ++at;
        }
        if (at >= bytes.size()) {
            return header;
        }
        const std::uint32_t marker = bytes[at++];
        if (marker == 0x00 || marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8)) {
            continue;
        }
        if (marker == 0xD9) {
            return header;
        }
        if (marker == 0xDA) {
            header.scanAt = at - 2;
            return header;
        }
        const std::size_t length = big16(bytes, at);
        if (length < 2 || !fits(bytes, at, 2)) {
            return header;
        }
        const bool frame =
            marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
        if (frame && !header.found && fits(bytes, at, 8)) {
            header.found = true;
            header.huffman = marker <= 0xC2;
            header.arithmetic = marker == 0xC9 || marker == 0xCA;
            header.bits = static_cast<int>(byteAt(bytes, at + 2));
            header.height = big16(bytes, at + 3);
            header.width = big16(bytes, at + 5);
            header.components = static_cast<int>(byteAt(bytes, at + 7));
        }
        if (marker == 0xE1 && !exifSeen && hasText(bytes, at + 2, "Exif\0"sv)) {
            exifSeen = true;
            const std::size_t begin = at + 2;
            const std::size_t end = std::min(at + length, bytes.size());
            header.orientation = exifOrientation(bytes.subspan(begin, end - begin));
        }
        at += length;
    }
}

bool jpegReachesEnd(Bytes bytes, std::size_t scanAt) {
    std::size_t at = scanAt;
    while (at < bytes.size()) {
        const void* found = std::memchr(bytes.data() + at, 0xFF, bytes.size() - at);
        if (found == nullptr) {
            return false;
        }
        at = static_cast<std::size_t>(static_cast<const std::uint8_t*>(found) - bytes.data());
        while (at < bytes.size() && bytes[at] == 0xFF) {
            ++at;
        }
        const std::uint32_t marker = byteAt(bytes, at);
        ++at;
        if (marker == 0xD9) {
            return true;
        }
        const bool standsAlone = marker <= 0x01 || (marker >= 0xD0 && marker <= 0xD8);
        if (!standsAlone && fits(bytes, at, 2)) {
            at += big16(bytes, at);
        }
    }
    return false;
}

WebPFrame readWebPFrame(Bytes bytes) {
    WebPFrame frame;
    std::size_t at = 12;
    std::size_t end = bytes.size();
    bool inFrame = false;
    std::size_t afterFrame = 0;
    while (fits(bytes, at, 8)) {
        const std::uint64_t length = little32(bytes, at + 4);
        const std::size_t body = at + 8;
        const std::size_t next = static_cast<std::size_t>(body + length + (length & 1U));
        const bool lossy = hasText(bytes, at, "VP8 ");
        if (hasText(bytes, at, "VP8X")) {
            frame.canvasWidth = little24(bytes, body + 4) + 1;
            frame.canvasHeight = little24(bytes, body + 7) + 1;
        } else if (hasText(bytes, at, "ANMF") && !inFrame && frame.chunkBytes == 0) {
            frame.x = std::uint64_t{little24(bytes, body)} * 2;
            frame.y = std::uint64_t{little24(bytes, body + 3)} * 2;
            inFrame = true;
            afterFrame = next;
            end = std::min(end, next);
            at = body + 16;
            continue;
        } else if ((lossy || hasText(bytes, at, "VP8L")) && frame.chunkBytes == 0) {
            frame.truncated = body + length > end;
            frame.chunkAt = at;
            frame.chunkBytes =
                static_cast<std::size_t>(std::min<std::uint64_t>(length + 8, bytes.size() - at));
            if (frame.canvasWidth == 0) {
                const std::uint32_t packed = little32(bytes, body + 1);
                frame.canvasWidth =
                    lossy ? little16(bytes, body + 6) & 0x3FFFU : (packed & 0x3FFFU) + 1;
                frame.canvasHeight =
                    lossy ? little16(bytes, body + 8) & 0x3FFFU : (packed >> 14 & 0x3FFFU) + 1;
            }
        } else if (hasText(bytes, at, "EXIF")) {
            const std::size_t stop =
                std::min<std::size_t>(bytes.size(), static_cast<std::size_t>(body + length));
            frame.orientation = exifOrientation(bytes.subspan(body, stop - body));
        }
        at = next;
        if (inFrame && at >= end) {
            inFrame = false;
            end = bytes.size();
            at = afterFrame;
        }
    }
    return frame;
}

}  // namespace minarai::image
