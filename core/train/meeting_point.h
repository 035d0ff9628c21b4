// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Waiting for the process where the others of a run meet. Torch-free.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>

#include "base/error.h"

namespace minarai::train {

using Deadline = std::chrono::steady_clock::time_point;

/// Asks `isThere` again and again, some twenty times a second, until it says yes. False when the
/// deadline has passed. Cancelled after a stop request.
Result<bool> awaitUntil(Deadline deadline, const std::stop_token& stop,
                        const std::function<bool()>& isThere);

/// Whether something takes connections at this TCP address (a name or a number) now. The connection
/// is closed at once.
bool isListening(const std::string& address, std::uint16_t port);

}  // namespace minarai::train
