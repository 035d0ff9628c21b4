// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The one picture type of the core: 8-bit RGB, rows from the top, no padding.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace minarai::image {

struct Image {
    int width = 0;                  ///< px
    int height = 0;                 ///< px
    std::vector<std::uint8_t> rgb;  ///< height x width x 3, row-major

    Image() = default;
    Image(int w, int h)
        : width(w), height(h), rgb(static_cast<std::size_t>(w) * static_cast<std::size_t>(h) * 3) {}

    [[nodiscard]] bool empty() const { return rgb.empty(); }
    [[nodiscard]] std::uint8_t* row(int y) {
        return rgb.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width) * 3;
    }
    [[nodiscard]] const std::uint8_t* row(int y) const {
        return rgb.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width) * 3;
    }
    bool operator==(const Image&) const = default;
};

}  // namespace minarai::image
