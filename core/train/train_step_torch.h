// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// One optimiser step: forward, loss, backward, step. The inner loop of the trainer.
#pragma once

#include <cstdint>
#include <memory>

#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>

#include "base/param_spec.h"
#include "nn/module_torch.h"
#include "train/optimizer_torch.h"

namespace minarai::train {

struct StepResult {
    double loss = 0;           ///< mean over the batch
    std::int64_t correct = 0;  ///< images whose largest logit is their label's
};

class TrainStep {
  public:
    /// `settings` are valid for settingsSchema(). The network is on `device`, in its final memory
    /// format and in training mode already; what `plan` freezes gets no gradients and goes into
    /// evaluation mode.
    TrainStep(const Params& settings, std::shared_ptr<nn::Network> network,
              const c10::Device& device, bool bf16, const TrainingPlan& plan = {});

    /// Mean loss of a batch and its gradients in the parameters' grad(); images N×C×H×W float32,
    /// labels N int64, both on any device. Nothing is updated. A loss that is not finite leaves
    /// no gradients behind.
    StepResult forwardBackward(const at::Tensor& images, const at::Tensor& labels);

    /// forwardBackward and one step of the optimiser, unless the loss is not finite.
    StepResult run(const at::Tensor& images, const at::Tensor& labels, double learningRate);

    [[nodiscard]] nn::Network& network() { return *m_network; }
    [[nodiscard]] Optimizer& optimizer() { return m_optimizer; }

  private:
    std::shared_ptr<nn::Network> m_network;
    Optimizer m_optimizer;
    c10::Device m_device;
    bool m_bf16;
    double m_labelSmoothing;
    double m_auxiliaryWeight;
};

}  // namespace minarai::train
