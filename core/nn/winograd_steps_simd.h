// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The functions of WinogradStepKernels.
#pragma once

#include "nn/winograd_simd.h"

namespace minarai::nn {
namespace {

// The transforms of one line: interpolation in 0, ±kStepNear, kStepFar and infinity, for two
// weights, the first and the third, and, but for infinity, for the one between them. The points
// were chosen for a small error among some sixteenths; the best of these is a hundredth better.
constexpr float kStepNear = 13.0F / 16;
constexpr float kStepFar = 2.0F;
constexpr float kStepNear2 = kStepNear * kStepNear;
constexpr float kStepFar2 = kStepFar * kStepFar;
constexpr auto kStepOfZero = static_cast<float>(1.0 / (double{kStepNear2} * kStepFar));
constexpr auto kStepOfNear =
    static_cast<float>(0.5 / (double{kStepNear2} * (double{kStepNear} - kStepFar)));
constexpr auto kStepOfMinusNear =
    static_cast<float>(-0.5 / (double{kStepNear2} * (double{kStepNear} + kStepFar)));
constexpr auto kStepOfFar =
    static_cast<float>(1.0 / (double{kStepFar} * (double{kStepFar2} - kStepNear2)));

/// Four points of four values, which lie two apart.
MINARAI_INLINE void stepInputPoints(const Lanes* d, Lanes* t) {
    const Lanes first = d[2] - d[0] * kStepFar;
    const Lanes second = d[4] - d[2] * kStepFar;
    const Lanes third = d[6] - d[4] * kStepFar;
    t[0] = third - first * kStepNear2;
    t[1] = third + second * kStepNear;
    t[2] = third - second * kStepNear;
    t[3] = d[6] - d[2] * kStepNear2;
}

/// Nine values to the five points of the first, third, ... of them and the four of the others.
MINARAI_INLINE void stepInputLine(const Lanes* d, Lanes* t) {
    stepInputPoints(d, t);
    const Lanes second = d[4] - d[2] * kStepFar;
    const Lanes fourth = d[8] - d[6] * kStepFar;
    t[4] = fourth - second * kStepNear2;
    stepInputPoints(d + 1, t + kStepSide);
}

MINARAI_INLINE void stepWeightLine(const Lanes* g, Lanes* t) {
    t[0] = g[0] * kStepOfZero;
    t[1] = (g[0] + g[2] * kStepNear) * kStepOfNear;
    t[2] = (g[0] - g[2] * kStepNear) * kStepOfMinusNear;
    t[3] = (g[0] + g[2] * kStepFar) * kStepOfFar;
    t[4] = g[2];
    t[5] = g[1] * kStepOfZero;
    t[6] = g[1] * kStepOfNear;
    t[7] = g[1] * kStepOfMinusNear;
    t[8] = g[1] * kStepOfFar;
}

MINARAI_INLINE void stepAnswerLine(const Lanes* m, Lanes* y) {
    const Lanes even = m[1] + m[2];
    const Lanes odd = (m[1] - m[2]) * kStepNear;
    const Lanes far = m[3] * kStepFar;
    y[0] = m[0] + even + m[3];
    y[1] = odd + far;
    y[2] = even * kStepNear2 + far * kStepFar;
    y[3] = odd * kStepNear2 + far * kStepFar2 + m[4];
}

/// The point of one of the nine results of a line each way.
constexpr int stepPointOf(int down, int across) {
    return down % kStepSide * kStepSide + across % kStepSide;
}

/// Which of its point's terms that result is.
constexpr int stepTermOf(int down, int across) {
    const bool hasAcross = across % kStepSide < kTile;
    return (down < kStepSide ? 0 : hasAcross ? 2 : 1) + (across < kStepSide ? 0 : 1);
}

void stepInputsOf(const TileGrid& grid, const float* x, const Tiles& tiles, std::int64_t rows,
                  float* v) {
    float* places[kStepResults][kStepResults];
    for (int i = 0; i < kStepResults; ++i) {
        for (int j = 0; j < kStepResults; ++j) {
            const int point = stepPointOf(i, j);
            places[i][j] = v + stepBegin(point, rows * grid.ins) + stepTermOf(i, j) * grid.ins;
        }
    }
    for (std::int64_t number = 0; number < tiles.count; ++number) {
        const Tile& tile = tiles.first[number];
        const float* pixels[kStepResults][kStepResults];
        findPixels<kStepResults>(grid, x, tile, 2, pixels);
        for (std::int64_t c = 0; c < grid.ins; c += kLanes) {
            Lanes columns[kStepResults][kStepResults];
            for (int j = 0; j < kStepResults; ++j) {
                Lanes line[kStepResults];
                for (int i = 0; i < kStepResults; ++i) {
                    line[i] = load(pixels[i][j] + c);
                }
                Lanes turned[kStepResults];
                stepInputLine(line, turned);
                for (int i = 0; i < kStepResults; ++i) {
                    columns[i][j] = turned[i];
                }
            }
            for (int i = 0; i < kStepResults; ++i) {
                if (i == kStepSide - 1 && tile.height < kTile) {
                    continue;
                }
                Lanes turned[kStepResults];
                stepInputLine(columns[i], turned);
                for (int j = 0; j < kStepResults; ++j) {
                    if (j != kStepSide - 1 || tile.width == kTile) {
                        store(places[i][j] + c, turned[j]);
                    }
                }
            }
        }
        for (int i = 0; i < kStepResults; ++i) {
            for (int j = 0; j < kStepResults; ++j) {
                places[i][j] += stepTerms(stepPointOf(i, j)) * grid.ins;
            }
        }
    }
}

void stepWeightsOf(const float* weights, std::int64_t ins, std::int64_t outs,
                   std::int64_t firstPanel, std::int64_t lastPanel, float* u) {
    for (std::int64_t panel = firstPanel; panel < lastPanel; ++panel) {
        float* places[kStepResults][kStepResults];
        for (int i = 0; i < kStepResults; ++i) {
            for (int j = 0; j < kStepResults; ++j) {
                const int point = stepPointOf(i, j);
                places[i][j] = u + stepBegin(point, ins * outs) +
                               (panel * stepTerms(point) + stepTermOf(i, j)) * ins * kPanel;
            }
        }
        for (std::int64_t in = 0; in < ins; ++in) {
            for (int half = 0; half < kPanel; half += kLanes) {
                const float* const from = weights + in * 9 * outs + panel * kPanel + half;
                Lanes columns[kStepResults][3];
                for (int j = 0; j < 3; ++j) {
                    const Lanes line[3] = {load(from + j * outs), load(from + (3 + j) * outs),
                                           load(from + (6 + j) * outs)};
                    Lanes turned[kStepResults];
                    stepWeightLine(line, turned);
                    for (int i = 0; i < kStepResults; ++i) {
                        columns[i][j] = turned[i];
                    }
                }
                for (int i = 0; i < kStepResults; ++i) {
                    Lanes turned[kStepResults];
                    stepWeightLine(columns[i], turned);
                    for (int j = 0; j < kStepResults; ++j) {
                        store(places[i][j] + in * kPanel + half, turned[j]);
                    }
                }
            }
        }
    }
}

void stepAnswersOf(const TileGrid& grid, const float* m, const Tiles& tiles, std::int64_t rows,
                   const ConvEnding& ending, float* y) {
    answersOfTiles<kStepSide, stepAnswerLine>(grid, m, tiles, rows, ending, y);
}

constexpr WinogradStepKernels kWinogradSteps{stepInputsOf, stepWeightsOf, stepAnswersOf};

}  // namespace
}  // namespace minarai::nn
