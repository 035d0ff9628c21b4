// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Batch normalisation in training with what follows it, in channels-last order: two passes over
// memory forward and two back, where separate operations take eight and nine. On float32 and on
// bfloat16 values. Torch-free.
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

/// What a gradient passes: that of y, 0 where the activation was flat. `y` is the answer of
/// apply; null without an addend, when it is computed again from x.
template <typename Value>
struct NormGradientOf {
    const Value* ofY = nullptr;
    const Value* x = nullptr;
    const Value* y = nullptr;
};

/// Per channel, float32: dx = ofGradient * gradient + ofX * x + constant.
struct NormSlopes {
    const float* ofGradient = nullptr;
    const float* ofX = nullptr;
    const float* constant = nullptr;
};

template <typename Value>
struct NormKernels {
    std::int64_t channelStep = 1;  ///< channels must be a multiple

    /// Adds each channel's sum and sum of squares of x - origin, where an origin near the values
    /// keeps small deviations from a large mean. bfloat16 has no digits for such: its origin is 0,
    /// whatever is given.
    void (*addSums)(const Value* x, const NormRows& rows, const Value* origin, float* sums,
                    float* squares);

    /// y = activation(x * scale + shift + addend); addend may be null.
    void (*apply)(const Value* x, const Value* addend, const NormRows& rows, const NormScale& norm,
                  Value* y);

    /// Adds each channel's sum of the gradient, and of the gradient times (x - mean).
    void (*addGradients)(const NormGradientOf<Value>& gradient, const NormRows& rows,
                         const NormScale& norm, const float* means, float* sums, float* products);

    /// `ofAddend`, if not null, gets the gradient itself.
    void (*applyGradient)(const NormGradientOf<Value>& gradient, const NormRows& rows,
                          const NormScale& norm, const NormSlopes& slopes, Value* ofX,
                          Value* ofAddend);
};

/// Null where the processor has not what they are written for: AVX-512 BF16 for bfloat16, AVX2 or
/// AVX-512 for float32.
template <typename Value>
const NormKernels<Value>* normKernels();
template <>
const NormKernels<Bf16>* normKernels<Bf16>();
template <>
const NormKernels<float>* normKernels<float>();

/// Calls run with the activation as a constant.
template <typename Run>
void withActivation(NormActivation activation, const Run& run) {
    switch (activation) {
        case NormActivation::None:
            run.template operator()<NormActivation::None>();
            break;
        case NormActivation::Relu:
            run.template operator()<NormActivation::Relu>();
            break;
        case NormActivation::Relu6:
            run.template operator()<NormActivation::Relu6>();
            break;
    }
}

}  // namespace minarai::nn
