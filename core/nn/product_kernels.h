// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Products of float32 matrices as our convolutions take them, and what ends them. Torch-free, and,
// as the functions are compiled for several processors, without the standard library's inline
// functions.
#pragma once

#include <cstdint>

#include "nn/norm_kernels.h"

namespace minarai::nn {

/// Float32 values that the processor fetches together.
inline constexpr std::int64_t kLine = 16;

/// What happens to an answer before it is written.
struct ConvEnding {
    const float* bias = nullptr;    ///< of each channel; may be null
    const float* addend = nullptr;  ///< of the answer's shape, may be the answer; may be null
    NormActivation activation = NormActivation::None;
};

/// One line of a picture's maxima: `lines` lines of it lie under them, and `kernel` places of each,
/// but for those outside of the picture, in steps of `stride` from `-padding` on.
struct MaximaLine {
    std::int64_t lines = 0;  ///< inside of the picture, at least 1
    std::int64_t width = 0;  ///< of the picture
    std::int64_t outWidth = 0;
    std::int64_t channels = 0;  ///< a multiple of the panel
    std::int64_t kernel = 0;    ///< larger than the padding
    std::int64_t stride = 0;
    std::int64_t padding = 0;
};

/// The functions for this processor. They write nothing but their last argument, and take any
/// alignment.
struct ProductKernels {
    std::int64_t panel = 0;  ///< columns of a matrix that lie side by side

    /// m[row][panel] = sum over i of v[row][i] u[i][panel].
    void (*multiply)(const float* v, const float* u, std::int64_t count, std::int64_t rows,
                     float* m);

    /// m[i][panel] += sum over rows of v[row * step + i] ofM[row][panel], for i below `count`.
    void (*addTransposed)(const float* v, std::int64_t step, std::int64_t count, const float* ofM,
                          std::int64_t rows, float* m);

    /// Products of one panel, m[row][panel], to answers: y[row * step + i]. The ending's bias and
    /// addend begin with the panel, as y does.
    void (*finish)(const float* m, std::int64_t rows, std::int64_t step, const ConvEnding& ending,
                   float* y);

    /// The largest of each channel; no number where one of them is none.
    void (*maxima)(const float* const* lines, const MaximaLine& line, float* y);
};

/// Null where the processor has neither AVX2 nor AVX-512.
const ProductKernels* productKernels();

}  // namespace minarai::nn
