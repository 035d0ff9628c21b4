// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include <ATen/ATen.h>

#include "base/text.h"
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

bool isBatchTooSmall(const std::exception& exception) {
    return std::strstr(exception.what(), "Expected more than 1 value per channel") != nullptr;
}

Error batchTooSmall() {
    return fail(ErrorCode::SettingConflict,
                MN_TEXT("Error",
                        "the batch normalisation of this network needs two images in a batch at "
                        "this image size; set “batch” to 2 or more"));
}

TrainStep::TrainStep(const Params& settings, std::shared_ptr<nn::Network> network,
                     const c10::Device& device, bool bf16, const TrainingPlan& plan,
                     const std::vector<double>& classWeights)
    : m_network(frozen(std::move(network), plan)),
      m_optimizer(settings, parametersOf(*m_network), plan),
      m_device(device),
      m_bf16(bf16),
      m_loss(settings, classWeights, device),
      m_auxiliaryWeight(settings.real("auxiliary_weight")),
      m_clipNorm(settings.real("clip_norm")),
      m_auxiliary(m_network->spec().auxiliary) {
    if (settings.text("kernels") == "auto") {
        m_network->useOwnKernels();
    }
    for (const at::Tensor& parameter : m_network->parameters()) {
        if (parameter.requires_grad()) {
            if (m_trainable.empty() || parameter.dim() < 2) {
                m_watched.push_back(parameter);
            }
            m_trainable.push_back(parameter);
        }
    }
    if (settings.real("ema") > 0) {
        m_average = std::make_unique<WeightAverage>(settings, *m_network);
    }
}

void TrainStep::learnFrom(const std::string& node, bool withAuxiliary) {
    m_cut = node;
    m_bf16 = false;  // what is left is small, and the features have their digits already
    m_auxiliary = withAuxiliary ? m_network->spec().auxiliary : std::vector<std::string>{};
}

void TrainStep::begin() {
    m_optimizer.zeroGrad();
    m_firstDivisor = m_unit;
    m_divisor = 0;
    if (m_sum) {
        m_sum->begin();
    }
}

void TrainStep::joinPeers(Peers& peers, double unit) {
    m_unit = unit;
    m_sum = std::make_unique<GradientSum>(peers, m_trainable);
}

Result<UpdateWord> TrainStep::share(UpdateWord mine) {
    mine.divisor = m_divisor;
    MN_ASSIGN(const UpdateWord all, m_sum->finish(mine));
    m_divisor = all.divisor;
    return all;
}

std::int64_t TrainStep::partsOf(std::int64_t images) const {
    if (m_batchLimit <= 0) {
        return 1;
    }
    const std::int64_t wanted = (images + m_batchLimit - 1) / m_batchLimit;
    return std::max<std::int64_t>(std::min(wanted, images / m_leastPart), 1);
}

StepResult TrainStep::add(const at::Tensor& images, const Target& given, bool isLast) {
    const Target target = given.to(m_device);
    const double divisor = m_loss.divisor(target);
    const std::int64_t count = target.count();
    if (divisor <= 0) {
        return {0, 0, count, true};  // all of classes with a weight of 0
    }
    if (m_firstDivisor <= 0) {
        m_firstDivisor = divisor;
    }
    const std::int64_t parts = partsOf(count);
    StepResult result;
    if (parts <= 1) {
        // The usual case: the share is exactly 1, and the loss is not touched by any of this.
        result = addPart(images, target, divisor / m_firstDivisor, isLast);
    } else {
        double lossSum = 0;
        for (std::int64_t part = 0; part < parts; ++part) {
            const std::int64_t first = count * part / parts;
            const std::int64_t size = count * (part + 1) / parts - first;
            const Target ofPart = target.narrow(first, size);
            const double weight = m_loss.divisor(ofPart);
            if (weight <= 0) {
                continue;  // as of a whole batch of such classes; its mean would be 0/0
            }
            const StepResult one = addPart(images.narrow(0, first, size), ofPart,
                                           weight / m_firstDivisor, isLast && part + 1 == parts);
            lossSum += one.loss * weight;
            result.correct += one.correct;
            result.isFinite = result.isFinite && one.isFinite;
        }
        result.loss = lossSum / divisor;
    }
    result.images = count;
    m_divisor += divisor;
    return result;
}

