// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures for the tests of this room.
#pragma once

#include <cstdint>

#include "base/rng.h"
#include "image/image.h"

namespace minarai::augment::test {

inline image::Image noise(int width, int height, std::uint64_t seed) {
    image::Image picture(width, height);
    Rng rng(seed);
    for (std::uint8_t& value : picture.rgb) {
        value = static_cast<std::uint8_t>(rng.below(256));
    }
    return picture;
}

/// Every pixel says where it is: red is x, green is y.
inline image::Image coordinates(int width, int height) {
    image::Image picture(width, height);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            picture.row(y)[x * 3] = static_cast<std::uint8_t>(x);
            picture.row(y)[x * 3 + 1] = static_cast<std::uint8_t>(y);
            picture.row(y)[x * 3 + 2] = 255;
        }
    }
    return picture;
}

}  // namespace minarai::augment::test
