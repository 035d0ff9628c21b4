// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// BMP of Windows and OS/2 as Pillow reads it (PIL/BmpImagePlugin.py): palettes, runs, bit masks;
// alpha is passed over.
#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <optional>

#include "base/text.h"
#include "image/decoders.h"

namespace minarai::image {

namespace {

// Compressions.
constexpr std::uint32_t kRaw = 0;
constexpr std::uint32_t kRuns8 = 1;
constexpr std::uint32_t kRuns4 = 2;
constexpr std::uint32_t kMasks = 3;

struct Layout {
    std::uint64_t width = 0;
    std::uint64_t height = 0;
    bool topDown = false;
    unsigned bits = 0;  ///< of a pixel
    std::uint32_t compression = kRaw;
    std::uint64_t paletteAt = 0;
    std::uint64_t entryBytes = 4;
    std::uint64_t colours = 0;  ///< in the palette
    std::uint64_t pixelsAt = 0;
    std::array<std::uint32_t, 3> masks{};  ///< red, green, blue

    [[nodiscard]] bool indexed() const { return bits <= 8; }
    [[nodiscard]] std::uint64_t usedBytes() const { return (width * bits + 7) / 8; }
    [[nodiscard]] std::uint64_t stride() const { return (width * bits + 31) / 32 * 4; }
    [[nodiscard]] int row(std::uint64_t stored) const {
        return static_cast<int>(topDown ? stored : height - 1 - stored);
    }
};

/// One run of bits, as every mask of a colour is.
bool isMask(std::uint32_t mask) {
    if (mask == 0) {
        return false;
    }
    const std::uint32_t most = mask >> std::countr_zero(mask);
    return (most & (most + 1)) == 0;
}

bool findMasks(Bytes bytes, Layout& layout) {
    constexpr std::array<std::uint32_t, 3> kFull{0xFF0000, 0xFF00, 0xFF};
    layout.masks = layout.bits == 16 ? std::array<std::uint32_t, 3>{0x7C00, 0x3E0, 0x1F} : kFull;
    if (layout.compression != kMasks) {
        return true;
    }
    // Behind a head of 40 bytes, or within a longer one: the same place.
    const std::array<std::uint32_t, 3> named{little32(bytes, 54), little32(bytes, 58),
                                             little32(bytes, 62)};
    if (layout.bits == 32 && named == std::array<std::uint32_t, 3>{}) {
        return true;
    }
    layout.masks = named;
    return std::all_of(named.begin(), named.end(), isMask);
}

std::optional<Layout> layoutOf(Bytes bytes, const Header& header) {
    const std::uint32_t headBytes = little32(bytes, 14);
    const bool old = headBytes == 12;
    Layout layout;
    layout.width = header.width;
    layout.height = header.height;
    layout.bits = little16(bytes, old ? 24 : 28);
    layout.topDown = !old && static_cast<std::int32_t>(little32(bytes, 22)) < 0;
    layout.compression = headBytes >= 40 ? little32(bytes, 30) : kRaw;
    layout.paletteAt = 14 + std::uint64_t{headBytes};
    layout.entryBytes = old ? 3 : 4;
    const bool indexed = layout.bits == 1 || layout.bits == 4 || layout.bits == 8;
    const bool direct = layout.bits == 16 || layout.bits == 24 || layout.bits == 32;
    const bool fitting = layout.compression == kRaw ||
                         (layout.compression == kRuns8 && layout.bits == 8) ||
                         (layout.compression == kRuns4 && layout.bits == 4) ||
                         (layout.compression == kMasks && direct);
    if ((!indexed && !direct) || !fitting) {
        return std::nullopt;
    }
    if (indexed) {
        const std::uint32_t named = headBytes >= 40 ? little32(bytes, 46) : 0;
        layout.colours = named != 0 ? named : std::uint64_t{1} << layout.bits;
        if (layout.colours > 65536) {
            return std::nullopt;
        }
    } else if (!findMasks(bytes, layout)) {
        return std::nullopt;
    }
    layout.pixelsAt = little32(bytes, 10);
    const std::uint64_t maskBytes = headBytes == 40 && layout.compression == kMasks ? 12 : 0;
    if (layout.pixelsAt == 0) {
        layout.pixelsAt = layout.paletteAt + maskBytes + layout.entryBytes * layout.colours;
    } else if (indexed && layout.pixelsAt == layout.paletteAt) {
        // Some writers forget their palette.
        layout.pixelsAt += 4 * layout.colours;
    }
    return layout;
}

using Palette = std::array<std::array<std::uint8_t, 3>, 256>;

/// Indices without an entry are greys, as in Pillow.
Palette paletteOf(Bytes bytes, const Layout& layout) {
    Palette palette{};
    for (std::size_t i = 0; i < palette.size(); ++i) {
        palette[i].fill(static_cast<std::uint8_t>(i));
    }
    const std::uint64_t count = std::min<std::uint64_t>(layout.colours, palette.size());
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t at = static_cast<std::size_t>(layout.paletteAt + layout.entryBytes * i);
        if (fits(bytes, at, 3)) {
            palette[i] = {bytes[at + 2], bytes[at + 1], bytes[at]};
        }
    }
    return palette;
}

/// Follows the runs and calls put(at, index) for each pixel, rows one after the other as stored;
/// places that are skipped get no call. False when they reach neither the last pixel nor a mark of
/// their end.
template <typename Put>
bool followRuns(Bytes data, const Layout& layout, Put put) {
    const bool nibbles = layout.compression == kRuns4;
    const std::uint64_t width = layout.width;
    const std::uint64_t total = width * layout.height;
    const auto indexOf = [nibbles](std::uint32_t byte, std::uint64_t i) {
        const std::uint32_t half = i % 2 == 0 ? byte >> 4 : byte & 15U;
        return static_cast<std::uint8_t>(nibbles ? half : byte);
    };
    std::uint64_t at = 0;  // the pixel
    std::uint64_t x = 0;   // may lie beyond the row, where one is too long
    std::size_t read = 0;
    while (at < total) {
        if (!fits(data, read, 2)) {
            return false;
        }
        const std::uint32_t first = data[read];
        const std::uint32_t second = data[read + 1];
        read += 2;
        if (first > 0) {
            const std::uint64_t count = std::min<std::uint64_t>(first, x < width ? width - x : 0);
            for (std::uint64_t i = 0; i < count; ++i, ++at) {
                put(at, indexOf(second, i));
            }
            x += count;
        } else if (second == 0) {  // the end of a row
            // An empty one where nothing was drawn since the last; a full one has its end here,
            // too.
            at = x == 0 ? at + width : (at + width - 1) / width * width;
            x = 0;
        } else if (second == 1) {  // the end of the picture: the rest is skipped
            return true;
        } else if (second == 2) {  // a step to the right and on by rows
            if (!fits(data, read, 2)) {
                return false;
            }
            at += data[read] + data[read + 1] * width;
            x = at % width;
            read += 2;
        } else {
            const std::size_t count = nibbles ? (second + 1) / 2 : second;
            if (!fits(data, read, count)) {
                return false;
            }
            for (std::uint64_t i = 0; i < second; ++i, ++at) {
                if (at < total) {
                    put(at, indexOf(data[read + (nibbles ? i / 2 : i)], i));
                }
            }
            x += second;
            read += count + count % 2;
        }
    }
    return true;
}

void drawIndexed(Bytes pixels, const Layout& layout, const Palette& palette, Image& image) {
    const std::uint32_t most = (1U << layout.bits) - 1;
    for (std::uint64_t y = 0; y < layout.height; ++y) {
        const std::uint8_t* in = pixels.data() + y * layout.stride();
        std::uint8_t* out = image.row(layout.row(y));
        for (std::uint64_t x = 0; x < layout.width; ++x, out += 3) {
            const std::uint64_t bit = x * layout.bits;
            const std::uint32_t index = in[bit / 8] >> (8 - layout.bits - bit % 8) & most;
            std::memcpy(out, palette[index].data(), 3);
        }
    }
}

/// Pixels of 16, 24 or 32 bits; fewer than 8 bits of a colour are spread over 0 ... 255.
void drawDirect(Bytes pixels, const Layout& layout, Image& image) {
    struct Channel {
        unsigned shift;
        std::uint64_t most;
    };
    std::array<Channel, 3> channels{};
    for (std::size_t c = 0; c < channels.size(); ++c) {
        const auto shift = static_cast<unsigned>(std::countr_zero(layout.masks[c]));
        channels[c] = {shift, layout.masks[c] >> shift};
    }
    const unsigned pixelBytes = layout.bits / 8;
    const bool plain =
        layout.bits >= 24 && layout.masks == std::array<std::uint32_t, 3>{0xFF0000, 0xFF00, 0xFF};
    for (std::uint64_t y = 0; y < layout.height; ++y) {
        const std::uint8_t* in = pixels.data() + y * layout.stride();
        std::uint8_t* out = image.row(layout.row(y));
        for (std::uint64_t x = 0; x < layout.width; ++x, in += pixelBytes, out += 3) {
            if (plain) {
                out[0] = in[2];
                out[1] = in[1];
                out[2] = in[0];
                continue;
            }
            const std::uint32_t pixel = little32({in, pixelBytes}, 0);
            for (std::size_t c = 0; c < channels.size(); ++c) {
                const std::uint64_t value = pixel >> channels[c].shift & channels[c].most;
                out[c] = static_cast<std::uint8_t>(value * 255 / channels[c].most);
            }
        }
    }
}

}  // namespace

