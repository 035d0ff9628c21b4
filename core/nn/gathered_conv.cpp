// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/gathered_conv_torch.h"

#include <algorithm>
#include <utility>

#include <ATen/native/Pool.h>
#include <ATen/record_function.h>

#include "nn/conv_tools_torch.h"

namespace minarai::nn {
namespace {

using Pair = std::array<std::int64_t, 2>;

constexpr std::int64_t kBlockBytes = std::int64_t{160} << 10;
/// Answers of a block: a multiple of the kernels' rows, and a part for each thread.
constexpr std::int64_t kRowStep = 12;
constexpr std::int64_t kMostRows = 96;
constexpr std::int64_t kPanelOfAvx2 = 16;
constexpr std::int64_t kMostLines = 8;  ///< under one of maxima

std::int64_t answerSize(std::int64_t size, std::int64_t kernel, std::int64_t stride,
                        std::int64_t padding, std::int64_t dilation) {
    const std::int64_t room = size + 2 * padding - dilation * (kernel - 1) - 1;
    TORCH_CHECK(room >= 0, "the kernel is larger than the input");
    return room / stride + 1;
}

std::int64_t pooledSize(std::int64_t size, const PoolGeometry& pool, std::size_t way) {
    const std::int64_t pooled = at::native::pooling_output_shape<std::int64_t>(
        size, pool.kernel[way], pool.padding[way], pool.stride[way], 1, pool.ceilMode);
    TORCH_CHECK(pooled > 0, "the pooling's kernel is larger than its input");
    return pooled;
}

bool isPoolable(const PoolGeometry& pool) {
    return pool.dilation[0] == 1 && pool.dilation[1] == 1 && pool.kernel[0] <= kMostLines;
}

/// The answers to pictures, block by block.
struct Answers {
    const Gathering& gathering;
    const float* x = nullptr;
    const float* panels = nullptr;
    std::int64_t outs = 0;

    /// Those from number `first` to before `last`; y and the ending's addend begin with them.
    void compute(std::int64_t first, std::int64_t last, float* room, const ConvEnding& ending,
                 float* y) const {
        multiplyGathered(gathering, x, panels, outs, first, last, room,
                         [&](const float* sums, std::int64_t out) {
                             ConvEnding own = ending;
                             own.bias += out;
                             own.addend = own.addend == nullptr ? nullptr : own.addend + out;
                             productKernels()->finish(sums, last - first, outs, own, y + out);
                         });
    }
};

/// Answers of which only the maxima are kept: a thread has as many lines of them as lie under one.
class PooledAnswers {
  public:
    PooledAnswers(const Answers& answers, const ConvEnding& ending, const PoolGeometry& pool)
        : m_answers(answers), m_ending(ending), m_pool(pool) {
        const std::int64_t most = rowsAtOnce(answers.gathering.terms());
        m_rows = parts(width(), parts(width(), most));
    }

    [[nodiscard]] std::int64_t room() const {
        return m_pool.kernel[0] * lineSize() + roomOfRows(m_rows, m_answers.gathering.terms());
    }

    /// Lines `first` to before `last` of an image's maxima, to y, all of them.
    void compute(std::int64_t image, std::int64_t first, std::int64_t last, float* room,
                 const at::Tensor& y) const {
        const std::int64_t height = m_answers.gathering.outHeight;
        auto* const yData = y.data_ptr<float>();
        MaximaLine line{0,
                        width(),
                        y.size(3),
                        m_answers.outs,
                        m_pool.kernel[1],
                        m_pool.stride[1],
                        m_pool.padding[1]};
        std::int64_t done = 0;
        for (std::int64_t number = first; number < last; ++number) {
            const std::int64_t top = number * m_pool.stride[0] - m_pool.padding[0];
            const std::int64_t begin = std::max<std::int64_t>(top, 0);
            const std::int64_t end = std::min(top + m_pool.kernel[0], height);
            std::array<const float*, kMostLines> lines{};
            for (std::int64_t row = begin; row < end; ++row) {
                float* const to = room + row % m_pool.kernel[0] * lineSize();
                if (row >= done) {
                    computeLine(image * height + row, room + m_pool.kernel[0] * lineSize(), to);
                }
                lines[static_cast<std::size_t>(row - begin)] = to;
            }
            done = end;
            line.lines = end - begin;
            productKernels()->maxima(
                lines.data(), line,
                yData + (image * y.size(2) + number) * y.size(3) * m_answers.outs);
        }
    }

