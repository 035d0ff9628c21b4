// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Convolutions in steps in float32, for training and for answers: the values under a block of
// answers are gathered side by side, and one matrix product gives these answers. Sums are taken in
// an order that does not depend on the number of threads.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>

#include <ATen/core/Tensor.h>

#include "nn/fused_conv_torch.h"
#include "nn/gathering.h"
#include "nn/product_kernels.h"

namespace minarai::nn {

/// Convolutions in steps, one group, outs a multiple of the kernels' panel: with AVX2 oneDNN takes
/// nearly twice as long for them. With AVX-512, where that has not been measured, none.
bool maySuitGathering(const at::Tensor& weight, const ConvGeometry& geometry);

/// makeFusedConv in float32 for a weight for which that holds.
std::unique_ptr<FusedConv> makeGatheredConv(const at::Tensor& weight, const at::Tensor& bias,
                                            const ConvGeometry& geometry,
                                            const std::string& activation);

/// Whether x (N×C×H×W float32) can be trained on with this weight: where maySuitGathering() holds,
/// the kernel leaves no value out, ins of which gradients are wanted are a multiple of the panel,
/// there are enough answers, and no autocast.
bool suitsGathering(const at::Tensor& x, const at::Tensor& weight, const ConvGeometry& geometry);

/// at::conv2d, part of the autograd graph, for what suitsGathering() holds for; bias may be
/// undefined. Channels-last order. The answers are makeFusedConv's.
at::Tensor gatheredConv2d(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                          const ConvGeometry& geometry);

/// How the answers to pictures of these sizes (N×C×H×W) come about. Throws c10::Error where the
/// kernel is larger than a picture.
Gathering gatheringOf(at::IntArrayRef sizes, const std::array<std::int64_t, 2>& kernel,
                      const ConvGeometry& geometry);

/// A matrix of outs by terms, [panel of outs][term][out of the panel].
at::Tensor panelsOf(const at::Tensor& matrix);

/// Answers of which a thread gathers the values at once, at most: these should stay in its cache
/// beside a panel of weights.
std::int64_t rowsAtOnce(std::int64_t terms);

/// Values that rowsAtOnce() answers, or fewer, take while they are computed.
std::int64_t roomOfRows(std::int64_t rows, std::int64_t terms);

/// For answers from number `first` to before `last`, and each panel of outs, calls
/// use(sums[answer][panel], first out of the panel). `panels` is that of panelsOf().
template <typename Use>
void multiplyGathered(const Gathering& gathering, const float* x, const float* panels,
                      std::int64_t outs, std::int64_t first, std::int64_t last, float* room,
                      const Use& use) {
    const ProductKernels& kernels = *productKernels();
    const std::int64_t terms = gathering.terms();
    float* const sums = room + (last - first) * terms;
    gather(gathering, x, {first, last, 0, gathering.kernel[0]}, terms, room);
    for (std::int64_t out = 0; out < outs; out += kernels.panel) {
        kernels.multiply(room, panels + out * terms, terms, last - first, sums);
        use(sums, out);
    }
}

}  // namespace minarai::nn
