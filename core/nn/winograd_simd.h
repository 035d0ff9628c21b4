// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The functions of winograd_kernels.h.
#pragma once

#include "nn/product_simd.h"
#include "nn/winograd_kernels.h"

namespace minarai::nn {
namespace {

static_assert(kChannelStep % kPanel == 0);

/// What lies outside of a picture.
alignas(64) constexpr float kZeros[kMostChannels] = {};

// The transforms of one line of a tile, from interpolation in 0, ±kNear, ±kFar and infinity. The
// usual 1 and 2 need fewer multiplications and are off four times as far: these are the best of all
// sixteenths by the root of the mean square error, 1.7 times that of a plain sum in float32.
constexpr float kNear = 11.0F / 16;
constexpr float kFar = 3.0F / 2;
constexpr float kNear2 = kNear * kNear;
constexpr float kFar2 = kFar * kFar;
constexpr auto kOfZero = static_cast<float>(1.0 / (double{kNear2} * kFar2));
constexpr auto kOfNear = static_cast<float>(0.5 / (double{kNear2} * (double{kNear2} - kFar2)));
constexpr auto kOfFar = static_cast<float>(0.5 / (double{kFar2} * (double{kFar2} - kNear2)));

MINARAI_INLINE void inputLine(const Lanes* d, Lanes* t) {
    const Lanes even = d[4] - d[2] * kFar2;
    const Lanes odd = (d[3] - d[1] * kFar2) * kNear;
    const Lanes farEven = d[4] - d[2] * kNear2;
    const Lanes farOdd = (d[3] - d[1] * kNear2) * kFar;
    t[0] = d[0] * (kNear2 * kFar2) - d[2] * (kNear2 + kFar2) + d[4];
    t[1] = even + odd;
    t[2] = even - odd;
    t[3] = farEven + farOdd;
    t[4] = farEven - farOdd;
    t[5] = d[1] * (kNear2 * kFar2) - d[3] * (kNear2 + kFar2) + d[5];
}

MINARAI_INLINE void weightLine(const Lanes* g, Lanes* t) {
    const Lanes even = (g[0] + g[2] * kNear2) * kOfNear;
    const Lanes odd = g[1] * (kNear * kOfNear);
    const Lanes farEven = (g[0] + g[2] * kFar2) * kOfFar;
    const Lanes farOdd = g[1] * (kFar * kOfFar);
    t[0] = g[0] * kOfZero;
    t[1] = even + odd;
    t[2] = even - odd;
    t[3] = farEven + farOdd;
    t[4] = farEven - farOdd;
    t[5] = g[2];
}

MINARAI_INLINE void answerLine(const Lanes* m, Lanes* y) {
    const Lanes even = m[1] + m[2];
    const Lanes odd = (m[1] - m[2]) * kNear;
    const Lanes farEven = m[3] + m[4];
    const Lanes farOdd = (m[3] - m[4]) * kFar;
    y[0] = m[0] + even + farEven;
    y[1] = odd + farOdd;
    y[2] = even * kNear2 + farEven * kFar2;
    y[3] = odd * kNear2 + farOdd * kFar2 + m[5];
}

// The way back: the transposes of the two above.

MINARAI_INLINE void gradientLine(const Lanes* y, Lanes* m) {
    const Lanes even = y[0] + y[2] * kNear2;
    const Lanes odd = (y[1] + y[3] * kNear2) * kNear;
    const Lanes farEven = y[0] + y[2] * kFar2;
    const Lanes farOdd = (y[1] + y[3] * kFar2) * kFar;
    m[0] = y[0];
    m[1] = even + odd;
    m[2] = even - odd;
    m[3] = farEven + farOdd;
    m[4] = farEven - farOdd;
    m[5] = y[3];
}

MINARAI_INLINE void weightGradientLine(const Lanes* t, Lanes* g) {
    const Lanes even = (t[1] + t[2]) * kOfNear;
    const Lanes odd = (t[1] - t[2]) * (kNear * kOfNear);
    const Lanes farEven = (t[3] + t[4]) * kOfFar;
    const Lanes farOdd = (t[3] - t[4]) * (kFar * kOfFar);
    g[0] = t[0] * kOfZero + even + farEven;
    g[1] = odd + farOdd;
    g[2] = even * kNear2 + farEven * kFar2 + t[5];
}

/// Of points, in each direction: the last one is of whole tiles alone.
constexpr int pointsOf(int answers) {
    return answers < kTile ? kSide - 1 : kSide;
}

/// The values under a tile of Side×Side of them; `step` from one answer to the next.
template <int Side>
void findPixels(const TileGrid& grid, const float* x, const Tile& tile, int step,
                const float* (*pixels)[Side]) {
    for (int i = 0; i < Side; ++i) {
        const std::int64_t row = step * tile.row + i - grid.paddingY;
        for (int j = 0; j < Side; ++j) {
            const std::int64_t column = step * tile.column + j - grid.paddingX;
            const bool isInside =
                row >= 0 && row < grid.height && column >= 0 && column < grid.width;
            pixels[i][j] =
                isInside ? x + ((tile.image * grid.height + row) * grid.width + column) * grid.ins
                         : kZeros;
        }
    }
}

void inputsOf(const TileGrid& grid, const float* x, const Tiles& tiles, std::int64_t rows,
              float* v) {
    const std::int64_t point = pointStep(rows, grid.ins);
    const float* both[2][kSide][kSide];  // under a tile and, to fetch them ahead, under the next
    if (tiles.count > 0) {
        findPixels<kSide>(grid, x, tiles.first[0], 1, both[0]);
    }
    for (std::int64_t number = 0; number < tiles.count; ++number) {
        const Tile& tile = tiles.first[number];
        const int pointsDown = pointsOf(tile.height);
        const int pointsAcross = pointsOf(tile.width);
        const float* const(*pixels)[kSide] = both[number % 2];
        const bool isLast = number + 1 == tiles.count;
        const float* const(*next)[kSide] = isLast ? pixels : both[(number + 1) % 2];
        if (!isLast) {
            findPixels<kSide>(grid, x, tiles.first[number + 1], 1, both[(number + 1) % 2]);
        }
        for (std::int64_t c = 0; c < grid.ins; c += kLanes) {
            if (c % kLine == 0) {
                for (int i = 0; i < kSide; ++i) {
                    for (int j = 0; j < kSide; ++j) {
                        __builtin_prefetch(next[i][j] + c);
                    }
                }
            }
            Lanes columns[kSide][kSide];
            for (int j = 0; j < kSide; ++j) {
                Lanes line[kSide];
                for (int i = 0; i < kSide; ++i) {
                    line[i] = load(pixels[i][j] + c);
                }
                Lanes turned[kSide];
                inputLine(line, turned);
                for (int i = 0; i < kSide; ++i) {
                    columns[i][j] = turned[i];
                }
            }
            for (int i = 0; i < kSide && i < pointsDown; ++i) {
                Lanes turned[kSide];
                inputLine(columns[i], turned);
                for (int j = 0; j < kSide && j < pointsAcross; ++j) {
                    store(v + (i * kSide + j) * point + c, turned[j]);
                }
            }
        }
        v += grid.ins;
    }
}

void weightsOf(const WeightView& view, std::int64_t ins, std::int64_t outs, std::int64_t firstPanel,
               std::int64_t lastPanel, float* u) {
    const std::int64_t point = pointStep(ins, outs);
    // Both halves of a panel before the next ins, since their values lie on the same lines.
    const std::int64_t blocks = ins / kLanes;
    for (std::int64_t block = firstPanel * blocks; block < lastPanel * blocks; ++block) {
        for (int half = 0; half < kPanel; half += kLanes) {
            const std::int64_t out = block / blocks * kPanel + half;
            const std::int64_t in = block % blocks * kLanes;
            // Lanes are outs; where these don't lie side by side they are brought there first.
            alignas(64) float sorted[kLanes][9][kLanes];
            for (int i = 0; i < 9; ++i) {
                const float* const from = view.data + out * view.out + in * view.in +
                                          i / 3 * view.row + i % 3 * view.column;
                if (view.out == 1) {
                    for (int c = 0; c < kLanes; ++c) {
                        store(sorted[c][i], load(from + c * view.in));
                    }
                    continue;
                }
                for (int o = 0; o < kLanes; ++o) {
                    for (int c = 0; c < kLanes; ++c) {
                        sorted[c][i][o] = from[o * view.out + c * view.in];
                    }
                }
            }
            for (int c = 0; c < kLanes; ++c) {
                Lanes columns[kSide][3];
                for (int j = 0; j < 3; ++j) {
                    const Lanes line[3] = {load(sorted[c][j]), load(sorted[c][3 + j]),
                                           load(sorted[c][6 + j])};
                    Lanes turned[kSide];
                    weightLine(line, turned);
                    for (int i = 0; i < kSide; ++i) {
                        columns[i][j] = turned[i];
                    }
                }
                float* const to = u + (out / kPanel * ins + in + c) * kPanel + out % kPanel;
                for (int i = 0; i < kSide; ++i) {
                    Lanes turned[kSide];
                    weightLine(columns[i], turned);
                    for (int j = 0; j < kSide; ++j) {
                        store(to + (i * kSide + j) * point, turned[j]);
                    }
                }
            }
        }
    }
}

/// The place of an answer of a tile among all.
MINARAI_INLINE std::int64_t answerAt(const TileGrid& grid, const Tile& tile, int i, int j) {
    return ((tile.image * grid.outHeight + tile.row + i) * grid.outWidth + tile.column + j) *
           grid.outs;
}

/// A tile that has products for `Down` by `Across` of Side×Side points; Line turns a line of them
/// to answers. Fetches what the next tile's will be written to.
template <int Side, auto Line, int Down, int Across>
void answersOfTile(const TileGrid& grid, const float* m, const Tile& tile, const Tile& next,
                   std::int64_t rows, const ConvEnding& ending, float* y) {
    const std::int64_t point = pointStep(rows, grid.outs);
    for (std::int64_t k = 0; k < grid.outs; k += kLanes) {
        if (k % kLine == 0) {
            for (int i = 0; i < kTile && i < next.height; ++i) {
                for (int j = 0; j < kTile && j < next.width; ++j) {
                    const std::int64_t at = answerAt(grid, next, i, j) + k;
                    __builtin_prefetch(y + at);
                    if (ending.addend != nullptr && ending.addend != y) {
                        __builtin_prefetch(ending.addend + at);
                    }
                }
            }
        }
        const float* const from = m + k / kPanel * rows * kPanel + k % kPanel;
        const Lanes bias = biasOf(ending, k);
        Lanes columns[kTile][Side];
        for (int j = 0; j < Side; ++j) {
            Lanes line[Side];
            for (int i = 0; i < Side; ++i) {
                line[i] = i < Down && j < Across ? load(from + (i * Side + j) * point) : Lanes{};
            }
            Lanes turned[kTile];
            Line(line, turned);
            for (int i = 0; i < kTile; ++i) {
                columns[i][j] = turned[i];
            }
        }
        for (int i = 0; i < kTile && i < tile.height; ++i) {
            Lanes turned[kTile];
            Line(columns[i], turned);
            for (int j = 0; j < kTile && j < tile.width; ++j) {
                const std::int64_t at = answerAt(grid, tile, i, j) + k;
                store(y + at, finished(turned[j] + bias, ending, at));
            }
        }
    }
}

template <int Side, auto Line>
void answersOfTiles(const TileGrid& grid, const float* m, const Tiles& tiles, std::int64_t rows,
                    const ConvEnding& ending, float* y) {
    for (std::int64_t number = 0; number < tiles.count; ++number) {
        const Tile& tile = tiles.first[number];
        const Tile& next = tiles.first[number + 1 < tiles.count ? number + 1 : number];
        const bool isHigh = tile.height == kTile;
        const bool isWide = tile.width == kTile;
        const auto run = isHigh && isWide ? answersOfTile<Side, Line, Side, Side>
                         : isHigh         ? answersOfTile<Side, Line, Side, Side - 1>
                         : isWide         ? answersOfTile<Side, Line, Side - 1, Side>
                                          : answersOfTile<Side, Line, Side - 1, Side - 1>;
        run(grid, m, tile, next, rows, ending, y);
        m += kPanel;
    }
}

void answersOf(const TileGrid& grid, const float* m, const Tiles& tiles, std::int64_t rows,
               const ConvEnding& ending, float* y) {
    answersOfTiles<kSide, answerLine>(grid, m, tiles, rows, ending, y);
}

void gradientsOf(const TileGrid& grid, const float* ofY, const Tiles& tiles, std::int64_t rows,
                 float* ofM) {
    const std::int64_t point = pointStep(rows, grid.outs);
    for (std::int64_t number = 0; number < tiles.count; ++number) {
        const Tile& tile = tiles.first[number];
        const int pointsDown = pointsOf(tile.height);
        const int pointsAcross = pointsOf(tile.width);
        const float* pixels[kTile][kTile];
        for (int i = 0; i < kTile; ++i) {
            const std::int64_t row = tile.row + i;
            for (int j = 0; j < kTile; ++j) {
                const std::int64_t column = tile.column + j;
                pixels[i][j] =
                    i < tile.height && j < tile.width
                        ? ofY + ((tile.image * grid.outHeight + row) * grid.outWidth + column) *
                                    grid.outs
                        : kZeros;
            }
        }
        for (std::int64_t k = 0; k < grid.outs; k += kLanes) {
            Lanes columns[kSide][kTile];
            for (int j = 0; j < kTile; ++j) {
                Lanes line[kTile];
                for (int i = 0; i < kTile; ++i) {
                    line[i] = load(pixels[i][j] + k);
                }
                Lanes turned[kSide];
                gradientLine(line, turned);
                for (int i = 0; i < kSide; ++i) {
                    columns[i][j] = turned[i];
                }
            }
            float* const to = ofM + k / kPanel * rows * kPanel + k % kPanel;
            for (int i = 0; i < kSide && i < pointsDown; ++i) {
                Lanes turned[kSide];
                gradientLine(columns[i], turned);
                for (int j = 0; j < kSide && j < pointsAcross; ++j) {
                    store(to + (i * kSide + j) * point, turned[j]);
                }
            }
        }
        ofM += kPanel;
    }
}

void weightGradientsOf(const float* ofU, std::int64_t ins, std::int64_t outs,
                       std::int64_t firstPanel, std::int64_t lastPanel, float* ofWeights) {
    const std::int64_t point = pointStep(ins, outs);
    for (std::int64_t out = firstPanel * kPanel; out < lastPanel * kPanel; out += kLanes) {
        for (std::int64_t in = 0; in < ins; in += kLanes) {
            alignas(64) float sorted[kLanes][9][kLanes];  // in, place, out
            for (int c = 0; c < kLanes; ++c) {
                const float* const from =
                    ofU + (out / kPanel * ins + in + c) * kPanel + out % kPanel;
                Lanes columns[3][kSide];
                for (int j = 0; j < kSide; ++j) {
                    Lanes line[kSide];
                    for (int i = 0; i < kSide; ++i) {
                        line[i] = load(from + (i * kSide + j) * point);
                    }
                    Lanes turned[3];
                    weightGradientLine(line, turned);
                    for (int i = 0; i < 3; ++i) {
                        columns[i][j] = turned[i];
                    }
                }
                for (int i = 0; i < 3; ++i) {
                    Lanes turned[3];
                    weightGradientLine(columns[i], turned);
                    for (int j = 0; j < 3; ++j) {
                        store(sorted[c][i * 3 + j], turned[j]);
                    }
                }
            }
            for (int o = 0; o < kLanes; ++o) {
                for (int i = 0; i < 9; ++i) {
                    float* const to = ofWeights + ((out + o) * 9 + i) * ins + in;
                    for (int c = 0; c < kLanes; ++c) {
                        to[c] = sorted[c][i][o];
                    }
                }
            }
        }
    }
}

constexpr WinogradKernels kWinograd{inputsOf, weightsOf, answersOf, gradientsOf, weightGradientsOf};

}  // namespace
}  // namespace minarai::nn
