// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/winograd_tiles.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <tuple>

#include <gtest/gtest.h>

namespace minarai::nn {
namespace {

TileGrid gridOf(std::int64_t images, std::int64_t height, std::int64_t width) {
    TileGrid grid;
    grid.images = images;
    grid.outHeight = height;
    grid.outWidth = width;
    grid.tilesDown = (height + kTile - 1) / kTile;
    grid.tilesAcross = (width + kTile - 1) / kTile;
    return grid;
}

TEST(TileBlock, CoversEachAnswerOnce) {
    for (std::int64_t height = 1; height <= 14; ++height) {
        for (std::int64_t width = 1; width <= 14; ++width) {
            SCOPED_TRACE(testing::Message() << height << 'x' << width);
            const TileGrid grid = gridOf(3, height, width);
            std::set<std::tuple<std::int64_t, std::int64_t, std::int64_t>> covered;
            std::int64_t answers = 0;
            for (std::int64_t first = 0; first < grid.tiles(); first += 5) {
                const TileBlock block(grid, first, std::min(first + 5, grid.tiles()));
                const Tiles tiles = block.tiles();
                for (std::int64_t number = 0; number < tiles.count; ++number) {
                    const Tile& tile = tiles.first[number];
                    ASSERT_TRUE(tile.height >= 1 && tile.height <= kTile);
                    ASSERT_TRUE(tile.width >= 1 && tile.width <= kTile);
                    for (int i = 0; i < tile.height; ++i) {
                        for (int j = 0; j < tile.width; ++j, ++answers) {
                            covered.emplace(tile.image, tile.row + i, tile.column + j);
                        }
                    }
                }
            }
            EXPECT_EQ(answers, 3 * height * width);
            EXPECT_EQ(static_cast<std::int64_t>(covered.size()), answers);
            if (!covered.empty()) {
                EXPECT_EQ(*covered.begin(), std::tuple(0, 0, 0));
                EXPECT_EQ(*covered.rbegin(), std::tuple(2, height - 1, width - 1));
            }
        }
    }
}

TEST(TileBlock, TilesWithProductsForAPointFollowOneAnother) {
    const TileGrid grid = gridOf(4, 14, 7);  // 4, 4, 3 and 3 down, 4 and 3 across
    const TileBlock block(grid, 3, 27);
    for (const int side : {kSide, kTile + 1}) {
        for (int point = 0; point < side * side; ++point) {
            const TileRows rows = block.rowsOf(point, side);
            for (std::int64_t row = 0; row < block.tiles().count; ++row) {
                const Tile& tile = block.tiles().first[row];
                const bool hasProducts = (point / side < side - 1 || tile.height == kTile) &&
                                         (point % side < side - 1 || tile.width == kTile);
                EXPECT_EQ(row >= rows.first && row < rows.last, hasProducts) << point;
            }
        }
    }
}

TEST(TileBlock, MayBeEmpty) {
    const TileBlock block(gridOf(1, 8, 8), 4, 4);
    EXPECT_EQ(block.tiles().count, 0);
    for (int point = 0; point < kPoints; ++point) {
        const TileRows rows = block.rowsOf(point, kSide);
        EXPECT_EQ(rows.first, rows.last);
    }
    const TileBlock some(gridOf(1, 8, 8), 0, 3);
    EXPECT_EQ(some.tiles(2, 16).count, 1);
}

}  // namespace
}  // namespace minarai::nn
