// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// torch::optim's optimisers behind one face, with a state that can be saved and put back.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <torch/optim/optimizer.h>

#include "base/error.h"
#include "base/param_spec.h"
#include "train/training_plan.h"
#include "weights/state_dict_torch.h"

namespace minarai::train {

class Optimizer {
  public:
    /// The named parameters in the state dict's order; only those that require gradients count.
    /// `plan` says how much of the learning rate each layer takes (all of it if it is not there).
    Optimizer(const Params& settings, const weights::StateDict& parameters,
              const TrainingPlan& plan);

    /// Each group of parameters takes its share of the rate.
    void setLearningRate(double rate);
    void zeroGrad();
    void step();

    /// "<parameter>.momentum_buffer", "<parameter>.exp_avg", "<parameter>.step", ...
    [[nodiscard]] weights::StateDict state() const;
    /// RunDamaged-like WeightsMismatch if an entry is missing or has another shape.
    Status setState(const weights::StateDict& state);

  private:
    weights::StateDict m_parameters;
    bool m_isSgd = false;
    std::unique_ptr<torch::optim::Optimizer> m_optimizer;
    std::vector<double> m_shares;  ///< of the learning rate, of each parameter group
};

}  // namespace minarai::train
