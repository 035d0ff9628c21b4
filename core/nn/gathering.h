// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The values under a convolution's answers, brought side by side. Torch-free.
#pragma once

#include <array>
#include <cstdint>

namespace minarai::nn {

/// Pictures in channels-last order, and the kernel that goes over them. An answer's values, its
/// terms, are in the order kernel row, kernel column, channel.
struct Gathering {
    std::int64_t height = 0;
    std::int64_t width = 0;
    std::int64_t channels = 0;
    std::int64_t outHeight = 0;
    std::int64_t outWidth = 0;
    std::array<std::int64_t, 2> kernel{1, 1};
    std::array<std::int64_t, 2> stride{1, 1};
    std::array<std::int64_t, 2> padding{0, 0};  ///< below 0: as much is left out
    std::array<std::int64_t, 2> dilation{1, 1};

    /// Of one row of the kernel.
    [[nodiscard]] std::int64_t rowTerms() const { return kernel[1] * channels; }

    [[nodiscard]] std::int64_t terms() const { return kernel[0] * rowTerms(); }
};

/// Some answers, numbered picture by picture, row by row, and some rows of the kernel.
struct GatheredPart {
    std::int64_t first = 0;
    std::int64_t last = 0;  ///< past the end
    std::int64_t firstRow = 0;
    std::int64_t lastRow = 0;
};

/// One answer's values after the other's, in steps of `step` values; 0 where they lie outside of
/// the picture.
void gather(const Gathering& gathering, const float* x, const GatheredPart& part, std::int64_t step,
            float* to);

}  // namespace minarai::nn