Result<Image> decodeBmp(Bytes bytes, const Header& header, std::string_view name) {
    const auto layout = layoutOf(bytes, header);
    if (!layout) {
        return fail(ErrorCode::ImageDamaged, name, MN_TEXT("Image", "its header makes no sense"));
    }
    if (layout->pixelsAt > bytes.size()) {
        return fail(ErrorCode::ImageTruncated, name);
    }
    const Bytes pixels = bytes.subspan(static_cast<std::size_t>(layout->pixelsAt));
    const bool runs = layout->compression == kRuns8 || layout->compression == kRuns4;
    // The padding of the last row may be missing. Runs are followed once without a picture.
    const bool whole =
        runs ? followRuns(pixels, *layout, [](std::uint64_t, std::uint8_t) {})
             : layout->stride() * (layout->height - 1) + layout->usedBytes() <= pixels.size();
    if (!whole) {
        return fail(ErrorCode::ImageTruncated, name);
    }
    MN_TRY(checkClaim(layout->width * layout->height, bytes.size(), name));

    Image image(static_cast<int>(layout->width), static_cast<int>(layout->height));
    if (!layout->indexed()) {
        drawDirect(pixels, *layout, image);
        return image;
    }
    const Palette palette = paletteOf(bytes, *layout);
    if (!runs) {
        drawIndexed(pixels, *layout, palette, image);
        return image;
    }
    for (std::size_t i = 0; i < image.rgb.size(); i += 3) {
        std::memcpy(image.rgb.data() + i, palette[0].data(), 3);  // what is skipped
    }
    followRuns(pixels, *layout, [&](std::uint64_t at, std::uint8_t index) {
        const std::uint64_t x = at % layout->width;
        std::memcpy(image.row(layout->row(at / layout->width)) + 3 * x, palette[index].data(), 3);
    });
    return image;
}

}  // namespace minarai::image
