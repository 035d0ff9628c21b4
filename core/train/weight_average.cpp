// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <ATen/ATen.h>

#include "train/weight_average_torch.h"

namespace minarai::train {

WeightAverage::WeightAverage(const Params& settings, const nn::Network& network)
    : m_decay(settings.real("ema")),
      m_warmsUp(settings.flag("ema_warmup")),
      m_network(nn::namedTensors(network)) {
    for (const auto& [name, tensor] : m_network) {
        m_average.emplace_back(name, tensor.clone());
    }
}

void WeightAverage::update() {
    const at::NoGradGuard noGrad;
    const auto n = static_cast<double>(m_updates);
    const double decay = m_warmsUp ? std::min(m_decay, (1 + n) / (10 + n)) : m_decay;
    for (std::size_t i = 0; i < m_network.size(); ++i) {
        const at::Tensor& now = m_network[i].second;
        at::Tensor& average = m_average[i].second;
        if (m_updates == 0 || !now.is_floating_point()) {
            average.copy_(now);
        } else {
            average.lerp_(now, 1 - decay);
        }
    }
    ++m_updates;
}

void WeightAverage::swap() {
    const at::NoGradGuard noGrad;
    for (std::size_t i = 0; i < m_network.size(); ++i) {
        at::Tensor& now = m_network[i].second;
        at::Tensor& average = m_average[i].second;
        const at::Tensor kept = now.clone();
        now.copy_(average);
        average.copy_(kept);
    }
}

Status WeightAverage::setState(const weights::StateDict& state, std::int64_t updates) {
    const at::NoGradGuard noGrad;
    MN_TRY(weights::loadInto(m_average, state, {}, "checkpoint.pt"));
    m_updates = updates;
    return {};
}

}  // namespace minarai::train
