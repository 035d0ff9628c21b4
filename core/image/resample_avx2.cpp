// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A weight of 22 fractional bits is split into w = high * 2^15 + low, so that both halves fit 16
// bits and one instruction multiplies two neighbouring pixels by two weights and adds them. The
// sums of the halves are joined modulo 2^32, where Pillow's sum fits: nothing is rounded.
#include "image/resample_avx2.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "image/by_processor.h"

namespace minarai::image::avx2 {

#ifdef MN_AVX2

namespace {

constexpr int kLowBits = 15;
constexpr std::int32_t kRounding = 1 << (kPrecisionBits - 1);
constexpr std::size_t kGroup = 4;    ///< source pixels of one multiplication
constexpr std::size_t kLanes = 16;   ///< 16-bit numbers in a register
constexpr std::size_t kMargin = 16;  ///< bytes which may be read beyond the last pixel
constexpr int kRowsTogether = 4;     ///< source rows of one round of the horizontal pass

std::int16_t highPart(std::int32_t weight) {
    return static_cast<std::int16_t>(weight >> kLowBits);
}

std::int16_t lowPart(std::int32_t weight) {
    return static_cast<std::int16_t>(weight & ((1 << kLowBits) - 1));
}

/// Two weights for one register: a is multiplied with the first of each pair of pixels.
std::int32_t pairOf(std::int16_t a, std::int16_t b) {
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(static_cast<std::uint16_t>(a)) |
                                     static_cast<std::uint32_t>(static_cast<std::uint16_t>(b))
                                         << 16U);
}

/// The weights of the horizontal pass as its registers want them: for each output pixel and each
/// group of four source pixels the high and the low parts, those of the first two pixels in the
/// lower half of the register and those of the others in the upper half.
std::vector<std::int16_t> groupedWeights(const Taps& taps, std::size_t groups) {
    const auto stride = static_cast<std::size_t>(taps.stride);
    std::vector<std::int16_t> grouped(taps.first.size() * groups * 2 * kLanes);
    std::int16_t* out = grouped.data();
    for (std::size_t x = 0; x < taps.first.size(); ++x) {
        const std::int32_t* weights = taps.weights.data() + x * stride;
        for (std::size_t g = 0; g < groups; ++g, out += 2 * kLanes) {
            for (std::size_t lane = 0; lane < kLanes; ++lane) {
                const std::size_t k = g * kGroup + lane / 8 * 2 + lane % 2;
                const std::int32_t weight = k < stride ? weights[k] : 0;
                out[lane] = highPart(weight);
                out[kLanes + lane] = lowPart(weight);
            }
        }
    }
    return grouped;
}

/// Red, green and blue of the same output pixel in kRows rows. The rows share their weights, which
/// are four times as many bytes as the pixels: loading them would take most of the time.
template <std::size_t kRows>
MN_AVX2_INLINE void sumsOf(const std::uint8_t* const* from, std::size_t offset,
                           const std::int16_t* weights, std::size_t groups, __m128i* sums) {
    // R0 R1 G0 G1 B0 B1 - - of the first two pixels, and of the next two in the upper half.
    const __m256i spread =
        _mm256_setr_epi8(0, -1, 3, -1, 1, -1, 4, -1, 2, -1, 5, -1, -1, -1, -1, -1, 6, -1, 9, -1, 7,
                         -1, 10, -1, 8, -1, 11, -1, -1, -1, -1, -1);
    __m256i high[kRows];
    __m256i low[kRows];
    for (std::size_t r = 0; r < kRows; ++r) {
        high[r] = low[r] = _mm256_setzero_si256();
    }
    for (std::size_t g = 0; g < groups; ++g, offset += 3 * kGroup, weights += 2 * kLanes) {
        const __m256i highs = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(weights));
        const __m256i lows = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(weights + kLanes));
        for (std::size_t r = 0; r < kRows; ++r) {
            const __m256i raw = _mm256_broadcastsi128_si256(
                _mm_loadu_si128(reinterpret_cast<const __m128i*>(from[r] + offset)));
            const __m256i pixels = _mm256_shuffle_epi8(raw, spread);
            high[r] = _mm256_add_epi32(high[r], _mm256_madd_epi16(pixels, highs));
            low[r] = _mm256_add_epi32(low[r], _mm256_madd_epi16(pixels, lows));
        }
    }
    for (std::size_t r = 0; r < kRows; ++r) {
        const __m256i sum = _mm256_add_epi32(_mm256_slli_epi32(high[r], kLowBits), low[r]);
        const __m128i joined =
            _mm_add_epi32(_mm256_castsi256_si128(sum), _mm256_extracti128_si256(sum, 1));
        sums[r] = _mm_srai_epi32(_mm_add_epi32(joined, _mm_set1_epi32(kRounding)), kPrecisionBits);
    }
}

