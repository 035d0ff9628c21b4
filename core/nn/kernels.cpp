// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/kernels.h"

namespace minarai::nn {
namespace {

/// Those of this processor; none where it has neither AVX2 nor AVX-512.
const FloatKernels& floatKernels() {
#if MINARAI_HAS_FLOAT_KERNELS
    static const FloatKernels kChosen =
        __builtin_cpu_supports("avx512f")                                 ? kAvx512Kernels
        : __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? kAvx2Kernels
                                                                          : FloatKernels{};
#else
    static const FloatKernels kChosen;
#endif
    return kChosen;
}

}  // namespace

const ProductKernels* productKernels() {
    return floatKernels().products;
}

const WinogradKernels* winogradKernels() {
    return floatKernels().winograd;
}

const WinogradStepKernels* winogradStepKernels() {
    return floatKernels().winogradSteps;
}

template <>
const NormKernels<float>* normKernels<float>() {
    return floatKernels().norm;
}

}  // namespace minarai::nn
