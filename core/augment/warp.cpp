// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Warps of a picture that goes on beyond its edges: mirrored, repeated or smeared. The arithmetic
// is that of Pillow's filters on a picture padded far enough.
#include "augment/warp.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace minarai::augment {
namespace {

/// Places beyond this are as good as this; far inside the range of integers and doubles.
constexpr double kFarAway = 1 << 30;

enum class Border { Replicate, Reflect, Wrap, Reflect101 };

Border borderFromName(std::string_view name) {
    return name == "replicate" ? Border::Replicate
           : name == "reflect" ? Border::Reflect
           : name == "wrap"    ? Border::Wrap
                               : Border::Reflect101;
}

std::int64_t indexInside(std::int64_t position, std::int64_t length, Border border) {
    if (position >= 0 && position < length) {
        return position;
    }
    switch (border) {
        case Border::Replicate:
            return std::clamp<std::int64_t>(position, 0, length - 1);
        case Border::Wrap:
            return ((position % length) + length) % length;
        case Border::Reflect: {
            const std::int64_t period = 2 * length;
            const std::int64_t phase = ((position % period) + period) % period;
            return phase < length ? phase : period - 1 - phase;
        }
        case Border::Reflect101:
            break;
    }
    return reflectIndex(position, length);
}

/// Weights of 2 or 4 neighbouring pixels; the first lies `first` pixels from the one up and left.
struct Kernel {
    int first = 0;
    int size = 2;
    std::array<double, 4> weights{};
};

Kernel kernelAt(double d, bool isCubic) {
    if (!isCubic) {
        return {0, 2, {1.0 - d, d, 0, 0}};
    }
    // Pillow's cubic, written as weights.
    const double d2 = d * d;
    const double d3 = d2 * d;
    return {-1, 4, {-d + 2 * d2 - d3, 1 - 2 * d2 + d3, d + d2 - d3, -d2 + d3}};
}

void sample(const image::Image& source, std::int64_t left, std::int64_t top, const Kernel& across,
            const Kernel& down, Border border, std::uint8_t* to) {
    std::array<std::int64_t, 4> columns{};
    for (int i = 0; i < across.size; ++i) {
        columns[static_cast<std::size_t>(i)] =
            3 * indexInside(left + across.first + i, source.width, border);
    }
    std::array<double, 3> sum{};
    for (int j = 0; j < down.size; ++j) {
        const std::uint8_t* row =
            source.row(static_cast<int>(indexInside(top + down.first + j, source.height, border)));
        const double weightY = down.weights[static_cast<std::size_t>(j)];
        for (int i = 0; i < across.size; ++i) {
            const std::uint8_t* pixel = row + columns[static_cast<std::size_t>(i)];
            const double weight = weightY * across.weights[static_cast<std::size_t>(i)];
            sum[0] += weight * pixel[0];
            sum[1] += weight * pixel[1];
            sum[2] += weight * pixel[2];
        }
    }
    for (std::size_t c = 0; c < sum.size(); ++c) {
        // Truncated as Pillow does; weights that add up to 1 but for the last bit must not cost a
        // level.
        to[c] = static_cast<std::uint8_t>(std::clamp(sum[c] + 1e-9, 0.0, 255.0));
    }
}

}  // namespace

image::Image warpContinued(const image::Image& source, const Affine& m,
                           std::string_view interpolation, std::string_view borderName) {
    const Border border = borderFromName(borderName);
    const bool isNearest = interpolation == "nearest";
    const bool isCubic = interpolation == "bicubic";
    image::Image out(source.width, source.height);
    for (int y = 0; y < out.height; ++y) {
        std::uint8_t* to = out.row(y);
        for (int x = 0; x < out.width; ++x, to += 3) {
            const double sx = std::clamp(m.x(x + 0.5, y + 0.5), -kFarAway, kFarAway);
            const double sy = std::clamp(m.y(x + 0.5, y + 0.5), -kFarAway, kFarAway);
            if (isNearest) {
                const std::int64_t column =
                    indexInside(static_cast<std::int64_t>(std::floor(sx)), source.width, border);
                const std::int64_t row =
                    indexInside(static_cast<std::int64_t>(std::floor(sy)), source.height, border);
                std::copy_n(source.row(static_cast<int>(row)) + column * 3, 3, to);
                continue;
            }
            const double left = std::floor(sx - 0.5);
            const double top = std::floor(sy - 0.5);
            sample(source, static_cast<std::int64_t>(left), static_cast<std::int64_t>(top),
                   kernelAt(sx - 0.5 - left, isCubic), kernelAt(sy - 0.5 - top, isCubic), border,
                   to);
        }
    }
    return out;
}

}  // namespace minarai::augment