/// Four pixels of four numbers to twelve bytes; the packs clamp to 0 ... 255.
MN_AVX2_INLINE __m128i packed(__m128i a, __m128i b, __m128i c, __m128i d) {
    const __m128i bytes = _mm_packus_epi16(_mm_packs_epi32(a, b), _mm_packs_epi32(c, d));
    return _mm_shuffle_epi8(bytes,
                            _mm_setr_epi8(0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1));
}

/// kRows output rows from as many source rows, which begin at source pixel `begin`.
template <std::size_t kRows>
MN_AVX2 void rowsTogether(const std::uint8_t* const* from, std::size_t begin, const Taps& taps,
                          const std::int16_t* weights, std::size_t groups,
                          std::uint8_t* const* to) {
    const std::size_t width = taps.first.size();
    const std::size_t step = groups * 2 * kLanes;
    const auto sumsAt = [&](std::size_t x, __m128i * sums)
        __attribute__((target("avx2"), always_inline)) {
        const std::size_t used = (static_cast<std::size_t>(taps.count[x]) + kGroup - 1) / kGroup;
        sumsOf<kRows>(from, 3 * (static_cast<std::size_t>(taps.first[x]) - begin),
                      weights + x * step, used, sums);
    };
    std::size_t x = 0;
    __m128i sums[4][kRows];
    // Sixteen bytes are written for twelve: the last pixels of a row go another way.
    for (; x + 6 <= width; x += 4) {
        for (std::size_t i = 0; i < 4; ++i) {
            sumsAt(x + i, sums[i]);
        }
        for (std::size_t r = 0; r < kRows; ++r) {
            _mm_storeu_si128(reinterpret_cast<__m128i*>(to[r] + 3 * x),
                             packed(sums[0][r], sums[1][r], sums[2][r], sums[3][r]));
        }
    }
    for (; x < width; ++x) {
        sumsAt(x, sums[0]);
        for (std::size_t r = 0; r < kRows; ++r) {
            const __m128i sum = sums[0][r];
            const std::int32_t four = _mm_cvtsi128_si32(packed(sum, sum, sum, sum));
            std::memcpy(to[r] + 3 * x, &four, 3);
        }
    }
}

/// The weights of the horizontal pass where no output pixel has more than two source pixels: for
/// each two output pixels the high and the low parts, those of the second pixel in the upper half
/// of the register.
std::vector<std::int16_t> pairedWeights(const Taps& taps) {
    const auto stride = static_cast<std::size_t>(taps.stride);
    const std::size_t width = taps.first.size();
    std::vector<std::int16_t> paired(width / 2 * 2 * kLanes);
    std::int16_t* out = paired.data();
    for (std::size_t x = 0; x + 1 < width; x += 2, out += 2 * kLanes) {
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
            const std::int32_t weight = taps.weights[(x + lane / 8) * stride + lane % 2];
            out[lane] = highPart(weight);
            out[kLanes + lane] = lowPart(weight);
        }
    }
    return paired;
}

