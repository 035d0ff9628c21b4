// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Pillow 9.4, src/libImaging/Resample.c (8 bits per channel) and Geometry.c (nearest). The order
// of the operations in the coefficients is Pillow's, since their rounding decides the last bit.
#include "image/resample.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <optional>
#include <vector>

#include "image/by_processor.h"
#include "image/resample_avx512.h"
#include "image/resample_passes.h"

namespace minarai::image {

namespace {

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

/// `weight` is a filter of the given support, in units of output pixels where the picture shrinks.
template <typename Weight>
Taps computeTaps(int inSize, float begin, float end, int outSize, double filterSupport,
                 Weight filterWeight) {
    const double scale = static_cast<double>(end - begin) / outSize;
    const double filterScale = std::max(scale, 1.0);
    const double support = filterSupport * filterScale;
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
            exact[static_cast<std::size_t>(k)] = filterWeight((k + low - center + 0.5) * inverse);
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

/// The whole number below, or -1 for what is left of the source.
std::int64_t cell(double position) {
    return position < 0.0 ? -1 : static_cast<int>(position);
}

/// Where each pixel of a nearest resize comes from, along one edge.
struct Cells {
    std::vector<std::int32_t> from;  ///< in the source, not falling
    std::size_t begin = 0;           ///< what is before lies outside of the source
    std::size_t end = 0;             ///< what is from here on, too
};

/// Pillow's ImagingScaleAffine: positions are summed up step by step, and so is their rounding.
Cells nearestCells(int sourceSize, float first, float last, int size) {
    Cells cells;
    const double step = static_cast<double>(last - first) / size;
    double position = static_cast<double>(first) + step * 0.5;
    for (int i = 0; i < size; ++i, position += step) {
        const std::int64_t from = cell(position);
        cells.from.push_back(static_cast<std::int32_t>(from));
        cells.begin += from < 0 ? 1U : 0U;
        cells.end += from < sourceSize ? 1U : 0U;
    }
    return cells;
}

/// The pixels of one row, one after the other.
void pickPixels(const std::uint8_t* row, const std::vector<std::int32_t>& from, int sourceWidth,
                std::uint8_t* out) {
    // Four bytes at once where a pixel has another one behind it, here and there.
    const auto last = std::lower_bound(from.begin(), from.end(), sourceWidth - 1);
    const std::size_t quick =
        std::min(static_cast<std::size_t>(last - from.begin()), from.size() - 1);
    std::size_t x = 0;
    for (; x < quick; ++x) {
        std::memcpy(out + 3 * x, row + 3 * static_cast<std::ptrdiff_t>(from[x]), 4);
    }
    for (; x < from.size(); ++x) {
        std::memcpy(out + 3 * x, row + 3 * static_cast<std::ptrdiff_t>(from[x]), 3);
    }
}

Image nearest(const Window& source, float left, float top, float right, float bottom, int width,
              int height) {
    const Cells columns = nearestCells(source.width, left, right, width);
    const Cells rows = nearestCells(source.height, top, bottom, height);
    Image out(width, height);
    if (columns.begin >= columns.end) {
        return out;
    }
    const std::vector<std::int32_t> from(
        columns.from.begin() + static_cast<std::ptrdiff_t>(columns.begin),
        columns.from.begin() + static_cast<std::ptrdiff_t>(columns.end));
    std::optional<avx512::PixelPicker> picker;
    if (processorHasAvx512()) {
        picker.emplace(from);
    }
    for (std::size_t y = rows.begin; y < rows.end; ++y) {
        std::uint8_t* to = out.row(static_cast<int>(y)) + 3 * columns.begin;
        if (y > rows.begin && rows.from[y] == rows.from[y - 1]) {
            std::memcpy(to, to - std::size_t{3} * columns.from.size(), 3 * from.size());
            continue;
        }
        const std::uint8_t* row = source.row(rows.from[y]);
        if (picker && static_cast<std::size_t>(source.end - row) >= picker->bytesRead()) {
            picker->pick(row, to);
        } else {
            pickPixels(row, from, source.width, to);
        }
    }
    return out;
}

Taps tapsOf(Interpolation interpolation, int inSize, float begin, float end, int outSize) {
    // A lambda each, so that the filter becomes a part of the loop.
    switch (interpolation) {
        case Interpolation::Box:
            return computeTaps(inSize, begin, end, outSize, 0.5,
                               [](double x) { return boxFilter(x); });
        case Interpolation::Bicubic:
            return computeTaps(inSize, begin, end, outSize, 2.0,
                               [](double x) { return bicubicFilter(x); });
        case Interpolation::Lanczos:
            return computeTaps(inSize, begin, end, outSize, 3.0,
                               [](double x) { return lanczosFilter(x); });
        default:
            return computeTaps(inSize, begin, end, outSize, 1.0,
                               [](double x) { return bilinearFilter(x); });
    }
}

Image copyOf(const Window& source) {
    Image out(source.width, source.height);
    const std::size_t rowBytes = std::size_t{3} * static_cast<std::size_t>(source.width);
    for (int y = 0; y < source.height; ++y) {
        std::memcpy(out.row(y), source.row(y), rowBytes);
    }
    return out;
}

/// The box is within the source.
Image resample(const Window& source, float left, float top, float right, float bottom, int width,
               int height, Interpolation interpolation) {
    const bool horizontal =
        width != source.width || left != 0 || right != static_cast<float>(width);
    const bool vertical =
        height != source.height || top != 0 || bottom != static_cast<float>(height);
    if (!horizontal && !vertical) {
        return copyOf(source);
    }
    if (interpolation == Interpolation::Nearest) {
        return nearest(source, left, top, right, bottom, width, height);
    }
    const Taps rows = tapsOf(interpolation, source.height, top, bottom, height);
    if (!horizontal) {
        Image out(width, height);
        resampleColumns(source, 0, rows, out);
        return out;
    }
    const Taps columns = tapsOf(interpolation, source.width, left, right, width);
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
    resampleColumns(windowOf(between), firstRow, rows, out);
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
    return resample(windowOf(source), left, top, right, bottom, width, height, interpolation);
}

Image resizePart(const Image& source, const Part& part, int width, int height,
                 Interpolation interpolation) {
    if (part.width < 1 || part.height < 1 || width < 1 || height < 1) {
        return {};
    }
    const bool inside = part.left >= 0 && part.top >= 0 && part.width <= source.width - part.left &&
                        part.height <= source.height - part.top;
    if (!inside) {
        return resize(crop(source, part.left, part.top, part.width, part.height), width, height,
                      interpolation);
    }
    return resample(windowOf(source, part.left, part.top, part.width, part.height), 0, 0,
                    static_cast<float>(part.width), static_cast<float>(part.height), width, height,
                    interpolation);
}

Image resize(const Image& source, int width, int height, Interpolation interpolation) {
    return resizePart(source, {0, 0, source.width, source.height}, width, height, interpolation);
}

}  // namespace minarai::image
