// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/onednn_torch.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>
#include <vector>

#include <ATen/ATen.h>
#include <dnnl.hpp>

#include "base/memory_room.h"

namespace minarai::nn {
namespace {

using Tag = dnnl::memory::format_tag;
using Type = dnnl::memory::data_type;

constexpr std::size_t kMostShapes = 8;  ///< of the picture or the batch, kept ready

/// oneDNN writes the code of a primitive to memory that it may not have got.
constexpr std::size_t kCodeRoom = std::size_t{4} << 20;

const dnnl::engine& engine() {
    static const dnnl::engine one(dnnl::engine::kind::cpu, 0);
    return one;
}

Type typeOf(c10::ScalarType type) {
    return type == at::kBFloat16 ? Type::bf16 : Type::f32;
}

dnnl::memory::dims sizesOf(const at::Tensor& x) {
    return {x.sizes().begin(), x.sizes().end()};
}

dnnl::memory view(const dnnl::memory::desc& layout, const at::Tensor& x) {
    return {layout, engine(), x.data_ptr()};
}

at::Tensor emptyChannelsLast(at::IntArrayRef sizes, c10::ScalarType type) {
    return at::empty(sizes, at::TensorOptions(type).memory_format(at::MemoryFormat::ChannelsLast));
}

std::int64_t answerSize(std::int64_t in, std::int64_t kernel, std::int64_t stride,
                        std::int64_t padding, std::int64_t dilation) {
    return (in + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1;
}

dnnl::post_ops postOps(bool adds, const std::string& activation) {
    dnnl::post_ops ops;
    if (adds) {
        ops.append_sum(1.0F);
    }
    if (activation == "ReLU") {
        ops.append_eltwise(1.0F, dnnl::algorithm::eltwise_relu, 0.0F, 0.0F);
    } else if (activation == "ReLU6") {
        ops.append_eltwise(1.0F, dnnl::algorithm::eltwise_clip, 0.0F, 6.0F);
    } else if (activation == "SiLU") {
        ops.append_eltwise(1.0F, dnnl::algorithm::eltwise_swish, 1.0F, 0.0F);
    } else if (activation == "Hardswish") {
        ops.append_eltwise(1.0F, dnnl::algorithm::eltwise_hardswish, 0.0F, 0.0F);
    } else if (activation == "Sigmoid") {
        ops.append_eltwise(1.0F, dnnl::algorithm::eltwise_logistic, 0.0F, 0.0F);
    }
    return ops;
}

class OnednnConv final : public FusedConv {
  public:
    OnednnConv(const at::Tensor& weight, const at::Tensor& bias, const ConvGeometry& geometry,
               std::string activation, c10::ScalarType type)
        : m_weight(weight.detach().to(at::kFloat).contiguous().clone()),
          m_bias(bias.detach().to(at::kFloat).contiguous().clone()),
          m_geometry(geometry),
          m_activation(std::move(activation)),
          m_type(type),
          m_stream(engine()) {}

    at::Tensor run(const at::Tensor& x, const at::Tensor& addend, bool mayOverwrite) override {
        const at::Tensor input = x.to(m_type).contiguous(at::MemoryFormat::ChannelsLast);
        const std::array<std::int64_t, 4> sizes{
            input.size(0), m_weight.size(0),
            answerSize(input.size(2), m_weight.size(2), m_geometry.stride[0], m_geometry.padding[0],
                       m_geometry.dilation[0]),
            answerSize(input.size(3), m_weight.size(3), m_geometry.stride[1], m_geometry.padding[1],
                       m_geometry.dilation[1])};
        at::Tensor output;
        if (addend.defined()) {
            TORCH_CHECK(addend.sizes() == at::IntArrayRef(sizes), "sizes of a sum differ");
            const at::Tensor other = addend.to(m_type).contiguous(at::MemoryFormat::ChannelsLast);
            const bool isOwn = mayOverwrite || !other.is_same(addend);
            output = isOwn ? other : other.clone(at::MemoryFormat::ChannelsLast);
        } else {
            output = emptyChannelsLast(sizes, m_type);
        }
        if (output.numel() == 0) {
            return output;
        }
        Built& built = builtFor(input, output, addend.defined());
        built.primitive.execute(m_stream, {{DNNL_ARG_SRC, view(built.source, input)},
                                           {DNNL_ARG_WEIGHTS, built.weights},
                                           {DNNL_ARG_BIAS, view(biasLayout(), m_bias)},
                                           {DNNL_ARG_DST, view(built.answer, output)}});
        m_stream.wait();
        return output;
    }

    [[nodiscard]] std::uint64_t orderedBytes() const override {
        std::set<const void*> counted;
        std::uint64_t bytes = 0;
        for (const Built& built : m_built) {
            if (counted.insert(built.weights.get_data_handle()).second) {
                bytes += built.weights.get_desc().get_size();
            }
        }
        return bytes;
    }

  private:
    /// What one shape of input needs.
    struct Built {
        dnnl::memory::dims sizes;
        bool adds = false;
        dnnl::convolution_forward primitive;
        dnnl::memory::desc source;
        dnnl::memory::desc answer;
        dnnl::memory weights;
    };

    [[nodiscard]] dnnl::memory::desc biasLayout() const {
        return {{m_bias.size(0)}, Type::f32, Tag::x};
    }

    [[nodiscard]] dnnl::memory::dims weightSizes() const {
        if (m_geometry.groups == 1) {
            return sizesOf(m_weight);
        }
        return {m_geometry.groups, m_weight.size(0) / m_geometry.groups, m_weight.size(1),
                m_weight.size(2), m_weight.size(3)};
    }

    Built& builtFor(const at::Tensor& input, const at::Tensor& output, bool adds) {
        const auto sizes = sizesOf(input);
        for (Built& known : m_built) {
            if (known.adds == adds && known.sizes == sizes) {
                return known;
            }
        }
        if (m_built.size() >= kMostShapes) {
            m_built.erase(m_built.begin());
        }
        m_built.push_back(build(input, output, adds));
        return m_built.back();
    }

    Built build(const at::Tensor& input, const at::Tensor& output, bool adds) {
        Built built;
        built.sizes = sizesOf(input);
        built.adds = adds;
        built.source = {built.sizes, typeOf(m_type), Tag::nhwc};
        built.answer = {sizesOf(output), typeOf(m_type), Tag::nhwc};
        const dnnl::memory::desc wanted(weightSizes(), typeOf(m_type), Tag::any);
        const auto pair = [](const std::array<std::int64_t, 2>& values, std::int64_t less = 0) {
            return dnnl::memory::dims{values[0] - less, values[1] - less};
        };
        dnnl::primitive_attr attributes;
        attributes.set_post_ops(postOps(adds, m_activation));
        const dnnl::convolution_forward::desc description(
            dnnl::prop_kind::forward_inference, dnnl::algorithm::convolution_direct, built.source,
            wanted, biasLayout(), built.answer, pair(m_geometry.stride),
            pair(m_geometry.dilation, 1), pair(m_geometry.padding), pair(m_geometry.padding));
        const dnnl::convolution_forward::primitive_desc chosen(description, attributes, engine());
        requireRoom(kCodeRoom);
        built.primitive = dnnl::convolution_forward(chosen);
        built.weights = weightsIn(chosen.weights_desc());
        return built;
    }

    /// The weights in the order that a primitive wants; most shapes want the same.
    dnnl::memory weightsIn(const dnnl::memory::desc& layout) {
        for (const Built& known : m_built) {
            if (known.weights.get_desc() == layout) {
                return known.weights;
            }
        }
        const dnnl::memory::desc plain(weightSizes(), Type::f32,
                                       m_geometry.groups == 1 ? Tag::oihw : Tag::goihw);
        dnnl::memory source = view(plain, m_weight);
        dnnl::memory ordered(layout, engine());
        requireRoom(kCodeRoom);
        dnnl::reorder(source, ordered).execute(m_stream, source, ordered);
        m_stream.wait();
        return ordered;
    }

    at::Tensor m_weight;
    at::Tensor m_bias;
    ConvGeometry m_geometry;
    std::string m_activation;
    c10::ScalarType m_type;
    dnnl::stream m_stream;
    std::vector<Built> m_built;
};

}  // namespace

bool onednnComputes(c10::ScalarType type) {
    static const bool hasBf16 = [] {
        const dnnl::memory::desc picture({1, 16, 4, 4}, Type::bf16, Tag::nhwc);
        const dnnl::memory::desc weights({16, 16, 1, 1}, Type::bf16, Tag::any);
        const dnnl::convolution_forward::desc description(
            dnnl::prop_kind::forward_inference, dnnl::algorithm::convolution_direct, picture,
            weights, picture, {1, 1}, {0, 0}, {0, 0});
        constexpr bool kMayBeNone = true;
        const dnnl::convolution_forward::primitive_desc chosen(description, engine(), kMayBeNone);
        return chosen.get(kMayBeNone) != nullptr;
    }();
    return type != at::kBFloat16 || hasBf16;
}

std::unique_ptr<FusedConv> makeOnednnConv(const at::Tensor& weight, const at::Tensor& bias,
                                          const ConvGeometry& geometry,
                                          const std::string& activation, c10::ScalarType type) {
    return std::make_unique<OnednnConv>(weight, bias, geometry, activation, type);
}

at::Tensor onednnMaxPool(const at::Tensor& x, const std::array<std::int64_t, 2>& kernel,
                         const std::array<std::int64_t, 2>& stride,
                         const std::array<std::int64_t, 2>& padding) {
    const bool fits = x.is_cpu() && x.dim() == 4 && x.numel() > 0 &&
                      x.is_contiguous(at::MemoryFormat::ChannelsLast) &&
                      (x.scalar_type() == at::kFloat || x.scalar_type() == at::kBFloat16) &&
                      onednnComputes(x.scalar_type());
    if (!fits) {
        return {};
    }
    const std::array outputSize{answerSize(x.size(2), kernel[0], stride[0], padding[0], 1),
                                answerSize(x.size(3), kernel[1], stride[1], padding[1], 1)};
    at::Tensor output =
        emptyChannelsLast({x.size(0), x.size(1), outputSize[0], outputSize[1]}, x.scalar_type());
    const dnnl::memory::desc source(sizesOf(x), typeOf(x.scalar_type()), Tag::nhwc);
    const dnnl::memory::desc answer(sizesOf(output), typeOf(x.scalar_type()), Tag::nhwc);
    const dnnl::pooling_forward::desc description(
        dnnl::prop_kind::forward_inference, dnnl::algorithm::pooling_max, source, answer,
        {stride[0], stride[1]}, {kernel[0], kernel[1]}, {padding[0], padding[1]},
        {padding[0], padding[1]});
    dnnl::stream stream(engine());
    requireRoom(kCodeRoom);
    dnnl::pooling_forward({description, engine()})
        .execute(stream, {{DNNL_ARG_SRC, view(source, x)}, {DNNL_ARG_DST, view(answer, output)}});
    stream.wait();
    return output;
}

at::Tensor onednnChannelsLast(const at::Tensor& images, c10::ScalarType type) {
    at::Tensor output = emptyChannelsLast(images.sizes(), type);
    const dnnl::memory::desc plain(sizesOf(images), Type::f32, Tag::nchw);
    const dnnl::memory::desc wanted(sizesOf(images), typeOf(type), Tag::nhwc);
    dnnl::memory source = view(plain, images);
    dnnl::memory ordered = view(wanted, output);
    dnnl::stream stream(engine());
    requireRoom(kCodeRoom);
    dnnl::reorder(source, ordered).execute(stream, source, ordered);
    stream.wait();
    return output;
}

}  // namespace minarai::nn