  private:
    const Answers& m_answers;
    const ConvEnding& m_ending;
    const PoolGeometry& m_pool;
    std::int64_t m_rows = 0;  ///< answers that are computed at once

    [[nodiscard]] std::int64_t width() const { return m_answers.gathering.outWidth; }

    [[nodiscard]] std::int64_t lineSize() const { return width() * m_answers.outs; }

    void computeLine(std::int64_t number, float* room, float* to) const {
        for (std::int64_t column = 0; column < width(); column += m_rows) {
            const std::int64_t first = number * width() + column;
            m_answers.compute(first, first + std::min(m_rows, width() - column), room, m_ending,
                              to + column * m_answers.outs);
        }
    }
};

class GatheredConv final : public FusedConv {
  public:
    GatheredConv(const at::Tensor& weight, const at::Tensor& bias, const ConvGeometry& geometry,
                 std::string activation)
        : m_outs(weight.size(0)),
          m_ins(weight.size(1)),
          m_kernel{weight.size(2), weight.size(3)},
          m_panels(panelsOf(weight.detach().to(at::kFloat).permute({0, 2, 3, 1}).flatten(1))),
          m_bias(bias.detach().to(at::kFloat).contiguous().clone()),
          m_geometry(geometry),
          m_activation(std::move(activation)) {}

    at::Tensor run(const at::Tensor& x, const at::Tensor& addend, bool mayOverwrite) override {
        RECORD_USER_SCOPE("minarai::convolution");
        const at::Tensor input = checked(x);
        const Gathering gathering = gatheringOf(input.sizes(), m_kernel, m_geometry);
        OpenAnswer answer =
            openAnswer({input.size(0), m_outs, gathering.outHeight, gathering.outWidth}, m_bias,
                       addend, mayOverwrite, m_activation);
        if (answer.y.numel() > 0) {
            convolve(answersTo(gathering, input), answer);
        }
        activate(answer.y, answer.rest);
        return answer.y;
    }

    at::Tensor runPooled(const at::Tensor& x, const PoolGeometry& pool) override {
        const NormActivation clipping = clippingOf(m_activation);
        const bool isClipping = clipping != NormActivation::None || m_activation.empty();
        if (!isClipping || !isPoolable(pool) || x.numel() == 0) {
            return FusedConv::runPooled(x, pool);
        }
        RECORD_USER_SCOPE("minarai::convolution");
        const at::Tensor input = checked(x);
        const Gathering gathering = gatheringOf(input.sizes(), m_kernel, m_geometry);
        at::Tensor y = emptyImages({input.size(0), m_outs, pooledSize(gathering.outHeight, pool, 0),
                                    pooledSize(gathering.outWidth, pool, 1)});
        const ConvEnding ending{m_bias.data_ptr<float>(), nullptr, clipping};
        const Answers answers = answersTo(gathering, input);
        convolvePooled({answers, ending, pool}, y);
        return y;
    }

    [[nodiscard]] std::uint64_t orderedBytes() const override { return 0; }

  private:
    std::int64_t m_outs;
    std::int64_t m_ins;
    Pair m_kernel;
    at::Tensor m_panels;  ///< those of panelsOf()
    at::Tensor m_bias;
    ConvGeometry m_geometry;
    std::string m_activation;

    [[nodiscard]] at::Tensor checked(const at::Tensor& x) const {
        TORCH_CHECK(x.dim() == 4 && x.size(1) == m_ins, "the input has other channels");
        return ordered(x.to(at::kFloat));
    }

