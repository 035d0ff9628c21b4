// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// One optimiser step: forward, loss, backward, step. The inner loop of the trainer.
#pragma once

#include <cstdint>
#include <exception>
#include <memory>
#include <vector>

#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>

#include "base/error.h"
#include "base/param_spec.h"
#include "nn/module_torch.h"
#include "train/gradient_sum_torch.h"
#include "train/loss_torch.h"
#include "train/optimizer_torch.h"
#include "train/weight_average_torch.h"

namespace minarai::train {

struct StepResult {
    double loss = 0;           ///< mean over the images
    std::int64_t correct = 0;  ///< images that are recognised (countCorrect)
    std::int64_t images = 0;
    /// False when the loss, or only a gradient, is not finite: nothing was updated.
    bool isFinite = true;
};

/// True for what torch throws when it should normalise over a single value: a batch of one image
/// whose maps are single pixels.
bool isBatchTooSmall(const std::exception& exception);
/// What to do about it where every batch is so small.
Error batchTooSmall();

class TrainStep {
  public:
    /// `settings` are valid for settingsSchema(). The network is on `device`, in its final memory
    /// format and in training mode already; what `plan` freezes gets no gradients and goes into
    /// evaluation mode. `classWeights` are those of train/class_weights.h.
    TrainStep(const Params& settings, std::shared_ptr<nn::Network> network,
              const c10::Device& device, bool bf16, const TrainingPlan& plan = {},
              const std::vector<double>& classWeights = {});

    /// One update is begin(), add() for each of its batches, and finish().
    void begin();

    /// Adds the gradients of a batch: images N×C×H×W float32 and their target, on any device.
    /// A loss that is not finite adds none. Batches over `batchLimit` go through the network in
    /// parts of nearly equal size, whose gradients add up to the same. `isLast`: nothing more is
    /// added in this update, so that gradients may set out to the peers.
    StepResult add(const at::Tensor& images, const Target& target, bool isLast = false);

    /// From now on updates are made together with other processes. `unit` is a divisor of a usual
    /// batch, the same everywhere. `peers` must outlive the step.
    void joinPeers(Peers& peers, double unit);

    /// Between the last add() and finish(), by all processes: the gradients become those of all.
    /// `mine` is all but the divisor, which the step knows. The sum of the words, or PeerLost.
    Result<UpdateWord> share(UpdateWord mine);

    /// Makes the sum of the gradients their mean, clips it, steps the optimiser and the weight
    /// average. False, and nothing is updated, when a gradient is not finite. Without clipping,
    /// which sees them all, only the gradients of the lowest layer, of biases and of normalisations
    /// are looked at: what is not finite on its way back reaches them, and they are a thousandth of
    /// the memory.
    bool finish(double learningRate);

    /// Every weight and batch statistic is a finite number. One pass over their memory.
    [[nodiscard]] bool weightsAreFinite() const;

    /// From now on `images` are the outputs of this node, and only what comes after it runs, in
    /// float32: all before it is frozen (train/feature_cut.h).
    void learnFrom(const std::string& node, bool withAuxiliary);

    /// Autocast to bfloat16 from the next batch on, or not; what learnFrom cut stays in float32.
    void setBf16(bool bf16) { m_bf16 = bf16 && m_cut.empty(); }

    /// Images that go through the network at once; 0: as many as a batch has.
    void setBatchLimit(std::int64_t images) { m_batchLimit = images; }

    /// No part of a batch has fewer images, whatever the limit says: batch normalisation of single
    /// pixels needs two.
    void setLeastPart(std::int64_t images) { m_leastPart = images; }
    [[nodiscard]] std::int64_t leastPart() const { return m_leastPart; }

    /// In how many parts a batch of so many images goes through the network.
    [[nodiscard]] std::int64_t partsOf(std::int64_t images) const;

    /// begin and add of one batch with whole labels (N int64): its gradients are in the parameters'
    /// grad(). Nothing is updated.
    StepResult forwardBackward(const at::Tensor& images, const at::Tensor& labels);

    /// A whole update of one batch.
    StepResult run(const at::Tensor& images, const at::Tensor& labels, double learningRate);

    /// The norm of all gradients together, as torch.nn.utils.clip_grad_norm_ returns it.
    [[nodiscard]] double gradientNorm() const;

    [[nodiscard]] nn::Network& network() { return *m_network; }
    [[nodiscard]] Optimizer& optimizer() { return m_optimizer; }
    /// nullptr unless the setting `ema` is over 0.
    [[nodiscard]] WeightAverage* average() { return m_average.get(); }

  private:
    /// Of one part; `share` is what its mean counts for in the gradients.
    StepResult addPart(const at::Tensor& images, const Target& target, double share, bool isLast);
    [[nodiscard]] at::Tensor normOfGradients() const;
    [[nodiscard]] bool gradientsAreFinite() const;
    void clipGradients(const at::Tensor& norm);
    void scaleGradients(double factor);

    std::shared_ptr<nn::Network> m_network;
    std::vector<at::Tensor> m_trainable;
    std::vector<at::Tensor> m_watched;  ///< whose gradients are looked at each time
    Optimizer m_optimizer;
    std::unique_ptr<WeightAverage> m_average;
    c10::Device m_device;
    bool m_bf16;
    Loss m_loss;
    double m_auxiliaryWeight;
    double m_clipNorm;
    std::int64_t m_batchLimit = 0;
    std::int64_t m_leastPart = 1;
    std::string m_cut;                     ///< empty: the whole network runs
    std::vector<std::string> m_auxiliary;  ///< ids of the outputs that run too
    /// Gradients are in units of it: that of the update's first batch, or m_unit.
    double m_firstDivisor = 0;
    double m_divisor = 0;                ///< of all batches of the update
    double m_unit = 0;                   ///< with peers only
    std::unique_ptr<GradientSum> m_sum;  ///< with peers only
};

}  // namespace minarai::train
