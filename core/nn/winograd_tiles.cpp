// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/winograd_tiles.h"

#include <algorithm>

namespace minarai::nn {
namespace {

/// As even as can be: of 14 answers 4, 4, 3 and 3.
std::int64_t beginOf(std::int64_t part, std::int64_t count, std::int64_t whole) {
    return part * (whole / count) + std::min(part, whole % count);
}

/// In the order of a block.
enum Kind : std::size_t { kLow, kWhole, kNarrow, kLowAndNarrow };

Kind kindOf(const Tile& tile) {
    if (tile.width < kTile) {
        return tile.height < kTile ? kLowAndNarrow : kNarrow;
    }
    return tile.height < kTile ? kLow : kWhole;
}

}  // namespace

TileBlock::TileBlock(const TileGrid& grid, std::int64_t first, std::int64_t last) {
    std::array<std::vector<Tile>, kKinds> kinds;
    for (std::int64_t number = first; number < last; ++number) {
        const std::int64_t down = number / grid.tilesAcross % grid.tilesDown;
        const std::int64_t across = number % grid.tilesAcross;
        Tile tile;
        tile.image = number / grid.tilesAcross / grid.tilesDown;
        tile.row = beginOf(down, grid.tilesDown, grid.outHeight);
        tile.column = beginOf(across, grid.tilesAcross, grid.outWidth);
        tile.height =
            static_cast<int>(beginOf(down + 1, grid.tilesDown, grid.outHeight) - tile.row);
        tile.width =
            static_cast<int>(beginOf(across + 1, grid.tilesAcross, grid.outWidth) - tile.column);
        kinds[kindOf(tile)].push_back(tile);
    }
    m_tiles.reserve(static_cast<std::size_t>(last - first));
    for (std::size_t kind = 0; kind < kKinds; ++kind) {
        m_tiles.insert(m_tiles.end(), kinds[kind].begin(), kinds[kind].end());
        m_ends[kind] = static_cast<std::int64_t>(m_tiles.size());
    }
}

Tiles TileBlock::tiles() const {
    return {m_tiles.data(), static_cast<std::int64_t>(m_tiles.size())};
}

Tiles TileBlock::tiles(std::int64_t first, std::int64_t count) const {
    return {m_tiles.data() + first,
            std::min(count, static_cast<std::int64_t>(m_tiles.size()) - first)};
}

TileRows TileBlock::rowsOf(int point, int side) const {
    const bool isLastDown = point / side == side - 1;
    const bool isLastAcross = point % side == side - 1;
    const Kind last = isLastAcross ? kWhole : isLastDown ? kNarrow : kLowAndNarrow;
    return {isLastDown ? m_ends[kLow] : 0, m_ends[last]};
}

}  // namespace minarai::nn
