// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <utility>

#include <ATen/ATen.h>

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
    const auto modules = network->named_modules("", false);
    for (const NodePlan& node : plan.nodes) {
        const auto* module = modules.find(node.id);
        if (!node.frozen || module == nullptr) {
            continue;
        }
        (*module)->eval();
        for (at::Tensor& parameter : (*module)->parameters(false)) {
            parameter.set_requires_grad(false);
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
      m_labelSmoothing(settings.real("label_smoothing")) {}

StepResult TrainStep::forwardBackward(const at::Tensor& images, const at::Tensor& labels) {
    m_optimizer.zeroGrad();
    const at::Tensor target = labels.to(m_device);
    at::Tensor loss;
    at::Tensor logits;
    {
        const compat::AutocastGuard autocast(m_bf16, m_device.is_cuda());
        logits = m_network->forward(images.to(m_device));
    }
    // The loss is always computed in float32: bfloat16 has too few digits for a sum of logarithms.
    logits = logits.to(at::kFloat);
    loss = at::cross_entropy_loss(logits, target, /*weight=*/{}, at::Reduction::Mean,
                                  /*ignore_index=*/-100, m_labelSmoothing);
    StepResult result;
    result.loss = loss.item<double>();
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
