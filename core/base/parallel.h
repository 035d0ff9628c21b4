// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Data-parallel loops on plain threads, for work without torch (scanning, decoding, hashing).
#pragma once

#include <cstddef>
#include <functional>
#include <stop_token>

namespace minarai {

/// Calls body(index) once for each index below count, on up to `threads` threads (at least 1; the
/// caller's thread is one of them), in no fixed order. Returns when all are done; after a stop
/// request no new index is begun. The first exception thrown by body is thrown again here.
void parallelFor(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& body,
                 const std::stop_token& stop = {});

/// The number of hardware threads, at least 1.
unsigned hardwareThreads();

/// `wanted` threads, or hardwareThreads() for 0.
unsigned threadsOrAll(int wanted);

/// Lowers the calling thread's scheduling priority (nice) so that the screen stays fluid.
void lowerThreadPriority();

}  // namespace minarai
