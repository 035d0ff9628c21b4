// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/norm_kernels.h"

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define MINARAI_HAS_NORM_KERNELS 1
#else
#define MINARAI_HAS_NORM_KERNELS 0
#endif

namespace minarai::nn {

#if MINARAI_HAS_NORM_KERNELS
namespace {

#define MINARAI_AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16")))
#define MINARAI_AVX512_INLINE MINARAI_AVX512 inline __attribute__((always_inline))

constexpr std::int64_t kLanes = 16;

/// The channels from `at` on that one register takes.
MINARAI_AVX512_INLINE __mmask16 lanesAt(std::int64_t at, std::int64_t channels) {
    const std::int64_t left = channels - at;
    return left >= kLanes ? static_cast<__mmask16>(0xFFFF)
                          : static_cast<__mmask16>((1U << static_cast<unsigned>(left)) - 1U);
}

MINARAI_AVX512_INLINE __m512 load(const Bf16* from, __mmask16 lanes) {
    const __m256i half = _mm256_maskz_loadu_epi16(lanes, from);
    return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(half), 16));
}

MINARAI_AVX512_INLINE __m256i narrowed(__m512 value) {
    const __m256bh half = _mm512_cvtneps_pbh(value);
    __m256i bits;
    __builtin_memcpy(&bits, &half, sizeof(bits));
    return bits;
}

MINARAI_AVX512_INLINE void store(Bf16* to, __mmask16 lanes, __m512 value) {
    _mm256_mask_storeu_epi16(to, lanes, narrowed(value));
}

template <NormActivation Activation>
MINARAI_AVX512_INLINE __m512 activated(__m512 value) {
    if constexpr (Activation != NormActivation::None) {
        value = _mm512_max_ps(value, _mm512_setzero_ps());
    }
    if constexpr (Activation == NormActivation::Relu6) {
        value = _mm512_min_ps(value, _mm512_set1_ps(6.0F));
    }
    return value;
}

/// The lanes in which the activation was not flat.
template <NormActivation Activation>
MINARAI_AVX512_INLINE __mmask16 passing(__m512 y) {
    __mmask16 mask = 0xFFFF;
    if constexpr (Activation != NormActivation::None) {
        mask = _mm512_cmp_ps_mask(y, _mm512_setzero_ps(), _CMP_GT_OQ);
    }
    if constexpr (Activation == NormActivation::Relu6) {
        mask =
            static_cast<__mmask16>(mask & _mm512_cmp_ps_mask(y, _mm512_set1_ps(6.0F), _CMP_LT_OQ));
    }
    return mask;
}

MINARAI_AVX512 void sumsOf(const Bf16* x, const NormRows& rows, float* sums, float* squares) {
    const std::int64_t channels = rows.channels;
    for (std::int64_t at = 0; at < channels; at += kLanes) {
        const __mmask16 lanes = lanesAt(at, channels);
        __m512 sum = _mm512_maskz_loadu_ps(lanes, sums + at);
        __m512 square = _mm512_maskz_loadu_ps(lanes, squares + at);
        for (std::int64_t row = rows.first; row < rows.last; ++row) {
            const __m512 value = load(x + row * channels + at, lanes);
            sum = _mm512_add_ps(sum, value);
            square = _mm512_fmadd_ps(value, value, square);
        }
        _mm512_mask_storeu_ps(sums + at, lanes, sum);
        _mm512_mask_storeu_ps(squares + at, lanes, square);
    }
}

template <NormActivation Activation, bool Adds>
MINARAI_AVX512 void apply(const Bf16* x, const Bf16* addend, const NormRows& rows,
                          const NormScale& norm, Bf16* y) {
    const std::int64_t channels = rows.channels;
    for (std::int64_t row = rows.first; row < rows.last; ++row) {
        const std::int64_t begin = row * channels;
        for (std::int64_t at = 0; at < channels; at += kLanes) {
            const __mmask16 lanes = lanesAt(at, channels);
            __m512 value = _mm512_fmadd_ps(load(x + begin + at, lanes),
                                           _mm512_maskz_loadu_ps(lanes, norm.scale + at),
                                           _mm512_maskz_loadu_ps(lanes, norm.shift + at));
            if constexpr (Adds) {
                value = _mm512_add_ps(value, load(addend + begin + at, lanes));
            }
            store(y + begin + at, lanes, activated<Activation>(value));
        }
    }
}

/// The gradient that reaches the sum, of one register of channels.
template <NormActivation Activation, bool HasAnswer>
MINARAI_AVX512_INLINE __m512 gradientAt(const NormGradientOf<Bf16>& gradient, std::int64_t place,
                                        __mmask16 lanes, __m512 x, __m512 scale, __m512 shift) {
    const __m512 ofY = load(gradient.ofY + place, lanes);
    if constexpr (Activation == NormActivation::None) {
        return ofY;
    }
    __m512 y;
    if constexpr (HasAnswer) {
        y = load(gradient.y + place, lanes);
    } else {
        // As it was stored, so that the same values count as flat.
        const __m256i stored = narrowed(_mm512_fmadd_ps(x, scale, shift));
        y = _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(stored), 16));
    }
    return _mm512_maskz_mov_ps(passing<Activation>(y), ofY);
}

