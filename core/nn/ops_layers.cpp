// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Forwards of convolutions, linear layers, normalisation, pooling and dropout.
#include <array>
#include <vector>

#include <ATen/ATen.h>

#include "nn/fused_conv_torch.h"
#include "nn/gathered_conv_torch.h"
#include "nn/step_torch.h"
#include "nn/winograd_torch.h"

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
    const ConvGeometry geometry{pairOf(params, "stride"), isFilled ? Pair{0, 0} : padding,
                                pairOf(params, "dilation"), params.integer("groups")};
    return [weight = layer.tensor("weight"), bias = layer.tensor("bias"), geometry,
            border = std::array{padding[1], padding[1], padding[0], padding[0]}, mode,
            isFilled](Inputs inputs, const Call& call) {
        at::Tensor x = inputs[0];
        if (isFilled) {
            x = mode == "reflect"     ? at::reflection_pad2d(x, border)
                : mode == "replicate" ? at::replication_pad2d(x, border)
                                      : at::pad(x, border, mode);
        }
        if (call.ownKernels && suitsWinograd(x, weight, geometry)) {
            return winogradConv2d(x, weight, bias, geometry);
        }
        if (call.ownKernels && suitsGathering(x, weight, geometry)) {
            return gatheredConv2d(x, weight, bias, geometry);
        }
        return at::conv2d(x, weight, bias, geometry.stride, geometry.padding, geometry.dilation,
                          geometry.groups);
    };
}

Forward linear(const Layer& layer) {
    return [weight = layer.tensor("weight"), bias = layer.tensor("bias")](
               Inputs inputs, const Call&) { return at::linear(inputs[0], weight, bias); };
}

/// As torch's own module does: one value has no variance, and what stands for it would stay in the
/// layer.
void refuseSingleValues(const at::Tensor& x) {
    TORCH_CHECK(x.numel() != x.size(1),
                "Expected more than 1 value per channel when training, got input size ", x.sizes());
}

Forward batchNorm2d(const Layer& layer) {
    return [weight = layer.tensor("weight"), bias = layer.tensor("bias"),
            mean = layer.tensor("running_mean"), variance = layer.tensor("running_var"),
            batches = layer.tensor("num_batches_tracked"), eps = layer.params.real("eps"),
            momentum = layer.params.real("momentum")](Inputs inputs, const Call& call) {
        if (call.training) {
            refuseSingleValues(inputs[0]);
            at::Tensor count = batches;
            count.add_(1);
        }
        return at::batch_norm(inputs[0], weight, bias, mean, variance, call.training, momentum, eps,
                              /*cudnn_enabled=*/true);
    };
}

Forward maxPool2d(const Layer& layer) {
    return [pool = poolGeometryOf(layer.params)](Inputs inputs, const Call& call) {
        return call.answersOnly ? maxPoolForAnswers(inputs[0], pool)
                                : at::max_pool2d(inputs[0], pool.kernel, pool.stride, pool.padding,
                                                 pool.dilation, pool.ceilMode);
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
        if (!call.training) {
            return x;
        }
        if (WholeMaps) {
            return dropValues(x, {x.size(0), x.size(1), 1, 1}, p, *call.generator);
        }
        return dropValues(x, x.sizes(), p, *call.generator);
    };
}

/// Rows of the batch, as torchvision's StochasticDepth with mode "row".
Forward stochasticDepth(const Layer& layer) {
    return [p = layer.params.real("p")](Inputs inputs, const Call& call) -> at::Tensor {
        const at::Tensor& x = inputs[0];
        if (!call.training) {
            return x;
        }
        std::vector<std::int64_t> shape(static_cast<std::size_t>(x.dim()), 1);
        shape[0] = x.size(0);
        return dropValues(x, shape, p, *call.generator);
    };
}

/// LibTorch 1.13 normalises only what has the weights' type: bfloat16 goes through float32.
template <typename Compute>
at::Tensor inTypeOf(const at::Tensor& weight, const at::Tensor& x, const Compute& compute) {
    if (!weight.defined() || weight.scalar_type() == x.scalar_type()) {
        return compute(x);
    }
    return compute(x.to(weight.scalar_type())).to(x.scalar_type());
}

