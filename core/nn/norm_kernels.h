// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Batch normalisation in training with what follows it, on bfloat16 values in channels-last order:
// two passes over memory forward and two back, where separate operations take eight and nine.
// Torch-free.
#pragma once

#include <cstdint>

namespace minarai::nn {

/// bfloat16 as it lies in memory.
using Bf16 = std::uint16_t;

enum class NormActivation { None, Relu, Relu6 };

/// Rows are the places of all pictures, each with `channels` values side by side.
struct NormRows {
    std::int64_t first = 0;
    std::int64_t last = 0;  ///< past the end
    std::int64_t channels = 0;
};

/// Per channel, float32.
struct NormScale {
    const float* scale = nullptr;  ///< weight / standard deviation
    const float* shift = nullptr;  ///< bias - mean * scale
    NormActivation activation = NormActivation::None;
};

/// True where the processor has what these functions are written for (AVX-512 BF16); they must not
/// be called elsewhere.
bool hasNormKernels();

/// Adds each channel's sum and sum of squares.
void addNormSums(const Bf16* x, const NormRows& rows, float* sums, float* squares);

/// y = activation(x * scale + shift + addend); addend may be null.
void applyNorm(const Bf16* x, const Bf16* addend, const NormRows& rows, const NormScale& norm,
               Bf16* y);

/// What a gradient passes: that of y, 0 where the activation was flat. `y` is the answer of
/// applyNorm; null without an addend, when it is computed again from x.
struct NormGradient {
    const Bf16* ofY = nullptr;
    const Bf16* x = nullptr;
    const Bf16* y = nullptr;
};

/// Adds each channel's sum of the gradient, and of the gradient times (x - mean).
void addNormGradients(const NormGradient& gradient, const NormRows& rows, const NormScale& norm,
                      const float* means, float* sums, float* products);

/// dx = a * gradient + b * x + c per channel; `ofAddend`, if not null, gets the gradient itself.
void applyNormGradient(const NormGradient& gradient, const NormRows& rows, const NormScale& norm,
                       const float* a, const float* b, const float* c, Bf16* ofX, Bf16* ofAddend);

}  // namespace minarai::nn
