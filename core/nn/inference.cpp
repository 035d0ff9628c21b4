// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/inference_torch.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include <ATen/ATen.h>

#include "nn/fused_conv_torch.h"
#include "nn/step_torch.h"
#include "spec/graph.h"
#include "weights/compat_torch.h"

namespace minarai::nn {
namespace {

std::array<std::int64_t, 2> pairOf(const Params& params, std::string_view name) {
    const auto values = params.integers(name);
    return {values.front(), values.back()};
}

/// A convolution's weight and bias with the normalisation after it multiplied in.
struct Folded {
    at::Tensor weight;
    at::Tensor bias;
};

Folded foldedWeights(const torch::nn::Module& conv, const torch::nn::Module* norm, double eps) {
    const auto parameters = conv.named_parameters(false);
    Folded folded;
    folded.weight = parameters["weight"].detach();
    const at::Tensor* bias = parameters.find("bias");
    folded.bias = bias != nullptr && bias->defined()
                      ? bias->detach()
                      : at::zeros({folded.weight.size(0)}, folded.weight.options());
    if (norm == nullptr) {
        return folded;
    }
    // In double: the scale of a channel that hardly varies is large.
    const auto scaleAndShift = norm->named_parameters(false);
    const auto statistics = norm->named_buffers(false);
    const auto precise = [](const at::Tensor& x) { return x.detach().to(at::kDouble); };
    at::Tensor scale = (precise(statistics["running_var"]) + eps).rsqrt();
    const at::Tensor centred = precise(folded.bias) - precise(statistics["running_mean"]);
    at::Tensor shift = at::zeros_like(scale);
    if (scaleAndShift.contains("weight")) {  // not without the setting `affine`
        scale = scale * precise(scaleAndShift["weight"]);
        shift = precise(scaleAndShift["bias"]);
    }
    folded.bias = (centred * scale + shift).to(at::kFloat);
    folded.weight = (precise(folded.weight) * scale.view({-1, 1, 1, 1})).to(at::kFloat);
    return folded;
}

}  // namespace

Inference::Inference(std::shared_ptr<Network> network, InferenceOptions options)
    : m_network(std::move(network)), m_options(std::move(options)) {
    const spec::ModelSpec& spec = m_network->spec();
    m_steps = foldSteps(spec, m_options.output);
    const auto index = spec::indexNodes(spec);
    m_outputSlot = index.at(m_options.output.empty() ? spec.output : m_options.output) + 1;
    refresh();
}

Inference::~Inference() = default;

void Inference::refresh() {
    const at::NoGradGuard noGrad;
    const auto& nodes = m_network->spec().nodes;
    const auto modules = m_network->named_modules("", false);
    m_convs.clear();
    for (const FoldedStep& step : m_steps) {
        if (!step.isFolded) {
            m_convs.emplace_back();
            continue;
        }
        const spec::Node& conv = nodes[step.node];
        const torch::nn::Module* norm = nullptr;
        double eps = 0;
        if (step.norm) {
            norm = modules[nodes[*step.norm].id].get();
            eps = nodes[*step.norm].params.real("eps");
        }
        const Folded folded = foldedWeights(*modules[conv.id], norm, eps);
        const ConvGeometry geometry{pairOf(conv.params, "stride"), pairOf(conv.params, "padding"),
                                    pairOf(conv.params, "dilation"), conv.params.integer("groups")};
        m_convs.push_back(makeFusedConv(folded.weight, folded.bias, geometry,
                                        step.activation ? nodes[*step.activation].op : "",
                                        m_options.bf16 ? at::kBFloat16 : at::kFloat));
    }
}

void Inference::release() {
    m_convs.clear();
}

std::uint64_t Inference::orderedBytes() const {
    return std::accumulate(m_convs.begin(), m_convs.end(), std::uint64_t{0},
                           [](std::uint64_t sum, const std::unique_ptr<FusedConv>& conv) {
                               return sum + (conv != nullptr ? conv->orderedBytes() : 0);
                           });
}

void Inference::usePrecision(bool bf16) {
    if (m_options.bf16 != bf16) {
        m_options.bf16 = bf16;
        refresh();
    }
}

at::Tensor Inference::runStep(std::size_t index, std::vector<at::Tensor>& slots) {
    const FoldedStep& step = m_steps[index];
    if (m_convs[index] != nullptr) {
        if (step.pool) {
            const Params& params = m_network->spec().nodes[*step.pool].params;
            return m_convs[index]->runPooled(slots[step.inputs.front()], poolGeometryOf(params));
        }
        const at::Tensor addend = step.addend ? slots[*step.addend] : at::Tensor();
        return m_convs[index]->run(slots[step.inputs.front()], addend, step.mayOverwrite);
    }
    m_inputs.clear();
    for (const std::size_t slot : step.inputs) {
        m_inputs.push_back(slots[slot]);
    }
    const Step& own = m_network->m_steps[step.node];
    const Call call{false, own.mayOverwrite, &m_network->m_generator, true};
    return own.forward(m_inputs, call);
}

at::Tensor Inference::forward(const at::Tensor& imagesNchw) {
    const at::NoGradGuard noGrad;
    if (m_convs.size() != m_steps.size()) {
        refresh();
    }
    const compat::AutocastGuard autocast(m_options.bf16, imagesNchw.is_cuda());
    std::vector<at::Tensor> slots(m_network->spec().nodes.size() + 1);
    slots[0] = toChannelsLast(imagesNchw, m_options.bf16 ? at::kBFloat16 : at::kFloat);
    for (std::size_t i = 0; i < m_steps.size(); ++i) {
        slots[m_steps[i].last + 1] = runStep(i, slots);
        for (const std::size_t slot : m_steps[i].released) {
            slots[slot] = at::Tensor();
        }
    }
    m_inputs.clear();
    return slots[m_outputSlot].to(at::kFloat);
}

}  // namespace minarai::nn
