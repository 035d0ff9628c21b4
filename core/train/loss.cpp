// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include "train/loss_torch.h"

namespace minarai::train {

Target Target::narrow(std::int64_t first, std::int64_t count) const {
    return {labels.narrow(0, first, count),
            shares.defined() ? shares.narrow(0, first, count) : at::Tensor()};
}

Target Target::to(const c10::Device& device) const {
    return {labels.to(device), shares.defined() ? shares.to(device) : at::Tensor()};
}

Loss::Loss(const Params& settings, const std::vector<double>& classWeights,
           const c10::Device& device)
    : m_focal(settings.text("loss") == "focal"),
      m_gamma(settings.real("focal_gamma")),
      m_smoothing(settings.real("label_smoothing")) {
    if (!classWeights.empty()) {
        m_weights = at::tensor(classWeights, at::kDouble).to(device, at::kFloat);
    }
}

at::Tensor Loss::mean(const at::Tensor& logits, const Target& target) const {
    if (m_focal) {
        return focal(logits, target);
    }
    return at::cross_entropy_loss(
        logits, target.shares.defined() ? target.shares : target.labels,
        m_weights.defined() ? c10::optional<at::Tensor>(m_weights) : c10::nullopt,
        at::Reduction::Mean, /*ignore_index=*/-100, m_smoothing);
}

at::Tensor Loss::focal(const at::Tensor& logits, const Target& target) const {
    const std::int64_t classes = logits.size(1);
    at::Tensor wanted = target.shares;
    if (!wanted.defined()) {
        wanted = at::zeros_like(logits).scatter_(1, target.labels.unsqueeze(1), 1.0);
    }
    if (m_smoothing > 0) {
        wanted = wanted * (1 - m_smoothing) + m_smoothing / static_cast<double>(classes);
    }
    if (m_weights.defined()) {
        wanted = wanted * m_weights;
    }
    const at::Tensor logProbabilities = at::log_softmax(logits, 1);
    at::Tensor terms = wanted * logProbabilities;
    if (m_gamma > 0) {
        // Where p is 1 the power's slope is not finite for gamma < 1; there the term is 0 anyway.
        const at::Tensor rest = (1 - logProbabilities.exp()).clamp_min(1e-7);
        terms = terms * rest.pow(m_gamma);
    }
    return -terms.sum() / divisor(target);
}

double Loss::divisor(const Target& target) const {
    if (!m_weights.defined() || target.shares.defined()) {
        return static_cast<double>(target.count());
    }
    return m_weights.index_select(0, target.labels).sum().item<double>();
}

std::int64_t countCorrect(const at::Tensor& logits, const Target& target) {
    const at::Tensor labels = target.shares.defined() ? target.shares.argmax(1) : target.labels;
    return logits.detach().argmax(1).eq(labels).sum().item<std::int64_t>();
}

}  // namespace minarai::train
