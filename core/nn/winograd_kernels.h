// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Convolutions of 3×3 with steps of 1 in float32 by Winograd's minimal filtering, after Lavin and
// Gray, "Fast Algorithms for Convolutional Neural Networks" (2015): for a tile of 4×4 answers and a
// pair of channels 36 products where the plain sum takes 144. Torch-free.
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

#include "nn/norm_kernels.h"

namespace minarai::nn {

inline constexpr int kTile = 4;
inline constexpr int kSide = kTile + 2;
inline constexpr int kPoints = kSide * kSide;

/// Values of a point, and a line more: all points of a tile are written and read together, and in
/// steps of a power of two their lines would take one another's place in the cache.
constexpr std::int64_t pointStep(std::int64_t rows, std::int64_t channels) {
    return rows * channels + 16;
}

/// One convolution. Tiles are numbered picture by picture, row by row.
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

/// Tiles from `first` to before `last`; the first one is row 0 of a block of `rows`.
struct TileRange {
    std::int64_t first = 0;
    std::int64_t last = 0;
    std::int64_t rows = 0;
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

/// What happens to an answer before it is written.
struct ConvEnding {
    const float* bias = nullptr;    ///< of each channel; may be null
    const float* addend = nullptr;  ///< of the answer's shape, may be the answer; may be null
    NormActivation activation = NormActivation::None;
};

/// The functions for this processor. They write nothing but their last
/// argument, take any alignment, and may run on many threads for different tiles or panels.
struct WinogradKernels {
    std::int64_t panel = 0;  ///< channels that lie side by side in U and M; divides kChannelStep

    /// To V of a block: range.rows × ins values for each point, and so for M with outs.
    void (*inputs)(const TileGrid& grid, const float* x, const TileRange& range, float* v);

    /// To U, panels from `firstPanel` to before `lastPanel`.
    void (*weights)(const WeightView& view, std::int64_t ins, std::int64_t outs,
                    std::int64_t firstPanel, std::int64_t lastPanel, float* u);

    /// One point and panel: m[row][panel] = sum over in of v[row][in] u[in][panel].
    void (*multiply)(const float* v, const float* u, std::int64_t ins, std::int64_t rows, float* m);

    /// Products of one panel, m[row][panel], to answers: y[row * step + i]. The ending's bias and
    /// addend begin with the panel, as y does.
    void (*finish)(const float* m, std::int64_t rows, std::int64_t step, const ConvEnding& ending,
                   float* y);

    /// From M of a block to the answers.
    void (*answers)(const TileGrid& grid, const float* m, const TileRange& range,
                    const ConvEnding& ending, float* y);

    /// The gradient of M from that of the answers; as M lies.
    void (*gradients)(const TileGrid& grid, const float* ofY, const TileRange& range, float* ofM);

    /// One point and panel: ofU[in][panel] += sum over rows of v[row][in] ofM[row][panel].
    void (*addWeightProducts)(const float* v, const float* ofM, std::int64_t ins, std::int64_t rows,
                              float* ofU);

    /// The gradient of the weights, [out][3][3][in], from that of U.
    void (*weightGradients)(const float* ofU, std::int64_t ins, std::int64_t outs,
                            std::int64_t firstPanel, std::int64_t lastPanel, float* ofWeights);
};

/// Null where the processor has neither AVX2 nor AVX-512.
const WinogradKernels* winogradKernels();

}  // namespace minarai::nn
