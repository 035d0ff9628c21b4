// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cstring>
#include <new>
#include <string>
#include <vector>

#include "image/codecs_library.h"
#include "image/decoders.h"
#include "image/exif.h"
#include "image/resample.h"

namespace minarai::image {

namespace {

struct Target {
    Image image;
    std::uint64_t maxWidth = 0;
    std::uint64_t maxHeight = 0;
};

std::uint8_t* allocate(void* context, int width, int height) {
    auto* target = static_cast<Target*>(context);
    if (width < 1 || height < 1 || static_cast<std::uint64_t>(width) > target->maxWidth ||
        static_cast<std::uint64_t>(height) > target->maxHeight) {
        return nullptr;
    }
    try {
        target->image = Image(width, height);
    } catch (const std::bad_alloc&) {
        return nullptr;
    }
    return target->image.rgb.data();
}

Result<Image> run(Bytes bytes, const Header& header, std::string_view name) {
    MN_ASSIGN(const DecodeFunction decodeFunction, codecsDecode());
    Target target{Image(), header.width, header.height};
    std::array<char, 256> message{};
    if (decodeFunction(bytes.data(), bytes.size(), allocate, &target, message.data(),
                       message.size()) != 0) {
        return fail(ErrorCode::ImageDamaged, name, message.data());
    }
    return std::move(target.image);
}

/// Each block of 16 x 16 says by about three bits at least how it is predicted.
constexpr std::uint64_t kLossyPixelsOfAByte = 1024;

/// The first frame as a plain still file: no animation, no alpha, no EXIF to be applied twice.
Result<Image> decodeWebP(Bytes bytes, const Header& header, std::string_view name) {
    const WebPFrame frame = readWebPFrame(bytes);
    if (frame.truncated) {
        return fail(ErrorCode::ImageTruncated, name);
    }
    const bool padded = frame.chunkBytes % 2 == 1;
    std::vector<std::uint8_t> still(12 + frame.chunkBytes + (padded ? 1 : 0));
    const std::size_t riffBytes = still.size() - 8;
    std::memcpy(still.data(), "RIFF", 4);
    for (std::size_t i = 0; i < 4; ++i) {
        still[4 + i] = static_cast<std::uint8_t>(riffBytes >> (8 * i) & 0xFFU);
    }
    std::memcpy(still.data() + 8, "WEBP", 4);
    std::memcpy(still.data() + 12, bytes.data() + frame.chunkAt, frame.chunkBytes);
    // The codec believes the size inside the chunk, so that one is looked at too.
    const WebPFrame inner = readWebPFrame(still);
    MN_TRY(checkSize(inner.canvasWidth, inner.canvasHeight, name));
    const std::uint64_t pixels = inner.canvasWidth * inner.canvasHeight;
    if (hasText(still, 12, "VP8 ") && pixels / kLossyPixelsOfAByte > frame.chunkBytes) {
        return fail(ErrorCode::ImageTruncated, name);
    }
    // Without loss, a picture of one colour takes no bits for its pixels.
    MN_TRY(checkClaim(std::max(pixels, header.width * header.height), bytes.size(), name));
    Header limits = header;
    limits.width = inner.canvasWidth;
    limits.height = inner.canvasHeight;
    MN_ASSIGN(Image image, run(still, limits, name));
    if (static_cast<std::uint64_t>(image.width) == header.width &&
        static_cast<std::uint64_t>(image.height) == header.height) {
        return image;
    }
    // A first frame smaller than the canvas lies on black.
    return crop(image, -static_cast<int>(frame.x), -static_cast<int>(frame.y),
                static_cast<int>(header.width), static_cast<int>(header.height));
}

/// The most bytes of pixels that a byte of the file can stand for; 0 where there is no such bound.
double mostOfAByte(std::uint32_t compression) {
    switch (compression) {
        case 1:  // none
            return 1;
        case 5:  // LZW: 4096 bytes in 12 bits
            return 2731;
        case 7:  // JPEG: a block of 8 x 8 colours in a bit
            return 8 * 8 * 8 * 3;
        case 8:  // deflate, of both numbers
        case 32946:
            return 1100;
        case 32773:  // PackBits: 128 bytes in two
            return 64;
        default:
            return 0;
    }
}

/// Whether so many bytes can hold the picture, with the parts of its tiles that lie beyond it.
Status checkTiffClaim(const TiffDirectory& directory, const Header& header, std::size_t bytes,
                      std::string_view name) {
    constexpr std::uint32_t kBits = 258;
    constexpr std::uint32_t kCompression = 259;
    constexpr std::uint32_t kPhotometric = 262;
    constexpr std::uint32_t kSamples = 277;
    constexpr std::uint32_t kTileWidth = 322;
    constexpr std::uint32_t kTileHeight = 323;
    constexpr std::uint32_t kYCbCr = 6;
    const auto number = [&](std::uint32_t tag, std::uint32_t missing) {
        return directory.find(tag).value_or(missing);
    };
    const auto inWholes = [](std::uint64_t length, std::uint32_t part) {
        return part == 0 ? length : (length + part - 1) / part * part;
    };
    const double width = static_cast<double>(inWholes(header.width, number(kTileWidth, 0)));
    const double height = static_cast<double>(inWholes(header.height, number(kTileHeight, 0)));
    const double samples = number(kSamples, 1);
    const double bits = number(kBits, 1);
    // Of chroma there may be little.
    const double least = number(kPhotometric, 0) == kYCbCr ? 1 : samples;
    const double most = mostOfAByte(number(kCompression, 1));
    if (most > 0 && width * height * least * bits / 8 / most > static_cast<double>(bytes)) {
        return fail(ErrorCode::ImageTruncated, name);
    }
    // Pixels of more than 24 bits count as so many more: a strip or tile is read as it is stored.
    constexpr double kTooMany = 1e15;
    const double claimed = width * height * std::max(1.0, samples * bits / 24);
    return checkClaim(static_cast<std::uint64_t>(std::min(claimed, kTooMany)), bytes, name);
}

Result<Image> decodeTiff(Bytes bytes, const Header& header, std::string_view name) {
    // The palette, and where the strips or tiles are and how long.
    constexpr std::array<std::uint32_t, 5> kNeeded{320, 273, 279, 324, 325};
    const auto directory = TiffDirectory::open(bytes);
    if (!directory || std::any_of(kNeeded.begin(), kNeeded.end(),
                                  [&](std::uint32_t tag) { return directory->isCutOff(tag); })) {
        return fail(ErrorCode::ImageTruncated, name);
    }
    MN_TRY(checkTiffClaim(*directory, header, bytes.size(), name));
    auto image = run(bytes, header, name);
    const bool damaged = !image && image.error().code == ErrorCode::ImageDamaged;
    if (damaged && (directory->reachesBeyond(273, 279) || directory->reachesBeyond(324, 325))) {
        return fail(ErrorCode::ImageTruncated, name);
    }
    return image;
}

}  // namespace

Result<Image> decodeByCodecs(Bytes bytes, const Header& header, std::string_view name) {
    if (header.format == Format::WebP) {
        return decodeWebP(bytes, header, name);
    }
    if (header.format == Format::Tiff) {
        return decodeTiff(bytes, header, name);
    }
    // JPEG 2000 says in a byte that nothing follows of a whole level of detail, so that a picture
    // of one colour takes next to no bytes. But its decoder takes fifteen bytes for each pixel.
    constexpr std::uint64_t kFreePixels = std::uint64_t{1} << 25;
    constexpr std::uint64_t kPixelsOfAByte = std::uint64_t{1} << 14;
    const std::uint64_t pixels = header.width * header.height;
    if (pixels > kFreePixels && pixels / kPixelsOfAByte > bytes.size()) {
        return tooFewBytes(name);
    }
    return run(bytes, header, name);
}

}  // namespace minarai::image
