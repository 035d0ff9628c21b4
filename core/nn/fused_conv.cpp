// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/fused_conv_torch.h"

#include <utility>

#include <ATen/ATen.h>

#include "nn/conv_tools_torch.h"
#include "nn/gathered_conv_torch.h"
#include "nn/winograd_torch.h"

#if MINARAI_HAS_ONEDNN
#include "nn/onednn_torch.h"
#endif

namespace minarai::nn {

void activate(at::Tensor& x, const std::string& activation) {
    if (activation == "ReLU") {
        at::relu_(x);
    } else if (activation == "ReLU6") {
        at::hardtanh_(x, 0, 6);
    } else if (activation == "SiLU") {
        at::silu_(x);
    } else if (activation == "Hardswish") {
        at::hardswish_(x);
    } else if (activation == "Sigmoid") {
        at::sigmoid_(x);
    }
}

namespace {

class PlainConv final : public FusedConv {
  public:
    PlainConv(const at::Tensor& weight, const at::Tensor& bias, ConvGeometry geometry,
              std::string activation, c10::ScalarType type)
        : m_weight(weight.to(type).contiguous(at::MemoryFormat::ChannelsLast)),
          m_bias(bias.to(type)),
          m_geometry(std::move(geometry)),
          m_activation(std::move(activation)) {}

    at::Tensor run(const at::Tensor& x, const at::Tensor& addend, bool /*mayOverwrite*/) override {
        at::Tensor y = at::conv2d(x.to(m_weight.scalar_type()), m_weight, m_bias, m_geometry.stride,
                                  m_geometry.padding, m_geometry.dilation, m_geometry.groups);
        if (addend.defined()) {
            y = y.add_(addend);
        }
        activate(y, m_activation);
        return y;
    }

  private:
    at::Tensor m_weight;
    at::Tensor m_bias;
    ConvGeometry m_geometry;
    std::string m_activation;
};

}  // namespace

std::unique_ptr<FusedConv> makePlainConv(const at::Tensor& weight, const at::Tensor& bias,
                                         const ConvGeometry& geometry,
                                         const std::string& activation, c10::ScalarType type) {
    return std::make_unique<PlainConv>(weight, bias, geometry, activation, type);
}

std::unique_ptr<FusedConv> makeDirectConv(const at::Tensor& weight, const at::Tensor& bias,
                                          const ConvGeometry& geometry,
                                          const std::string& activation, c10::ScalarType type) {
#if MINARAI_HAS_ONEDNN
    if (weight.is_cpu() && onednnComputes(type)) {
        return makeOnednnConv(weight, bias, geometry, activation, type);
    }
#endif
    return makePlainConv(weight, bias, geometry, activation, type);
}

std::unique_ptr<FusedConv> makeFusedConv(const at::Tensor& weight, const at::Tensor& bias,
                                         const ConvGeometry& geometry,
                                         const std::string& activation, c10::ScalarType type) {
    if (type == at::kFloat && maySuitWinograd(weight, geometry)) {
        return makeWinogradConv(weight, bias, geometry, activation);
    }
    if (type == at::kFloat && maySuitWinogradSteps(weight, geometry)) {
        return makeWinogradStepConv(weight, bias, geometry, activation);
    }
    if (type == at::kFloat && maySuitGathering(weight, geometry)) {
        return makeGatheredConv(weight, bias, geometry, activation);
    }
    return makeDirectConv(weight, bias, geometry, activation, type);
}

at::Tensor FusedConv::runPooled(const at::Tensor& x, const PoolGeometry& pool) {
    return maxPoolForAnswers(run(x, {}, false), pool);
}

at::Tensor maxPoolForAnswers(const at::Tensor& x, const PoolGeometry& pool) {
#if MINARAI_HAS_ONEDNN
    const auto isPlain = [&pool](std::size_t way) {
        return pool.dilation[way] == 1 && 2 * pool.padding[way] <= pool.kernel[way];
    };
    if (isPlain(0) && isPlain(1) && !pool.ceilMode) {
        at::Tensor pooled = onednnMaxPool(x, pool.kernel, pool.stride, pool.padding);
        if (pooled.defined()) {
            return pooled;
        }
    }
#endif
    return at::max_pool2d(x, pool.kernel, pool.stride, pool.padding, pool.dilation, pool.ceilMode);
}

at::Tensor toChannelsLast(const at::Tensor& images, c10::ScalarType type) {
#if MINARAI_HAS_ONEDNN
    if (images.is_cpu() && images.is_contiguous() && images.scalar_type() == at::kFloat &&
        images.numel() > 0 && onednnComputes(type)) {
        return onednnChannelsLast(images, type);
    }
#endif
    return images.to(images.options().dtype(type), false, false, at::MemoryFormat::ChannelsLast);
}

}  // namespace minarai::nn
