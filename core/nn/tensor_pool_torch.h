// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Memory of large CPU tensors, kept from one step to the next.
//
// A step allocates and frees the same hundreds of megabytes as the step before it. The system's
// allocator gives such blocks back to the kernel, which has to clear every page of them again:
// an eighth of a training step. Here a freed block waits for the next tensor of its size, on huge
// pages where the system has them. Small tensors stay with torch's own allocator.
#pragma once

#include <cstddef>
#include <cstdint>

namespace minarai::nn {

/// Puts the pool in place of torch's CPU allocator, once for the process; call it as often as you
/// like, from any thread. Does nothing in a build that looks for wrong uses of memory.
void useTensorPool();

/// Gives the blocks that no tensor uses back to the system: at the end of a run.
void releaseTensorPool();

struct TensorPoolUse {
    std::uint64_t usedBytes = 0;  ///< by tensors
    std::uint64_t freeBytes = 0;  ///< waiting for some
};
TensorPoolUse tensorPoolUse();

}  // namespace minarai::nn
