// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Loops over pixels that are compiled twice.
#pragma once

// MN_BY_PROCESSOR before a function: one compilation for processors with AVX2, one for all; the
// program's loader takes the better. The sanitizers' runtimes are not up yet when it chooses.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define MN_BY_PROCESSOR __attribute__((target_clones("avx2", "default")))
#else
#define MN_BY_PROCESSOR
#endif

// MN_AVX2 before a function that uses AVX2 by name, to be called only where the processor has it;
// not defined where the compiler does not know it.
#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define MN_AVX2 __attribute__((target("avx2")))
#define MN_AVX2_INLINE __attribute__((target("avx2"), always_inline)) inline
#endif

namespace minarai::image {

/// Whether loops written for AVX2 may be taken.
bool processorHasAvx2();

/// Tests compare the ways: false takes the plain one on every processor. Not while others work.
void setVectorWays(bool allowed);

}  // namespace minarai::image
