// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Which image comes when in an epoch: a function of the seed and the epoch alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "dataset/split.h"

namespace minarai::loading {

/// The order of epoch `epoch`: a permutation of 0 ... count-1 that depends on seed and epoch only.
std::vector<std::size_t> epochOrder(std::size_t count, std::uint64_t seed, std::uint64_t epoch,
                                    bool shuffle);

/// An image's turn in an epoch.
struct Draw {
    std::size_t item = 0;
    std::uint32_t repeat = 0;  ///< how often it came in this epoch before: it varies anew each time
};

/// A piece of an epoch's order: turns first ... first + count - 1.
struct Turns {
    std::size_t first = 0;
    std::size_t count = 0;
};

/// Batch `number` of one of several shards that take `batchSize` images each: of the shards x
/// batchSize turns of all, the part of this one. What is left at the end of `total` turns is shared
/// out to within one.
Turns batchTurns(std::size_t total, std::size_t batchSize, std::size_t number, std::size_t shards,
                 std::size_t shard);

/// The size of batches, at most `most`, with which `count` images take as few batches as can be and
/// the last one is hardly smaller: a few images alone keep a processor less busy.
std::size_t evenBatchSize(std::size_t count, std::size_t most);

/// As many draws as there are items, every class equally often (to within one), in random order.
/// Within a class each image comes once before any comes again, and so on: unlike PyTorch's
/// WeightedRandomSampler with weights of one over the class's images, which gives the same shares
/// on average, no image of a class is drawn twice while another waits.
std::vector<Draw> balancedDraws(const std::vector<dataset::Item>& items, std::uint64_t seed,
                                std::uint64_t epoch);

}  // namespace minarai::loading
