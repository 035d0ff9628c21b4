// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The logits of many pictures, as fast as the network gives them without changing its mind.
//
// The Predictor, the evaluation of a run and the trainer's validation all ask here.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include <ATen/core/Tensor.h>

#include "base/error.h"
#include "nn/inference_torch.h"

namespace minarai::predict {

/// How far a probability may move in bfloat16, at most, on the pictures of the first batch.
inline constexpr double kProbabilityTolerance = 0.02;

class Answers {
  public:
    /// precision: "fp32"; "bf16"; or "auto": bfloat16 where the processor multiplies it itself and
    /// the network is large enough to gain, once its probabilities for the first batch of pictures
    /// are those of float32 within kProbabilityTolerance. Single pictures before that batch are
    /// answered in float32. The network is on its device and outlives no call.
    Answers(std::shared_ptr<nn::Network> network, const std::string& precision);

    /// N×classes float32 on the network's device, of images N×C×H×W float32 there. Throws as
    /// nn::Inference does.
    at::Tensor logits(const at::Tensor& images);

    /// In force: "fp32" or "bf16"; "fp32" while "auto" is undecided.
    [[nodiscard]] std::string precision() const;

    /// PrecisionFellBack once after "auto" has refused bfloat16.
    std::optional<Error> takeNotice();

    /// Must be called when the network's weights have changed. What "auto" has decided stays.
    void refresh();

    /// Gives back what the network's weights were copied to; the next question copies them again.
    void release();

  private:
    nn::Inference& inFloat();
    nn::Inference& inBf16();
    void decide(const at::Tensor& exact, const at::Tensor& fast);

    std::shared_ptr<nn::Network> m_network;
    std::unique_ptr<nn::Inference> m_float;
    std::unique_ptr<nn::Inference> m_bf16;
    bool m_isDecided = false;
    bool m_usesBf16 = false;
    std::optional<Error> m_notice;
};

/// The largest difference of two networks' probabilities for the same pictures: N×classes logits.
double probabilityDifference(const at::Tensor& logits, const at::Tensor& others);

}  // namespace minarai::predict
