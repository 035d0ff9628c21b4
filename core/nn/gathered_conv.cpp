// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstring>
#include <utility>

#include <ATen/record_function.h>

#include "nn/conv_tools_torch.h"

namespace minarai::nn {
namespace {

/// Of a thread's gathered values: they should stay in its cache beside a panel of weights.
constexpr std::int64_t kBlockBytes = std::int64_t{160} << 10;
/// Answers of a block: a multiple of the kernels' rows, and a part for each thread.
constexpr std::int64_t kRowStep = 12;
constexpr std::int64_t kMostRows = 96;
constexpr std::int64_t kPanelOfAvx2 = 16;

std::int64_t answerSize(std::int64_t size, std::int64_t kernel, std::int64_t stride,
                        std::int64_t padding, std::int64_t dilation) {
    const std::int64_t room = size + 2 * padding - dilation * (kernel - 1) - 1;
    TORCH_CHECK(room >= 0, "the kernel is larger than the input");
    return room / stride + 1;
}

class GatheredConv final : public FusedConv {
  public:
    GatheredConv(const at::Tensor& weight, const at::Tensor& bias, const ConvGeometry& geometry,
                 std::string activation)
        : m_outs(weight.size(0)),
          m_ins(weight.size(1)),
          m_kernel{weight.size(2), weight.size(3)},
          m_terms(m_ins * m_kernel[0] * m_kernel[1]),
          m_panels(panelsOf(weight)),
          m_bias(bias.detach().to(at::kFloat).contiguous().clone()),
          m_geometry(geometry),
          m_activation(std::move(activation)) {}

    at::Tensor run(const at::Tensor& x, const at::Tensor& addend, bool mayOverwrite) override {
        RECORD_USER_SCOPE("minarai::convolution");
        TORCH_CHECK(x.dim() == 4 && x.size(1) == m_ins, "the input has other channels");
        const at::Tensor input = ordered(x.to(at::kFloat));
        const std::array<std::int64_t, 4> sizes{
            input.size(0), m_outs,
            answerSize(input.size(2), m_kernel[0], m_geometry.stride[0], m_geometry.padding[0],
                       m_geometry.dilation[0]),
            answerSize(input.size(3), m_kernel[1], m_geometry.stride[1], m_geometry.padding[1],
                       m_geometry.dilation[1])};
        OpenAnswer answer = openAnswer(sizes, m_bias, addend, mayOverwrite, m_activation);
        if (answer.y.numel() > 0) {
            convolve(input, answer);
        }
        activate(answer.y, answer.rest);
        return answer.y;
    }

    [[nodiscard]] std::uint64_t orderedBytes() const override { return 0; }

  private:
    std::int64_t m_outs;
    std::int64_t m_ins;
    std::array<std::int64_t, 2> m_kernel;
    std::int64_t m_terms;  ///< of each answer's sum: row by row, column by column, in by in
    at::Tensor m_panels;   ///< [panel of outs][term][out of the panel]
    at::Tensor m_bias;
    ConvGeometry m_geometry;
    std::string m_activation;

    static at::Tensor panelsOf(const at::Tensor& weight) {
        const std::int64_t panel = winogradKernels()->panel;
        return weight.detach()
            .to(at::kFloat)
            .permute({0, 2, 3, 1})
            .reshape({weight.size(0) / panel, panel, -1})
            .transpose(1, 2)
            .contiguous();
    }

