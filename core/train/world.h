// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The place of this process among several that train one run together, as torchrun gives it.
// Torch-free; peers_torch.h makes connections of it.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "base/error.h"

namespace minarai::train {

struct World {
    int rank = 0;       ///< 0 ... size - 1; rank 0 alone writes and shows
    int size = 1;       ///< processes, at least 2
    int localRank = 0;  ///< among the processes of this machine; chooses the CUDA device
    int localSize = 1;  ///< processes of this machine, which share its cores
    std::string masterAddress;
    std::uint16_t masterPort = 0;
    /// The store where the processes meet is held by torchrun's agent, below this prefix. Empty:
    /// rank 0 holds it.
    std::optional<std::string> agentPrefix;
    std::string networkInterface;  ///< GLOO_SOCKET_IFNAME; empty: chosen by the host's name
    /// How long the processes wait for one another at the start.
    std::chrono::milliseconds patience = std::chrono::minutes(5);
    /// How long one may be silent later on, a stopped one or one behind a dead network, until it
    /// counts as lost. MINARAI_PEER_TIMEOUT gives it in seconds.
    std::chrono::milliseconds silence = std::chrono::minutes(5);

    [[nodiscard]] bool isFirst() const { return rank == 0; }
    /// "127.0.0.1:29500".
    [[nodiscard]] std::string meetingPoint() const;
};

/// The value of an environment variable, or nullptr.
using Environment = std::function<const char*(const char*)>;

/// What torchrun's variables say (RANK, WORLD_SIZE, LOCAL_RANK, LOCAL_WORLD_SIZE, MASTER_ADDR,
/// MASTER_PORT, TORCHELASTIC_USE_AGENT_STORE, TORCHELASTIC_RESTART_COUNT). Nothing when WORLD_SIZE
/// is 1 or not set: this process trains alone. SettingRange names the variable that is wrong.
Result<std::optional<World>> worldFromEnvironment(const Environment& environment);
/// Of this process.
Result<std::optional<World>> worldFromEnvironment();

}  // namespace minarai::train
