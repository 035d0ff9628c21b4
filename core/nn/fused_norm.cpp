// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/fused_norm_torch.h"

#include <algorithm>
#include <cmath>
#include <type_traits>
#include <vector>

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

template <typename Value>
Value* dataOf(const at::Tensor& x) {
    return x.defined() ? static_cast<Value*>(x.data_ptr()) : nullptr;
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
        at::parallel_for(0, m_count, 1, [&](std::int64_t first, std::int64_t last) {
            for (std::int64_t block = first; block < last; ++block) {
                run(NormRows{block * m_step, std::min((block + 1) * m_step, m_rows), m_channels},
                    block);
            }
        });
    }

    /// Two sums for each channel, the first of all channels first: run(rows, first, second) adds
    /// those of its rows.
    template <typename Run>
    [[nodiscard]] std::vector<double> sums(const Run& run) const {
        const std::int64_t each = 2 * m_channels;
        std::vector<float> parts(static_cast<std::size_t>(m_count * each));
        forEach([&](const NormRows& rows, std::int64_t block) {
            float* const part = parts.data() + block * each;
            run(rows, part, part + m_channels);
        });
        std::vector<double> all(static_cast<std::size_t>(each));
        for (std::size_t begin = 0; begin < parts.size(); begin += all.size()) {
            for (std::size_t i = 0; i < all.size(); ++i) {
                all[i] += parts[begin + i];
            }
        }
        return all;
    }

  private:
    std::int64_t m_channels;
    std::int64_t m_rows;
    std::int64_t m_step;
    std::int64_t m_count;
};

at::Tensor emptyChannels(std::int64_t channels) {
    return at::empty({channels}, at::TensorOptions(at::kFloat));
}

NormScale scaleOf(const at::Tensor& scale, const at::Tensor& shift, NormActivation activation) {
    return {scale.data_ptr<float>(), shift.data_ptr<float>(), activation};
}

/// Puts an origin that lies far outside of its channel's values to their mean: sums of squares from
/// there would keep too few digits of the variance. True if there was one.
bool moveFarOrigins(const std::vector<double>& sums, double count, std::vector<float>& origin) {
    constexpr double kFarInVariances = 100;
    bool isAny = false;
    for (std::size_t c = 0; c < origin.size(); ++c) {
        const double mean = sums[c] / count;
        const double variance = sums[c + origin.size()] / count - mean * mean;
        if (mean * mean > kFarInVariances * std::max(variance, 0.0)) {
            origin[c] = static_cast<float>(origin[c] + mean);
            isAny = true;
        }
    }
    return isAny;
}

