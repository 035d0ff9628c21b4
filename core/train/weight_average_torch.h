// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// An exponential moving average of a network's weights (the setting `ema`).
//
// As torch.optim.swa_utils.AveragedModel with use_buffers and timm's ModelEma: the first update
// copies, later ones move by 1 - decay; batch statistics are averaged like weights, whole numbers
// (num_batches_tracked) are copied. With `ema_warmup` the decay is at most (1 + n) / (10 + n) in
// update n, as in TensorFlow's ExponentialMovingAverage: a short run would else end with an
// average of its first steps.
#pragma once

#include <cstdint>

#include <ATen/core/Tensor.h>

#include "base/error.h"
#include "base/param_spec.h"
#include "nn/module_torch.h"
#include "weights/state_dict_torch.h"

namespace minarai::train {

class WeightAverage {
  public:
    /// Of the network, whose tensors stay where they are for the average's life.
    WeightAverage(const Params& settings, const nn::Network& network);

    /// Takes the network's present weights into the average; after each optimiser step.
    void update();

    /// Exchanges the network's weights and the average; twice is as if never.
    void swap();

    [[nodiscard]] std::int64_t updates() const { return m_updates; }
    /// The average by the names of the network's state dict.
    [[nodiscard]] const weights::StateDict& state() const { return m_average; }
    /// WeightsMismatch if the state does not fit; the average has not changed then.
    Status setState(const weights::StateDict& state, std::int64_t updates);

  private:
    double m_decay;
    bool m_warmsUp;
    std::int64_t m_updates = 0;
    weights::StateDict m_network;  ///< the network's own tensors
    weights::StateDict m_average;
};

/// The average's weights in the network while it lives. Without an average, or before its first
/// update, nothing happens.
class AverageInForce {
  public:
    explicit AverageInForce(WeightAverage* average)
        : m_average(average != nullptr && average->updates() > 0 ? average : nullptr) {
        if (m_average != nullptr) {
            m_average->swap();
        }
    }
    ~AverageInForce() {
        if (m_average != nullptr) {
            m_average->swap();
        }
    }
    AverageInForce(const AverageInForce&) = delete;
    AverageInForce& operator=(const AverageInForce&) = delete;

  private:
    WeightAverage* m_average;
};

}  // namespace minarai::train
