// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Forwards of activations, reshaping and merging.
#include <array>

#include <ATen/ATen.h>

#include "nn/step_torch.h"

namespace minarai::nn {

namespace {

using Inputs = std::span<const at::Tensor>;

template <at::Tensor (*Plain)(const at::Tensor&), at::Tensor& (*InPlace)(at::Tensor&)>
Forward activation(const Layer& /*layer*/) {
    return [](Inputs inputs, const Call& call) {
        if (call.inPlace) {
            at::Tensor x = inputs[0];
            return InPlace(x);
        }
        return Plain(inputs[0]);
    };
}

template <at::Tensor (*Plain)(const at::Tensor&)>
Forward activation(const Layer& /*layer*/) {
    return [](Inputs inputs, const Call&) { return Plain(inputs[0]); };
}

Forward relu6(const Layer& /*layer*/) {
    return [](Inputs inputs, const Call& call) {
        if (inputs[0].scalar_type() == at::kBFloat16 && inputs[0].requires_grad()) {
            // LibTorch 1.13 has no backward of hardtanh for it.
            return at::clamp_max(at::relu(inputs[0]), 6);
        }
        if (call.inPlace) {
            at::Tensor x = inputs[0];
            return at::hardtanh_(x, 0, 6);
        }
        return at::hardtanh(inputs[0], 0, 6);
    };
}

Forward leakyRelu(const Layer& layer) {
    return [slope = layer.params.real("negative_slope")](Inputs inputs, const Call&) {
        return at::leaky_relu(inputs[0], slope);
    };
}

Forward gelu(const Layer& layer) {
    return [form = layer.params.text("approximate")](Inputs inputs, const Call&) {
        return at::gelu(inputs[0], form);
    };
}

Forward softmax(const Layer& /*layer*/) {
    return [](Inputs inputs, const Call&) { return at::softmax(inputs[0], 1); };
}

Forward identity(const Layer& /*layer*/) {
    return [](Inputs inputs, const Call&) { return inputs[0]; };
}

Forward flatten(const Layer& /*layer*/) {
    return [](Inputs inputs, const Call&) { return at::flatten(inputs[0], 1); };
}

Forward add(const Layer& /*layer*/) {
    return [](Inputs inputs, const Call&) {
        at::Tensor sum = at::add(inputs[0], inputs[1]);
        for (const at::Tensor& more : inputs.subspan(2)) {
            sum = at::add(sum, more);
        }
        return sum;
    };
}

Forward multiply(const Layer& /*layer*/) {
    return [](Inputs inputs, const Call&) {
        at::Tensor product = at::mul(inputs[0], inputs[1]);
        for (const at::Tensor& more : inputs.subspan(2)) {
            product = at::mul(product, more);
        }
        return product;
    };
}

Forward concat(const Layer& /*layer*/) {
    return [](Inputs inputs, const Call&) {
        return at::cat(at::TensorList(inputs.data(), inputs.size()), 1);
    };
}

}  // namespace

ForwardMaker findSimpleOp(std::string_view op) {
    struct Row {
        std::string_view op;
        ForwardMaker maker;
    };
    static constexpr std::array<Row, 15> kRows{{
        {"ReLU", activation<at::relu, at::relu_>},
        {"ReLU6", relu6},
        {"LeakyReLU", leakyRelu},
        {"Sigmoid", activation<at::sigmoid>},
        {"Tanh", activation<at::tanh>},
        {"SiLU", activation<at::silu>},
        {"GELU", gelu},
        {"Hardswish", activation<at::hardswish>},
        {"Hardsigmoid", activation<at::hardsigmoid>},
        {"Softmax", softmax},
        {"Identity", identity},
        {"Flatten", flatten},
        {"Add", add},
        {"Multiply", multiply},
        {"Concat", concat},
    }};
    for (const Row& row : kRows) {
        if (row.op == op) {
            return row.maker;
        }
    }
    return nullptr;
}

}  // namespace minarai::nn
