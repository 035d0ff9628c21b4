// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/epoch_order.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "base/rng.h"

namespace minarai::loading {

std::vector<std::size_t> epochOrder(std::size_t count, std::uint64_t seed, std::uint64_t epoch,
                                    bool shuffle) {
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    if (shuffle) {
        Rng rng(mixSeed({seed, epoch, stableHash("epoch order")}));
        rng.shuffle(order);
    }
    return order;
}

Turns batchTurns(std::size_t total, std::size_t batchSize, std::size_t number, std::size_t shards,
                 std::size_t shard) {
    const std::size_t begin = std::min(number * batchSize * shards, total);
    const std::size_t size = std::min(batchSize * shards, total - begin);
    const std::size_t first = begin + size * shard / shards;
    return {first, begin + size * (shard + 1) / shards - first};
}

std::size_t evenBatchSize(std::size_t count, std::size_t most) {
    const std::size_t batches = (count + most - 1) / most;
    return batches == 0 ? most : (count + batches - 1) / batches;
}

std::vector<Draw> balancedDraws(const std::vector<dataset::Item>& items, std::uint64_t seed,
                                std::uint64_t epoch) {
    std::map<std::int32_t, std::vector<std::size_t>> byClass;
    for (std::size_t i = 0; i < items.size(); ++i) {
        byClass[items[i].label].push_back(i);
    }
    Rng rng(mixSeed({seed, epoch, stableHash("balanced order")}));
    // Which classes get one more when the draws do not divide evenly changes from epoch to epoch.
    std::vector<std::int32_t> classes;
    for (const auto& [label, members] : byClass) {
        classes.push_back(label);
    }
    rng.shuffle(classes);
    std::vector<Draw> draws;
    draws.reserve(items.size());
    for (std::size_t rank = 0; rank < classes.size(); ++rank) {
        std::vector<std::size_t>& members = byClass[classes[rank]];
        const std::size_t quota = items.size() / classes.size() +
                                  (rank < items.size() % classes.size() ? std::size_t{1} : 0);
        for (std::size_t taken = 0; taken < quota; ++taken) {
            if (taken % members.size() == 0) {
                rng.shuffle(members);
            }
            draws.push_back({members[taken % members.size()],
                             static_cast<std::uint32_t>(taken / members.size())});
        }
    }
    rng.shuffle(draws);
    return draws;
}

}  // namespace minarai::loading