    void convolve(const at::Tensor& input, const OpenAnswer& answer) const {
        const WinogradKernels& kernels = *winogradKernels();
        const std::int64_t panel = kernels.panel;
        const std::int64_t answers = answer.y.numel() / m_outs;
        const std::int64_t threads = at::get_num_threads();
        const std::int64_t fitting =
            kBlockBytes / (m_terms * static_cast<std::int64_t>(sizeof(float)));
        const std::int64_t most =
            std::min(kMostRows, parts(answers, threads * kRowStep) * kRowStep);
        const std::int64_t rows = std::clamp(fitting / kRowStep * kRowStep, kRowStep, most);
        const std::int64_t room = rows * (m_terms + panel);
        const at::Tensor rooms = emptyValues(threads * room);
        auto* const roomData = rooms.data_ptr<float>();
        const auto* const x = input.data_ptr<float>();
        const auto* const weights = m_panels.data_ptr<float>();
        auto* const y = answer.y.data_ptr<float>();
        inParallel(parts(answers, rows), [&](std::int64_t block, std::int64_t thread) {
            float* const values = roomData + thread * room;
            float* const sums = values + rows * m_terms;
            const std::int64_t first = block * rows;
            const std::int64_t last = std::min(first + rows, answers);
            for (std::int64_t place = first; place < last; ++place) {
                gather(x, input.sizes(), answer.y.sizes(), place,
                       values + (place - first) * m_terms);
            }
            for (std::int64_t out = 0; out < m_outs; out += panel) {
                kernels.multiply(values, weights + out * m_terms, m_terms, last - first, sums);
                const std::int64_t at = first * m_outs + out;
                ConvEnding ending = answer.ending;
                ending.bias += out;
                ending.addend = ending.addend == nullptr ? nullptr : ending.addend + at;
                kernels.finish(sums, last - first, m_outs, ending, y + at);
            }
        });
    }

    /// The values under one answer, 0 outside of the picture.
    void gather(const float* x, at::IntArrayRef sizes, at::IntArrayRef answerSizes,
                std::int64_t place, float* to) const {
        const std::int64_t height = sizes[2];
        const std::int64_t width = sizes[3];
        const std::int64_t line = place / answerSizes[3];
        const std::int64_t image = line / answerSizes[2];
        const std::int64_t top =
            line % answerSizes[2] * m_geometry.stride[0] - m_geometry.padding[0];
        const std::int64_t left =
            place % answerSizes[3] * m_geometry.stride[1] - m_geometry.padding[1];
        // What lies side by side in the picture is copied at once.
        const bool isWhole =
            m_geometry.dilation[1] == 1 && left >= 0 && left + m_kernel[1] <= width;
        const std::int64_t across = isWhole ? 1 : m_kernel[1];
        const std::int64_t count = m_terms / m_kernel[0] / across;
        for (std::int64_t i = 0; i < m_kernel[0]; ++i) {
            const std::int64_t row = top + i * m_geometry.dilation[0];
            for (std::int64_t j = 0; j < across; ++j, to += count) {
                const std::int64_t column = left + j * m_geometry.dilation[1];
                const std::size_t bytes = static_cast<std::size_t>(count) * sizeof(float);
                if (row < 0 || row >= height || column < 0 || column >= width) {
                    std::memset(to, 0, bytes);
                } else {
                    std::memcpy(to, x + ((image * height + row) * width + column) * m_ins, bytes);
                }
            }
        }
    }
};

}  // namespace

OpenAnswer openAnswer(const std::array<std::int64_t, 4>& sizes, const at::Tensor& bias,
                      const at::Tensor& addend, bool mayOverwrite, const std::string& activation) {
    OpenAnswer answer;
    answer.ending.bias = bias.data_ptr<float>();
    if (addend.defined()) {
        TORCH_CHECK(addend.sizes() == at::IntArrayRef(sizes), "sizes of a sum differ");
        answer.addend = ordered(addend.to(at::kFloat));
        answer.ending.addend = answer.addend.data_ptr<float>();
        if (mayOverwrite || !answer.addend.is_same(addend)) {
            answer.y = answer.addend;
        }
    }
    if (!answer.y.defined()) {
        answer.y = emptyImages(sizes);
    }
    answer.ending.activation = activation == "ReLU"    ? NormActivation::Relu
                               : activation == "ReLU6" ? NormActivation::Relu6
                                                       : NormActivation::None;
    answer.rest = answer.ending.activation == NormActivation::None ? activation : std::string();
    return answer;
}

bool maySuitGathering(const at::Tensor& weight, const ConvGeometry& geometry) {
    return hasFloatKernels() && winogradKernels()->panel == kPanelOfAvx2 && isUsual(weight) &&
           geometry.groups == 1 && weight.size(0) % kPanelOfAvx2 == 0 && weight.numel() > 0 &&
           std::max(geometry.stride[0], geometry.stride[1]) > 1;
}

std::unique_ptr<FusedConv> makeGatheredConv(const at::Tensor& weight, const at::Tensor& bias,
                                            const ConvGeometry& geometry,
                                            const std::string& activation) {
    return std::make_unique<GatheredConv>(weight, bias, geometry, activation);
}

}  // namespace minarai::nn
