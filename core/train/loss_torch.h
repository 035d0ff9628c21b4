// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the training makes small: cross-entropy and focal loss, for whole and for soft labels.
#pragma once

#include <cstdint>
#include <vector>

#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>

#include "base/param_spec.h"

namespace minarai::train {

/// What a batch should be recognised as. On any device.
struct Target {
    at::Tensor labels;  ///< N, int64
    /// N×classes, float32, rows that add up to 1, when images were mixed (augment/batch_mix.h);
    /// undefined otherwise.
    at::Tensor shares;

    [[nodiscard]] std::int64_t count() const { return labels.size(0); }
    [[nodiscard]] Target narrow(std::int64_t first, std::int64_t count) const;
    [[nodiscard]] Target to(const c10::Device& device) const;
};

/// The settings loss, focal_gamma and label_smoothing, with a weight for each class or none.
///
/// cross_entropy is torch.nn.CrossEntropyLoss(weight, label_smoothing) for both kinds of labels.
/// focal is Lin et al. 2017 for a softmax, with the smoothed or mixed label q in place of the
/// label: -sum_c weight_c q_c (1 - p_c)^gamma log p_c. Both are means: over the images for soft
/// labels, and over the sum of the labels' weights for whole ones, as in PyTorch. So focal loss
/// with gamma 0 is cross-entropy.
class Loss {
  public:
    Loss(const Params& settings, const std::vector<double>& classWeights,
         const c10::Device& device);

    /// The mean over a batch; logits N×classes float32, the target on the same device.
    [[nodiscard]] at::Tensor mean(const at::Tensor& logits, const Target& target) const;

    /// What mean() divides by: adding up means times this makes the mean of a larger batch.
    [[nodiscard]] double divisor(const Target& target) const;

  private:
    [[nodiscard]] at::Tensor focal(const at::Tensor& logits, const Target& target) const;

    bool m_focal;
    double m_gamma;
    double m_smoothing;
    at::Tensor m_weights;  ///< classes, float32; undefined without any
};

/// Images whose largest logit is that of their label, or with soft labels of the label that has the
/// largest share (as torchvision's references count).
std::int64_t countCorrect(const at::Tensor& logits, const Target& target);

}  // namespace minarai::train
