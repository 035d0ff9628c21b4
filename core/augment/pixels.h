// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The inner loops of the colour transforms and of ToTensor, over interleaved RGB. Not for other
// rooms.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace minarai::augment {

/// Pillow's convert("L"): ITU-R 601-2 in 16-bit fixed point.
inline std::uint8_t luma(const std::uint8_t* rgb) {
    return static_cast<std::uint8_t>(
        (rgb[0] * 19595U + rgb[1] * 38470U + rgb[2] * 7471U + 0x8000U) >> 16U);
}

/// One value of Pillow's Image.blend(degenerate, original, factor): float32, towards zero. The
/// factor is at most 10^6 to either side.
inline std::uint8_t blend(int degenerate, int original, float factor) {
    const float value =
        static_cast<float>(degenerate) + factor * static_cast<float>(original - degenerate);
    return static_cast<std::uint8_t>(std::clamp(static_cast<int>(value), 0, 255));
}

/// The sum of the lumas.
std::uint64_t lumaSum(const std::uint8_t* rgb, std::size_t pixels);

/// Blends every value with one grey.
void blendWithGrey(std::uint8_t* values, std::size_t count, int grey, float factor);

/// Blends every pixel with its own luma.
void blendWithLuma(std::uint8_t* rgb, std::size_t pixels, float factor);

/// What the 256 values of a channel become.
using ChannelTable = std::array<float, 256>;

/// Takes the pixels apart into three planes of `pixels` floats each, one after the other.
void toPlanes(const std::uint8_t* rgb, std::size_t pixels,
              const std::array<ChannelTable, 3>& tables, float* planes);

/// A plane of floats to 8 bits: (value * factor + offset) * 255, clipped and rounded.
void toLevels(const float* plane, std::size_t pixels, float factor, float offset,
              std::uint8_t* levels);

}  // namespace minarai::augment
