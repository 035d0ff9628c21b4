// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset/look.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "image/resample.h"

namespace minarai::dataset {

namespace {

constexpr int kSharpnessEdge = 256;  ///< px of the shorter edge at which sharpness is measured
constexpr int kReducedEdge = 64;     ///< px; from here on the exact resampling is cheap
/// Sums of as many squares of bytes fit into 32 bits.
constexpr int kRowsAtATime = 65000;

int ceilDivide(int a, int b) {
    return (a + b - 1) / b;
}

ChannelSums sumsOf(const image::Image& picture) {
    // One sum a column of bytes: a loop that the compiler turns into vector instructions.
    const auto bytes = static_cast<std::size_t>(picture.width) * 3;
    std::vector<std::uint32_t> values(bytes);
    std::vector<std::uint32_t> squares(bytes);
    ChannelSums sums;
    sums.pixels =
        static_cast<std::uint64_t>(picture.width) * static_cast<std::uint64_t>(picture.height);
    for (int top = 0; top < picture.height; top += kRowsAtATime) {
        std::fill(values.begin(), values.end(), 0U);
        std::fill(squares.begin(), squares.end(), 0U);
        for (int y = top; y < std::min(top + kRowsAtATime, picture.height); ++y) {
            const std::uint8_t* row = picture.row(y);
            for (std::size_t i = 0; i < bytes; ++i) {
                const std::uint32_t value = row[i];
                values[i] += value;
                squares[i] += value * value;
            }
        }
        for (std::size_t i = 0; i < bytes; i += 3) {
            for (std::size_t c = 0; c < 3; ++c) {
                sums.sum[c] += values[i + c];
                sums.squares[c] += squares[i + c];
            }
        }
    }
    return sums;
}

/// Averages blocks of factorX x factorY pixels, smaller ones at the right and lower edge.
image::Image reduce(const image::Image& picture, int factorX, int factorY) {
    image::Image reduced(ceilDivide(picture.width, factorX), ceilDivide(picture.height, factorY));
    const auto bytes = static_cast<std::size_t>(picture.width) * 3;
    std::vector<std::uint32_t> columns(bytes);
    for (int top = 0, outY = 0; top < picture.height; top += factorY, ++outY) {
        const int rows = std::min(factorY, picture.height - top);
        std::fill(columns.begin(), columns.end(), 0U);
        for (int y = top; y < top + rows; ++y) {
            const std::uint8_t* row = picture.row(y);
            for (std::size_t i = 0; i < bytes; ++i) {
                columns[i] += row[i];
            }
        }
        std::uint8_t* out = reduced.row(outY);
        const std::uint32_t* in = columns.data();
        for (int left = 0; left < picture.width; left += factorX, out += 3) {
            const int width = std::min(factorX, picture.width - left);
            std::array<std::uint64_t, 3> block{};
            for (int x = 0; x < width; ++x, in += 3) {
                block[0] += in[0];
                block[1] += in[1];
                block[2] += in[2];
            }
            const auto area = static_cast<std::uint64_t>(width) * static_cast<std::uint64_t>(rows);
            for (std::size_t c = 0; c < 3; ++c) {
                out[c] = static_cast<std::uint8_t>((block[c] + area / 2) / area);
            }
        }
    }
    return reduced;
}

std::vector<float> lumaOf(const image::Image& picture) {
    std::vector<float> luma(picture.rgb.size() / 3);
    const std::uint8_t* in = picture.rgb.data();
    for (float& value : luma) {
        value = 0.299F * static_cast<float>(in[0]) + 0.587F * static_cast<float>(in[1]) +
                0.114F * static_cast<float>(in[2]);
        in += 3;
    }
    return luma;
}

float sharpnessOf(const image::Image& picture) {
    const auto width = static_cast<std::size_t>(picture.width);
    // In whole numbers, 16ths of a level: such loops become vector instructions.
    std::vector<std::int32_t> luma(picture.rgb.size() / 3);
    const std::uint8_t* in = picture.rgb.data();
    std::int64_t sum = 0;
    std::int64_t squares = 0;
    for (std::int32_t& value : luma) {
        value = (77 * in[0] + 150 * in[1] + 29 * in[2]) / 16;
        sum += value;
        squares += static_cast<std::int64_t>(value) * value;
        in += 3;
    }
    std::int64_t energy = 0;
    for (std::size_t y = 1; y + 1 < static_cast<std::size_t>(picture.height); ++y) {
        const std::int32_t* row = luma.data() + y * width;
        for (std::size_t x = 1; x + 1 < width; ++x) {
            const std::int64_t value =
                4 * row[x] - row[x - 1] - row[x + 1] - *(row + x - width) - row[x + width];
            energy += value * value;
        }
    }
    const double unit = 16.0 * 16.0;
    const auto count = static_cast<double>(luma.size());
    const double mean = static_cast<double>(sum) / count;
    const double variance = (static_cast<double>(squares) / count - mean * mean) / unit;
    const double inner = std::max(
        1.0, static_cast<double>(picture.width - 2) * static_cast<double>(picture.height - 2));
    // A level of noise in both keeps flat pictures from looking sharp or blurred.
    return static_cast<float>(std::log((static_cast<double>(energy) / inner / unit + 1) /
                                       (std::max(variance, 0.0) + 20)));
}

std::uint8_t halved(int difference) {
    return static_cast<std::uint8_t>(std::clamp(128 + difference / 2, 0, 255));
}

}  // namespace

void ChannelSums::add(const ChannelSums& other) {
    pixels += other.pixels;
    for (std::size_t c = 0; c < 3; ++c) {
        sum[c] += other.sum[c];
        squares[c] += other.squares[c];
    }
}

Look lookAt(const image::Image& picture) {
    Look look;
    look.width = static_cast<std::uint32_t>(picture.width);
    look.height = static_cast<std::uint32_t>(picture.height);
    const int first = std::max(1, std::min(picture.width, picture.height) / kSharpnessEdge);
    look.sums = sumsOf(picture);
    const image::Image averaged = first > 1 ? reduce(picture, first, first) : image::Image();
    const image::Image& middle = first > 1 ? averaged : picture;
    const auto pixels = static_cast<double>(look.sums.pixels);
    look.brightness = static_cast<float>((0.299 * static_cast<double>(look.sums.sum[0]) +
                                          0.587 * static_cast<double>(look.sums.sum[1]) +
                                          0.114 * static_cast<double>(look.sums.sum[2])) /
                                         pixels);
    look.sharpness = sharpnessOf(middle);

    const int factorX = std::max(1, middle.width / kReducedEdge);
    const int factorY = std::max(1, middle.height / kReducedEdge);
    const image::Image reduced = reduce(middle, factorX, factorY);
    // Blocks at the edges stand for fewer pixels: the box is what the picture really covers.
    const image::Box box{0, 0, static_cast<double>(picture.width) / first / factorX,
                         static_cast<double>(picture.height) / first / factorY};
    const image::Image thumbnail = image::resizeBox(reduced, box, kSignatureEdge, kSignatureEdge);
    const std::vector<float> luma = lumaOf(thumbnail);
    std::transform(luma.begin(), luma.end(), look.signature.luma.begin(), [](float value) {
        return static_cast<std::uint8_t>(std::clamp(std::lround(value), 0L, 255L));
    });
    const image::Image colours = image::resize(thumbnail, kChromaEdge, kChromaEdge);
    for (std::size_t i = 0; i < colours.rgb.size() / 3; ++i) {
        const std::uint8_t* rgb = colours.rgb.data() + i * 3;
        look.signature.chroma[i * 2] = halved(rgb[0] - rgb[1]);
        look.signature.chroma[i * 2 + 1] = halved(rgb[2] - rgb[1]);
    }
    return look;
}

}  // namespace minarai::dataset
