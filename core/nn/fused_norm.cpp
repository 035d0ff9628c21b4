// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/fused_norm_torch.h"

#include <algorithm>
#include <cmath>

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/record_function.h>
#include <torch/csrc/autograd/custom_function.h>

#include "spec/graph.h"

namespace minarai::nn {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Variable;
using torch::autograd::variable_list;

constexpr std::int64_t kBlockValues = 1 << 16;  ///< of a sum in float32
constexpr std::int64_t kFewestRows = 32;

Bf16* dataOf(const at::Tensor& x) {
    return x.defined() ? static_cast<Bf16*>(x.data_ptr()) : nullptr;
}

/// The places of a channels-last tensor in blocks of rows, which do not depend on the threads.
class Blocks {
  public:
    explicit Blocks(const at::Tensor& x)
        : m_channels(x.size(1)),
          m_rows(x.numel() / x.size(1)),
          m_step(std::max(kBlockValues / m_channels, kFewestRows)),
          m_count((m_rows + m_step - 1) / m_step) {}

    [[nodiscard]] std::int64_t channels() const { return m_channels; }
    [[nodiscard]] std::int64_t rows() const { return m_rows; }

    /// Calls run(rows, block) for each block, on all threads.
    template <typename Run>
    void forEach(const Run& run) const {
        RECORD_USER_SCOPE("minarai::batch_norm");
        at::parallel_for(0, m_count, 1, [&](std::int64_t first, std::int64_t last) {
            for (std::int64_t block = first; block < last; ++block) {
                run(NormRows{block * m_step, std::min((block + 1) * m_step, m_rows), m_channels},
                    block);
            }
        });
    }

    /// Two sums for each channel: run(rows, first, second) adds those of its rows. 2×C double.
    template <typename Run>
    [[nodiscard]] at::Tensor sums(const Run& run) const {
        at::Tensor parts = at::zeros({m_count, 2, m_channels}, at::kFloat);
        auto* const data = parts.data_ptr<float>();
        forEach([&](const NormRows& rows, std::int64_t block) {
            float* const part = data + block * 2 * m_channels;
            run(rows, part, part + m_channels);
        });
        return parts.sum(0, /*keepdim=*/false, at::kDouble);
    }

  private:
    std::int64_t m_channels;
    std::int64_t m_rows;
    std::int64_t m_step;
    std::int64_t m_count;
};

NormScale scaleOf(const at::Tensor& scale, const at::Tensor& shift, NormActivation activation) {
    return {scale.data_ptr<float>(), shift.data_ptr<float>(), activation};
}

struct FusedNorm : public torch::autograd::Function<FusedNorm> {
    // The tensors that autograd follows come first; what backward returns is in their order.
    static Variable forward(AutogradContext* context, const Variable& x,
                            const c10::optional<at::Tensor>& other, const Variable& weight,
                            const Variable& bias, at::Tensor runningMean,
                            at::Tensor runningVariance, double momentum, double eps,
                            std::int64_t activation) {
        const at::Tensor addend = other.has_value() ? *other : at::Tensor();
        const Blocks blocks(x);
        const Bf16* const values = dataOf(x);
        const at::Tensor sums = blocks.sums([&](const NormRows& rows, float* sum, float* square) {
            addNormSums(values, rows, sum, square);
        });
        const auto count = static_cast<double>(blocks.rows());
        const at::Tensor mean = sums[0] / count;
        const at::Tensor variance = (sums[1] / count - mean * mean).clamp_min_(0);
        runningMean.mul_(1 - momentum).add_(mean.to(at::kFloat), momentum);
        runningVariance.mul_(1 - momentum)
            .add_((variance * (count / std::max(count - 1, 1.0))).to(at::kFloat), momentum);
        const at::Tensor inverse = (variance + eps).rsqrt();
        const at::Tensor scale = weight.detach().to(at::kDouble) * inverse;
        const at::Tensor shift = (bias.detach().to(at::kDouble) - mean * scale).to(at::kFloat);
        const at::Tensor scaleF = scale.to(at::kFloat);
        const auto kind = static_cast<NormActivation>(activation);
        const NormScale norm = scaleOf(scaleF, shift, kind);
        at::Tensor y = at::empty_like(x);
        blocks.forEach([&](const NormRows& rows, std::int64_t /*block*/) {
            applyNorm(values, dataOf(addend), rows, norm, dataOf(y));
        });
        const bool needsAnswer = addend.defined() && kind != NormActivation::None;
        context->save_for_backward(
            {x, needsAnswer ? y : at::Tensor(), mean, inverse, scaleF, shift});
        context->saved_data["activation"] = activation;
        context->saved_data["adds"] = addend.defined();
        return y;
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const variable_list saved = context->get_saved_variables();
        const at::Tensor& x = saved[0];
        const at::Tensor& y = saved[1];
        const at::Tensor& mean = saved[2];
        const at::Tensor& inverse = saved[3];
        const at::Tensor& scale = saved[4];
        const auto kind = static_cast<NormActivation>(context->saved_data["activation"].toInt());
        const bool adds = context->saved_data["adds"].toBool();
        const NormScale norm = scaleOf(scale, saved[5], kind);
        const at::Tensor ofY =
            gradients[0].to(at::kBFloat16).contiguous(at::MemoryFormat::ChannelsLast);
        const NormGradient gradient{dataOf(ofY), dataOf(x), dataOf(y)};
        const at::Tensor means = mean.to(at::kFloat);

        const Blocks blocks(x);
        const at::Tensor sums = blocks.sums([&](const NormRows& rows, float* sum, float* product) {
            addNormGradients(gradient, rows, norm, means.data_ptr<float>(), sum, product);
        });
        // dx = scale * (g - mean(g) - (x - mean) * inverse^2 * mean(g * (x - mean)))
        const auto count = static_cast<double>(blocks.rows());
        const at::Tensor slope = scale.to(at::kDouble) * inverse * inverse * sums[1] / -count;
        const at::Tensor offset =
            (scale.to(at::kDouble) * sums[0] / -count - slope * mean).to(at::kFloat);
        const at::Tensor b = slope.to(at::kFloat);
        at::Tensor ofX = at::empty_like(x);
        // Without an activation the sum's gradient goes on to the addend as it is.
        const bool copies = adds && kind != NormActivation::None;
        at::Tensor ofAddend = copies ? at::empty_like(x) : adds ? ofY : at::Tensor();
        blocks.forEach([&](const NormRows& rows, std::int64_t /*block*/) {
            applyNormGradient(gradient, rows, norm, scale.data_ptr<float>(), b.data_ptr<float>(),
                              offset.data_ptr<float>(), dataOf(ofX),
                              copies ? dataOf(ofAddend) : nullptr);
        });
        return {
            ofX, ofAddend, (sums[1] * inverse).to(at::kFloat), sums[0].to(at::kFloat), {}, {}, {},
            {},  {}};
    }
};

NormActivation activationOf(const std::string& op) {
    return op == "ReLU"    ? NormActivation::Relu
           : op == "ReLU6" ? NormActivation::Relu6
                           : NormActivation::None;
}

}  // namespace

