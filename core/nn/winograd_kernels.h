// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Convolutions of 3×3 in float32 by Winograd's minimal filtering, after Lavin and Gray, "Fast
// Algorithms for Convolutional Neural Networks" (2015): for a tile of 4×4 answers and a pair of
// channels 36 products where the plain sum takes 144, and 81 in steps of 2. Torch-free, and, as the
// functions are compiled for several processors, without the standard library's inline functions.
//
// All pictures, answers and gradients are float32 in channels-last order. The 6×6 values under a
// tile become its 36 points, and one matrix product for each point does the work:
//
//   inputs    V[point][tile][in]
//   weights   U[point][panel of outs][in][out of the panel]
//   products  M[point][panel of outs][tile][out of the panel]
//
// with pointStep() values from one point to the next.
#pragma once

#include <cstdint>

#include "nn/product_kernels.h"

namespace minarai::nn {

inline constexpr int kTile = 4;
inline constexpr int kSide = kTile + 2;
inline constexpr int kPoints = kSide * kSide;

/// Values of a point, and a line more: all points of a tile are written and read together, and in
/// steps of a power of two their lines would take one another's place in the cache.
static constexpr std::int64_t pointStep(std::int64_t rows, std::int64_t channels) {
    return rows * channels + kLine;
}

/// One convolution. Tiles are numbered picture by picture, row by row, and share the answers as
/// evenly as can be: their sizes differ by at most one each way.
struct TileGrid {
    std::int64_t images = 0;
    std::int64_t height = 0;  ///< of the input
    std::int64_t width = 0;
    std::int64_t ins = 0;  ///< channels, a multiple of kChannelStep
    std::int64_t outHeight = 0;
    std::int64_t outWidth = 0;
    std::int64_t outs = 0;  ///< channels, a multiple of kChannelStep
    std::int64_t paddingY = 0;
    std::int64_t paddingX = 0;
    std::int64_t tilesDown = 0;
    std::int64_t tilesAcross = 0;

    [[nodiscard]] std::int64_t tiles() const { return images * tilesDown * tilesAcross; }
};

inline constexpr std::int64_t kChannelStep = 32;
inline constexpr std::int64_t kMostChannels = 8192;

/// Where a tile's answers begin, and how many of them are its own: 1 to kTile each way. With fewer
/// than kTile it has no products for the last row, or column, of points.
struct Tile {
    std::int64_t image = 0;
    std::int64_t row = 0;
    std::int64_t column = 0;
    int height = 0;
    int width = 0;
};

/// Some tiles, one after the other.
struct Tiles {
    const Tile* first = nullptr;
    std::int64_t count = 0;
};

/// Weights w[out][in][3][3] in any order: `data` plus the strides times the indices, in values.
/// Turned by half (data at [2][2], negative strides) with in and out changed over they are those
/// that give the gradient of the input.
struct WeightView {
    const float* data = nullptr;
    std::int64_t out = 0;
    std::int64_t in = 0;
    std::int64_t row = 0;
    std::int64_t column = 0;
};

/// The functions for this processor. They write nothing but their last argument, take any
/// alignment, and may run on many threads for different tiles or panels. Of V and M the values of
/// points for which a tile has no products are neither written nor read.
struct WinogradKernels {
    /// To the first rows of V, which has `rows` for each point, and so below for M.
    void (*inputs)(const TileGrid& grid, const float* x, const Tiles& tiles, std::int64_t rows,
                   float* v);

    /// To U, panels from `firstPanel` to before `lastPanel`.
    void (*weights)(const WeightView& view, std::int64_t ins, std::int64_t outs,
                    std::int64_t firstPanel, std::int64_t lastPanel, float* u);

    /// From the first rows of M to the answers.
    void (*answers)(const TileGrid& grid, const float* m, const Tiles& tiles, std::int64_t rows,
                    const ConvEnding& ending, float* y);

    /// The gradient of M from that of the answers; as M lies.
    void (*gradients)(const TileGrid& grid, const float* ofY, const Tiles& tiles, std::int64_t rows,
                      float* ofM);

    /// The gradient of the weights, [out][3][3][in], from that of U.
    void (*weightGradients)(const float* ofU, std::int64_t ins, std::int64_t outs,
                            std::int64_t firstPanel, std::int64_t lastPanel, float* ofWeights);
};

/// Null where the processor has neither AVX2 nor AVX-512.
const WinogradKernels* winogradKernels();

// In steps of 2 the values under the first and third weights of a line are every other one, and
// those under the second the ones between: answers in steps of 1 of two weights and of one. With
// the same points for both they add up before the products end, and for infinity there is only the
// first. So a tile of 4×4 answers has 81 products for a pair of channels in place of 144. V and U
// hold for each point first what comes from both lines' first and third weights, then the others:
//
//   V[point][tile][term][in], U[point][panel of outs][term][in][out of the panel]
//
// with stepBegin() values before a point; M is as above with its 25 points.

inline constexpr int kStepSide = kTile + 1;
inline constexpr int kStepPoints = kStepSide * kStepSide;
inline constexpr int kStepResults = kStepSide + kTile;  ///< of a line: of two weights, of one
inline constexpr int kStepTerms = kStepResults * kStepResults;

/// Products that are added for a point and a channel: 4, with infinity 2, twice so 1.
static constexpr int stepTerms(int point) {
    return (point / kStepSide < kTile ? 2 : 1) * (point % kStepSide < kTile ? 2 : 1);
}

/// The values before a point, of `pairs` for each term, and the lines between as in pointStep().
static constexpr std::int64_t stepBegin(int point, std::int64_t pairs) {
    const int row = point / kStepSide;
    const int terms = row * 2 * kStepResults + point % kStepSide * (row < kTile ? 4 : 2);
    return terms * pairs + point * kLine;
}

/// The values of all points.
static constexpr std::int64_t stepSize(std::int64_t pairs) {
    return kStepTerms * pairs + kStepPoints * kLine;
}

/// For convolutions of 3×3 in steps of 2, beside WinogradKernels and with its promises.
struct WinogradStepKernels {
    /// To the first of `rows` rows of V.
    void (*inputs)(const TileGrid& grid, const float* x, const Tiles& tiles, std::int64_t rows,
                   float* v);

    /// To U, from weights [in][3][3][out].
    void (*weights)(const float* weights, std::int64_t ins, std::int64_t outs,
                    std::int64_t firstPanel, std::int64_t lastPanel, float* u);

    /// From the first of `rows` rows of M to the answers.
    void (*answers)(const TileGrid& grid, const float* m, const Tiles& tiles, std::int64_t rows,
                    const ConvEnding& ending, float* y);
};

/// Null but where winogradKernels() are those for AVX2.
const WinogradStepKernels* winogradStepKernels();

}  // namespace minarai::nn
