// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <utility>

#include <ATen/ATen.h>

#include "spec/depth.h"
#include "train/train_step_torch.h"
#include "weights/compat_torch.h"

namespace minarai::train {
namespace {

/// The parameters themselves (namedTensors gives detached ones).
weights::StateDict parametersOf(const nn::Network& network) {
    weights::StateDict parameters;
    for (const auto& entry : network.named_parameters()) {
        parameters.emplace_back(entry.key(), entry.value());
    }
    return parameters;
}

/// Torch computes no gradients below the lowest layer that wants one, so a frozen part costs its
/// forward pass alone.
std::shared_ptr<nn::Network> frozen(std::shared_ptr<nn::Network> network,
                                    const TrainingPlan& plan) {
    const auto parameters = network->named_parameters();
    for (const NodePlan& node : plan.nodes) {
        if (!node.frozen) {
            continue;
        }
        // A node that is known by its tensor alone has no module.
        if (const auto module = network->moduleOf(node.id)) {
            module->eval();
        }
        for (const auto& entry : parameters) {
            if (spec::isWithin(entry.key(), node.id)) {
                entry.value().set_requires_grad(false);
            }
        }
    }
    return network;
}

}  // namespace

TrainStep::TrainStep(const Params& settings, std::shared_ptr<nn::Network> network,
                     const c10::Device& device, bool bf16, const TrainingPlan& plan)
    : m_network(frozen(std::move(network), plan)),
      m_optimizer(settings, parametersOf(*m_network), plan),
      m_device(device),
      m_bf16(bf16),
      m_labelSmoothing(settings.real("label_smoothing")),
      m_auxiliaryWeight(settings.real("auxiliary_weight")) {}

StepResult TrainStep::forwardBackward(const at::Tensor& images, const at::Tensor& labels) {
    m_optimizer.zeroGrad();
    const at::Tensor target = labels.to(m_device);
    nn::Captures captures;
    at::Tensor logits;
    {
        const compat::AutocastGuard autocast(m_bf16, m_device.is_cuda());
        logits = m_network->forward(images.to(m_device), m_network->spec().auxiliary, captures);
    }
    // The loss is always computed in float32: bfloat16 has too few digits for a sum of logarithms.
    const auto lossOf = [&](const at::Tensor& answers) {
        return at::cross_entropy_loss(answers, target, /*weight=*/{}, at::Reduction::Mean,
                                      /*ignore_index=*/-100, m_labelSmoothing);
    };
    logits = logits.to(at::kFloat);
    at::Tensor loss = lossOf(logits);
    StepResult result;
    result.loss = loss.item<double>();
    for (const std::string& id : m_network->spec().auxiliary) {
        loss = loss + m_auxiliaryWeight * lossOf(captures.at(id).to(at::kFloat));
    }
    result.correct = logits.detach().argmax(1).eq(target).sum().item<std::int64_t>();
    if (std::isfinite(result.loss)) {
        loss.backward();
    }
    return result;
}

StepResult TrainStep::run(const at::Tensor& images, const at::Tensor& labels, double learningRate) {
    const StepResult result = forwardBackward(images, labels);
    if (std::isfinite(result.loss)) {
        m_optimizer.setLearningRate(learningRate);
        m_optimizer.step();
    }
    return result;
}

}  // namespace minarai::train
