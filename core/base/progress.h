// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How long work reports where it is. Called on the worker's thread, often; receivers coalesce.
#pragma once

#include <cstdint>
#include <functional>

namespace minarai {

struct Progress {
    std::uint64_t done = 0;
    std::uint64_t total = 0;  ///< 0 while the total is unknown
};

using ProgressCallback = std::function<void(const Progress&)>;

}  // namespace minarai