/// Two output pixels of four numbers each, from two source pixels each.
MN_AVX2_INLINE __m256i pairSums(const std::uint8_t* a, const std::uint8_t* b,
                                const std::int16_t* weights) {
    const __m256i spread =
        _mm256_setr_epi8(0, -1, 3, -1, 1, -1, 4, -1, 2, -1, 5, -1, -1, -1, -1, -1, 0, -1, 3, -1, 1,
                         -1, 4, -1, 2, -1, 5, -1, -1, -1, -1, -1);
    const __m256i raw = _mm256_inserti128_si256(
        _mm256_castsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(a))),
        _mm_loadu_si128(reinterpret_cast<const __m128i*>(b)), 1);
    const __m256i pixels = _mm256_shuffle_epi8(raw, spread);
    const __m256i highs = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(weights));
    const __m256i lows = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(weights + kLanes));
    const __m256i sum = _mm256_add_epi32(
        _mm256_slli_epi32(_mm256_madd_epi16(pixels, highs), kLowBits),
        _mm256_add_epi32(_mm256_madd_epi16(pixels, lows), _mm256_set1_epi32(kRounding)));
    return _mm256_srai_epi32(sum, kPrecisionBits);
}

/// As oneRow, with pairedWeights.
MN_AVX2 void oneRowOfPairs(const std::uint8_t* from, std::size_t begin, const Taps& taps,
                           const std::int16_t* weights, std::uint8_t* to) {
    const std::size_t width = taps.first.size();
    const auto at = [&](std::size_t x) {
        return from + 3 * (static_cast<std::size_t>(taps.first[x]) - begin);
    };
    std::size_t x = 0;
    for (; x + 6 <= width; x += 4, weights += 4 * kLanes) {
        const __m256i words =
            _mm256_packs_epi32(pairSums(at(x), at(x + 1), weights),
                               pairSums(at(x + 2), at(x + 3), weights + 2 * kLanes));
        const __m256i bytes = _mm256_packus_epi16(words, words);  // 0 2 0 2 and 1 3 1 3
        const __m128i ordered =
            _mm_unpacklo_epi32(_mm256_castsi256_si128(bytes), _mm256_extracti128_si256(bytes, 1));
        _mm_storeu_si128(reinterpret_cast<__m128i*>(to + 3 * x),
                         _mm_shuffle_epi8(ordered, _mm_setr_epi8(0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13,
                                                                 14, -1, -1, -1, -1)));
    }
    for (; x < width; ++x) {
        const std::int32_t* factors =
            taps.weights.data() + x * static_cast<std::size_t>(taps.stride);
        const std::uint8_t* pixel = at(x);
        for (std::size_t c = 0; c < 3; ++c) {
            const std::int32_t sum = kRounding + pixel[c] * factors[0] + pixel[3 + c] * factors[1];
            to[3 * x + c] = static_cast<std::uint8_t>(std::clamp(sum >> kPrecisionBits, 0, 255));
        }
    }
}

/// Sixteen bytes of an output row.
MN_AVX2_INLINE void columnBlock(const std::uint8_t* from, std::size_t stride,
                                const std::int32_t* pairs, int count, std::uint8_t* to) {
    __m256i high0 = _mm256_setzero_si256();
    __m256i high1 = _mm256_setzero_si256();
    __m256i low0 = _mm256_set1_epi32(kRounding);
    __m256i low1 = low0;
    for (int k = 0; k < count; k += 2, from += 2 * stride, pairs += 2) {
        const __m128i a = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
        const __m128i b = k + 1 < count
                              ? _mm_loadu_si128(reinterpret_cast<const __m128i*>(from + stride))
                              : _mm_setzero_si128();
        const __m256i left = _mm256_cvtepu8_epi16(_mm_unpacklo_epi8(a, b));
        const __m256i right = _mm256_cvtepu8_epi16(_mm_unpackhi_epi8(a, b));
        const __m256i highs = _mm256_set1_epi32(pairs[0]);
        const __m256i lows = _mm256_set1_epi32(pairs[1]);
        high0 = _mm256_add_epi32(high0, _mm256_madd_epi16(left, highs));
        high1 = _mm256_add_epi32(high1, _mm256_madd_epi16(right, highs));
        low0 = _mm256_add_epi32(low0, _mm256_madd_epi16(left, lows));
        low1 = _mm256_add_epi32(low1, _mm256_madd_epi16(right, lows));
    }
    const __m256i sum0 = _mm256_srai_epi32(
        _mm256_add_epi32(_mm256_slli_epi32(high0, kLowBits), low0), kPrecisionBits);
    const __m256i sum1 = _mm256_srai_epi32(
        _mm256_add_epi32(_mm256_slli_epi32(high1, kLowBits), low1), kPrecisionBits);
    const __m256i words = _mm256_permute4x64_epi64(_mm256_packs_epi32(sum0, sum1), 0xD8);
    const __m128i bytes =
        _mm_packus_epi16(_mm256_castsi256_si128(words), _mm256_extracti128_si256(words, 1));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to), bytes);
}

