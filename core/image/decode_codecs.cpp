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

/// Sets a number of the first directory, in the file's byte order.
void setTag(std::vector<std::uint8_t>& bytes, const TiffDirectory& directory, const TiffTag& tag,
            std::uint8_t value) {
    const std::size_t width = tag.isShort ? 2 : 4;
    for (std::size_t i = 0; i < width; ++i) {
        const bool lowest = directory.bigEndian() ? i + 1 == width : i == 0;
        bytes[tag.valueOffset + i] = lowest ? value : 0;
    }
}

/// libtiff turns some orientations by itself and multiplies colours by a separate alpha: it gets
/// the file without that orientation, and with an alpha that it takes as multiplied already.
Result<Image> decodeTiff(Bytes bytes, const Header& header, std::string_view name) {
    constexpr std::uint32_t kExtraSamples = 338;
    constexpr std::uint32_t kSeparateAlpha = 2;
    // The palette, and where the strips or tiles are and how long. Without its palette libtiff
    // takes a picture for a grey one.
    constexpr std::array<std::uint32_t, 5> kNeeded{320, 273, 279, 324, 325};
    const auto directory = TiffDirectory::open(bytes);
    if (!directory || std::any_of(kNeeded.begin(), kNeeded.end(),
                                  [&](std::uint32_t tag) { return directory->isCutOff(tag); })) {
        return fail(ErrorCode::ImageTruncated, name);
    }
    const auto orientation = directory->find(kTiffOrientation);
    const auto extra = directory->find(kExtraSamples);
    const bool turned = orientation && header.orientation != 1;
    const bool alpha = extra && extra->value == kSeparateAlpha;
    if (!turned && !alpha) {
        return run(bytes, header, name);
    }
    std::vector<std::uint8_t> copy(bytes.begin(), bytes.end());
    if (turned) {
        setTag(copy, *directory, *orientation, 1);
    }
    if (alpha) {
        setTag(copy, *directory, *extra, 1);
    }
    return run(copy, header, name);
}

/// OpenCV leaves the low bits of 15- and 16-bit pixels 0; Pillow spreads them over 0 ... 255.
void spreadLowDepths(Bytes bytes, Image& image) {
    const bool plain = little16(bytes, 28) == 16 && little32(bytes, 30) == 0;
    const bool masks = little16(bytes, 28) == 16 && little32(bytes, 30) == 3;
    if (little32(bytes, 14) < 40 || (!plain && !masks)) {
        return;
    }
    const bool six = masks && little32(bytes, 58) == 0x07E0;
    for (std::size_t i = 0; i < image.rgb.size(); ++i) {
        const unsigned value = image.rgb[i];
        image.rgb[i] = static_cast<std::uint8_t>(six && i % 3 == 1 ? (value >> 2) * 255 / 63
                                                                   : (value >> 3) * 255 / 31);
    }
}

/// Whether the rows of a BMP without compression are all there; the padding of the last may be
/// missing. The codec would take memory first, and read black where nothing is.
bool rowsAreThere(Bytes bytes, const Header& header) {
    const bool old = little32(bytes, 14) == 12;
    const std::uint32_t compression = old ? 0 : little32(bytes, 30);
    if (compression != 0 && compression != 3) {
        return true;
    }
    const std::uint64_t bits = little16(bytes, old ? 24 : 28);
    const std::uint64_t used = (header.width * bits + 7) / 8;
    const std::uint64_t stride = (header.width * bits + 31) / 32 * 4;
    const std::uint64_t pixelsAt = little32(bytes, 10);
    return pixelsAt + stride * (header.height - 1) + used <= bytes.size();
}

}  // namespace

Result<Image> decodeByCodecs(Bytes bytes, const Header& header, std::string_view name) {
    if (header.format == Format::WebP) {
        return decodeWebP(bytes, header, name);
    }
    if (header.format == Format::Tiff) {
        return decodeTiff(bytes, header, name);
    }
    if (header.format == Format::Bmp && !rowsAreThere(bytes, header)) {
        return fail(ErrorCode::ImageTruncated, name);
    }
    auto image = run(bytes, header, name);
    if (image && header.format == Format::Bmp) {
        spreadLowDepths(bytes, *image);
    }
    return image;
}

}  // namespace minarai::image
