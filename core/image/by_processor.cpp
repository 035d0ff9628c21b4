// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "image/by_processor.h"

#include <atomic>

namespace minarai::image {
namespace {

bool detected() {
#ifdef MN_AVX2
    return __builtin_cpu_supports("avx2") != 0;
#else
    return false;
#endif
}

std::atomic<bool> s_allowed{true};

}  // namespace

bool processorHasAvx2() {
    static const bool here = detected();
    return here && s_allowed.load(std::memory_order_relaxed);
}

void setVectorWays(bool allowed) {
    s_allowed.store(allowed, std::memory_order_relaxed);
}

}  // namespace minarai::image
