// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/gathering.h"

#include <cstddef>
#include <cstring>

namespace minarai::nn {
namespace {

/// One row of the kernel; `row` begins the picture's row under it, or is null outside of it.
void gatherRow(const Gathering& gathering, const float* row, std::int64_t left, float* to) {
    const std::int64_t channels = gathering.channels;
    const auto bytes = [channels](std::int64_t places) {
        return static_cast<std::size_t>(places * channels) * sizeof(float);
    };
    const std::int64_t kernel = gathering.kernel[1];
    if (row == nullptr) {
        std::memset(to, 0, bytes(kernel));
        return;
    }
    // What lies side by side in the picture is copied at once.
    if (gathering.dilation[1] == 1 && left >= 0 && left + kernel <= gathering.width) {
        std::memcpy(to, row + left * channels, bytes(kernel));
        return;
    }
    for (std::int64_t j = 0; j < kernel; ++j, to += channels) {
        const std::int64_t column = left + j * gathering.dilation[1];
        if (column < 0 || column >= gathering.width) {
            std::memset(to, 0, bytes(1));
        } else {
            std::memcpy(to, row + column * channels, bytes(1));
        }
    }
}

}  // namespace

void gather(const Gathering& gathering, const float* x, const GatheredPart& part, std::int64_t step,
            float* to) {
    const std::int64_t line = gathering.width * gathering.channels;
    for (std::int64_t number = part.first; number < part.last; ++number, to += step) {
        const std::int64_t outRow = number / gathering.outWidth;
        const float* const picture = x + outRow / gathering.outHeight * gathering.height * line;
        const std::int64_t top =
            outRow % gathering.outHeight * gathering.stride[0] - gathering.padding[0];
        const std::int64_t left =
            number % gathering.outWidth * gathering.stride[1] - gathering.padding[1];
        float* place = to;
        for (std::int64_t i = part.firstRow; i < part.lastRow; ++i) {
            const std::int64_t row = top + i * gathering.dilation[0];
            const bool isInside = row >= 0 && row < gathering.height;
            gatherRow(gathering, isInside ? picture + row * line : nullptr, left, place);
            place += gathering.rowTerms();
        }
    }
}

}  // namespace minarai::nn
