// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Printing inks to RGB as Pillow does it (libImaging/Convert.c, cmyk2rgb).
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace minarai::image {

/// a * b / 255, rounded as Pillow rounds it.
inline int multiplied(int a, int b) {
    const int t = a * b + 128;
    return ((t >> 8) + t) >> 8;
}

/// `inks`: cyan, magenta, yellow and black of each pixel, 255 the most ink.
inline void inksToRgb(const std::uint8_t* inks, std::size_t pixels, std::uint8_t* rgb) {
    for (std::size_t i = 0; i < pixels; ++i, inks += 4, rgb += 3) {
        const int light = 255 - inks[3];
        for (std::size_t c = 0; c < 3; ++c) {
            rgb[c] =
                static_cast<std::uint8_t>(std::clamp(light - multiplied(inks[c], light), 0, 255));
        }
    }
}

}  // namespace minarai::image
