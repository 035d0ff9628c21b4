// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Several processes that share an epoch see together what one with a larger batch sees.
#include <gtest/gtest.h>

#include <cstddef>
#include <vector>

#include "loader_fixture.h"
#include "loading/epoch_order.h"

namespace minarai::loading {
namespace {

/// The batches of each shard from one epoch on.
std::vector<std::vector<Batch>> drainShards(LoaderOptions options,
                                            const std::vector<dataset::Item>& items,
                                            std::size_t shards, std::size_t firstBatch = 0) {
    options.shards = shards;
    std::vector<std::vector<Batch>> batches;
    for (options.shard = 0; options.shard < shards; ++options.shard) {
        BatchLoader loader(options, items);
        loader.startEpoch(2, firstBatch);
        batches.push_back(drain(loader));
        EXPECT_EQ(batches.back().size() + firstBatch, loader.batchesPerEpoch());
    }
    return batches;
}

void expectJoined(const std::vector<std::vector<Batch>>& shards, const std::vector<Batch>& whole) {
    for (std::size_t number = 0; number < whole.size(); ++number) {
        Batch joined;
        for (const std::vector<Batch>& shard : shards) {
            ASSERT_EQ(shard.size(), whole.size());
            const Batch& part = shard[number];
            EXPECT_LE(part.count, (whole[number].count + shards.size() - 1) / shards.size());
            EXPECT_GE(part.count, whole[number].count / shards.size());
            joined.count += part.count;
            joined.items.insert(joined.items.end(), part.items.begin(), part.items.end());
            joined.labels.insert(joined.labels.end(), part.labels.begin(), part.labels.end());
            joined.imagesNchw.insert(joined.imagesNchw.end(), part.imagesNchw.begin(),
                                     part.imagesNchw.end());
        }
        EXPECT_EQ(joined.count, whole[number].count) << number;
        EXPECT_EQ(joined.items, whole[number].items) << number;
        EXPECT_EQ(joined.labels, whole[number].labels) << number;
        EXPECT_TRUE(joined.imagesNchw == whole[number].imagesNchw) << number;
    }
}

using ShardsTest = BatchLoaderTest;

TEST(BatchTurns, CutTheOrderWithoutGapAndEvenly) {
    for (std::size_t total = 0; total < 40; ++total) {
        for (std::size_t shards = 1; shards < 5; ++shards) {
            std::size_t next = 0;
            for (std::size_t number = 0; number * 3 * shards < total; ++number) {
                for (std::size_t shard = 0; shard < shards; ++shard) {
                    const Turns turns = batchTurns(total, 3, number, shards, shard);
                    EXPECT_EQ(turns.first, next);
                    EXPECT_LE(turns.count, 3U);
                    next += turns.count;
                }
            }
            EXPECT_EQ(next, total) << shards;
        }
    }
}

TEST_F(ShardsTest, TogetherSeeWhatOneSeesWithALargerBatch) {
    // Rests of 1 to 5 images: shares of 0 and 1, of 1, of 1 and 2, and so on.
    for (const std::size_t count : {13, 14, 15, 16, 17}) {
        const auto items = writePictures(count);
        for (const bool balanced : {false, true}) {
            LoaderOptions given = options();
            given.batchSize = 3;
            given.balanced = balanced;
            const auto shards = drainShards(given, items, 2);
            given.batchSize = 6;
            BatchLoader loader(given, items);
            loader.startEpoch(2);
            expectJoined(shards, drain(loader));
        }
    }
}

TEST_F(ShardsTest, GoOnInTheMiddleOfAnEpoch) {
    const auto items = writePictures(22);
    LoaderOptions given = options();
    given.batchSize = 3;
    const auto shards = drainShards(given, items, 3, 1);
    given.batchSize = 9;
    BatchLoader loader(given, items);
    loader.startEpoch(2, 1);
    expectJoined(shards, drain(loader));
}

TEST_F(ShardsTest, AnEmptyShareComesAtOnceAndAlsoWithoutShuffling) {
    const auto items = writePictures(5);
    LoaderOptions given = options();
    given.pipeline.reset();
    given.shuffle = false;
    given.batchSize = 2;
    given.shards = 2;
    given.shard = 0;
    for (const std::size_t prefetch : {1, 4}) {
        given.prefetch = prefetch;
        BatchLoader loader(given, items);
        for (std::uint64_t epoch = 0; epoch < 3; ++epoch) {
            loader.startEpoch(epoch);
            const auto batches = drain(loader);
            ASSERT_EQ(batches.size(), 2U);
            EXPECT_EQ(batches[0].items, (std::vector<std::size_t>{0, 1}));
            EXPECT_EQ(batches[1].count, 0U);
            EXPECT_TRUE(batches[1].imagesNchw.empty());
        }
    }
}

}  // namespace
}  // namespace minarai::loading
