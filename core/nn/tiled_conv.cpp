// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/tiled_conv_torch.h"

#include <algorithm>

#include "nn/conv_tools_torch.h"
#include "nn/winograd_tiles.h"

namespace minarai::nn {
namespace {

/// Of one thread's block: its values should stay in the thread's cache.
constexpr std::int64_t kBlockTiles = 64;

std::int64_t answersOf(std::int64_t size, std::int64_t padding, std::int64_t step) {
    const std::int64_t room = size + 2 * padding - 3;
    return room < 0 ? 0 : room / step + 1;
}

}  // namespace

TileGrid tileGrid(at::IntArrayRef sizes, std::int64_t outs, std::array<std::int64_t, 2> padding,
                  std::int64_t step) {
    TileGrid grid;
    grid.images = sizes[0];
    grid.ins = sizes[1];
    grid.height = sizes[2];
    grid.width = sizes[3];
    grid.outs = outs;
    grid.paddingY = padding[0];
    grid.paddingX = padding[1];
    grid.outHeight = answersOf(grid.height, padding[0], step);
    grid.outWidth = answersOf(grid.width, padding[1], step);
    grid.tilesDown = parts(grid.outHeight, kTile);
    grid.tilesAcross = parts(grid.outWidth, kTile);
    return grid;
}

void convolveTiles(const TileMethod& method, const TileKernels& kernels, const TileGrid& grid,
                   const float* x, const float* u, const ConvEnding& ending, float* y) {
    const auto multiply = productKernels()->multiply;
    const std::int64_t panel = productKernels()->panel;
    const int points = method.side * method.side;
    // As many blocks for each thread, all of about the same size.
    const std::int64_t threads = at::get_num_threads();
    const std::int64_t tiles = grid.tiles();
    const std::int64_t blocks = parts(parts(tiles, kBlockTiles), threads) * threads;
    const std::int64_t rows = parts(tiles, blocks);
    const std::int64_t sizeOfV = method.size(rows * grid.ins);
    const std::int64_t stepOfM = pointStep(rows, grid.outs);
    const std::int64_t room = sizeOfV + points * stepOfM;
    const at::Tensor rooms = emptyValues(threads * room);
    auto* const roomData = rooms.data_ptr<float>();
    inParallel(blocks, [&](std::int64_t number, std::int64_t thread) {
        float* const v = roomData + thread * room;
        float* const m = v + sizeOfV;
        const TileBlock block(grid, std::min(number * rows, tiles),
                              std::min((number + 1) * rows, tiles));
        kernels.inputs(grid, x, block.tiles(), rows, v);
        for (int point = 0; point < points; ++point) {
            const TileRows some = block.rowsOf(point, method.side);
            const std::int64_t terms = method.terms(point) * grid.ins;
            const float* const ofV = v + method.begin(point, rows * grid.ins) + some.first * terms;
            const float* const ofU = u + method.begin(point, grid.ins * grid.outs);
            float* const ofM = m + point * stepOfM + some.first * panel;
            for (std::int64_t out = 0; out < grid.outs; out += panel) {
                multiply(ofV, ofU + out * terms, terms, some.last - some.first, ofM + out * rows);
            }
        }
        kernels.answers(grid, m, block.tiles(), rows, ending, y);
    });
}

}  // namespace minarai::nn
