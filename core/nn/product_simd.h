// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The functions of product_kernels.h.
#pragma once

#include "nn/product_kernels.h"
#include "nn/simd.h"

namespace minarai::nn {
namespace {

constexpr int kRows = MINARAI_ROWS;  ///< of a product kept in registers, two for each
constexpr int kPanel = 2 * kLanes;

/// Products of `Rows` lines: sums[row] = sum over `count` of a[row * rowStep + i * step] times a
/// line of b.
template <int Rows>
MINARAI_INLINE void multiplyRows(const float* a, std::int64_t rowStep, std::int64_t step,
                                 const float* b, std::int64_t count, Lanes (*sums)[2]) {
    for (std::int64_t i = 0; i < count; ++i) {
        const Lanes left = load(b + i * kPanel);
        const Lanes right = load(b + i * kPanel + kLanes);
#pragma GCC unroll 16
        for (int row = 0; row < Rows; ++row) {
            const float factor = a[row * rowStep + i * step];
            sums[row][0] += factor * left;
            sums[row][1] += factor * right;
        }
    }
}

template <int Rows>
void multiplyPart(const float* v, const float* u, std::int64_t count, float* m) {
    Lanes sums[Rows][2] = {};
    multiplyRows<Rows>(v, count, 1, u, count, sums);
    for (int row = 0; row < Rows; ++row) {
        store(m + row * kPanel, sums[row][0]);
        store(m + row * kPanel + kLanes, sums[row][1]);
    }
}

/// The last lines, at most kRows.
template <int Rows>
void multiplyRest(const float* v, const float* u, std::int64_t count, std::int64_t rows, float* m) {
    if constexpr (Rows > 0) {
        if (rows == Rows) {
            multiplyPart<Rows>(v, u, count, m);
        } else {
            multiplyRest<Rows - 1>(v, u, count, rows, m);
        }
    }
}

void multiply(const float* v, const float* u, std::int64_t count, std::int64_t rows, float* m) {
    std::int64_t row = 0;
    for (; rows - row >= 2 * kRows || rows - row == kRows; row += kRows) {
        multiplyPart<kRows>(v + row * count, u, count, m + row * kPanel);
    }
    if (rows - row > kRows) {
        // Two halves: a few lines alone leave the processor waiting for each sum.
        const std::int64_t half = (rows - row) / 2;
        multiplyRest<kRows>(v + row * count, u, count, half, m + row * kPanel);
        row += half;
    }
    multiplyRest<kRows>(v + row * count, u, count, rows - row, m + row * kPanel);
}

template <int Count>
void addTransposedPart(const float* v, std::int64_t step, const float* ofM, std::int64_t rows,
                       float* m) {
    Lanes sums[Count][2] = {};
    multiplyRows<Count>(v, 1, step, ofM, rows, sums);
    for (int i = 0; i < Count; ++i) {
        float* const to = m + i * kPanel;
        store(to, load(to) + sums[i][0]);
        store(to + kLanes, load(to + kLanes) + sums[i][1]);
    }
}

/// The last ones, at most kRows.
template <int Count>
void addTransposedRest(const float* v, std::int64_t step, std::int64_t count, const float* ofM,
                       std::int64_t rows, float* m) {
    if constexpr (Count > 0) {
        if (count == Count) {
            addTransposedPart<Count>(v, step, ofM, rows, m);
        } else {
            addTransposedRest<Count - 1>(v, step, count, ofM, rows, m);
        }
    }
}

void addTransposed(const float* v, std::int64_t step, std::int64_t count, const float* ofM,
                   std::int64_t rows, float* m) {
    std::int64_t i = 0;
    for (; count - i >= 2 * kRows || count - i == kRows; i += kRows) {
        addTransposedPart<kRows>(v + i, step, ofM, rows, m + i * kPanel);
    }
    if (count - i > kRows) {
        const std::int64_t half = (count - i) / 2;
        addTransposedRest<kRows>(v + i, step, half, ofM, rows, m + i * kPanel);
        i += half;
    }
    addTransposedRest<kRows>(v + i, step, count - i, ofM, rows, m + i * kPanel);
}

/// Not for what is no number: that passes, as in torch.
MINARAI_INLINE Lanes activated(Lanes value, NormActivation activation) {
    const Lanes zero = {};
    if (activation != NormActivation::None) {
        value = value < zero ? zero : value;
    }
    if (activation == NormActivation::Relu6) {
        const Lanes six = zero + 6.0F;
        value = value > six ? six : value;
    }
    return value;
}

/// What becomes of a sum with its bias; `at` is its place among the answers.
MINARAI_INLINE Lanes finished(Lanes value, const ConvEnding& ending, std::int64_t at) {
    if (ending.addend != nullptr) {
        value += load(ending.addend + at);
    }
    return activated(value, ending.activation);
}

MINARAI_INLINE Lanes biasOf(const ConvEnding& ending, std::int64_t channel) {
    return ending.bias != nullptr ? load(ending.bias + channel) : Lanes{};
}

void finishOf(const float* m, std::int64_t rows, std::int64_t step, const ConvEnding& ending,
              float* y) {
    for (int lane = 0; lane < kPanel; lane += kLanes) {
        const Lanes bias = biasOf(ending, lane);
        for (std::int64_t row = 0; row < rows; ++row) {
            const std::int64_t at = row * step + lane;
            store(y + at, finished(load(m + row * kPanel + lane) + bias, ending, at));
        }
    }
}

void maximaOf(const float* const* lines, const MaximaLine& line, float* y) {
    for (std::int64_t out = 0; out < line.outWidth; ++out, y += line.channels) {
        const std::int64_t begin = out * line.stride - line.padding;
        const std::int64_t end = begin + line.kernel;
        const std::int64_t first = begin < 0 ? 0 : begin;
        const std::int64_t last = end > line.width ? line.width : end;
        for (std::int64_t c = 0; c < line.channels; c += kLanes) {
            Lanes most = load(lines[0] + first * line.channels + c);
            for (std::int64_t i = 0; i < line.lines; ++i) {
                for (std::int64_t j = first; j < last; ++j) {
                    const Lanes value = load(lines[i] + j * line.channels + c);
                    most = (value <= most) | (most != most) ? most : value;
                }
            }
            store(y + c, most);
        }
    }
}

constexpr ProductKernels kProducts{kPanel, multiply, addTransposed, finishOf, maximaOf};

}  // namespace
}  // namespace minarai::nn
