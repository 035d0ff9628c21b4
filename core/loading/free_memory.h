// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How much memory decoded pictures may take.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

namespace minarai::loading {

/// Bytes that programs could still take without pushing others out: what the kernel calls
/// available, or what is left below the limits of this process (`ulimit -v`) and of its control
/// groups if that is less.
/// Nothing where the kernel does not tell. The arguments are for tests.
std::optional<std::uint64_t> availableMemory(
    const std::filesystem::path& proc = "/proc",
    const std::filesystem::path& controlGroups = "/sys/fs/cgroup");

/// The `wanted` bytes or half of what is available, whichever is less: the network, its gradients
/// and the other programs need the rest.
std::uint64_t cacheBudget(std::uint64_t wanted,
                          std::optional<std::uint64_t> available = availableMemory());

}  // namespace minarai::loading
