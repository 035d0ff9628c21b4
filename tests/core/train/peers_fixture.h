// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Peers as threads of one process: each its own world, connected through the loopback device.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "support/free_port.h"
#include "train/peers_torch.h"

namespace minarai::train {

using tests::freePort;

inline World worldOf(int rank, int size, std::uint16_t port) {
    World world;
    world.rank = world.localRank = rank;
    world.size = world.localSize = size;
    world.masterAddress = "127.0.0.1";
    world.masterPort = port;
    return world;
}

/// Runs `work` in a thread for each rank and waits for all.
inline void onRanks(int size, const std::function<void(int rank)>& work) {
    std::vector<std::jthread> threads;
    for (int rank = 0; rank < size; ++rank) {
        threads.emplace_back([&work, rank] { work(rank); });
    }
}

/// The same with connected peers.
inline void amongPeers(int size, const std::function<void(Peers& peers)>& work) {
    const std::uint16_t port = freePort();
    onRanks(size, [&](int rank) {
        const auto peers = Peers::join(worldOf(rank, size, port), at::kCPU, {});
        ASSERT_TRUE(peers) << peers.error().message();
        work(**peers);
    });
}

}  // namespace minarai::train
