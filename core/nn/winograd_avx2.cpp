// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled for AVX2 and FMA.
#define MINARAI_LANES 8
#define MINARAI_ROWS 6
#include "nn/winograd_simd.h"

namespace minarai::nn {

extern const WinogradKernels kWinogradAvx2 = kKernels;

}  // namespace minarai::nn
