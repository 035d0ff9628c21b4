// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// One node of a network, ready to run. What an op computes is chosen when the network is built.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <ATen/core/Generator.h>
#include <torch/nn/module.h>

#include "spec/op.h"

namespace minarai::nn {

/// How a node runs this time.
struct Call {
    bool training = false;
    bool inPlace = false;  ///< the first input is nobody else's: it may be overwritten
    at::Generator* generator = nullptr;
};

using Forward = std::function<at::Tensor(std::span<const at::Tensor> inputs, const Call& call)>;

/// What a forward is made from. The tensors are those of op.tensors(), the module's own.
struct Layer {
    const Params& params;
    std::span<const at::Tensor> tensors;

    /// The tensor of a name; undefined if the layer has none.
    [[nodiscard]] at::Tensor tensor(std::string_view name) const;
    std::span<const spec::TensorSpec> specs;
};

using ForwardMaker = Forward (*)(const Layer& layer);

/// nullptr for an op that is not of the family.
ForwardMaker findLayerOp(std::string_view op);   ///< ops with weights, pooling, dropout
ForwardMaker findSimpleOp(std::string_view op);  ///< activations, reshaping, merging

struct Step {
    Forward forward;
    std::shared_ptr<torch::nn::Module> module;
    std::vector<std::size_t> inputs;    ///< slots: 0 is the picture, i + 1 node i
    std::vector<std::size_t> released;  ///< slots that nothing reads after this step
    bool mayOverwrite = false;
};

}  // namespace minarai::nn