    [[nodiscard]] Answers answersTo(const Gathering& gathering, const at::Tensor& input) const {
        return {gathering, input.data_ptr<float>(), m_panels.data_ptr<float>(), m_outs};
    }

    static void convolve(const Answers& answers, const OpenAnswer& open) {
        const std::int64_t terms = answers.gathering.terms();
        const std::int64_t count = open.y.numel() / answers.outs;
        const std::int64_t threads = at::get_num_threads();
        const std::int64_t rows =
            std::min(rowsAtOnce(terms), parts(count, threads * kRowStep) * kRowStep);
        const std::int64_t room = roomOfRows(rows, terms);
        const at::Tensor rooms = emptyValues(threads * room);
        auto* const roomData = rooms.data_ptr<float>();
        auto* const y = open.y.data_ptr<float>();
        inParallel(parts(count, rows), [&](std::int64_t block, std::int64_t thread) {
            const std::int64_t first = block * rows;
            const std::int64_t at = first * answers.outs;
            ConvEnding ending = open.ending;
            ending.addend = ending.addend == nullptr ? nullptr : ending.addend + at;
            answers.compute(first, std::min(first + rows, count), roomData + thread * room, ending,
                            y + at);
        });
    }

    static void convolvePooled(const PooledAnswers& answers, const at::Tensor& y) {
        const std::int64_t threads = at::get_num_threads();
        const std::int64_t room = answers.room();
        const at::Tensor rooms = emptyValues(threads * room);
        auto* const roomData = rooms.data_ptr<float>();
        // Strips of a picture: neighbours compute what both need twice.
        const std::int64_t lines = y.size(2);
        const std::int64_t strips = std::min(lines, parts(2 * threads, y.size(0)));
        inParallel(y.size(0) * strips, [&](std::int64_t number, std::int64_t thread) {
            const std::int64_t strip = number % strips;
            answers.compute(number / strips, strip * lines / strips, (strip + 1) * lines / strips,
                            roomData + thread * room, y);
        });
    }
};

}  // namespace

bool maySuitGathering(const at::Tensor& weight, const ConvGeometry& geometry) {
    return hasFloatKernels() && productKernels()->panel == kPanelOfAvx2 && isUsual(weight) &&
           geometry.groups == 1 && weight.size(0) % kPanelOfAvx2 == 0 && weight.numel() > 0 &&
           std::max(geometry.stride[0], geometry.stride[1]) > 1;
}

std::unique_ptr<FusedConv> makeGatheredConv(const at::Tensor& weight, const at::Tensor& bias,
                                            const ConvGeometry& geometry,
                                            const std::string& activation) {
    return std::make_unique<GatheredConv>(weight, bias, geometry, activation);
}

Gathering gatheringOf(at::IntArrayRef sizes, const std::array<std::int64_t, 2>& kernel,
                      const ConvGeometry& geometry) {
    const auto answersOf = [&](std::size_t way) {
        return answerSize(sizes[2 + way], kernel[way], geometry.stride[way], geometry.padding[way],
                          geometry.dilation[way]);
    };
    return {sizes[2], sizes[3],        sizes[1],         answersOf(0),     answersOf(1),
            kernel,   geometry.stride, geometry.padding, geometry.dilation};
}

at::Tensor panelsOf(const at::Tensor& matrix) {
    const std::int64_t panel = productKernels()->panel;
    return matrix.reshape({matrix.size(0) / panel, panel, -1}).transpose(1, 2).contiguous();
}

std::int64_t rowsAtOnce(std::int64_t terms) {
    const std::int64_t fitting = kBlockBytes / (terms * static_cast<std::int64_t>(sizeof(float)));
    return std::clamp(fitting / kRowStep * kRowStep, kRowStep, kMostRows);
}

std::int64_t roomOfRows(std::int64_t rows, std::int64_t terms) {
    return rows * (terms + productKernels()->panel);
}

}  // namespace minarai::nn
