// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// oneDNN asked directly, through the library that torch itself is linked with.
#pragma once

#include <memory>
#include <string>

#include "nn/fused_conv_torch.h"

namespace minarai::nn {

/// Whether it computes in this type on this processor: in bfloat16 not without AVX-512.
bool onednnComputes(c10::ScalarType type);

/// makeFusedConv on the CPU, in a type for which onednnComputes() holds.
std::unique_ptr<FusedConv> makeOnednnConv(const at::Tensor& weight, const at::Tensor& bias,
                                          const ConvGeometry& geometry,
                                          const std::string& activation, c10::ScalarType type);

/// max_pool2d without indices of a channels-last float32 or bfloat16 tensor with values; undefined
/// for any other, and where onednnComputes() does not hold for its type.
at::Tensor onednnMaxPool(const at::Tensor& x, const std::array<std::int64_t, 2>& kernel,
                         const std::array<std::int64_t, 2>& stride,
                         const std::array<std::int64_t, 2>& padding);

/// toChannelsLast of a contiguous float32 CPU tensor that is not empty, to a type for which
/// onednnComputes() holds.
at::Tensor onednnChannelsLast(const at::Tensor& images, c10::ScalarType type);

}  // namespace minarai::nn