NormLayer normLayerOf(const torch::nn::Module& module, const Params& params) {
    const auto parameters = module.named_parameters(false);
    const auto buffers = module.named_buffers(false);
    return {parameters["weight"],           parameters["bias"],
            buffers["running_mean"],        buffers["running_var"],
            buffers["num_batches_tracked"], params.real("eps"),
            params.real("momentum")};
}

bool canTrainNorm(const at::Tensor& x) {
    static const bool kHasKernels = hasNormKernels();
    // A batch of one value for each channel is torch's to refuse.
    return kHasKernels && x.is_cpu() && x.dim() == 4 && x.scalar_type() == at::kBFloat16 &&
           x.numel() > x.size(1) && x.is_contiguous(at::MemoryFormat::ChannelsLast);
}

at::Tensor trainNorm(const at::Tensor& x, const at::Tensor& addend, const NormLayer& layer,
                     NormActivation activation) {
    {
        at::Tensor batches = layer.batches;
        batches.add_(1);
    }
    const auto other = addend.defined() ? c10::optional<at::Tensor>(addend) : c10::nullopt;
    return FusedNorm::apply(x, other, layer.weight, layer.bias, layer.mean, layer.variance,
                            layer.momentum, layer.eps, static_cast<std::int64_t>(activation));
}

std::vector<NormRole> normRoles(const spec::ModelSpec& spec) {
    const auto index = spec::indexNodes(spec);
    std::vector<std::vector<std::size_t>> readers(spec.nodes.size());
    for (std::size_t i = 0; i < spec.nodes.size(); ++i) {
        for (const std::string& input : spec.nodes[i].inputs) {
            if (input != spec::kInputId) {
                readers[index.at(input)].push_back(i);
            }
        }
    }
    const auto soleReader = [&](std::size_t node) -> std::optional<std::size_t> {
        const std::string& id = spec.nodes[node].id;
        const bool isAnswer =
            id == spec.output ||
            std::find(spec.auxiliary.begin(), spec.auxiliary.end(), id) != spec.auxiliary.end();
        return readers[node].size() == 1 && !isAnswer ? std::optional(readers[node].front())
                                                      : std::nullopt;
    };
    std::vector<NormRole> roles(spec.nodes.size());
    // From the end, so that of two normalisations that meet in a sum the later one joins it.
    for (std::size_t i = spec.nodes.size(); i-- > 0;) {
        const spec::Node& norm = spec.nodes[i];
        if (norm.op != "BatchNorm2d" || !norm.params.flag("affine")) {
            continue;
        }
        roles[i] = {NormRole::Kind::Norm, i, NormActivation::None};
        std::size_t at = i;
        auto next = soleReader(i);
        if (next && spec.nodes[*next].op == "Add" && spec.nodes[*next].inputs.size() == 2 &&
            roles[*next].kind == NormRole::Kind::Plain) {
            at = *next;
            roles[i].kind = NormRole::Kind::Defer;
            roles[at] = {NormRole::Kind::Sum, i, NormActivation::None};
            next = soleReader(at);
        }
        const NormActivation activation =
            next ? activationOf(spec.nodes[*next].op) : NormActivation::None;
        if (activation != NormActivation::None) {
            roles[at].activation = activation;
            roles[*next] = {NormRole::Kind::PassOn, i, activation};
        }
    }
    return roles;
}

}  // namespace minarai::nn