template <typename Value>
struct FusedNorm : public torch::autograd::Function<FusedNorm<Value>> {
    // The tensors that autograd follows come first; what backward returns is in their order.
    static Variable forward(AutogradContext* context, const Variable& x,
                            const c10::optional<at::Tensor>& other, const Variable& weight,
                            const Variable& bias, at::Tensor runningMean,
                            at::Tensor runningVariance, double momentum, double eps,
                            std::int64_t activation) {
        RECORD_USER_SCOPE("minarai::batch_norm");
        const at::Tensor addend = other.has_value() ? *other : at::Tensor();
        const Blocks blocks(x);
        const NormKernels<Value>& kernels = *normKernels<Value>();
        const Value* const values = dataOf<Value>(x);
        std::vector<Value> origin(values, values + blocks.channels());
        const auto sumsFromOrigin = [&] {
            return blocks.sums([&](const NormRows& rows, float* sum, float* square) {
                kernels.addSums(values, rows, origin.data(), sum, square);
            });
        };
        std::vector<double> sums = sumsFromOrigin();
        if constexpr (std::is_same_v<Value, float>) {
            if (moveFarOrigins(sums, static_cast<double>(blocks.rows()), origin)) {
                sums = sumsFromOrigin();
            }
        }
        // What is done once for each channel is not worth a tensor's operations.
        const std::int64_t channels = blocks.channels();
        const auto count = static_cast<double>(blocks.rows());
        const at::Tensor weights = weight.detach().contiguous();
        const at::Tensor biases = bias.detach().contiguous();
        const at::Tensor means = emptyChannels(channels);
        const at::Tensor inverses = emptyChannels(channels);
        const at::Tensor scale = emptyChannels(channels);
        const at::Tensor shift = emptyChannels(channels);
        for (std::int64_t c = 0; c < channels; ++c) {
            const auto at = static_cast<std::size_t>(c);
            const double fromOrigin = sums[at] / count;
            const double variance = std::max(
                sums[at + static_cast<std::size_t>(channels)] / count - fromOrigin * fromOrigin,
                0.0);
            const double mean = fromOrigin + (std::is_same_v<Value, float> ? origin[at] : 0);
            const auto follow = [&](at::Tensor& running, double value) {
                float& old = running.data_ptr<float>()[c];
                old = static_cast<float>(old * (1 - momentum) + value * momentum);
            };
            follow(runningMean, mean);
            follow(runningVariance, variance * (count / std::max(count - 1, 1.0)));
            const double inverse = 1 / std::sqrt(variance + eps);
            const double factor = weights.data_ptr<float>()[c] * inverse;
            means.data_ptr<float>()[c] = static_cast<float>(mean);
            inverses.data_ptr<float>()[c] = static_cast<float>(inverse);
            scale.data_ptr<float>()[c] = static_cast<float>(factor);
            shift.data_ptr<float>()[c] =
                static_cast<float>(biases.data_ptr<float>()[c] - mean * factor);
        }
        const auto kind = static_cast<NormActivation>(activation);
        const NormScale norm = scaleOf(scale, shift, kind);
        at::Tensor y = at::empty_like(x);
        blocks.forEach([&](const NormRows& rows, std::int64_t /*block*/) {
            kernels.apply(values, dataOf<Value>(addend), rows, norm, dataOf<Value>(y));
        });
        const bool needsAnswer = addend.defined() && kind != NormActivation::None;
        context->save_for_backward(
            {x, needsAnswer ? y : at::Tensor(), means, inverses, scale, shift});
        context->saved_data["activation"] = activation;
        context->saved_data["adds"] = addend.defined();
        return y;
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        RECORD_USER_SCOPE("minarai::batch_norm_backward");
        const variable_list saved = context->get_saved_variables();
        const at::Tensor& x = saved[0];
        const at::Tensor& y = saved[1];
        const auto* const means = saved[2].data_ptr<float>();
        const auto* const inverses = saved[3].data_ptr<float>();
        const auto* const scale = saved[4].data_ptr<float>();
        const auto kind = static_cast<NormActivation>(context->saved_data["activation"].toInt());
        const bool adds = context->saved_data["adds"].toBool();
        const NormScale norm = scaleOf(saved[4], saved[5], kind);
        const at::Tensor ofY =
            gradients[0].to(x.scalar_type()).contiguous(at::MemoryFormat::ChannelsLast);
        const NormKernels<Value>& kernels = *normKernels<Value>();
        const NormGradientOf<Value> gradient{dataOf<Value>(ofY), dataOf<Value>(x),
                                             dataOf<Value>(y)};
        const Blocks blocks(x);
        const std::vector<double> sums =
            blocks.sums([&](const NormRows& rows, float* sum, float* product) {
                kernels.addGradients(gradient, rows, norm, means, sum, product);
            });
        // dx = scale * (g - mean(g) - (x - mean) * inverse^2 * mean(g * (x - mean)))
        const std::int64_t channels = blocks.channels();
        const auto count = static_cast<double>(blocks.rows());
        const at::Tensor slope = emptyChannels(channels);
        const at::Tensor offset = emptyChannels(channels);
        const at::Tensor ofWeight = emptyChannels(channels);
        const at::Tensor ofBias = emptyChannels(channels);
        for (std::int64_t c = 0; c < channels; ++c) {
            const double sum = sums[static_cast<std::size_t>(c)];
            const double product = sums[static_cast<std::size_t>(c + channels)];
            const double inverse = inverses[c];
            const double ofX = scale[c] * inverse * inverse * product / -count;
            slope.data_ptr<float>()[c] = static_cast<float>(ofX);
            offset.data_ptr<float>()[c] =
                static_cast<float>(scale[c] * sum / -count - ofX * means[c]);
            ofWeight.data_ptr<float>()[c] = static_cast<float>(product * inverse);
            ofBias.data_ptr<float>()[c] = static_cast<float>(sum);
        }
        const NormSlopes slopes{scale, slope.data_ptr<float>(), offset.data_ptr<float>()};
        at::Tensor ofX = at::empty_like(x);
        // Without an activation the sum's gradient goes on to the addend as it is.
        const bool copies = adds && kind != NormActivation::None;
        at::Tensor ofAddend = copies ? at::empty_like(x) : adds ? ofY : at::Tensor();
        blocks.forEach([&](const NormRows& rows, std::int64_t /*block*/) {
            kernels.applyGradient(gradient, rows, norm, slopes, dataOf<Value>(ofX),
                                  copies ? dataOf<Value>(ofAddend) : nullptr);
        });
        return {ofX, ofAddend, ofWeight, ofBias, {}, {}, {}, {}, {}};
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
    // A batch of one value for each channel is torch's to refuse.
    if (!x.is_cpu() || x.dim() != 4 || x.numel() <= x.size(1) ||
        !x.is_contiguous(at::MemoryFormat::ChannelsLast)) {
        return false;
    }
    const auto fits = [&](const auto* kernels) {
        return kernels != nullptr && x.size(1) % kernels->channelStep == 0;
    };
    return x.scalar_type() == at::kBFloat16 ? fits(normKernels<Bf16>())
           : x.scalar_type() == at::kFloat  ? fits(normKernels<float>())
                                            : false;
}

at::Tensor trainNorm(const at::Tensor& x, const at::Tensor& addend, const NormLayer& layer,
                     NormActivation activation) {
    {
        at::Tensor batches = layer.batches;
        batches.add_(1);
    }
    const auto other = addend.defined() ? c10::optional<at::Tensor>(addend) : c10::nullopt;
    const auto apply = [&]<typename Value>() -> at::Tensor {
        return FusedNorm<Value>::apply(x, other, layer.weight, layer.bias, layer.mean,
                                       layer.variance, layer.momentum, layer.eps,
                                       static_cast<std::int64_t>(activation));
    };
    return x.scalar_type() == at::kBFloat16 ? apply.template operator()<Bf16>()
                                            : apply.template operator()<float>();
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
