// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Pillow 9.4, src/libImaging/Resample.c (8 bits per channel) and Geometry.c (nearest). The order
// of the operations in the coefficients is Pillow's, since their rounding decides the last bit.
#include "image/resample.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

// One compilation for processors with AVX2, one for all; the loader takes the better. The
// sanitizers' runtimes are not up yet when it chooses.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define MN_BY_PROCESSOR __attribute__((target_clones("avx2", "default")))
#else
#define MN_BY_PROCESSOR
#endif

namespace minarai::image {

namespace {

constexpr int kPrecisionBits = 32 - 8 - 2;
constexpr int kRounding = 1 << (kPrecisionBits - 1);

double boxFilter(double x) {
    return x > -0.5 && x <= 0.5 ? 1.0 : 0.0;
}

double bilinearFilter(double x) {
    x = std::fabs(x);
    return x < 1.0 ? 1.0 - x : 0.0;
}

double bicubicFilter(double x) {
    constexpr double a = -0.5;
    x = std::fabs(x);
    if (x < 1.0) {
        return ((a + 2.0) * x - (a + 3.0)) * x * x + 1;
    }
    if (x < 2.0) {
        return (((x - 5) * x + 8) * x - 4) * a;
    }
    return 0.0;
}

double sinc(double x) {
    if (x == 0.0) {
        return 1.0;
    }
    x = x * M_PI;
    return std::sin(x) / x;
}

double lanczosFilter(double x) {
    return -3.0 <= x && x < 3.0 ? sinc(x) * sinc(x / 3) : 0.0;
}

struct Filter {
    double (*weight)(double);
    double support;
};

Filter filterOf(Interpolation interpolation) {
    switch (interpolation) {
        case Interpolation::Box:
            return {boxFilter, 0.5};
        case Interpolation::Bicubic:
            return {bicubicFilter, 2.0};
        case Interpolation::Lanczos:
            return {lanczosFilter, 3.0};
        default:
            return {bilinearFilter, 1.0};
    }
}

/// For each output position the first source position, their number and their weights.
struct Taps {
    int stride = 0;  ///< weights kept per output position
    std::vector<int> first;
    std::vector<int> count;
    std::vector<std::int32_t> weights;  ///< fixed point, outSize x stride, padded with 0
};

Taps computeTaps(int inSize, float begin, float end, int outSize, const Filter& filter) {
    const double scale = static_cast<double>(end - begin) / outSize;
    const double filterScale = std::max(scale, 1.0);
    const double support = filter.support * filterScale;
    Taps taps;
    // Even, so that the horizontal pass may take two source pixels at a time.
    taps.stride = (static_cast<int>(std::ceil(support)) * 2 + 1 + 1) / 2 * 2;
    const auto size = static_cast<std::size_t>(outSize);
    const auto stride = static_cast<std::size_t>(taps.stride);
    taps.first.resize(size);
    taps.count.resize(size);
    taps.weights.assign(size * stride, 0);
    std::vector<double> exact(stride);
    for (std::size_t i = 0; i < size; ++i) {
        const double center = begin + (static_cast<double>(i) + 0.5) * scale;
        const double inverse = 1.0 / filterScale;
        const int low = std::max(static_cast<int>(center - support + 0.5), 0);
        const int high = std::min(static_cast<int>(center + support + 0.5), inSize);
        const int count = std::max(high - low, 0);
        double sum = 0.0;
        for (int k = 0; k < count; ++k) {
            exact[static_cast<std::size_t>(k)] = filter.weight((k + low - center + 0.5) * inverse);
            sum += exact[static_cast<std::size_t>(k)];
        }
        for (int k = 0; k < count; ++k) {
            double weight = exact[static_cast<std::size_t>(k)];
            if (sum != 0.0) {
                weight /= sum;
            }
            const double fixed = weight * (1 << kPrecisionBits);
            taps.weights[i * stride + static_cast<std::size_t>(k)] =
                static_cast<std::int32_t>(weight < 0 ? -0.5 + fixed : 0.5 + fixed);
        }
        taps.first[i] = low;
        taps.count[i] = count;
    }
    return taps;
}

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

/// Rows `firstRow` ... of the source, each shrunk or stretched to the width of `out`. Two source
/// pixels of four numbers each make one vector; their sums are joined at the end.
MN_BY_PROCESSOR
void resampleRows(const Image& source, int firstRow, const Taps& taps, Image& out) {
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

/// Each output row as the weighted sum of rows of the source, whose row 0 is `firstRow` of taps.
MN_BY_PROCESSOR
void resampleColumns(const Image& source, int firstRow, const Taps& taps, Image& out) {
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
            for (; k + 2 <= count; k += 2, at += 2 * rowBytes) {
                const std::uint8_t* below = at + rowBytes;
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

/// The whole number below, or -1 for what is left of the source.
std::int64_t cell(double position) {
    return position < 0.0 ? -1 : static_cast<int>(position);
}

/// Pillow's ImagingScaleAffine: positions are summed up step by step, and so is their rounding.
Image nearest(const Image& source, float left, float top, float right, float bottom, int width,
              int height) {
    const double stepX = static_cast<double>(right - left) / width;
    const double stepY = static_cast<double>(bottom - top) / height;
    std::vector<std::int64_t> columns(static_cast<std::size_t>(width));
    double position = static_cast<double>(left) + stepX * 0.5;
    for (std::int64_t& column : columns) {
        column = cell(position);
        position += stepX;
    }
    Image out(width, height);
    position = static_cast<double>(top) + stepY * 0.5;
    for (int y = 0; y < height; ++y, position += stepY) {
        const std::int64_t sourceY = cell(position);
        if (sourceY < 0 || sourceY >= source.height) {
            continue;
        }
        const std::uint8_t* from = source.row(static_cast<int>(sourceY));
        std::uint8_t* to = out.row(y);
        for (const std::int64_t column : columns) {
            if (column >= 0 && column < source.width) {
                std::memcpy(to, from + 3 * column, 3);
            }
            to += 3;
        }
    }
    return out;
}

}  // namespace

Image resizeBox(const Image& source, const Box& box, int width, int height,
                Interpolation interpolation) {
    if (source.empty() || width < 1 || height < 1) {
        return {};
    }
    // Single precision as in Pillow; a box beyond the source, which Pillow refuses, is cut.
    const auto within = [](double value, int limit) {
        return static_cast<float>(std::clamp(value, 0.0, static_cast<double>(limit)));
    };
    const float left = within(box.left, source.width);
    const float top = within(box.top, source.height);
    const float right = std::max(within(box.right, source.width), left);
    const float bottom = std::max(within(box.bottom, source.height), top);

    const bool horizontal =
        width != source.width || left != 0 || right != static_cast<float>(width);
    const bool vertical =
        height != source.height || top != 0 || bottom != static_cast<float>(height);
    if (!horizontal && !vertical) {
        return source;
    }
    if (interpolation == Interpolation::Nearest) {
        return nearest(source, left, top, right, bottom, width, height);
    }
    const Filter filter = filterOf(interpolation);
    const Taps rows = computeTaps(source.height, top, bottom, height, filter);
    if (!horizontal) {
        Image out(width, height);
        resampleColumns(source, 0, rows, out);
        return out;
    }
    const Taps columns = computeTaps(source.width, left, right, width, filter);
    if (!vertical) {
        Image out(width, height);
        resampleRows(source, 0, columns, out);
        return out;
    }
    // Only the rows that the vertical pass will read.
    const int firstRow = rows.first.front();
    const int lastRow = rows.first.back() + rows.count.back();
    Image between(width, std::max(lastRow - firstRow, 0));
    resampleRows(source, firstRow, columns, between);
    Image out(width, height);
    resampleColumns(between, firstRow, rows, out);
    return out;
}

Image resize(const Image& source, int width, int height, Interpolation interpolation) {
    const Box whole{0, 0, static_cast<double>(source.width), static_cast<double>(source.height)};
    return resizeBox(source, whole, width, height, interpolation);
}

}  // namespace minarai::image
