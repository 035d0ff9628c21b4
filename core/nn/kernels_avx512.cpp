// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled for AVX-512.
#define MINARAI_LANES 16
#define MINARAI_ROWS 12
#include "nn/kernels.h"
#include "nn/norm_simd.h"
#include "nn/product_simd.h"
#include "nn/winograd_simd.h"

namespace minarai::nn {

constinit const FloatKernels kAvx512Kernels{&kProducts, &kWinograd, nullptr, &kNorm};

}  // namespace minarai::nn
