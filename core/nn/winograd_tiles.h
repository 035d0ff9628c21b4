// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The tiles of a convolution in an order in which those that have products for a point of
// Winograd's follow one another. Torch-free.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "nn/winograd_kernels.h"

namespace minarai::nn {

/// Rows of V and M for one point, one for each tile.
struct TileRows {
    std::int64_t first = 0;
    std::int64_t last = 0;
};

class TileBlock {
  public:
    /// Tiles from number `first` to before `last`.
    TileBlock(const TileGrid& grid, std::int64_t first, std::int64_t last);

    [[nodiscard]] Tiles tiles() const;

    /// `count` of them, or those that are left, from row `first` on.
    [[nodiscard]] Tiles tiles(std::int64_t first, std::int64_t count) const;

    /// The rows of tiles that have products for a point, of `side` points each way.
    [[nodiscard]] TileRows rowsOf(int point, int side) const;

  private:
    static constexpr std::size_t kKinds = 4;
    std::vector<Tile> m_tiles;  ///< low, whole, narrow, then low and narrow ones
    std::array<std::int64_t, kKinds> m_ends{};
};

}  // namespace minarai::nn
