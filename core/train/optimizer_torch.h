// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// PyTorch's optimisers, step for step, with a state that can be saved and put back.
//
// On the CPU an update is one pass over the memory of weights, gradients and state
// (update_kernels.h), shared among all threads; elsewhere it is made of torch's operations.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

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

    /// Each parameter takes its share of the rate.
    void setLearningRate(double rate) { m_rate = rate; }
    /// SGD's and RMSprop's momentum, Adam's beta 1, of the steps to come, over 0: for settings
    /// whose schedule moves it (train/schedule.h).
    void setMomentum(double momentum);
    void zeroGrad();

    /// Updates the parameters that have a gradient.
    void step();

    /// "<parameter>.momentum_buffer", "<parameter>.exp_avg", "<parameter>.step", ...: PyTorch's
    /// names. Of parameters that were never updated there is none.
    [[nodiscard]] weights::StateDict state() const;
    /// RunDamaged-like WeightsMismatch if an entry is missing or has another shape.
    Status setState(const weights::StateDict& state);

  private:
    enum class Rule { Sgd, Adam, AdamW, Rmsprop };
    static constexpr std::size_t kMostBuffers = 3;

    struct Entry {
        std::string name;
        at::Tensor weight;
        double share = 1;  ///< of the learning rate
        std::int64_t steps = 0;
        /// In the order of bufferNames(); undefined before the first step.
        std::array<at::Tensor, kMostBuffers> buffers;
    };

    [[nodiscard]] std::vector<const char*> bufferNames() const;
    [[nodiscard]] bool countsSteps() const { return m_rule != Rule::Sgd; }
    void begin(Entry& entry, const std::vector<const char*>& names) const;
    void stepOnCpu();
    void stepWithTensors(Entry& entry) const;

    Rule m_rule = Rule::AdamW;
    double m_rate = 0;
    double m_momentum = 0;
    bool m_keepsMomentum = false;  ///< a buffer for it, whatever it is now
    bool m_nesterov = false;
    double m_beta1 = 0;
    double m_beta2 = 0;
    double m_alpha = 0;
    double m_eps = 0;
    bool m_centered = false;
    double m_decay = 0;
    std::vector<Entry> m_entries;
};

}  // namespace minarai::train
