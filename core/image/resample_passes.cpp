// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "image/resample_passes.h"

#include <algorithm>
#include <cstring>

#include "image/by_processor.h"
#include "image/resample_avx2.h"
#include "image/resample_avx512.h"

namespace minarai::image {

namespace {

constexpr int kRounding = 1 << (kPrecisionBits - 1);

// A vector type of the compiler, so that the sums stay in registers on every processor.
using Int8 = std::int32_t __attribute__((vector_size(32)));
using Int4 = std::int32_t __attribute__((vector_size(16)));

inline std::uint8_t clampToByte(std::int32_t value) {
    return static_cast<std::uint8_t>(std::clamp(value >> kPrecisionBits, 0, 255));
}

/// Three bytes a pixel to four numbers a pixel.
inline void widen(const std::uint8_t* in, std::size_t pixels, std::uint8_t* four,
                  std::int32_t* wide) {
    for (std::size_t x = 0; x + 1 < pixels; ++x) {
        std::memcpy(four + 4 * x, in + 3 * x, 4);  // the fourth byte counts for nothing
    }
    std::memcpy(four + 4 * (pixels - 1), in + 3 * (pixels - 1), 3);
    for (std::size_t i = 0; i < 4 * pixels; ++i) {
        wide[i] = four[i];
    }
}

/// Four sums a pixel to three bytes a pixel.
inline void narrow(const std::int32_t* sums, std::size_t pixels, std::uint8_t* four,
                   std::uint8_t* out) {
    for (std::size_t i = 0; i < 4 * pixels; ++i) {
        four[i] = clampToByte(sums[i]);
    }
    for (std::size_t x = 0; x + 1 < pixels; ++x) {
        std::memcpy(out + 3 * x, four + 4 * x, 4);  // the next pixel covers the fourth byte
    }
    std::memcpy(out + 3 * (pixels - 1), four + 4 * (pixels - 1), 3);
}

/// Two source pixels of four numbers each make one vector; their sums are joined at the end.
void plainRows(const Window& source, int firstRow, const Taps& taps, Image& out) {
    const auto stride = static_cast<std::size_t>(taps.stride);
    const auto width = static_cast<std::size_t>(out.width);
    // The pixels which the taps need; the one a pair may read beyond the last has weight 0.
    const auto begin = static_cast<std::size_t>(taps.first.front());
    const auto end = static_cast<std::size_t>(taps.first.back() + taps.count.back());
    const std::size_t needed = std::max<std::size_t>(end - begin, 1);
    std::vector<std::int32_t> wide((needed + 2) * 4);
    std::vector<std::int32_t> sums(width * 4);
    std::vector<std::uint8_t> four(std::max(needed, width) * 4);
    std::vector<std::int32_t> weights(taps.weights.size() * 4);
    for (std::size_t i = 0; i < taps.weights.size(); ++i) {
        std::fill_n(weights.data() + 4 * i, 4, taps.weights[i]);
    }
    for (int y = 0; y < out.height; ++y) {
        if (end > begin) {
            widen(source.row(firstRow + y) + 3 * begin, end - begin, four.data(), wide.data());
        }
        for (std::size_t x = 0; x < width; ++x) {
            const std::int32_t* from =
                wide.data() + 4 * (static_cast<std::size_t>(taps.first[x]) - begin);
            const std::int32_t* weight = weights.data() + x * stride * 4;
            Int8 sum{kRounding, kRounding, kRounding, 0, 0, 0, 0, 0};
            for (int pair = (taps.count[x] + 1) / 2; pair > 0; --pair, from += 8, weight += 8) {
                Int8 pixels;
                Int8 factors;
                std::memcpy(&pixels, from, 32);
                std::memcpy(&factors, weight, 32);
                sum += pixels * factors;
            }
            const Int4 joined =
                Int4{sum[0], sum[1], sum[2], sum[3]} + Int4{sum[4], sum[5], sum[6], sum[7]};
            std::memcpy(sums.data() + 4 * x, &joined, 16);
        }
        narrow(sums.data(), width, four.data(), out.row(y));
    }
}

void plainColumns(const Window& source, int firstRow, const Taps& taps, Image& out) {
    const std::size_t rowBytes = std::size_t{3} * out.width;
    constexpr std::size_t kBlock = 1024;
    std::int32_t sums[kBlock];
    for (int y = 0; y < out.height; ++y) {
        const auto index = static_cast<std::size_t>(y);
        const std::int32_t* weights =
            taps.weights.data() + index * static_cast<std::size_t>(taps.stride);
        const int count = taps.count[index];
        const std::uint8_t* from = source.row(taps.first[index] - firstRow);
        std::uint8_t* to = out.row(y);
        for (std::size_t x = 0; x < rowBytes; x += kBlock) {
            const std::size_t length = std::min(kBlock, rowBytes - x);
            std::fill_n(sums, length, kRounding);
            const std::uint8_t* at = from + x;
            int k = 0;
            // Two rows at a time halve the traffic to the sums.
            for (; k + 2 <= count; k += 2, at += 2 * source.stride) {
                const std::uint8_t* below = at + source.stride;
                const std::int32_t a = weights[k];
                const std::int32_t b = weights[k + 1];
                for (std::size_t i = 0; i < length; ++i) {
                    sums[i] += at[i] * a + below[i] * b;
                }
            }
            if (k < count) {
                const std::int32_t a = weights[k];
                for (std::size_t i = 0; i < length; ++i) {
                    sums[i] += at[i] * a;
                }
            }
            for (std::size_t i = 0; i < length; ++i) {
                to[x + i] = clampToByte(sums[i]);
            }
        }
    }
}

}  // namespace

Window windowOf(const Image& image, int left, int top, int width, int height) {
    const std::size_t stride = std::size_t{3} * static_cast<std::size_t>(image.width);
    return {image.row(top) + std::size_t{3} * static_cast<std::size_t>(left), stride, width, height,
            image.rgb.data() + image.rgb.size()};
}

Window windowOf(const Image& image) {
    return windowOf(image, 0, 0, image.width, image.height);
}

void resampleRows(const Window& source, int firstRow, const Taps& taps, Image& out) {
    // Two taps: AVX2 takes two output pixels at a time.
    if (processorHasAvx512() && *std::max_element(taps.count.begin(), taps.count.end()) > 2) {
        avx512::resampleRows(source, firstRow, taps, out);
    } else if (processorHasAvx2()) {
        avx2::resampleRows(source, firstRow, taps, out);
    } else {
        plainRows(source, firstRow, taps, out);
    }
}

void resampleColumns(const Window& source, int firstRow, const Taps& taps, Image& out) {
    // The way of AVX2 takes blocks of 16 bytes.
    if (processorHasAvx512()) {
        avx512::resampleColumns(source, firstRow, taps, out);
    } else if (processorHasAvx2() && out.width > 5) {
        avx2::resampleColumns(source, firstRow, taps, out);
    } else {
        plainColumns(source, firstRow, taps, out);
    }
}

}  // namespace minarai::image
