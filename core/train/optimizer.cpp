// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/optimizer_torch.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <stdexcept>
#include <string>
#include <utility>

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/record_function.h>

#include "predict/device_torch.h"
#include "spec/depth.h"
#include "train/schedule.h"
#include "train/update_kernels.h"

namespace minarai::train {
namespace {

constexpr const char* kStep = ".step";
constexpr std::int64_t kChunk = 1 << 14;  ///< weights at a time: with their state in the cache

/// The saved tensor, checked against the parameter it belongs to.
Result<at::Tensor> taken(const weights::StateDict& state, const std::string& name,
                         const at::Tensor& parameter) {
    const at::Tensor* saved = weights::findTensor(state, name);
    if (saved == nullptr || saved->sizes() != parameter.sizes()) {
        return fail(ErrorCode::WeightsMismatch, "checkpoint.pt", name);
    }
    at::Tensor buffer = at::empty_like(parameter);
    buffer.copy_(*saved);
    return buffer;
}

/// The share of the learning rate of a parameter, whose name begins with its layer's.
double shareOf(const std::string& parameter, const TrainingPlan& plan) {
    const auto found =
        std::find_if(plan.nodes.begin(), plan.nodes.end(),
                     [&](const NodePlan& node) { return spec::isWithin(parameter, node.id); });
    return found == plan.nodes.end() ? 1.0 : found->rate;
}

bool isPlainFloat(const at::Tensor& x) {
    return x.is_cpu() && x.scalar_type() == at::kFloat && x.is_non_overlapping_and_dense();
}

/// The gradient with the weight's order in memory, which autograd gives it but for rare cases.
at::Tensor inOrderOf(const at::Tensor& weight, const at::Tensor& gradient) {
    if (gradient.strides() == weight.strides() && isPlainFloat(gradient)) {
        return gradient;
    }
    at::Tensor ordered = at::empty_like(weight);
    ordered.copy_(gradient);
    return ordered;
}

bool isOutOfMemory(const std::exception& exception) {
    return predict::torchError(exception, "training").code == ErrorCode::OutOfMemory;
}

float* dataOf(const at::Tensor& x) {
    return x.defined() ? x.data_ptr<float>() : nullptr;
}

float* shifted(float* data, std::int64_t by) {
    return data == nullptr ? nullptr : data + by;
}

}  // namespace

Optimizer::Optimizer(const Params& settings, const weights::StateDict& parameters,
                     const TrainingPlan& plan)
    : m_rate(settings.real("learning_rate")),
      m_momentum(settings.real("momentum")),
      m_keepsMomentum(m_momentum > 0 || cyclesMomentum(settings)),
      m_nesterov(settings.flag("nesterov")),
      m_beta1(settings.real("beta1")),
      m_beta2(settings.real("beta2")),
      m_alpha(settings.real("alpha")),
      m_eps(settings.real("eps")),
      m_centered(settings.flag("centered")),
      m_decay(settings.real("weight_decay")) {
    const std::string name = settings.text("optimizer");
    m_rule = name == "sgd"       ? Rule::Sgd
             : name == "adam"    ? Rule::Adam
             : name == "rmsprop" ? Rule::Rmsprop
                                 : Rule::AdamW;
    if (cyclesMomentum(settings)) {
        setMomentum(settings.real("max_momentum"));
    }
    for (const auto& [parameter, tensor] : parameters) {
        if (tensor.requires_grad()) {
            m_entries.push_back({parameter, tensor, shareOf(parameter, plan), 0, {}});
        }
    }
}

void Optimizer::setMomentum(double momentum) {
    const bool isAdam = m_rule == Rule::Adam || m_rule == Rule::AdamW;
    (isAdam ? m_beta1 : m_momentum) = momentum;
}

void Optimizer::zeroGrad() {
    // Dropping the gradients saves one pass over them (PyTorch's set_to_none).
    for (Entry& entry : m_entries) {
        entry.weight.mutable_grad() = at::Tensor();
    }
}

std::vector<const char*> Optimizer::bufferNames() const {
    switch (m_rule) {
        case Rule::Sgd:
            return m_keepsMomentum ? std::vector<const char*>{".momentum_buffer"}
                                   : std::vector<const char*>{};
        case Rule::Adam:
        case Rule::AdamW:
            return {".exp_avg", ".exp_avg_sq"};
        case Rule::Rmsprop:
            break;
    }
    // A place that is not used stays empty, as in UpdateChunk.
    return {".square_avg", m_keepsMomentum ? ".momentum_buffer" : nullptr,
            m_centered ? ".grad_avg" : nullptr};
}

void Optimizer::begin(Entry& entry, const std::vector<const char*>& names) const {
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i] != nullptr && !entry.buffers[i].defined()) {
            entry.buffers[i] = at::zeros_like(entry.weight.detach());
        }
    }
}

