// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Peers as threads of one process: each its own world, connected through the loopback device.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "train/peers_torch.h"

namespace minarai::train {

/// A TCP port that nobody listens at.
inline std::uint16_t freePort() {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* plain = reinterpret_cast<sockaddr*>(&address);
    const bool found =
        ::bind(descriptor, plain, size) == 0 && ::getsockname(descriptor, plain, &size) == 0;
    ::close(descriptor);
    EXPECT_TRUE(found);
    return ntohs(address.sin_port);
}

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
