// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A convolution that adds, clips and curves its answer while it has it at hand. For prediction:
// no gradients.
//
// On the CPU it is one primitive of oneDNN, which torch computes with too, with weights kept in
// the order that the primitive likes, or in float32 one of ours where that is quicker
// (winograd_torch.h, gathered_conv_torch.h); where oneDNN is not there (another device, a build
// without it), torch's own operations in a row.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>

#include <ATen/core/Tensor.h>
#include <c10/core/ScalarType.h>

namespace minarai::nn {

struct ConvGeometry {
    std::array<std::int64_t, 2> stride{1, 1};
    std::array<std::int64_t, 2> padding{0, 0};
    std::array<std::int64_t, 2> dilation{1, 1};
    std::int64_t groups = 1;
};

/// Of at::max_pool2d.
struct PoolGeometry {
    std::array<std::int64_t, 2> kernel{1, 1};
    std::array<std::int64_t, 2> stride{1, 1};
    std::array<std::int64_t, 2> padding{0, 0};
    std::array<std::int64_t, 2> dilation{1, 1};
    bool ceilMode = false;
};

/// One thread at a time.
class FusedConv {
  public:
    virtual ~FusedConv() = default;

    /// activation(conv(x) + bias + addend) in channels-last order and the convolution's type. x is
    /// N×C×H×W of any type and order. An addend of the answer's shape may be overwritten with the
    /// answer if `mayOverwrite`. Throws c10::Error or std::exception as torch and oneDNN do.
    virtual at::Tensor run(const at::Tensor& x, const at::Tensor& addend, bool mayOverwrite) = 0;

    /// The maxima of run()'s answer without an addend.
    virtual at::Tensor runPooled(const at::Tensor& x, const PoolGeometry& pool);

    /// Bytes of its weights beside those in tensors.
    [[nodiscard]] virtual std::uint64_t orderedBytes() const { return 0; }
};

/// weight: O×I/groups×KH×KW, bias: O, both float32 and on the device that x will be on. activation
/// is an op's name for which isFusedActivation holds, or empty. `type` is float32 or bfloat16:
/// what is multiplied and returned; sums are float32.
std::unique_ptr<FusedConv> makeFusedConv(const at::Tensor& weight, const at::Tensor& bias,
                                         const ConvGeometry& geometry,
                                         const std::string& activation, c10::ScalarType type);

/// The same without those of ours: what Winograd's gives other input to.
std::unique_ptr<FusedConv> makeDirectConv(const at::Tensor& weight, const at::Tensor& bias,
                                          const ConvGeometry& geometry,
                                          const std::string& activation, c10::ScalarType type);

/// The same, of torch's own operations: the fallback, and what tests compare with.
std::unique_ptr<FusedConv> makePlainConv(const at::Tensor& weight, const at::Tensor& bias,
                                         const ConvGeometry& geometry,
                                         const std::string& activation, c10::ScalarType type);

/// Overwrites x with the activation of it: an op's name for which isFusedActivation holds, or
/// empty.
void activate(at::Tensor& x, const std::string& activation);

/// at::max_pool2d without the bookkeeping for gradients.
at::Tensor maxPoolForAnswers(const at::Tensor& x, const PoolGeometry& pool);

/// Images N×C×H×W float32 as the first layer wants them: in channels-last order, of the type. One
/// pass, on all threads.
at::Tensor toChannelsLast(const at::Tensor& images, c10::ScalarType type);

}  // namespace minarai::nn
