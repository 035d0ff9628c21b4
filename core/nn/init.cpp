// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How parameters begin. Follows reset_parameters in torch/nn/modules and the initialisation of
// torchvision's models.
#include <cmath>

#include <ATen/CPUGeneratorImpl.h>

#include "nn/module_torch.h"

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

void initWeights(torch::nn::Module& module, const spec::Node& node,
                 const at::Generator& generator) {
    auto own = module.named_parameters(false);
    at::Tensor weight = own["weight"];
    at::Tensor* bias = own.find("bias");
    const Fans fans = fansOf(weight);
    const std::string init = node.params.text("init");
    // ReLU's gain.
    const double gain = std::sqrt(2.0);
    if (init == "kaiming_normal_fan_out") {
        weight.normal_(0, gain / std::sqrt(fans.out), generator);
    } else if (init == "kaiming_normal_fan_in") {
        weight.normal_(0, gain / std::sqrt(fans.in), generator);
    } else if (init == "kaiming_uniform_fan_in") {
        const double bound = gain * std::sqrt(3.0 / fans.in);
        weight.uniform_(-bound, bound, generator);
    } else if (init == "normal") {
        weight.normal_(0, node.params.real("init_std"), generator);
    } else {
        // kaiming_uniform with a = sqrt(5) comes to this bound.
        const double bound = 1 / std::sqrt(fans.in);
        weight.uniform_(-bound, bound, generator);
        if (bias != nullptr) {
            bias->uniform_(-bound, bound, generator);
        }
        return;
    }
    if (bias != nullptr) {
        bias->zero_();
    }
}

}  // namespace

at::Generator makeGenerator(std::uint64_t seed) {
    return at::detail::createCPUGenerator(seed);
}

void initParameters(Network& network, at::Generator generator) {
    const at::NoGradGuard noGrad;
    const auto modules = network.named_modules("", false);
    for (const spec::Node& node : network.spec().nodes) {
        torch::nn::Module& module = *modules[node.id];
        if (node.params.has("init")) {
            initWeights(module, node, generator);
            continue;
        }
        for (auto& entry : module.named_parameters(false)) {
            entry.value().fill_(entry.key() == "weight" ? 1 : 0);
        }
        for (auto& entry : module.named_buffers(false)) {
            entry.value().fill_(entry.key() == "running_var" ? 1 : 0);
        }
    }
}

}  // namespace minarai::nn