void Optimizer::step() {
    const at::NoGradGuard noGrad;
    bool onCpu = true;
    const auto names = bufferNames();
    for (Entry& entry : m_entries) {
        if (entry.weight.grad().defined()) {
            begin(entry, names);
            onCpu = onCpu && isPlainFloat(entry.weight);
        }
    }
    if (onCpu) {
        stepOnCpu();
        return;
    }
    try {
        for (Entry& entry : m_entries) {
            if (entry.weight.grad().defined()) {
                ++entry.steps;
                stepWithTensors(entry);
            }
        }
    } catch (const std::exception& exception) {
        // Some weights have moved: no smaller batch could make this step once more.
        throw std::runtime_error(
            std::string("an update of the weights broke off: ") +
            (isOutOfMemory(exception) ? "no memory left on the device" : exception.what()));
    }
}

void Optimizer::stepOnCpu() {
    struct Piece {
        UpdateChunk chunk;
        const Entry* entry = nullptr;
    };
    std::vector<Piece> pieces;
    std::vector<at::Tensor> gradients;  // alive until all is done
    for (const Entry& entry : m_entries) {
        if (!entry.weight.grad().defined()) {
            continue;
        }
        gradients.push_back(inOrderOf(entry.weight, entry.weight.grad()));
        const UpdateChunk whole{dataOf(entry.weight),     dataOf(gradients.back()),
                                dataOf(entry.buffers[0]), dataOf(entry.buffers[1]),
                                dataOf(entry.buffers[2]), entry.weight.numel()};
        for (std::int64_t at = 0; at < whole.count; at += kChunk) {
            pieces.push_back({{whole.weight + at, whole.gradient + at, shifted(whole.first, at),
                               shifted(whole.second, at), shifted(whole.third, at),
                               std::min(kChunk, whole.count - at)},
                              &entry});
        }
    }
    const auto update = [this](const Piece& piece) {
        const auto single = [](double value) { return static_cast<float>(value); };
        const double rate = m_rate * piece.entry->share;
        const auto steps = static_cast<double>(piece.entry->steps);
        switch (m_rule) {
            case Rule::Sgd:
                updateSgd(piece.chunk,
                          {single(rate), single(m_momentum), single(m_decay), m_nesterov});
                break;
            case Rule::Adam:
            case Rule::AdamW: {
                const bool decoupled = m_rule == Rule::AdamW;
                updateAdam(
                    piece.chunk,
                    {single(rate / (1 - std::pow(m_beta1, steps))), single(m_beta1),
                     single(1 - m_beta1), single(m_beta2), single(1 - m_beta2),
                     single(std::sqrt(1 - std::pow(m_beta2, steps))), single(m_eps),
                     single(decoupled ? 0 : m_decay), single(decoupled ? 1 - rate * m_decay : 1)});
                break;
            }
            case Rule::Rmsprop:
                updateRmsprop(piece.chunk,
                              {single(rate), single(m_alpha), single(1 - m_alpha), single(m_eps),
                               single(m_momentum), single(m_decay), m_centered});
                break;
        }
    };
    // All memory has been had: what is counted from here on is done.
    for (Entry& entry : m_entries) {
        entry.steps += entry.weight.grad().defined() ? 1 : 0;
    }
    RECORD_USER_SCOPE("minarai::update_weights");
    // Every chunk is computed the same way whichever thread has it: results do not depend on their
    // number.
    at::parallel_for(0, static_cast<std::int64_t>(pieces.size()), 1,
                     [&](std::int64_t first, std::int64_t last) {
                         for (std::int64_t i = first; i < last; ++i) {
                             update(pieces[static_cast<std::size_t>(i)]);
                         }
                     });
}

