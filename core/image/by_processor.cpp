// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "image/by_processor.h"

#include <atomic>

namespace minarai::image {
namespace {

bool avx2Detected() {
#ifdef MN_AVX2
    return __builtin_cpu_supports("avx2") != 0;
#else
    return false;
#endif
}

bool avx512Detected() {
#ifdef MN_AVX512
    return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0 &&
           __builtin_cpu_supports("avx512vl") != 0 && __builtin_cpu_supports("avx512vnni") != 0 &&
           __builtin_cpu_supports("avx512vbmi") != 0;
#else
    return false;
#endif
}

std::atomic<VectorWays> s_widest{VectorWays::Avx512};

}  // namespace

bool processorHasAvx2() {
    static const bool here = avx2Detected();
    return here && s_widest.load(std::memory_order_relaxed) >= VectorWays::Avx2;
}

bool processorHasAvx512() {
    static const bool here = avx512Detected();
    return here && s_widest.load(std::memory_order_relaxed) >= VectorWays::Avx512;
}

void setVectorWays(VectorWays widest) {
    s_widest.store(widest, std::memory_order_relaxed);
}

}  // namespace minarai::image
