// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A weight of 22 fractional bits is split into three signed digits, w = d2 * 2^16 + d1 * 2^8 + d0,
// so that one instruction multiplies four neighbouring pixels by four digits and adds them up for
// each colour of sixteen pixels. The sums of the digits are joined modulo 2^32, where Pillow's sum
// fits: nothing is rounded.
#include "image/resample_avx512.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

#include "image/by_processor.h"

namespace minarai::image::avx512 {

#ifdef MN_AVX512

namespace {

constexpr std::int32_t kRounding = 1 << (kPrecisionBits - 1);
constexpr std::size_t kGroup = 16;  ///< source pixels of one multiplication
constexpr std::size_t kBytes = 64;  ///< of a register
constexpr std::size_t kDigits = 3;  ///< of a weight
/// Bytes which may be read beyond the last pixel: three groups, the last of 64 bytes.
constexpr std::size_t kMargin = 3 * 3 * kGroup + 16;
constexpr int kRowsTogether = 4;     ///< source rows of one round
constexpr std::size_t kOutputs = 4;  ///< output pixels of one round

/// The lowest, the middle and the highest digit of a weight, each -128 ... 127.
struct Digits {
    std::int8_t digit[kDigits];

    explicit Digits(std::int32_t weight) {
        const auto lowest = static_cast<std::int8_t>(weight & 255);
        const std::int32_t rest = (weight - lowest) >> 8;
        const auto middle = static_cast<std::int8_t>(rest & 255);
        digit[0] = lowest;
        digit[1] = middle;
        digit[2] = static_cast<std::int8_t>((rest - middle) >> 8);
    }
};

/// The weights as the registers want them: for each output pixel and each group of sixteen source
/// pixels the lowest, the middle and the highest digits, each for red, green, blue and nothing.
std::vector<std::int8_t> digitsOf(const Taps& taps, std::size_t groups) {
    const auto stride = static_cast<std::size_t>(taps.stride);
    std::vector<std::int8_t> digits(taps.first.size() * groups * kDigits * kBytes);
    for (std::size_t x = 0; x < taps.first.size(); ++x) {
        std::int8_t* const out = digits.data() + x * groups * kDigits * kBytes;
        for (std::size_t k = 0; k < static_cast<std::size_t>(taps.count[x]); ++k) {
            std::int8_t* at = out + k / kGroup * kDigits * kBytes + k % kGroup / 4 * 16 + k % 4;
            for (const std::int8_t digit : Digits(taps.weights[x * stride + k]).digit) {
                at[0] = at[4] = at[8] = digit;
                at += kBytes;
            }
        }
    }
    return digits;
}

/// Byte numbers that gather RRRR GGGG BBBB and four bytes of no account from each four pixels.
std::array<std::uint8_t, kBytes> gathering() {
    std::array<std::uint8_t, kBytes> order{};
    for (std::size_t i = 0; i < kBytes; ++i) {
        const std::size_t colour = std::min<std::size_t>(i % 16 / 4, 2);
        order[i] = static_cast<std::uint8_t>(i / 16 * 12 + i % 4 * 3 + colour);
    }
    return order;
}

/// What one round reads and writes: kRows source rows from source pixel `begin` on.
template <std::size_t kRows>
struct Round {
    const std::uint8_t* from[kRows];
    std::uint8_t* to[kRows];
    std::size_t ahead;  ///< bytes to the rows of the round that follows
};

/// Four partial sums (red, green, blue, nothing) of the same output pixel in each row. kGroups is
/// their number where it is known: without a loop the sums stay in their registers. 0: `groups`.
template <std::size_t kRows, std::size_t kGroups>
MN_AVX512_INLINE void partialSums(const Round<kRows>& round, std::size_t offset,
                                  const std::int8_t* digits, std::size_t groups, __m512i order,
                                  __m512i* sums) {
    if constexpr (kRows > 1) {
        // The processor guesses wrong at the end of each row: a picture's rows are pages apart.
        for (std::size_t r = 0; r < kRows; ++r) {
            _mm_prefetch(reinterpret_cast<const char*>(round.from[r] + round.ahead + offset),
                         _MM_HINT_T0);
        }
    }
    __m512i low[kRows];
    __m512i middle[kRows];
    __m512i high[kRows];
    for (std::size_t r = 0; r < kRows; ++r) {
        low[r] = middle[r] = high[r] = _mm512_setzero_si512();
    }
    const std::size_t number = kGroups > 0 ? kGroups : groups;
#pragma GCC unroll 4
    for (std::size_t g = 0; g < number; ++g, offset += 3 * kGroup, digits += kDigits * kBytes) {
        const __m512i lows = _mm512_loadu_si512(digits);
        const __m512i middles = _mm512_loadu_si512(digits + kBytes);
        const __m512i highs = _mm512_loadu_si512(digits + 2 * kBytes);
        for (std::size_t r = 0; r < kRows; ++r) {
            const __m512i pixels =
                _mm512_permutexvar_epi8(order, _mm512_loadu_si512(round.from[r] + offset));
            low[r] = _mm512_dpbusd_epi32(low[r], pixels, lows);
            middle[r] = _mm512_dpbusd_epi32(middle[r], pixels, middles);
            high[r] = _mm512_dpbusd_epi32(high[r], pixels, highs);
        }
    }
    for (std::size_t r = 0; r < kRows; ++r) {
        const __m512i upper = _mm512_add_epi32(_mm512_slli_epi32(high[r], 8), middle[r]);
        sums[r] = _mm512_add_epi32(_mm512_slli_epi32(upper, 8), low[r]);
    }
}

/// The partial sums of four output pixels to twelve bytes, and four of no account.
MN_AVX512_INLINE __m128i joined(__m512i a, __m512i b, __m512i c, __m512i d) {
    const __m512i ab =
        _mm512_add_epi32(_mm512_shuffle_i32x4(a, b, 0x44), _mm512_shuffle_i32x4(a, b, 0xEE));
    const __m512i cd =
        _mm512_add_epi32(_mm512_shuffle_i32x4(c, d, 0x44), _mm512_shuffle_i32x4(c, d, 0xEE));
    const __m512i sum =
        _mm512_add_epi32(_mm512_shuffle_i32x4(ab, cd, 0x88), _mm512_shuffle_i32x4(ab, cd, 0xDD));
    const __m512i whole =
        _mm512_srai_epi32(_mm512_add_epi32(sum, _mm512_set1_epi32(kRounding)), kPrecisionBits);
    const __m128i bytes = _mm512_cvtusepi32_epi8(_mm512_max_epi32(whole, _mm512_setzero_si512()));
    return _mm_shuffle_epi8(bytes,
                            _mm_setr_epi8(0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1));
}

template <std::size_t kRows, std::size_t kGroups>
MN_AVX512 void rowsTogether(const Round<kRows>& round, std::size_t begin, const Taps& taps,
                            const std::int8_t* digits, std::size_t groups, __m512i order) {
    const std::size_t width = taps.first.size();
    const std::size_t step = groups * kDigits * kBytes;
    __m512i sums[kOutputs][kRows];
    for (std::size_t x = 0; x < width; x += kOutputs) {
        const std::size_t outputs = std::min(kOutputs, width - x);
        for (std::size_t i = 0; i < outputs; ++i) {
            const auto count = static_cast<std::size_t>(taps.count[x + i]);
            partialSums<kRows, kGroups>(
                round, 3 * (static_cast<std::size_t>(taps.first[x + i]) - begin),
                digits + (x + i) * step, (count + kGroup - 1) / kGroup, order, sums[i]);
        }
        for (std::size_t i = outputs; i < kOutputs; ++i) {
            std::copy_n(sums[0], kRows, sums[i]);
        }
        const auto written = static_cast<__mmask16>((1U << (3 * outputs)) - 1);
        for (std::size_t r = 0; r < kRows; ++r) {
            _mm_mask_storeu_epi8(round.to[r] + 3 * x, written,
                                 joined(sums[0][r], sums[1][r], sums[2][r], sums[3][r]));
        }
    }
}

template <std::size_t kGroups>
MN_AVX512 void allRows(const Window& source, int firstRow, const Taps& taps,
                       const std::int8_t* digits, std::size_t groups, Image& out) {
    const auto begin = static_cast<std::size_t>(taps.first.front());
    const auto end = static_cast<std::size_t>(
        std::max(taps.first.back() + taps.count.back(), taps.first.front()));
    const std::size_t bytes = 3 * (end - begin);
    const auto from = [&](int y) { return source.row(firstRow + y) + 3 * begin; };
    const auto isSafe = [&](int y) {
        return static_cast<std::size_t>(source.end - from(y)) >= bytes + kMargin;
    };
    const std::array<std::uint8_t, kBytes> gathered = gathering();
    const __m512i order = _mm512_loadu_si512(gathered.data());
    int y = 0;
    for (; y + kRowsTogether <= out.height && isSafe(y + kRowsTogether - 1); y += kRowsTogether) {
        const bool more = y + 2 * kRowsTogether <= out.height;
        const Round<4> round{{from(y), from(y + 1), from(y + 2), from(y + 3)},
                             {out.row(y), out.row(y + 1), out.row(y + 2), out.row(y + 3)},
                             more ? kRowsTogether * source.stride : 0};
        rowsTogether<4, kGroups>(round, begin, taps, digits, groups, order);
    }
    std::vector<std::uint8_t> padded;
    for (; y < out.height; ++y) {
        const std::uint8_t* row = from(y);
        if (!isSafe(y)) {
            padded.assign(bytes + kMargin, 0);
            std::copy_n(row, bytes, padded.data());
            row = padded.data();
        }
        rowsTogether<1, kGroups>(Round<1>{{row}, {out.row(y)}, 0}, begin, taps, digits, groups,
                                 order);
    }
}

/// Four neighbouring rows, and the digits of their weights side by side in each 32 bits.
struct Quad {
    const std::uint8_t* rows[4];
    std::int32_t digits[kDigits];
};

/// Up to 64 bytes of an output row.
MN_AVX512_INLINE void columnBlock(const Quad* quads, std::size_t count, std::size_t x,
                                  __mmask64 present, std::uint8_t* to) {
    __m512i sums[kDigits][4];
    for (auto& digit : sums) {
        for (__m512i& sum : digit) {
            sum = _mm512_setzero_si512();
        }
    }
    for (const Quad* quad = quads; quad != quads + count; ++quad) {
        __m512i rows[4];
        for (std::size_t r = 0; r < 4; ++r) {
            rows[r] = _mm512_maskz_loadu_epi8(present, quad->rows[r] + x);
        }
        const __m512i ab0 = _mm512_unpacklo_epi8(rows[0], rows[1]);
        const __m512i ab1 = _mm512_unpackhi_epi8(rows[0], rows[1]);
        const __m512i cd0 = _mm512_unpacklo_epi8(rows[2], rows[3]);
        const __m512i cd1 = _mm512_unpackhi_epi8(rows[2], rows[3]);
        const __m512i abcd[4] = {_mm512_unpacklo_epi16(ab0, cd0), _mm512_unpackhi_epi16(ab0, cd0),
                                 _mm512_unpacklo_epi16(ab1, cd1), _mm512_unpackhi_epi16(ab1, cd1)};
        for (std::size_t d = 0; d < kDigits; ++d) {
            const __m512i digits = _mm512_set1_epi32(quad->digits[d]);
            for (std::size_t i = 0; i < 4; ++i) {
                sums[d][i] = _mm512_dpbusd_epi32(sums[d][i], abcd[i], digits);
            }
        }
    }
    __m512i whole[4];
    for (std::size_t i = 0; i < 4; ++i) {
        const __m512i upper = _mm512_add_epi32(_mm512_slli_epi32(sums[2][i], 8), sums[1][i]);
        const __m512i sum = _mm512_add_epi32(_mm512_slli_epi32(upper, 8), sums[0][i]);
        whole[i] =
            _mm512_srai_epi32(_mm512_add_epi32(sum, _mm512_set1_epi32(kRounding)), kPrecisionBits);
    }
    // The packs undo the order of the unpacks, and clamp to 0 ... 255.
    _mm512_mask_storeu_epi8(to + x, present,
                            _mm512_packus_epi16(_mm512_packs_epi32(whole[0], whole[1]),
                                                _mm512_packs_epi32(whole[2], whole[3])));
}

MN_AVX512 void oneOutputRow(const Quad* quads, std::size_t count, std::size_t rowBytes,
                            std::uint8_t* to) {
    std::size_t x = 0;
    for (; x + kBytes <= rowBytes; x += kBytes) {
        columnBlock(quads, count, x, ~__mmask64{0}, to);
    }
    if (x < rowBytes) {
        columnBlock(quads, count, x, (__mmask64{1} << (rowBytes - x)) - 1, to);
    }
}

}  // namespace

void resampleRows(const Window& source, int firstRow, const Taps& taps, Image& out) {
    const auto most =
        static_cast<std::size_t>(*std::max_element(taps.count.begin(), taps.count.end()));
    const std::size_t groups = (most + kGroup - 1) / kGroup;
    const std::vector<std::int8_t> digits = digitsOf(taps, groups);
    const auto work = groups == 1   ? allRows<1>
                      : groups == 2 ? allRows<2>
                      : groups == 3 ? allRows<3>
                                    : allRows<0>;
    work(source, firstRow, taps, digits.data(), groups, out);
}

void resampleColumns(const Window& source, int firstRow, const Taps& taps, Image& out) {
    const auto stride = static_cast<std::size_t>(taps.stride);
    std::vector<Quad> quads(stride / 4 + 1);
    for (int y = 0; y < out.height; ++y) {
        const auto index = static_cast<std::size_t>(y);
        const auto count = static_cast<std::size_t>(taps.count[index]);
        const std::uint8_t* from = source.row(taps.first[index] - firstRow);
        const std::size_t used = (count + 3) / 4;
        for (std::size_t k = 0; k < 4 * used; ++k) {
            // Beyond the last row a weight of 0.
            const Digits digits(k < count ? taps.weights[index * stride + k] : 0);
            Quad& quad = quads[k / 4];
            quad.rows[k % 4] = from + std::min(k, count - 1) * source.stride;
            for (std::size_t d = 0; d < kDigits; ++d) {
                std::memcpy(reinterpret_cast<char*>(&quad.digits[d]) + k % 4, &digits.digit[d], 1);
            }
        }
        oneOutputRow(quads.data(), used, std::size_t{3} * static_cast<std::size_t>(out.width),
                     out.row(y));
    }
}

PixelPicker::PixelPicker(const std::vector<std::int32_t>& from) {
    constexpr std::size_t kPixels = kBytes / 3;
    for (std::size_t x = 0; x < from.size();) {
        Block block{0, std::size_t{3} * static_cast<std::size_t>(from[x]), 3 * x};
        const std::size_t order = m_order.size();
        m_order.resize(order + kBytes);
        std::size_t n = 0;
        for (; n < kPixels && x + n < from.size(); ++n) {
            const auto away = static_cast<std::size_t>(from[x + n] - from[x]);
            if (away >= kPixels) {
                break;
            }
            for (std::size_t c = 0; c < 3; ++c) {
                m_order[order + 3 * n + c] = static_cast<std::uint8_t>(3 * away + c);
            }
        }
        block.written = (std::uint64_t{1} << (3 * n)) - 1;
        m_bytesRead = block.from + kBytes;
        m_blocks.push_back(block);
        x += n;
    }
}

MN_AVX512 void PixelPicker::pick(const std::uint8_t* row, std::uint8_t* out) const {
    const std::uint8_t* order = m_order.data();
    for (const Block& block : m_blocks) {
        const __m512i pixels = _mm512_permutexvar_epi8(_mm512_loadu_si512(order),
                                                       _mm512_loadu_si512(row + block.from));
        _mm512_mask_storeu_epi8(out + block.to, block.written, pixels);
        order += kBytes;
    }
}

#else

void resampleRows(const Window&, int, const Taps&, Image&) {}
void resampleColumns(const Window&, int, const Taps&, Image&) {}
PixelPicker::PixelPicker(const std::vector<std::int32_t>&) {}
void PixelPicker::pick(const std::uint8_t*, std::uint8_t*) const {}

#endif

}  // namespace minarai::image::avx512
