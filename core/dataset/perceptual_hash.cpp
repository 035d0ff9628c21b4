// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset/perceptual_hash.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

namespace minarai::dataset {

namespace {

constexpr std::size_t kEdge = kSignatureEdge;
constexpr std::size_t kFrequencies =
    11;  ///< 0 ... 10: the 64 lowest end on the diagonal u + v = 10

using Row = std::array<float, kEdge>;
using Basis = std::array<Row, kFrequencies>;

/// The cosine transform of what lies between two cuts, as weights of the whole line's samples.
Basis makeBasis(float cutBefore, float cutAfter) {
    Basis basis{};
    const double begin = static_cast<double>(cutBefore) * kEdge;
    const double step = 1.0 - static_cast<double>(cutBefore) - static_cast<double>(cutAfter);
    for (std::size_t i = 0; i < kEdge; ++i) {
        const double at = std::clamp(begin + (static_cast<double>(i) + 0.5) * step - 0.5, 0.0,
                                     static_cast<double>(kEdge - 1));
        const auto low = std::min(static_cast<std::size_t>(at), kEdge - 2);
        const double share = at - static_cast<double>(low);
        for (std::size_t u = 0; u < kFrequencies; ++u) {
            const double wave = std::cos(std::numbers::pi * static_cast<double>(u) *
                                         (2.0 * static_cast<double>(i) + 1) / (2.0 * kEdge));
            basis[u][low] += static_cast<float>(wave * (1 - share));
            basis[u][low + 1] += static_cast<float>(wave * share);
        }
    }
    return basis;
}

/// The 64 lowest frequencies (u, v) by u + v, those near the diagonal first.
std::array<std::pair<std::size_t, std::size_t>, 64> lowestFrequencies() {
    std::vector<std::pair<std::size_t, std::size_t>> all;
    for (std::size_t u = 0; u < kFrequencies; ++u) {
        for (std::size_t v = 0; v < kFrequencies; ++v) {
            if (u + v > 0) {
                all.emplace_back(u, v);
            }
        }
    }
    std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
        const auto apart = [](const auto& f) {
            return std::max(f.first, f.second) - std::min(f.first, f.second);
        };
        return std::pair(a.first + a.second, apart(a)) < std::pair(b.first + b.second, apart(b));
    });
    std::array<std::pair<std::size_t, std::size_t>, 64> lowest{};
    std::copy_n(all.begin(), lowest.size(), lowest.begin());
    return lowest;
}

struct Tables {
    std::array<Basis, kWindows.size()> across{};
    std::array<Basis, kWindows.size()> down{};
    std::array<std::pair<std::size_t, std::size_t>, 64> frequencies = lowestFrequencies();

    Tables() {
        for (std::size_t w = 0; w < kWindows.size(); ++w) {
            across[w] = makeBasis(kWindows[w].left, kWindows[w].right);
            down[w] = makeBasis(kWindows[w].top, kWindows[w].bottom);
        }
    }
};

const Tables& tables() {
    static const Tables kTables;
    return kTables;
}

}  // namespace

PerceptualHash perceptualHash(const Signature& signature, std::size_t window) {
    const Basis& across = tables().across[window];
    const Basis& down = tables().down[window];
    std::array<Row, kFrequencies> rows{};  // [v][x]
    for (std::size_t y = 0; y < kEdge; ++y) {
        const std::uint8_t* line = signature.luma.data() + y * kEdge;
        for (std::size_t v = 0; v < kFrequencies; ++v) {
            for (std::size_t x = 0; x < kEdge; ++x) {
                rows[v][x] += down[v][y] * static_cast<float>(line[x]);
            }
        }
    }
    PerceptualHash hash;
    std::array<std::array<float, 16>, kBands> strength{};
    for (std::size_t i = 0; i < 64; ++i) {
        const auto& [u, v] = tables().frequencies[i];
        float sum = 0;
        for (std::size_t x = 0; x < kEdge; ++x) {
            sum += rows[v][x] * across[u][x];
        }
        const std::size_t band = i % kBands;
        const std::size_t bit = i / kBands;
        strength[band][bit] = std::fabs(sum);
        hash.bits |= static_cast<std::uint64_t>(sum > 0) << (16 * band + bit);
    }
    for (std::size_t band = 0; band < kBands; ++band) {
        std::array<std::uint8_t, 16> order{};
        for (std::size_t bit = 0; bit < order.size(); ++bit) {
            order[bit] = static_cast<std::uint8_t>(bit);
        }
        std::partial_sort(order.begin(), order.begin() + kWeakBits, order.end(),
                          [&](std::uint8_t a, std::uint8_t b) {
                              return std::pair(strength[band][a], a) <
                                     std::pair(strength[band][b], b);
                          });
        std::copy_n(order.begin(), kWeakBits, hash.weak[band].begin());
    }
    return hash;
}

float contrastOf(const Signature& signature) {
    float sum = 0;
    float squares = 0;
    for (const std::uint8_t value : signature.luma) {
        sum += static_cast<float>(value);
        squares += static_cast<float>(value) * static_cast<float>(value);
    }
    const auto count = static_cast<float>(signature.luma.size());
    return std::sqrt(std::max(0.0F, squares / count - sum / count * (sum / count)));
}

}  // namespace minarai::dataset
