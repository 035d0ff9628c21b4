// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How parameters begin. Follows reset_parameters in torch/nn/modules and the initialisation of
// torchvision's models.
#include <cmath>

#include <ATen/CPUGeneratorImpl.h>

#include "nn/module_torch.h"
#include "spec/op.h"
#include "spec/summary.h"

namespace minarai::nn {

namespace {

struct Fans {
    double in = 1;
    double out = 1;
};

Fans fansOf(const at::Tensor& weight) {
    const double receptive =
        static_cast<double>(weight.numel()) /
        (static_cast<double>(weight.size(0)) * static_cast<double>(weight.size(1)));
    return {static_cast<double>(weight.size(1)) * receptive,
            static_cast<double>(weight.size(0)) * receptive};
}

/// Conv2d, ConvTranspose2d and Linear.
void initWeighing(const at::Tensor& weight, const at::Tensor* bias, const Params& params,
                  const at::Generator& generator) {
    const Fans fans = fansOf(weight);
    const std::string init = params.text("init");
    // ReLU's gain.
    const double gain = std::sqrt(2.0);
    // kaiming_uniform with a = sqrt(5) comes to this bound.
    const double usual = 1 / std::sqrt(fans.in);
    if (init == "kaiming_normal_fan_out") {
        weight.normal_(0, gain / std::sqrt(fans.out), generator);
    } else if (init == "kaiming_normal_fan_in") {
        weight.normal_(0, gain / std::sqrt(fans.in), generator);
    } else if (init == "lecun_normal") {
        weight.normal_(0, 1 / std::sqrt(fans.in), generator);
    } else if (init == "normal") {
        weight.normal_(0, params.real("init_std"), generator);
    } else if (init == "zeros") {
        weight.zero_();
    } else {
        const double bound = init == "kaiming_uniform_fan_in" ? gain * std::sqrt(3.0 / fans.in)
                             : init == "xavier_uniform" ? std::sqrt(6.0 / (fans.in + fans.out))
                             : init == "lecun_uniform_fan_out" ? std::sqrt(3.0 / fans.out)
                             : init == "uniform_fan_out"       ? 1 / std::sqrt(fans.out)
                                                               : usual;
        weight.uniform_(-bound, bound, generator);
    }
    if (bias == nullptr) {
        return;
    }
    const std::string start = params.text("init_bias");
    if (start == "default" || (start == "auto" && init == "default")) {
        bias->uniform_(-usual, usual, generator);
    } else if (start == "tiny") {
        bias->normal_(0, 1e-6, generator);
    } else {
        bias->zero_();
    }
}

/// Tensors of the other layers, by their names; those not named here begin as normalisations do.
void initOther(const spec::Node& node, std::string_view name, const at::Tensor& tensor,
               const at::Generator& generator) {
    // The spread of torchvision's transformers.
    constexpr double kSpread = 0.02;
    const bool isSwin = node.op == "WindowAttention";
    if (node.op == "LayerScale") {
        tensor.fill_(node.params.real("init_value"));
    } else if (node.op == "ClassToken") {
        tensor.zero_();
    } else if (node.op == "PositionEmbedding" || name == "relative_position_bias_table") {
        tensor.normal_(0, kSpread, generator);
    } else if (name == "logit_scale") {
        tensor.fill_(std::log(10.0));
    } else if (name == "in_proj_weight") {
        const double bound = std::sqrt(6.0 / static_cast<double>(tensor.size(0) + tensor.size(1)));
        tensor.uniform_(-bound, bound, generator);
    } else if (name == "out_proj.weight") {
        const double bound = 1 / std::sqrt(static_cast<double>(tensor.size(1)));
        tensor.uniform_(-bound, bound, generator);
    } else if (tensor.dim() == 2 && (isSwin || node.op == "RelativeAttention")) {
        tensor.normal_(0, kSpread, generator);
    } else {
        tensor.fill_(name == "weight" ? 1 : 0);
    }
}

}  // namespace

at::Generator makeGenerator(std::uint64_t seed) {
    return at::detail::createCPUGenerator(seed);
}

void initParameters(Network& network, at::Generator generator) {
    const at::NoGradGuard noGrad;
    const auto parameters = network.named_parameters();
    const auto shapes = spec::inferShapes(network.spec()).value();
    for (std::size_t i = 0; i < shapes.size(); ++i) {
        const spec::Node& node = network.spec().nodes[i];
        const auto tensors = spec::findOp(node.op)->tensors(shapes[i].inputs, node.params);
        const bool isWeighing = spec::findOp(node.op)->schema().find("init") != nullptr;
        if (isWeighing) {
            initWeighing(parameters[node.id + ".weight"], parameters.find(node.id + ".bias"),
                         node.params, generator);
        }
        for (const spec::TensorSpec& tensor : tensors) {
            if (tensor.trainable && !isWeighing) {
                const std::string name = node.id + (tensor.name.empty() ? "" : ".") + tensor.name;
                initOther(node, tensor.name, parameters[name], generator);
            }
        }
    }
    for (auto& entry : network.named_buffers()) {
        if (entry.key().ends_with("running_var")) {
            entry.value().fill_(1);
        } else if (entry.key().ends_with("running_mean") ||
                   entry.key().ends_with("num_batches_tracked")) {
            entry.value().zero_();
        }
    }
}

}  // namespace minarai::nn
