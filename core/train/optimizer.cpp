// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/optimizer_torch.h"

#include <algorithm>
#include <utility>

#include <torch/optim/adamw.h>
#include <torch/optim/sgd.h>

#include "spec/depth.h"
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

/// The share of the learning rate of a parameter, whose name begins with its layer's.
double shareOf(const std::string& parameter, const TrainingPlan& plan) {
    const auto found =
        std::find_if(plan.nodes.begin(), plan.nodes.end(),
                     [&](const NodePlan& node) { return spec::isWithin(parameter, node.id); });
    return found == plan.nodes.end() ? 1.0 : found->rate;
}

}  // namespace

Optimizer::Optimizer(const Params& settings, const weights::StateDict& parameters,
                     const TrainingPlan& plan) {
    const double rate = settings.real("learning_rate");
    const double decay = settings.real("weight_decay");
    m_isSgd = settings.text("optimizer") == "sgd";
    std::unique_ptr<torch::optim::OptimizerOptions> options;
    if (m_isSgd) {
        options =
            std::make_unique<torch::optim::SGDOptions>(torch::optim::SGDOptions(rate)
                                                           .momentum(settings.real("momentum"))
                                                           .nesterov(settings.flag("nesterov"))
                                                           .weight_decay(decay));
    } else {
        options = std::make_unique<torch::optim::AdamWOptions>(
            torch::optim::AdamWOptions(rate).weight_decay(decay));
    }
    std::vector<torch::optim::OptimizerParamGroup> groups;
    for (const auto& [name, tensor] : parameters) {
        if (!tensor.requires_grad()) {
            continue;
        }
        m_parameters.emplace_back(name, tensor);
        const double share = shareOf(name, plan);
        const auto known = std::find(m_shares.begin(), m_shares.end(), share);
        const auto group = static_cast<std::size_t>(known - m_shares.begin());
        if (known == m_shares.end()) {
            m_shares.push_back(share);
            groups.emplace_back(std::vector<at::Tensor>{}, options->clone());
        }
        groups[group].params().push_back(tensor);
    }
    if (m_isSgd) {
        m_optimizer = std::make_unique<torch::optim::SGD>(
            std::move(groups), static_cast<torch::optim::SGDOptions&>(*options));
    } else {
        m_optimizer = std::make_unique<torch::optim::AdamW>(
            std::move(groups), static_cast<torch::optim::AdamWOptions&>(*options));
    }
    setLearningRate(rate);
}

void Optimizer::setLearningRate(double rate) {
    auto& groups = m_optimizer->param_groups();
    for (std::size_t i = 0; i < groups.size(); ++i) {
        groups[i].options().set_lr(rate * m_shares[i]);
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
