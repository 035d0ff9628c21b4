// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The two passes of a resize, below resample.h: the sums over source pixels, in the fixed point of
// Pillow. There is one way for every processor and one for those with AVX2; both give the same.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "image/image.h"

namespace minarai::image {

/// Fractional bits of a weight.
inline constexpr int kPrecisionBits = 32 - 8 - 2;

/// A rectangle of a picture that belongs to someone else: rows of `width` pixels, RGB.
struct Window {
    const std::uint8_t* data = nullptr;  ///< its upper left pixel
    std::size_t stride = 0;              ///< bytes from row to row
    int width = 0;                       ///< px
    int height = 0;                      ///< px
    const std::uint8_t* end = nullptr;   ///< one past the last byte that may be read

    [[nodiscard]] const std::uint8_t* row(int y) const {
        return data + static_cast<std::size_t>(y) * stride;
    }
};

/// The rectangle must lie within the image.
Window windowOf(const Image& image, int left, int top, int width, int height);
Window windowOf(const Image& image);

/// For each output position the first source position, their number and their weights.
struct Taps {
    int stride = 0;  ///< weights kept per output position
    std::vector<int> first;
    std::vector<int> count;
    std::vector<std::int32_t> weights;  ///< fixed point, outputs x stride, padded with 0
};

/// Rows `firstRow` ... of the source, each shrunk or stretched to the width of `out`.
void resampleRows(const Window& source, int firstRow, const Taps& taps, Image& out);

/// Each output row as the weighted sum of rows of the source, whose row 0 is `firstRow` of taps.
void resampleColumns(const Window& source, int firstRow, const Taps& taps, Image& out);

}  // namespace minarai::image
