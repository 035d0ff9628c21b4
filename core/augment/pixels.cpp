// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "augment/pixels.h"

#include <bit>

#include "image/by_processor.h"

namespace minarai::augment {
namespace {

#ifdef MN_AVX2

constexpr std::size_t kStep = 8;           ///< pixels of one round
constexpr std::size_t kRoundBytes = 28;    ///< which it reads: 24 and 4 that count for nothing
constexpr std::size_t kFlush = 1U << 20U;  ///< pixels after which the 32-bit sums are taken in

/// R G G B of four pixels, 16 bits each: G counts twice with half its weight, which as a whole
/// would not fit 16 bits.
MN_AVX2_INLINE __m256i spreadForLuma(const std::uint8_t* rgb) {
    const __m256i spread =
        _mm256_setr_epi8(0, -1, 1, -1, 1, -1, 2, -1, 3, -1, 4, -1, 4, -1, 5, -1, 6, -1, 7, -1, 7,
                         -1, 8, -1, 9, -1, 10, -1, 10, -1, 11, -1);
    return _mm256_shuffle_epi8(
        _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(rgb))),
        spread);
}

/// The lumas of eight pixels in the order 0 1 4 5 2 3 6 7.
MN_AVX2_INLINE __m256i lumasOf(const std::uint8_t* rgb) {
    static_assert(2 * 19235 == 38470);
    const __m256i weights = _mm256_setr_epi16(19595, 19235, 19235, 7471, 19595, 19235, 19235, 7471,
                                              19595, 19235, 19235, 7471, 19595, 19235, 19235, 7471);
    const __m256i sums = _mm256_hadd_epi32(_mm256_madd_epi16(spreadForLuma(rgb), weights),
                                           _mm256_madd_epi16(spreadForLuma(rgb + 12), weights));
    return _mm256_srli_epi32(_mm256_add_epi32(sums, _mm256_set1_epi32(0x8000)), 16);
}

/// How many pixels, a multiple of kStep, can be worked on without reading past the end.
std::size_t safePixels(std::size_t pixels) {
    return 3 * pixels < kRoundBytes ? 0 : (3 * pixels - kRoundBytes) / 24 * kStep + kStep;
}

MN_AVX2 std::uint64_t lumaSumAvx2(const std::uint8_t* rgb, std::size_t pixels) {
    std::uint64_t sum = 0;
    for (std::size_t begin = 0; begin < pixels; begin += kFlush) {
        const std::size_t end = std::min(pixels, begin + kFlush);
        __m256i sums = _mm256_setzero_si256();
        for (std::size_t i = begin; i < end; i += kStep) {
            sums = _mm256_add_epi32(sums, lumasOf(rgb + 3 * i));
        }
        alignas(32) std::array<std::uint32_t, 8> parts;
        _mm256_store_si256(reinterpret_cast<__m256i*>(parts.data()), sums);
        for (const std::uint32_t part : parts) {
            sum += part;
        }
    }
    return sum;
}

/// Eight values, blended with one grey.
MN_AVX2_INLINE __m256i eightBlended(const std::uint8_t* values, __m256 grey, __m256 factor) {
    const __m256 original = _mm256_cvtepi32_ps(
        _mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(values))));
    return _mm256_cvttps_epi32(
        _mm256_add_ps(grey, _mm256_mul_ps(factor, _mm256_sub_ps(original, grey))));
}

/// As many values as whole rounds of 32; returns how many. The packs clamp to 0 ... 255.
MN_AVX2 std::size_t blendWithGreyAvx2(std::uint8_t* values, std::size_t count, int grey,
                                      float factor) {
    const __m256 greys = _mm256_set1_ps(static_cast<float>(grey));
    const __m256 factors = _mm256_set1_ps(factor);
    const __m256i order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
    std::size_t i = 0;
    for (; i + 32 <= count; i += 32) {
        const __m256i ab = _mm256_packs_epi32(eightBlended(values + i, greys, factors),
                                              eightBlended(values + i + 8, greys, factors));
        const __m256i cd = _mm256_packs_epi32(eightBlended(values + i + 16, greys, factors),
                                              eightBlended(values + i + 24, greys, factors));
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(values + i),
                            _mm256_permutevar8x32_epi32(_mm256_packus_epi16(ab, cd), order));
    }
    return i;
}

/// Two pixels of four numbers each.
MN_AVX2_INLINE __m256i blended(__m128i bytes, __m256i lumas, __m256 factor) {
    const __m256i values = _mm256_cvtepu8_epi32(bytes);
    const __m256 difference = _mm256_cvtepi32_ps(_mm256_sub_epi32(values, lumas));
    return _mm256_cvttps_epi32(
        _mm256_add_ps(_mm256_cvtepi32_ps(lumas), _mm256_mul_ps(factor, difference)));
}