Forward layerNorm(const Layer& layer) {
    return [weight = layer.tensor("weight"), bias = layer.tensor("bias"),
            eps = layer.params.real("eps")](Inputs inputs, const Call&) {
        return inTypeOf(weight, inputs[0], [&](const at::Tensor& x) {
            return at::layer_norm(x, {x.size(-1)}, weight, bias, eps);
        });
    };
}

Forward layerNorm2d(const Layer& layer) {
    return [weight = layer.tensor("weight"), bias = layer.tensor("bias"),
            eps = layer.params.real("eps")](Inputs inputs, const Call&) {
        return inTypeOf(weight, inputs[0].permute({0, 2, 3, 1}),
                        [&](const at::Tensor& places) {
                            return at::layer_norm(places, {places.size(3)}, weight, bias, eps);
                        })
            .permute({0, 3, 1, 2});
    };
}

Forward groupNorm(const Layer& layer) {
    return [weight = layer.tensor("weight"), bias = layer.tensor("bias"),
            groups = layer.params.integer("num_groups"),
            eps = layer.params.real("eps")](Inputs inputs, const Call&) {
        return inTypeOf(weight, inputs[0], [&](const at::Tensor& x) {
            return at::group_norm(x, groups, weight, bias, eps);
        });
    };
}

Forward layerScale(const Layer& layer) {
    return [scale = layer.tensor("")](Inputs inputs, const Call&) { return inputs[0] * scale; };
}

Forward convTranspose2d(const Layer& layer) {
    const Params& params = layer.params;
    return [weight = layer.tensor("weight"), bias = layer.tensor("bias"),
            stride = layer.pair("stride"), padding = layer.pair("padding"),
            more = layer.pair("output_padding"), dilation = layer.pair("dilation"),
            groups = params.integer("groups")](Inputs inputs, const Call&) {
        return at::conv_transpose2d(inputs[0], weight, bias, stride, padding, more, groups,
                                    dilation);
    };
}

Forward upsample(const Layer& layer) {
    return [factor = layer.pair("scale_factor"), mode = layer.params.text("mode"),
            align = layer.params.flag("align_corners")](Inputs inputs, const Call&) {
        const at::Tensor& x = inputs[0];
        const std::array size{x.size(2) * factor[0], x.size(3) * factor[1]};
        return mode == "bilinear"  ? at::upsample_bilinear2d(x, size, align)
               : mode == "bicubic" ? at::upsample_bicubic2d(x, size, align)
                                   : at::upsample_nearest2d(x, size);
    };
}

}  // namespace

at::Tensor dropValues(const at::Tensor& x, at::IntArrayRef shape, double p,
                      at::Generator& generator) {
    if (p == 0 || x.numel() == 0) {
        return x;
    }
    if (p == 1) {
        return x * at::zeros({}, x.options());
    }
    at::Tensor mask = at::empty(shape, x.options().device(at::kCPU));
    if (shape == x.sizes()) {
        mask = at::empty_like(x, mask.options());
    }
    mask.bernoulli_(1 - p, generator).div_(1 - p);
    return x * mask.to(x.device());
}

PoolGeometry poolGeometryOf(const Params& params) {
    const Pair kernel = pairOf(params, "kernel_size");
    return {kernel, pairOf(params, "stride", kernel), pairOf(params, "padding"),
            pairOf(params, "dilation"), params.flag("ceil_mode")};
}

std::array<std::int64_t, 2> Layer::pair(std::string_view name,
                                        std::array<std::int64_t, 2> otherwise) const {
    return pairOf(params, name, otherwise);
}

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
    static constexpr std::array<Row, 16> kRows{{
        {"Conv2d", conv2d},
        {"Linear", linear},
        {"BatchNorm2d", batchNorm2d},
        {"MaxPool2d", maxPool2d},
        {"AvgPool2d", avgPool2d},
        {"AdaptiveAvgPool2d", adaptiveAvgPool2d},
        {"AdaptiveMaxPool2d", adaptiveMaxPool2d},
        {"Dropout", dropout<false>},
        {"Dropout2d", dropout<true>},
        {"StochasticDepth", stochasticDepth},
        {"LayerNorm", layerNorm},
        {"LayerNorm2d", layerNorm2d},
        {"GroupNorm", groupNorm},
        {"LayerScale", layerScale},
        {"ConvTranspose2d", convTranspose2d},
        {"Upsample", upsample},
    }};
    for (const Row& row : kRows) {
        if (row.op == op) {
            return row.maker;
        }
    }
    return nullptr;
}

}  // namespace minarai::nn