MN_AVX2 void oneOutputRow(const std::uint8_t* from, std::size_t stride, const std::int32_t* pairs,
                          int count, std::size_t rowBytes, std::uint8_t* to) {
    constexpr std::size_t kBlock = 16;
    for (std::size_t x = 0; x + kBlock <= rowBytes; x += kBlock) {
        columnBlock(from + x, stride, pairs, count, to + x);
    }
    if (rowBytes % kBlock != 0) {
        const std::size_t x = rowBytes - kBlock;  // a few bytes twice
        columnBlock(from + x, stride, pairs, count, to + x);
    }
}

}  // namespace

void resampleRows(const Window& source, int firstRow, const Taps& taps, Image& out) {
    const auto begin = static_cast<std::size_t>(taps.first.front());
    const auto end = static_cast<std::size_t>(
        std::max(taps.first.back() + taps.count.back(), taps.first.front()));
    const std::size_t bytes = 3 * (end - begin);
    const bool pairs = *std::max_element(taps.count.begin(), taps.count.end()) <= 2;
    const std::size_t groups = (static_cast<std::size_t>(taps.stride) + kGroup - 1) / kGroup;
    const std::vector<std::int16_t> weights =
        pairs ? pairedWeights(taps) : groupedWeights(taps, groups);
    const auto from = [&](int y) { return source.row(firstRow + y) + 3 * begin; };
    int y = 0;
    for (; !pairs && y + kRowsTogether <= out.height; y += kRowsTogether) {
        if (static_cast<std::size_t>(source.end - from(y + kRowsTogether - 1)) < bytes + kMargin) {
            break;
        }
        const std::uint8_t* sources[] = {from(y), from(y + 1), from(y + 2), from(y + 3)};
        std::uint8_t* targets[] = {out.row(y), out.row(y + 1), out.row(y + 2), out.row(y + 3)};
        rowsTogether<kRowsTogether>(sources, begin, taps, weights.data(), groups, targets);
    }
    std::vector<std::uint8_t> padded;
    for (; y < out.height; ++y) {
        const std::uint8_t* row = from(y);
        if (static_cast<std::size_t>(source.end - row) < bytes + kMargin) {
            padded.assign(bytes + kMargin, 0);
            std::copy_n(row, bytes, padded.data());
            row = padded.data();
        }
        std::uint8_t* target = out.row(y);
        if (pairs) {
            oneRowOfPairs(row, begin, taps, weights.data(), target);
        } else {
            rowsTogether<1>(&row, begin, taps, weights.data(), groups, &target);
        }
    }
}

void resampleColumns(const Window& source, int firstRow, const Taps& taps, Image& out) {
    const auto stride = static_cast<std::size_t>(taps.stride);
    std::vector<std::int32_t> pairs(stride + 1);
    for (int y = 0; y < out.height; ++y) {
        const auto index = static_cast<std::size_t>(y);
        const std::int32_t* weights = taps.weights.data() + index * stride;
        const int count = taps.count[index];
        for (int k = 0; k < count; k += 2) {
            const std::int32_t second = k + 1 < count ? weights[k + 1] : 0;
            pairs[static_cast<std::size_t>(k)] = pairOf(highPart(weights[k]), highPart(second));
            pairs[static_cast<std::size_t>(k) + 1] = pairOf(lowPart(weights[k]), lowPart(second));
        }
        oneOutputRow(source.row(taps.first[index] - firstRow), source.stride, pairs.data(), count,
                     std::size_t{3} * static_cast<std::size_t>(out.width), out.row(y));
    }
}

#else

void resampleRows(const Window&, int, const Taps&, Image&) {}
void resampleColumns(const Window&, int, const Taps&, Image&) {}

#endif

}  // namespace minarai::image::avx2
