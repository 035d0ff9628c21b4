// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Registers of MINARAI_LANES float32 values, for code that is written once and compiled for several
// kinds of processor (kernels_avx2.cpp, kernels_avx512.cpp). Nothing of the standard library's
// belongs there: an inline function compiled for one of them could end up in code that runs on all.
#pragma once

#include <cstdint>

namespace minarai::nn {
namespace {

constexpr int kLanes = MINARAI_LANES;

using Lanes
    [[gnu::vector_size(kLanes * sizeof(float)), gnu::aligned(alignof(float)), gnu::may_alias]] =
        float;

#define MINARAI_INLINE inline __attribute__((always_inline))

MINARAI_INLINE Lanes load(const float* from) {
    return *static_cast<const Lanes*>(static_cast<const void*>(from));
}

MINARAI_INLINE void store(float* to, Lanes value) {
    *static_cast<Lanes*>(static_cast<void*>(to)) = value;
}

}  // namespace
}  // namespace minarai::nn
