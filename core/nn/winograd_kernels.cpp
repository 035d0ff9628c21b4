// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/winograd_kernels.h"

namespace minarai::nn {

#if MINARAI_HAS_WINOGRAD

extern const WinogradKernels kWinogradAvx2;
extern const WinogradKernels kWinogradAvx512;

const WinogradKernels* winogradKernels() {
    static const auto* const kernels =
        __builtin_cpu_supports("avx512f")                                 ? &kWinogradAvx512
        : __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? &kWinogradAvx2
                                                                          : nullptr;
    return kernels;
}

#else

const WinogradKernels* winogradKernels() {
    return nullptr;
}

#endif

}  // namespace minarai::nn
