// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstring>
#include <utility>

#include "image/by_processor.h"
#include "image/decoders.h"
#include "image/resample.h"

namespace minarai::image {

namespace {

/// result(x, y) = source(y, x)
Image transpose(const Image& source) {
    Image result(source.height, source.width);
    // Tiles keep both sides of the copy in the cache.
    constexpr int kTile = 32;
    for (int tileY = 0; tileY < source.height; tileY += kTile) {
        for (int tileX = 0; tileX < source.width; tileX += kTile) {
            const int endY = std::min(tileY + kTile, source.height);
            const int endX = std::min(tileX + kTile, source.width);
            for (int x = tileX; x < endX; ++x) {
                std::uint8_t* out = result.row(x) + std::size_t{3} * tileY;
                for (int y = tileY; y < endY; ++y, out += 3) {
                    std::memcpy(out, source.row(y) + std::size_t{3} * x, 3);
                }
            }
        }
    }
    return result;
}

#ifdef MN_AVX2
/// Writes pixels from the left end of a row to the left of `out`, the end of its mirror; returns
/// how many. A few at the end of the row are left over.
MN_AVX2 std::size_t mirrorAvx2(const std::uint8_t* in, std::uint8_t* out, std::size_t width) {
    // Five pixels a move, backwards; the first byte is junk that the next move covers.
    const __m128i backwards = _mm_setr_epi8(-1, 12, 13, 14, 9, 10, 11, 6, 7, 8, 3, 4, 5, 0, 1, 2);
    std::size_t x = 0;
    for (; x + 6 <= width; x += 5) {
        const __m128i five = _mm_loadu_si128(reinterpret_cast<const __m128i*>(in + 3 * x));
        _mm_storeu_si128(reinterpret_cast<__m128i*>(out - 3 * x - 16),
                         _mm_shuffle_epi8(five, backwards));
    }
    return x;
}
#endif

Image rotateHalf(const Image& source) {
    Image result(source.width, source.height);
    const std::uint8_t* in = source.rgb.data();
    std::uint8_t* out = result.rgb.data() + result.rgb.size();
    for (std::size_t i = 0; i < source.rgb.size(); i += 3) {
        out -= 3;
        std::memcpy(out, in + i, 3);
    }
    return result;
}

}  // namespace

Image flipHorizontally(const Image& source) {
    Image result(source.width, source.height);
    const auto width = static_cast<std::size_t>(source.width);
    for (int y = 0; y < source.height; ++y) {
        const std::uint8_t* in = source.row(y);
        std::uint8_t* out = result.row(y) + 3 * width;
        std::size_t x = 0;
#ifdef MN_AVX2
        if (processorHasAvx2()) {
            x = mirrorAvx2(in, out, width);
            in += 3 * x;
            out -= 3 * x;
        }
#endif
        for (; x < width; ++x, in += 3) {
            out -= 3;
            std::memcpy(out, in, 3);
        }
    }
    return result;
}

Image flipVertically(const Image& source) {
    Image result(source.width, source.height);
    const std::size_t rowBytes = std::size_t{3} * source.width;
    for (int y = 0; y < source.height && rowBytes > 0; ++y) {
        std::memcpy(result.row(source.height - 1 - y), source.row(y), rowBytes);
    }
    return result;
}

Image crop(const Image& source, int left, int top, int width, int height) {
    Image result(width, height);
    const std::int64_t beginX = std::max<std::int64_t>(left, 0);
    const std::int64_t endX = std::min<std::int64_t>(std::int64_t{left} + width, source.width);
    if (beginX >= endX) {
        return result;
    }
    for (int y = 0; y < height; ++y) {
        const std::int64_t sourceY = std::int64_t{top} + y;
        if (sourceY >= 0 && sourceY < source.height) {
            std::memcpy(result.row(y) + 3 * (beginX - left),
                        source.row(static_cast<int>(sourceY)) + 3 * beginX,
                        static_cast<std::size_t>(3 * (endX - beginX)));
        }
    }
    return result;
}

Image makeUpright(Image stored, int orientation) {
    switch (orientation) {
        case 2:
            return flipHorizontally(stored);
        case 3:
            return rotateHalf(stored);
        case 4:
            return flipVertically(stored);
        case 5:
            return transpose(stored);
        case 6:  // a quarter clockwise
            return transpose(flipVertically(stored));
        case 7:
            return transpose(rotateHalf(stored));
        case 8:  // a quarter anticlockwise
            return flipVertically(transpose(stored));
        default:
            return stored;
    }
}

}  // namespace minarai::image
