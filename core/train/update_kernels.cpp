// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/update_kernels.h"

#include <cmath>

namespace minarai::train {
namespace {

#if defined(__GNUC__)
#define MINARAI_INLINE inline __attribute__((always_inline))
#else
#define MINARAI_INLINE inline
#endif

// The compiler makes vectors of these loops, once for each kind of processor below. Products and
// sums are rounded together exactly where torch's kernels do so (the file is compiled without
// contractions of the compiler's own).

/// a * b + c, rounded once where the processor can.
template <bool Fused>
MINARAI_INLINE float mulAdd(float a, float b, float c) {
    if constexpr (Fused) {
        return __builtin_fmaf(a, b, c);
    } else {
        return a * b + c;
    }
}

template <bool Fused>
MINARAI_INLINE void sgd(const UpdateChunk& chunk, const SgdUpdate& update) {
    float* __restrict weight = chunk.weight;
    const float* __restrict gradient = chunk.gradient;
    float* __restrict buffer = chunk.first;
    const SgdUpdate u = update;
    const std::int64_t count = chunk.count;
    if (buffer == nullptr) {
        for (std::int64_t i = 0; i < count; ++i) {
            const float g = mulAdd<Fused>(u.decay, weight[i], gradient[i]);
            weight[i] = mulAdd<Fused>(-u.rate, g, weight[i]);
        }
    } else if (u.nesterov) {
        for (std::int64_t i = 0; i < count; ++i) {
            const float g = mulAdd<Fused>(u.decay, weight[i], gradient[i]);
            const float b = u.momentum * buffer[i] + g;
            buffer[i] = b;
            weight[i] = mulAdd<Fused>(-u.rate, mulAdd<Fused>(u.momentum, b, g), weight[i]);
        }
    } else {
        for (std::int64_t i = 0; i < count; ++i) {
            const float b = u.momentum * buffer[i] + mulAdd<Fused>(u.decay, weight[i], gradient[i]);
            buffer[i] = b;
            weight[i] = mulAdd<Fused>(-u.rate, b, weight[i]);
        }
    }
}

template <bool Fused>
MINARAI_INLINE void adam(const UpdateChunk& chunk, const AdamUpdate& update) {
    float* __restrict weight = chunk.weight;
    const float* __restrict gradient = chunk.gradient;
    float* __restrict average = chunk.first;
    float* __restrict square = chunk.second;
    const AdamUpdate u = update;
    const std::int64_t count = chunk.count;
    for (std::int64_t i = 0; i < count; ++i) {
        const float w = weight[i] * u.shrink;
        const float g = mulAdd<Fused>(u.decay, w, gradient[i]);
        const float a = mulAdd<Fused>(u.fresh1, g, average[i] * u.beta1);
        const float s = mulAdd<Fused>(u.fresh2 * g, g, square[i] * u.beta2);
        average[i] = a;
        square[i] = s;
        weight[i] = w + (-u.stepSize * a) / (std::sqrt(s) / u.correction2 + u.eps);
    }
}

/// RMSprop's average of squares for a weight, and what the gradient is divided by.
template <bool Fused, bool Centered>
MINARAI_INLINE float spreadOf(const UpdateChunk& chunk, const RmspropUpdate& u, std::int64_t i,
                              float g) {
    const float s = mulAdd<Fused>(u.fresh * g, g, chunk.first[i] * u.alpha);
    chunk.first[i] = s;
    float spread = s;
    if constexpr (Centered) {
        const float a = mulAdd<Fused>(u.fresh, g, chunk.third[i] * u.alpha);
        chunk.third[i] = a;
        spread = mulAdd<Fused>(-a, a, s);
    }
    return std::sqrt(spread) + u.eps;
}

template <bool Fused, bool Centered>
MINARAI_INLINE void rmsprop(const UpdateChunk& chunk, const RmspropUpdate& update) {
    const UpdateChunk c = chunk;
    const RmspropUpdate u = update;
#pragma GCC ivdep
    for (std::int64_t i = 0; i < c.count; ++i) {
        const float g = mulAdd<Fused>(u.decay, c.weight[i], c.gradient[i]);
        const float spread = spreadOf<Fused, Centered>(c, u, i, g);
        c.weight[i] += (-u.rate * g) / spread;
    }
}

template <bool Fused, bool Centered>
MINARAI_INLINE void rmspropWithMomentum(const UpdateChunk& chunk, const RmspropUpdate& update) {
    const UpdateChunk c = chunk;
    const RmspropUpdate u = update;
#pragma GCC ivdep
    for (std::int64_t i = 0; i < c.count; ++i) {
        const float g = mulAdd<Fused>(u.decay, c.weight[i], c.gradient[i]);
        const float spread = spreadOf<Fused, Centered>(c, u, i, g);
        const float b = c.second[i] * u.momentum + g / spread;
        c.second[i] = b;
        c.weight[i] = mulAdd<Fused>(-u.rate, b, c.weight[i]);
    }
}

template <bool Fused>
MINARAI_INLINE void rmspropAny(const UpdateChunk& chunk, const RmspropUpdate& update) {
    if (chunk.second == nullptr) {
        update.centered ? rmsprop<Fused, true>(chunk, update)
                        : rmsprop<Fused, false>(chunk, update);
    } else {
        update.centered ? rmspropWithMomentum<Fused, true>(chunk, update)
                        : rmspropWithMomentum<Fused, false>(chunk, update);
    }
}

#if defined(__x86_64__) && defined(__GNUC__)
#define MINARAI_AVX2 __attribute__((target("avx2,fma")))

MINARAI_AVX2 void sgdAvx2(const UpdateChunk& chunk, const SgdUpdate& update) {
    sgd<true>(chunk, update);
}

MINARAI_AVX2 void adamAvx2(const UpdateChunk& chunk, const AdamUpdate& update) {
    adam<true>(chunk, update);
}

MINARAI_AVX2 void rmspropAvx2(const UpdateChunk& chunk, const RmspropUpdate& update) {
    rmspropAny<true>(chunk, update);
}

bool hasAvx2() {
    return __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0;
}
#else
constexpr auto& sgdAvx2 = sgd<false>;
constexpr auto& adamAvx2 = adam<false>;
constexpr auto& rmspropAvx2 = rmspropAny<false>;

bool hasAvx2() {
    return false;
}
#endif

}  // namespace

void updateSgd(const UpdateChunk& chunk, const SgdUpdate& update) {
    hasAvx2() ? sgdAvx2(chunk, update) : sgd<false>(chunk, update);
}

void updateAdam(const UpdateChunk& chunk, const AdamUpdate& update) {
    hasAvx2() ? adamAvx2(chunk, update) : adam<false>(chunk, update);
}

void updateRmsprop(const UpdateChunk& chunk, const RmspropUpdate& update) {
    hasAvx2() ? rmspropAvx2(chunk, update) : rmspropAny<false>(chunk, update);
}

}  // namespace minarai::train
