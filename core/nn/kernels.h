// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What is compiled for several kinds of processor, each in a unit of its own. Torch-free.
#pragma once

#include "nn/norm_kernels.h"
#include "nn/product_kernels.h"
#include "nn/winograd_kernels.h"

namespace minarai::nn {

struct FloatKernels {
    const ProductKernels* products = nullptr;
    const WinogradKernels* winograd = nullptr;
    const WinogradStepKernels* winogradSteps = nullptr;
    const NormKernels<float>* norm = nullptr;
};

extern const FloatKernels kAvx2Kernels;
extern const FloatKernels kAvx512Kernels;

}  // namespace minarai::nn