StepResult TrainStep::addPart(const at::Tensor& images, const Target& target, double share,
                              bool isLast) {
    nn::Captures captures;
    at::Tensor logits;
    {
        const compat::AutocastGuard autocast(m_bf16, m_device.is_cuda());
        const at::Tensor input = images.to(m_device);
        logits = m_cut.empty() ? m_network->forward(input, m_auxiliary, captures)
                               : m_network->forwardAfter(m_cut, input, m_auxiliary, captures);
    }
    // The loss is always computed in float32: bfloat16 has too few digits for a sum of logarithms.
    logits = logits.to(at::kFloat);
    at::Tensor loss = m_loss.mean(logits, target);
    StepResult result;
    result.loss = loss.item<double>();
    result.isFinite = std::isfinite(result.loss);
    for (const std::string& id : m_auxiliary) {
        loss = loss + m_auxiliaryWeight * m_loss.mean(captures.at(id).to(at::kFloat), target);
    }
    result.correct = countCorrect(logits, target);
    if (result.isFinite) {
        if (m_sum && isLast) {
            m_sum->arm();
        }
        (share == 1 ? loss : loss * share).backward();
    }
    return result;
}

bool TrainStep::finish(double learningRate) {
    if (m_divisor > 0 && m_divisor != m_firstDivisor) {
        scaleGradients(m_firstDivisor / m_divisor);
    }
    if (m_clipNorm > 0) {
        const at::Tensor norm = normOfGradients();
        if (!std::isfinite(norm.item<double>())) {
            return false;
        }
        clipGradients(norm);
    } else if (!gradientsAreFinite()) {
        return false;
    }
    m_optimizer.setLearningRate(learningRate);
    m_optimizer.step();
    if (m_average) {
        m_average->update();
    }
    return true;
}

StepResult TrainStep::forwardBackward(const at::Tensor& images, const at::Tensor& labels) {
    begin();
    return add(images, {labels, {}});
}

StepResult TrainStep::run(const at::Tensor& images, const at::Tensor& labels, double learningRate) {
    StepResult result = forwardBackward(images, labels);
    result.isFinite = result.isFinite && finish(learningRate);
    return result;
}

at::Tensor TrainStep::normOfGradients() const {
    std::vector<at::Tensor> norms;
    for (const at::Tensor& parameter : m_trainable) {
        if (parameter.grad().defined()) {
            norms.push_back(parameter.grad().norm());
        }
    }
    return norms.empty() ? at::zeros({}) : at::stack(norms).norm();
}

double TrainStep::gradientNorm() const {
    return normOfGradients().item<double>();
}

bool TrainStep::gradientsAreFinite() const {
    std::vector<at::Tensor> sums;
    for (const at::Tensor& parameter : m_watched) {
        if (parameter.grad().defined()) {
            sums.push_back(parameter.grad().sum());
        }
    }
    // One sum tells: it is not finite if any of its terms is not.
    return sums.empty() || std::isfinite(at::stack(sums).sum().item<double>());
}

bool TrainStep::weightsAreFinite() const {
    const at::NoGradGuard noGrad;
    std::vector<at::Tensor> sums;
    for (const auto& [name, tensor] : nn::namedTensors(*m_network)) {
        if (tensor.is_floating_point()) {
            sums.push_back(tensor.sum().to(at::kFloat));
        }
    }
    return sums.empty() || std::isfinite(at::stack(sums).sum().item<double>());
}

void TrainStep::clipGradients(const at::Tensor& norm) {
    constexpr double kBesideZero = 1e-6;  // as in PyTorch
    const at::Tensor factor = (m_clipNorm / (norm + kBesideZero)).clamp_max(1.0);
    if (factor.item<double>() < 1) {
        for (const at::Tensor& parameter : m_trainable) {
            if (parameter.grad().defined()) {
                parameter.mutable_grad().mul_(factor);
            }
        }
    }
}

void TrainStep::scaleGradients(double factor) {
    for (const at::Tensor& parameter : m_trainable) {
        if (parameter.grad().defined()) {
            parameter.mutable_grad().mul_(factor);
        }
    }
}

}  // namespace minarai::train
