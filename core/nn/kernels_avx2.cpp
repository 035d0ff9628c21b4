// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled for AVX2 and FMA.
#define MINARAI_LANES 8
#define MINARAI_ROWS 6
#include "nn/kernels.h"
#include "nn/norm_simd.h"
#include "nn/product_simd.h"
#include "nn/winograd_simd.h"
#include "nn/winograd_steps_simd.h"

namespace minarai::nn {

constinit const FloatKernels kAvx2Kernels{&kProducts, &kWinograd, &kWinogradSteps, &kNorm};

}  // namespace minarai::nn
