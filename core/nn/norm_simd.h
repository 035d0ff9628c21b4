// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The functions of norm_kernels.h for float32.
#pragma once

#include "nn/norm_kernels.h"
#include "nn/simd.h"

namespace minarai::nn {
namespace {

template <NormActivation Activation>
MINARAI_INLINE Lanes bent(Lanes value) {
    const Lanes zero = {};
    if constexpr (Activation != NormActivation::None) {
        value = value < zero ? zero : value;  // what is no number passes, as in torch
    }
    if constexpr (Activation == NormActivation::Relu6) {
        const Lanes six = zero + 6.0F;
        value = value > six ? six : value;
    }
    return value;
}

/// Registers of channels that are summed side by side: two lines of the cache, or four.
constexpr int kStrip = 4;

/// Calls run(channel, count as a constant) for strips of registers, then for single ones.
template <typename Run>
MINARAI_INLINE void inStrips(std::int64_t channels, const Run& run) {
    std::int64_t at = 0;
    for (; at + kStrip * kLanes <= channels; at += kStrip * kLanes) {
        run.template operator()<kStrip>(at);
    }
    for (; at < channels; at += kLanes) {
        run.template operator()<1>(at);
    }
}

void normSums(const float* x, const NormRows& rows, const float* origin, float* sums,
              float* squares) {
    const std::int64_t channels = rows.channels;
    inStrips(channels, [&]<int Count>(std::int64_t at) {
        Lanes base[Count];
        Lanes sum[Count] = {};
        Lanes square[Count] = {};
        for (int i = 0; i < Count; ++i) {
            base[i] = load(origin + at + i * kLanes);
        }
        for (std::int64_t row = rows.first; row < rows.last; ++row) {
            const float* const from = x + row * channels + at;
            for (int i = 0; i < Count; ++i) {
                const Lanes value = load(from + i * kLanes) - base[i];
                sum[i] += value;
                square[i] += value * value;
            }
        }
        for (int i = 0; i < Count; ++i) {
            const std::int64_t to = at + i * kLanes;
            store(sums + to, load(sums + to) + sum[i]);
            store(squares + to, load(squares + to) + square[i]);
        }
    });
}

template <NormActivation Activation, bool Adds>
void normApplied(const float* x, const float* addend, const NormRows& rows, const NormScale& norm,
                 float* y) {
    const std::int64_t channels = rows.channels;
    for (std::int64_t row = rows.first; row < rows.last; ++row) {
        const std::int64_t begin = row * channels;
        for (std::int64_t at = 0; at < channels; at += kLanes) {
            Lanes value = load(x + begin + at) * load(norm.scale + at) + load(norm.shift + at);
            if constexpr (Adds) {
                value += load(addend + begin + at);
            }
            store(y + begin + at, bent<Activation>(value));
        }
    }
}

/// The gradient that reaches the sum.
template <NormActivation Activation, bool HasAnswer>
MINARAI_INLINE Lanes passedOn(const NormGradientOf<float>& gradient, std::int64_t place, Lanes x,
                              Lanes scale, Lanes shift) {
    const Lanes ofY = load(gradient.ofY + place);
    if constexpr (Activation == NormActivation::None) {
        return ofY;
    }
    Lanes y;
    if constexpr (HasAnswer) {
        y = load(gradient.y + place);
    } else {
        y = x * scale + shift;  // as it was computed before
    }
    const Lanes zero = {};
    Lanes passed = y > zero ? ofY : zero;
    if constexpr (Activation == NormActivation::Relu6) {
        passed = y < zero + 6.0F ? passed : zero;
    }
    return passed;
}

template <NormActivation Activation, bool HasAnswer>
void normGradientSums(const NormGradientOf<float>& gradient, const NormRows& rows,
                      const NormScale& norm, const float* means, float* sums, float* products) {
    const std::int64_t channels = rows.channels;
    inStrips(channels, [&]<int Count>(std::int64_t at) {
        Lanes sum[Count] = {};
        Lanes product[Count] = {};
        for (std::int64_t row = rows.first; row < rows.last; ++row) {
            for (int i = 0; i < Count; ++i) {
                const std::int64_t channel = at + i * kLanes;
                const std::int64_t place = row * channels + channel;
                const Lanes x = load(gradient.x + place);
                const Lanes g = passedOn<Activation, HasAnswer>(
                    gradient, place, x, load(norm.scale + channel), load(norm.shift + channel));
                sum[i] += g;
                product[i] += g * (x - load(means + channel));
            }
        }
        for (int i = 0; i < Count; ++i) {
            const std::int64_t to = at + i * kLanes;
            store(sums + to, load(sums + to) + sum[i]);
            store(products + to, load(products + to) + product[i]);
        }
    });
}

template <NormActivation Activation, bool HasAnswer>
void normGradientOfX(const NormGradientOf<float>& gradient, const NormRows& rows,
                     const NormScale& norm, const NormSlopes& slopes, float* ofX, float* ofAddend) {
    const std::int64_t channels = rows.channels;
    for (std::int64_t row = rows.first; row < rows.last; ++row) {
        const std::int64_t begin = row * channels;
        for (std::int64_t at = 0; at < channels; at += kLanes) {
            const Lanes x = load(gradient.x + begin + at);
            const Lanes g = passedOn<Activation, HasAnswer>(
                gradient, begin + at, x, load(norm.scale + at), load(norm.shift + at));
            store(ofX + begin + at, g * load(slopes.ofGradient + at) +
                                        (x * load(slopes.ofX + at) + load(slopes.constant + at)));
            if (ofAddend != nullptr) {
                store(ofAddend + begin + at, g);
            }
        }
    }
}

void normAppliedAny(const float* x, const float* addend, const NormRows& rows,
                    const NormScale& norm, float* y) {
    withActivation(norm.activation, [&]<NormActivation Activation>() {
        addend != nullptr ? normApplied<Activation, true>(x, addend, rows, norm, y)
                          : normApplied<Activation, false>(x, addend, rows, norm, y);
    });
}

void normGradientSumsAny(const NormGradientOf<float>& gradient, const NormRows& rows,
                         const NormScale& norm, const float* means, float* sums, float* products) {
    withActivation(norm.activation, [&]<NormActivation Activation>() {
        gradient.y != nullptr
            ? normGradientSums<Activation, true>(gradient, rows, norm, means, sums, products)
            : normGradientSums<Activation, false>(gradient, rows, norm, means, sums, products);
    });
}

void normGradientOfXAny(const NormGradientOf<float>& gradient, const NormRows& rows,
                        const NormScale& norm, const NormSlopes& slopes, float* ofX,
                        float* ofAddend) {
    withActivation(norm.activation, [&]<NormActivation Activation>() {
        gradient.y != nullptr
            ? normGradientOfX<Activation, true>(gradient, rows, norm, slopes, ofX, ofAddend)
            : normGradientOfX<Activation, false>(gradient, rows, norm, slopes, ofX, ofAddend);
    });
}

constexpr NormKernels<float> kNorm{kLanes, normSums, normAppliedAny, normGradientSumsAny,
                                   normGradientOfXAny};

}  // namespace
}  // namespace minarai::nn
