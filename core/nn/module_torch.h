// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// ModelSpec -> torch module.
//
//   MN_ASSIGN(auto network, nn::build(spec));
//   nn::initParameters(*network, generator);       // or weights::loadInto(namedTensors(*network))
//   network->train();
//   auto logits = network->forward(imagesNchw);
//
// Building and initialising never touch torch's default generator: another thread may be training.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <ATen/core/Generator.h>
#include <torch/nn/module.h>

#include "base/error.h"
#include "spec/model_spec.h"
#include "weights/state_dict_torch.h"

namespace minarai::nn {

struct Step;

/// Outputs of nodes by id.
using Captures = std::map<std::string, torch::Tensor, std::less<>>;

/// The network of a ModelSpec. Each node is a registered module under its id, whose parameters and
/// buffers are those of spec::stateDictLayout. One thread at a time.
class Network : public torch::nn::Module {
  public:
    explicit Network(spec::ModelSpec spec);
    ~Network() override;

    [[nodiscard]] const spec::ModelSpec& spec() const { return m_spec; }

    /// Logits N×classes of images N×C×H×W (float32, or bfloat16 under autocast). Throws
    /// c10::Error as torch does.
    torch::Tensor forward(torch::Tensor imagesNchw);

    /// The same, and keeps the outputs of the named nodes, as part of the autograd graph. Unknown
    /// ids are left out.
    torch::Tensor forward(torch::Tensor imagesNchw, std::span<const std::string> ids,
                          Captures& captures);

    /// The rest of forward after the node `id`, whose output is given; the captured nodes must come
    /// after it. Throws std::out_of_range for an unknown id.
    torch::Tensor forwardAfter(const std::string& id, torch::Tensor output,
                               std::span<const std::string> ids, Captures& captures);

    /// The module of a node or of a group of nodes ("layer1"); nullptr if there is none. Put it
    /// into evaluation mode to freeze its batch normalisation and dropout.
    [[nodiscard]] std::shared_ptr<torch::nn::Module> moduleOf(std::string_view id) const;

    /// Where dropout draws from: a CPU generator of this network's own, seeded with 0.
    [[nodiscard]] at::Generator& dropoutGenerator() { return m_generator; }
    void seedDropout(std::uint64_t seed);

    /// Keeps images and 4-D parameters in channels-last order, which is faster on CPUs.
    void useChannelsLast();

    /// In training mode computes float32 convolutions with fewer products (suitsWinograd) and batch
    /// normalisation in fewer passes (canTrainNorm): other digits than torch's, rounded about as
    /// well.
    void useOwnKernels() { m_ownKernels = true; }

  private:
    friend class Inference;
    friend Result<std::shared_ptr<Network>> build(const spec::ModelSpec& spec);
    /// The steps marked in `runs`, from the slots that are filled.
    torch::Tensor run(std::vector<at::Tensor> slots, const std::vector<bool>& runs,
                      std::span<const std::string> ids, Captures* captures);
    [[nodiscard]] bool fusesNorms(const std::vector<bool>& isCaptured) const;
    at::Tensor runFused(std::size_t index, std::span<const at::Tensor> inputs,
                        std::vector<bool>& isDone) const;
    [[nodiscard]] at::Tensor firstSlot(at::Tensor images) const;

    spec::ModelSpec m_spec;
    std::vector<Step> m_steps;
    std::size_t m_outputSlot = 0;
    at::Generator m_generator;
    bool m_channelsLast = false;
    bool m_ownKernels = false;
};

/// A network in training mode whose parameters are allocated but not set: initialise or load them.
/// Buffers have their first values. SpecInvalid, InputSize, OutOfMemory.
Result<std::shared_ptr<Network>> build(const spec::ModelSpec& spec);

/// Sets every parameter and buffer as PyTorch or, where the spec's "init" says so, torchvision
/// begins: same distributions, not the same numbers.
void initParameters(Network& network, at::Generator generator);

/// A CPU generator with a seed, for initParameters.
at::Generator makeGenerator(std::uint64_t seed);

/// Every parameter and buffer with its name in the state dict's order. The tensors are the
/// network's own (detached, same storage): write through them with loadInto, or save them.
weights::StateDict namedTensors(const Network& network);

/// Evaluation mode and no gradients while it lives; then the former mode of the module and of each
/// submodule again. The module must outlive it.
class EvalGuard {
  public:
    explicit EvalGuard(torch::nn::Module& module);
    ~EvalGuard();
    EvalGuard(const EvalGuard&) = delete;
    EvalGuard& operator=(const EvalGuard&) = delete;

  private:
    torch::nn::Module* m_module;
    bool m_wasTraining;
    std::vector<std::pair<std::shared_ptr<torch::nn::Module>, bool>> m_former;
    at::NoGradGuard m_noGrad;
};

}  // namespace minarai::nn
