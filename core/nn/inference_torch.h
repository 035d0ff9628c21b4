// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A network made ready for answers alone: batch normalisation folded into convolutions, sums and
// activations fused, weights ordered for the processor.
//
//   MN_ASSIGN(auto network, nn::build(spec));   // and load its weights
//   auto inference = nn::makeInference(network, {});
//   auto logits = inference->forward(imagesNchw);
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "nn/folding.h"
#include "nn/module_torch.h"

namespace minarai::nn {

class FusedConv;

struct InferenceOptions {
    bool bf16 = false;
    std::string output;  ///< id of the node whose output is wanted; empty: the spec's output
};

/// In evaluation mode whatever mode the network is in. In float32 its answers are the network's
/// within rounding (1e-5 relative). One thread at a time.
class Inference {
  public:
    Inference(std::shared_ptr<Network> network, InferenceOptions options);
    ~Inference();

    /// The output of the node, float32, of images N×C×H×W float32 on the network's device. No
    /// gradients. Throws c10::Error or std::exception as torch and oneDNN do.
    at::Tensor forward(const at::Tensor& imagesNchw);

    /// Reads the network's weights and statistics again: they are copied when it is made.
    void refresh();

    /// Gives the copies back until they are wanted again; the next forward reads anew.
    void release();

    /// Bytes of weights in the order of the processor, which torch's allocator does not know of.
    [[nodiscard]] std::uint64_t orderedBytes() const;

    void usePrecision(bool bf16);

    [[nodiscard]] bool isBf16() const { return m_options.bf16; }

  private:
    at::Tensor runStep(std::size_t index, std::vector<at::Tensor>& slots);

    std::shared_ptr<Network> m_network;
    InferenceOptions m_options;
    std::vector<FoldedStep> m_steps;
    std::vector<std::unique_ptr<FusedConv>> m_convs;  ///< one for each step; nullptr: as it is
    std::vector<at::Tensor> m_inputs;                 ///< of the step that runs
    std::size_t m_outputSlot = 0;
};

}  // namespace minarai::nn