/// Twelve bytes of result for the four pixels at `rgb`, whose lumas are the lanes a, b, c, d.
MN_AVX2_INLINE __m128i fourBlended(__m128i raw, __m256i lumas, __m256i firstTwo, __m256i lastTwo,
                                   __m256 factor) {
    const __m128i apart =
        _mm_shuffle_epi8(raw, _mm_setr_epi8(0, 1, 2, -1, 3, 4, 5, -1, 6, 7, 8, -1, 9, 10, 11, -1));
    const __m256i first = blended(apart, _mm256_permutevar8x32_epi32(lumas, firstTwo), factor);
    const __m256i last =
        blended(_mm_srli_si128(apart, 8), _mm256_permutevar8x32_epi32(lumas, lastTwo), factor);
    const __m256i words = _mm256_permute4x64_epi64(_mm256_packs_epi32(first, last), 0xD8);
    const __m128i bytes =
        _mm_packus_epi16(_mm256_castsi256_si128(words), _mm256_extracti128_si256(words, 1));
    return _mm_shuffle_epi8(bytes,
                            _mm_setr_epi8(0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1));
}

MN_AVX2 void blendWithLumaAvx2(std::uint8_t* rgb, std::size_t pixels, float factor) {
    const __m256 factors = _mm256_set1_ps(factor);
    const __m256i pixels01 = _mm256_setr_epi32(0, 0, 0, 0, 1, 1, 1, 1);
    const __m256i pixels23 = _mm256_setr_epi32(4, 4, 4, 4, 5, 5, 5, 5);
    const __m256i pixels45 = _mm256_setr_epi32(2, 2, 2, 2, 3, 3, 3, 3);
    const __m256i pixels67 = _mm256_setr_epi32(6, 6, 6, 6, 7, 7, 7, 7);
    for (std::size_t i = 0; i < pixels; i += kStep, rgb += 3 * kStep) {
        const __m256i lumas = lumasOf(rgb);
        const __m128i raw = _mm_loadu_si128(reinterpret_cast<const __m128i*>(rgb));
        const __m128i next = _mm_loadu_si128(reinterpret_cast<const __m128i*>(rgb + 12));
        const __m128i a = fourBlended(raw, lumas, pixels01, pixels23, factors);
        const __m128i b = fourBlended(next, lumas, pixels45, pixels67, factors);
        // 24 bytes: twelve of each, joined to sixteen and eight.
        _mm_storeu_si128(reinterpret_cast<__m128i*>(rgb), _mm_or_si128(a, _mm_slli_si128(b, 12)));
        _mm_storel_epi64(reinterpret_cast<__m128i*>(rgb + 16), _mm_srli_si128(b, 4));
    }
}

#endif

}  // namespace

std::uint64_t lumaSum(const std::uint8_t* rgb, std::size_t pixels) {
    std::size_t done = 0;
    std::uint64_t sum = 0;
#ifdef MN_AVX2
    if (image::processorHasAvx2()) {
        done = safePixels(pixels);
        sum = lumaSumAvx2(rgb, done);
    }
#endif
    for (; done < pixels; ++done) {
        sum += luma(rgb + 3 * done);
    }
    return sum;
}

void blendWithGrey(std::uint8_t* values, std::size_t count, int grey, float factor) {
    std::size_t done = 0;
#ifdef MN_AVX2
    if (image::processorHasAvx2()) {
        done = blendWithGreyAvx2(values, count, grey, factor);
    }
#endif
    for (; done < count; ++done) {
        values[done] = blend(grey, values[done], factor);
    }
}

void blendWithLuma(std::uint8_t* rgb, std::size_t pixels, float factor) {
    std::size_t done = 0;
#ifdef MN_AVX2
    if (image::processorHasAvx2()) {
        done = safePixels(pixels);
        blendWithLumaAvx2(rgb, done, factor);
    }
#endif
    for (std::uint8_t* at = rgb + 3 * done; done < pixels; ++done, at += 3) {
        const int grey = luma(at);
        for (int c = 0; c < 3; ++c) {
            at[c] = blend(grey, at[c], factor);
        }
    }
}

void toPlanes(const std::uint8_t* rgb, std::size_t pixels,
              const std::array<ChannelTable, 3>& tables, float* planes) {
    // One read of the picture for all three planes.
    float* const red = planes;
    float* const green = planes + pixels;
    float* const blue = planes + 2 * pixels;
    for (std::size_t i = 0; i < pixels; ++i, rgb += 3) {
        red[i] = tables[0][rgb[0]];
        green[i] = tables[1][rgb[1]];
        blue[i] = tables[2][rgb[2]];
    }
}

void toLevels(const float* plane, std::size_t pixels, float factor, float offset,
              std::uint8_t* levels) {
    // So large that the last bit of the sum is worth 1: adding it rounds, halves to even.
    constexpr float kRounder = 0x1.8p23F;
    for (std::size_t i = 0; i < pixels; ++i) {
        const float level = (plane[i] * factor + offset) * 255.0F;
        // A value that is no number (a pipeline cannot make one) would be black.
        const float clipped = level > 0.0F ? (level < 255.0F ? level : 255.0F) : 0.0F;
        levels[i] = static_cast<std::uint8_t>(std::bit_cast<std::uint32_t>(clipped + kRounder));
    }
}

}  // namespace minarai::augment
