// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Convolutions of 3×3 in float32 with fewer multiplications than torch's own (see
// winograd_kernels.h), for training and for answers. Sums are taken in an order that does not
// depend on the number of threads.
#pragma once

#include <memory>
#include <string>

#include <ATen/core/Tensor.h>

#include "nn/fused_conv_torch.h"

namespace minarai::nn {

/// Whether the functions below can take this weight, whatever its input: float32 on a CPU that has
/// the kernels, 3×3 in steps of 1, one group, padding of at most 2, channels in multiples of 32 and
/// at most a million pairs of them. Nothing where at::parallel_for has one thread of many.
bool maySuitWinograd(const at::Tensor& weight, const ConvGeometry& geometry);

/// Whether they can take x (N×C×H×W float32) with it and are quicker: enough places to be worth the
/// weights' transform, tiles half full, and no autocast.
bool suitsWinograd(const at::Tensor& x, const at::Tensor& weight, const ConvGeometry& geometry);

/// at::conv2d, part of the autograd graph, for what suitsWinograd() holds for; bias may be
/// undefined. Channels-last order. Within 5e-6 of the exact sums, relative to the largest of them,
/// forward and back; torch's own float32 sums come within 4e-6 forward and 2e-5 for weights.
at::Tensor winogradConv2d(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                          const ConvGeometry& geometry);

/// makeFusedConv in float32 for a weight for which maySuitWinograd() holds. What does not suit it
/// goes to makeDirectConv's, which is made when it is first wanted.
std::unique_ptr<FusedConv> makeWinogradConv(const at::Tensor& weight, const at::Tensor& bias,
                                            const ConvGeometry& geometry,
                                            const std::string& activation);

/// The same in steps of 2, for answers only: where maySuitGathering() holds, and in steps of 1
/// maySuitWinograd() would, for less than half as many pairs of channels.
bool maySuitWinogradSteps(const at::Tensor& weight, const ConvGeometry& geometry);

/// Whether they are quicker for x: enough places to be worth the weights' transform, tiles nearly
/// full.
bool suitsWinogradSteps(const at::Tensor& x, const at::Tensor& weight,
                        const ConvGeometry& geometry);

/// makeFusedConv in float32 for a weight for which maySuitWinogradSteps() holds, as exact as
/// winogradConv2d(). What does not suit it goes to makeGatheredConv's.
std::unique_ptr<FusedConv> makeWinogradStepConv(const at::Tensor& weight, const at::Tensor& bias,
                                                const ConvGeometry& geometry,
                                                const std::string& activation);

}  // namespace minarai::nn
