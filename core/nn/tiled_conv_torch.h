// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What Winograd's convolutions in steps of 1 and of 2 have in common.
#pragma once

#include <array>
#include <cstdint>

#include <ATen/ATen.h>

#include "nn/winograd_kernels.h"

namespace minarai::nn {

/// The most values that the transformed weights of a convolution take: 151 MB.
inline constexpr std::int64_t kMostWeights = std::int64_t{36} << 20;

/// How V and U lie.
struct TileMethod {
    int side = 0;  ///< points each way
    /// The values before a point, of `pairs` for each term; for side² those of all points.
    std::int64_t (*begin)(int point, std::int64_t pairs) = nullptr;
    int (*terms)(int point) = nullptr;  ///< products that are added for a point and a channel

    [[nodiscard]] std::int64_t size(std::int64_t pairs) const { return begin(side * side, pairs); }
};

/// The kernels' functions of these names.
struct TileKernels {
    decltype(WinogradKernels::inputs) inputs = nullptr;
    decltype(WinogradKernels::answers) answers = nullptr;
};

/// Of 3×3 over images of these sizes (N×C×H×W) in `step`s; 0 answers where they are too small.
TileGrid tileGrid(at::IntArrayRef sizes, std::int64_t outs, std::array<std::int64_t, 2> padding,
                  std::int64_t step);

/// All answers, block by block on all threads; `u` is U.
void convolveTiles(const TileMethod& method, const TileKernels& kernels, const TileGrid& grid,
                   const float* x, const float* u, const ConvEnding& ending, float* y);

}  // namespace minarai::nn
