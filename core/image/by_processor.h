// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Loops over pixels that are written twice or more: for every processor, for those with AVX2, and
// for those with AVX-512 VNNI and VBMI.
#pragma once

// MN_AVX2 (MN_AVX512) before a function that uses AVX2 (AVX-512) by name, to be called only where
// the processor has it; not defined where the compiler does not know it.
#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define MN_AVX2 __attribute__((target("avx2")))
#define MN_AVX2_INLINE __attribute__((target("avx2"), always_inline)) inline
#define MN_AVX512_TARGET "avx512f,avx512bw,avx512vl,avx512vnni,avx512vbmi"
#define MN_AVX512 __attribute__((target(MN_AVX512_TARGET)))
#define MN_AVX512_INLINE __attribute__((target(MN_AVX512_TARGET), always_inline)) inline
#endif

namespace minarai::image {

/// Whether loops written for AVX2 may be taken.
bool processorHasAvx2();

/// Whether loops written for AVX-512 with VNNI and VBMI may be taken.
bool processorHasAvx512();

/// The widest way that may be taken where the processor has it.
enum class VectorWays { None, Avx2, Avx512 };

/// Tests compare the ways. Not while others work.
void setVectorWays(VectorWays widest);

}  // namespace minarai::image