template <NormActivation Activation, bool HasAnswer>
MINARAI_AVX512 void gradientSums(const NormGradientOf<Bf16>& gradient, const NormRows& rows,
                                 const NormScale& norm, const float* means, float* sums,
                                 float* products) {
    const std::int64_t channels = rows.channels;
    for (std::int64_t at = 0; at < channels; at += kLanes) {
        const __mmask16 lanes = lanesAt(at, channels);
        const __m512 scale = _mm512_maskz_loadu_ps(lanes, norm.scale + at);
        const __m512 shift = _mm512_maskz_loadu_ps(lanes, norm.shift + at);
        const __m512 mean = _mm512_maskz_loadu_ps(lanes, means + at);
        __m512 sum = _mm512_maskz_loadu_ps(lanes, sums + at);
        __m512 product = _mm512_maskz_loadu_ps(lanes, products + at);
        for (std::int64_t row = rows.first; row < rows.last; ++row) {
            const std::int64_t place = row * channels + at;
            const __m512 x = load(gradient.x + place, lanes);
            const __m512 g =
                gradientAt<Activation, HasAnswer>(gradient, place, lanes, x, scale, shift);
            sum = _mm512_add_ps(sum, g);
            product = _mm512_fmadd_ps(g, _mm512_sub_ps(x, mean), product);
        }
        _mm512_mask_storeu_ps(sums + at, lanes, sum);
        _mm512_mask_storeu_ps(products + at, lanes, product);
    }
}

template <NormActivation Activation, bool HasAnswer>
MINARAI_AVX512 void gradientOfX(const NormGradientOf<Bf16>& gradient, const NormRows& rows,
                                const NormScale& norm, const float* a, const float* b,
                                const float* c, Bf16* ofX, Bf16* ofAddend) {
    const std::int64_t channels = rows.channels;
    for (std::int64_t row = rows.first; row < rows.last; ++row) {
        const std::int64_t begin = row * channels;
        for (std::int64_t at = 0; at < channels; at += kLanes) {
            const __mmask16 lanes = lanesAt(at, channels);
            const __m512 x = load(gradient.x + begin + at, lanes);
            const __m512 g = gradientAt<Activation, HasAnswer>(
                gradient, begin + at, lanes, x, _mm512_maskz_loadu_ps(lanes, norm.scale + at),
                _mm512_maskz_loadu_ps(lanes, norm.shift + at));
            const __m512 rest = _mm512_fmadd_ps(x, _mm512_maskz_loadu_ps(lanes, b + at),
                                                _mm512_maskz_loadu_ps(lanes, c + at));
            store(ofX + begin + at, lanes,
                  _mm512_fmadd_ps(g, _mm512_maskz_loadu_ps(lanes, a + at), rest));
            if (ofAddend != nullptr) {
                store(ofAddend + begin + at, lanes, g);
            }
        }
    }
}

void addSums(const Bf16* x, const NormRows& rows, const Bf16* /*origin*/, float* sums,
             float* squares) {
    sumsOf(x, rows, sums, squares);
}

void applyAny(const Bf16* x, const Bf16* addend, const NormRows& rows, const NormScale& norm,
              Bf16* y) {
    withActivation(norm.activation, [&]<NormActivation Activation>() {
        addend != nullptr ? apply<Activation, true>(x, addend, rows, norm, y)
                          : apply<Activation, false>(x, addend, rows, norm, y);
    });
}

void addGradients(const NormGradientOf<Bf16>& gradient, const NormRows& rows, const NormScale& norm,
                  const float* means, float* sums, float* products) {
    withActivation(norm.activation, [&]<NormActivation Activation>() {
        gradient.y != nullptr
            ? gradientSums<Activation, true>(gradient, rows, norm, means, sums, products)
            : gradientSums<Activation, false>(gradient, rows, norm, means, sums, products);
    });
}

void applyGradient(const NormGradientOf<Bf16>& gradient, const NormRows& rows,
                   const NormScale& norm, const NormSlopes& slopes, Bf16* ofX, Bf16* ofAddend) {
    const auto& [a, b, c] = slopes;
    withActivation(norm.activation, [&]<NormActivation Activation>() {
        gradient.y != nullptr
            ? gradientOfX<Activation, true>(gradient, rows, norm, a, b, c, ofX, ofAddend)
            : gradientOfX<Activation, false>(gradient, rows, norm, a, b, c, ofX, ofAddend);
    });
}

constexpr NormKernels<Bf16> kBf16Kernels{1, addSums, applyAny, addGradients, applyGradient};

}  // namespace

template <>
const NormKernels<Bf16>* normKernels<Bf16>() {
    static const bool kHasKernels =
        __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0 &&
        __builtin_cpu_supports("avx512vl") != 0 && __builtin_cpu_supports("avx512dq") != 0 &&
        __builtin_cpu_supports("avx512bf16") != 0;
    return kHasKernels ? &kBf16Kernels : nullptr;
}

#else

template <>
const NormKernels<Bf16>* normKernels<Bf16>() {
    return nullptr;
}

#endif

}  // namespace minarai::nn