void Optimizer::stepWithTensors(Entry& entry) const {
    at::Tensor weight = entry.weight.detach();
    at::Tensor gradient = entry.weight.grad();
    const double rate = m_rate * entry.share;
    const auto steps = static_cast<double>(entry.steps);
    auto& [first, second, third] = entry.buffers;
    if (m_decay != 0 && m_rule != Rule::AdamW) {
        gradient = gradient.add(weight, m_decay);
    }
    switch (m_rule) {
        case Rule::Sgd:
            if (first.defined()) {
                first.mul_(m_momentum).add_(gradient);
                gradient = m_nesterov ? gradient.add(first, m_momentum) : first;
            }
            weight.add_(gradient, -rate);
            break;
        case Rule::AdamW:
            weight.mul_(1 - rate * m_decay);
            [[fallthrough]];
        case Rule::Adam: {
            first.mul_(m_beta1).add_(gradient, 1 - m_beta1);
            second.mul_(m_beta2).addcmul_(gradient, gradient, 1 - m_beta2);
            const double correction2 = std::sqrt(1 - std::pow(m_beta2, steps));
            weight.addcdiv_(first, (second.sqrt() / correction2).add_(m_eps),
                            -rate / (1 - std::pow(m_beta1, steps)));
            break;
        }
        case Rule::Rmsprop: {
            first.mul_(m_alpha).addcmul_(gradient, gradient, 1 - m_alpha);
            at::Tensor spread = first;
            if (m_centered) {
                third.mul_(m_alpha).add_(gradient, 1 - m_alpha);
                spread = first.addcmul(third, third, -1);
            }
            spread = spread.sqrt().add_(m_eps);
            if (second.defined()) {
                second.mul_(m_momentum).addcdiv_(gradient, spread);
                weight.add_(second, -rate);
            } else {
                weight.addcdiv_(gradient, spread, -rate);
            }
            break;
        }
    }
}

weights::StateDict Optimizer::state() const {
    weights::StateDict state;
    const auto names = bufferNames();
    for (const Entry& entry : m_entries) {
        if (entry.steps == 0) {
            continue;
        }
        if (countsSteps()) {
            state.emplace_back(entry.name + kStep, at::scalar_tensor(entry.steps, at::kLong));
        }
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (names[i] != nullptr) {
                state.emplace_back(entry.name + names[i], entry.buffers[i]);
            }
        }
    }
    return state;
}

Status Optimizer::setState(const weights::StateDict& state) {
    const auto names = bufferNames();
    for (Entry& entry : m_entries) {
        const auto isThere = [&](const char* name) {
            return name != nullptr && weights::findTensor(state, entry.name + name) != nullptr;
        };
        const bool hasState =
            (countsSteps() && isThere(kStep)) || std::any_of(names.begin(), names.end(), isThere);
        if (!hasState) {
            continue;  // it was never updated, or the rule keeps nothing
        }
        entry.steps = 1;
        if (countsSteps()) {
            const at::Tensor* steps = weights::findTensor(state, entry.name + kStep);
            if (steps == nullptr || steps->numel() != 1) {
                return fail(ErrorCode::WeightsMismatch, "checkpoint.pt", entry.name + kStep);
            }
            entry.steps = steps->item<std::int64_t>();
        }
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (names[i] != nullptr) {
                MN_ASSIGN(entry.buffers[i],
                          taken(state, entry.name + names[i], entry.weight.detach()));
            }
        }
    }
    return {};
}

}  // namespace minarai::train
