// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/optimizer_torch.h"

#include <utility>

#include <torch/optim/adamw.h>
#include <torch/optim/sgd.h>

#include "weights/compat_torch.h"

namespace minarai::train {
namespace {

constexpr const char* kMomentum = ".momentum_buffer";
constexpr const char* kStep = ".step";
constexpr const char* kFirst = ".exp_avg";
constexpr const char* kSecond = ".exp_avg_sq";

/// The saved tensor, checked against the parameter it belongs to.
Result<at::Tensor> taken(const weights::StateDict& state, const std::string& name,
                         const at::Tensor& parameter) {
    const at::Tensor* saved = weights::findTensor(state, name);
    if (saved == nullptr || saved->sizes() != parameter.sizes()) {
        return fail(ErrorCode::WeightsMismatch, "checkpoint.pt", name);
    }
    return saved->to(parameter.device(), parameter.scalar_type())
        .clone(parameter.suggest_memory_format());
}

}  // namespace

Optimizer::Optimizer(const Params& settings, const weights::StateDict& parameters) {
    std::vector<at::Tensor> tensors;
    for (const auto& [name, tensor] : parameters) {
        if (tensor.requires_grad()) {
            m_parameters.emplace_back(name, tensor);
            tensors.push_back(tensor);
        }
    }
    const double rate = settings.real("learning_rate");
    const double decay = settings.real("weight_decay");
    m_isSgd = settings.text("optimizer") == "sgd";
    if (m_isSgd) {
        m_optimizer =
            std::make_unique<torch::optim::SGD>(tensors, torch::optim::SGDOptions(rate)
                                                             .momentum(settings.real("momentum"))
                                                             .nesterov(settings.flag("nesterov"))
                                                             .weight_decay(decay));
    } else {
        m_optimizer = std::make_unique<torch::optim::AdamW>(
            tensors, torch::optim::AdamWOptions(rate).weight_decay(decay));
    }
}

void Optimizer::setLearningRate(double rate) {
    for (auto& group : m_optimizer->param_groups()) {
        group.options().set_lr(rate);
    }
}

void Optimizer::zeroGrad() {
    // Dropping the gradients saves one pass over them (PyTorch's set_to_none).
    for (auto& [name, tensor] : m_parameters) {
        tensor.mutable_grad() = at::Tensor();
    }
}

void Optimizer::step() {
    m_optimizer->step();
}

weights::StateDict Optimizer::state() const {
    weights::StateDict state;
    const auto& entries = m_optimizer->state();
    for (const auto& [name, tensor] : m_parameters) {
        const auto found = entries.find(compat::optimizerKey(tensor));
        if (found == entries.end()) {
            continue;  // before the first step, or without a gradient so far
        }
        if (m_isSgd) {
            const auto& entry = static_cast<const torch::optim::SGDParamState&>(*found->second);
            if (entry.momentum_buffer().defined()) {
                state.emplace_back(name + kMomentum, entry.momentum_buffer());
            }
        } else {
            const auto& entry = static_cast<const torch::optim::AdamWParamState&>(*found->second);
            state.emplace_back(name + kStep, at::scalar_tensor(entry.step(), at::kLong));
            state.emplace_back(name + kFirst, entry.exp_avg());
            state.emplace_back(name + kSecond, entry.exp_avg_sq());
        }
    }
    return state;
}

Status Optimizer::setState(const weights::StateDict& state) {
    auto& entries = m_optimizer->state();
    for (const auto& [name, tensor] : m_parameters) {
        const auto key = compat::optimizerKey(tensor);
        if (m_isSgd) {
            if (weights::findTensor(state, name + kMomentum) == nullptr) {
                continue;  // plain SGD has no state
            }
            auto entry = std::make_unique<torch::optim::SGDParamState>();
            MN_ASSIGN(const at::Tensor momentum, taken(state, name + kMomentum, tensor));
            entry->momentum_buffer(momentum);
            entries[key] = std::move(entry);
        } else {
            const at::Tensor* step = weights::findTensor(state, name + kStep);
            if (step == nullptr) {
                continue;
            }
            if (step->numel() != 1) {
                return fail(ErrorCode::WeightsMismatch, "checkpoint.pt", name + kStep);
            }
            auto entry = std::make_unique<torch::optim::AdamWParamState>();
            MN_ASSIGN(const at::Tensor first, taken(state, name + kFirst, tensor));
            MN_ASSIGN(const at::Tensor second, taken(state, name + kSecond, tensor));
            entry->step(step->item<std::int64_t>());
            entry->exp_avg(first);
            entry->exp_avg_sq(second);
            entries[key] = std::move(entry);
        }
    }
    return {};
}

}  // namespace minarai::train
