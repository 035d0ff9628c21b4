// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Forwards of convolutions, linear layers, normalisation, pooling and dropout.
#include <array>

#include <ATen/ATen.h>

#include "nn/step_torch.h"

namespace minarai::nn {

namespace {

using Inputs = std::span<const at::Tensor>;
using Pair = std::array<std::int64_t, 2>;

Pair pairOf(const Params& params, std::string_view name, Pair otherwise = {0, 0}) {
    const auto values = params.integers(name);
    return values.empty() ? otherwise : Pair{values.front(), values.back()};
}

Forward conv2d(const Layer& layer) {
    const Params& params = layer.params;
    // torch pads from the last dimension to the first: left, right, top, bottom.
    const Pair padding = pairOf(params, "padding");
    const std::string mode = params.text("padding_mode");
    const bool isFilled = mode != "zeros";
    return [weight = layer.tensor("weight"), bias = layer.tensor("bias"),
            stride = pairOf(params, "stride"), dilation = pairOf(params, "dilation"),
            groups = params.integer("groups"), inner = isFilled ? Pair{0, 0} : padding,
            border = std::array{padding[1], padding[1], padding[0], padding[0]}, mode,
            isFilled](Inputs inputs, const Call&) {
        at::Tensor x = inputs[0];
        if (isFilled) {
            x = mode == "reflect"     ? at::reflection_pad2d(x, border)
                : mode == "replicate" ? at::replication_pad2d(x, border)
                                      : at::pad(x, border, mode);
        }
        return at::conv2d(x, weight, bias, stride, inner, dilation, groups);
    };
}

Forward linear(const Layer& layer) {
    return [weight = layer.tensor("weight"), bias = layer.tensor("bias")](
               Inputs inputs, const Call&) { return at::linear(inputs[0], weight, bias); };
}

Forward batchNorm2d(const Layer& layer) {
    return [weight = layer.tensor("weight"), bias = layer.tensor("bias"),
            mean = layer.tensor("running_mean"), variance = layer.tensor("running_var"),
            batches = layer.tensor("num_batches_tracked"), eps = layer.params.real("eps"),
            momentum = layer.params.real("momentum")](Inputs inputs, const Call& call) {
        if (call.training) {
            at::Tensor count = batches;
            count.add_(1);
        }
        return at::batch_norm(inputs[0], weight, bias, mean, variance, call.training, momentum, eps,
                              /*cudnn_enabled=*/true);
    };
}

Forward maxPool2d(const Layer& layer) {
    const Pair kernel = pairOf(layer.params, "kernel_size");
    return [kernel, stride = pairOf(layer.params, "stride", kernel),
            padding = pairOf(layer.params, "padding"), dilation = pairOf(layer.params, "dilation"),
            ceil = layer.params.flag("ceil_mode")](Inputs inputs, const Call&) {
        return at::max_pool2d(inputs[0], kernel, stride, padding, dilation, ceil);
    };
}

Forward avgPool2d(const Layer& layer) {
    const Pair kernel = pairOf(layer.params, "kernel_size");
    return [kernel, stride = pairOf(layer.params, "stride", kernel),
            padding = pairOf(layer.params, "padding"), ceil = layer.params.flag("ceil_mode"),
            border = layer.params.flag("count_include_pad")](Inputs inputs, const Call&) {
        return at::avg_pool2d(inputs[0], kernel, stride, padding, ceil, border);
    };
}

Forward adaptiveAvgPool2d(const Layer& layer) {
    return [size = pairOf(layer.params, "output_size")](Inputs inputs, const Call&) {
        return at::adaptive_avg_pool2d(inputs[0], size);
    };
}

Forward adaptiveMaxPool2d(const Layer& layer) {
    return [size = pairOf(layer.params, "output_size")](Inputs inputs, const Call&) {
        return std::get<0>(at::adaptive_max_pool2d(inputs[0], size));
    };
}

/// As at::dropout does on the CPU, but drawing from the network's generator.
template <bool WholeMaps>
Forward dropout(const Layer& layer) {
    return [p = layer.params.real("p")](Inputs inputs, const Call& call) -> at::Tensor {
        const at::Tensor& x = inputs[0];
        if (!call.training || p == 0 || x.numel() == 0) {
            return x;
        }
        if (p == 1) {
            return x * at::zeros({}, x.options());
        }
        // The generator is the CPU's on every device, so that a run draws the same masks anywhere.
        const auto options = x.options().device(at::kCPU);
        at::Tensor mask = WholeMaps ? at::empty({x.size(0), x.size(1), 1, 1}, options)
                                    : at::empty_like(x, options);
        mask.bernoulli_(1 - p, *call.generator).div_(1 - p);
        return x * mask.to(x.device());
    };
}

}  // namespace

at::Tensor Layer::tensor(std::string_view name) const {
    for (std::size_t i = 0; i < specs.size(); ++i) {
        if (specs[i].name == name) {
            return tensors[i];
        }
    }
    return {};
}

ForwardMaker findLayerOp(std::string_view op) {
    struct Row {
        std::string_view op;
        ForwardMaker maker;
    };
    static constexpr std::array<Row, 9> kRows{{
        {"Conv2d", conv2d},
        {"Linear", linear},
        {"BatchNorm2d", batchNorm2d},
        {"MaxPool2d", maxPool2d},
        {"AvgPool2d", avgPool2d},
        {"AdaptiveAvgPool2d", adaptiveAvgPool2d},
        {"AdaptiveMaxPool2d", adaptiveMaxPool2d},
        {"Dropout", dropout<false>},
        {"Dropout2d", dropout<true>},
    }};
    for (const Row& row : kRows) {
        if (row.op == op) {
            return row.maker;
        }
    }
    return nullptr;
}

}  // namespace minarai::nn
