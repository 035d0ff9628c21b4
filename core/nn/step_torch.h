// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// One node of a network, ready to run. What an op computes is chosen when the network is built.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <ATen/core/Generator.h>
#include <torch/nn/module.h>

#include "nn/fused_conv_torch.h"
#include "nn/fused_norm_torch.h"
#include "spec/model_spec.h"
#include "spec/op.h"

namespace minarai::nn {

/// How a node runs this time.
struct Call {
    bool training = false;
    bool inPlace = false;  ///< the first input is nobody else's: it may be overwritten
    at::Generator* generator = nullptr;
    bool answersOnly = false;  ///< nothing is learned from this forward
    bool ownKernels = false;   ///< Network::useOwnKernels, while the network trains
};

using Forward = std::function<at::Tensor(std::span<const at::Tensor> inputs, const Call& call)>;

/// What a forward is made from. The tensors are those of op.tensors(), the module's own.
struct Layer {
    const Params& params;
    std::span<const at::Tensor> tensors;
    std::span<const spec::Shape> inputs;  ///< without the batch dimension

    /// The tensor of a name; undefined if the layer has none.
    [[nodiscard]] at::Tensor tensor(std::string_view name) const;
    std::span<const spec::TensorSpec> specs;

    /// One number or a pair as {height, width}.
    [[nodiscard]] std::array<std::int64_t, 2> pair(std::string_view name,
                                                   std::array<std::int64_t, 2> otherwise = {
                                                       0, 0}) const;
};

/// Of a MaxPool2d.
PoolGeometry poolGeometryOf(const Params& params);

using ForwardMaker = Forward (*)(const Layer& layer);

/// nullptr for an op that is not of the family.
ForwardMaker findLayerOp(std::string_view op);   ///< ops with weights, pooling, dropout
ForwardMaker findSimpleOp(std::string_view op);  ///< activations, reshaping, merging
ForwardMaker findTokenOp(std::string_view op);   ///< tokens, windows, channels rearranged
ForwardMaker findAttentionOp(std::string_view op);

/// Sets a layer's buffers that are never learned: the indices of relative positions.
void fillConstants(const spec::Node& node, const Layer& layer);

/// x with values set to 0 at a rate of p, the others scaled by 1 / (1 - p); drawn from the CPU's
/// generator on every device, so that a run draws the same masks anywhere. `shape` broadcasts.
at::Tensor dropValues(const at::Tensor& x, at::IntArrayRef shape, double p,
                      at::Generator& generator);

struct Step {
    Forward forward;
    /// The network itself or one below it, which it owns: a bare tensor lies in the network's root,
    /// and a pointer that counts would keep the network alive by itself.
    torch::nn::Module* module = nullptr;
    std::vector<std::size_t> inputs;    ///< slots: 0 is the picture, i + 1 node i
    std::vector<std::size_t> released;  ///< slots that nothing reads after this step
    bool mayOverwrite = false;
    NormRole role;
    NormLayer norm;          ///< of a Norm or a Sum
    bool auxiliary = false;  ///< runs only when an auxiliary output is asked for
};

}  // namespace minarai::nn
