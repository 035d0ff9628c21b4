// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/winograd_torch.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <ATen/record_function.h>

#include "nn/conv_backward_torch.h"
#include "nn/conv_tools_torch.h"
#include "nn/tiled_conv_torch.h"
#include "nn/winograd_tiles.h"
#include "weights/compat_torch.h"

namespace minarai::nn {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Variable;
using torch::autograd::variable_list;

/// Below, transforming the weights takes more time than is gained.
constexpr std::int64_t kFewestTiles = 64;
/// Of a tile, on average: smaller ones save fewer products.
constexpr std::int64_t kFewestAnswers = 8;
/// Of V and M when weights' gradients are added up: should stay in the cache that threads share.
constexpr std::int64_t kChunkBytes = std::int64_t{4} << 20;
constexpr std::int64_t kMostPadding = 2;
constexpr TileMethod kMethod{
    kSide,
    [](int point, std::int64_t pairs) { return point * (pairs + kLine); },
    [](int /*point*/) { return 1; },
};

WeightView viewOf(const at::Tensor& weight) {
    return {weight.data_ptr<float>(), weight.stride(0), weight.stride(1), weight.stride(2),
            weight.stride(3)};
}

/// The weights with which the gradient of the answers gives that of the input.
WeightView turned(const WeightView& view) {
    return {view.data + 2 * view.row + 2 * view.column, view.in, view.out, -view.row, -view.column};
}

void convolve(const TileGrid& grid, const float* x, const WeightView& weights,
              const ConvEnding& ending, float* y) {
    const WinogradKernels& kernels = *winogradKernels();
    const at::Tensor u = emptyValues(kMethod.size(grid.ins * grid.outs));
    auto* const uData = u.data_ptr<float>();
    inParallel(grid.outs / productKernels()->panel,
               [&](std::int64_t panel, std::int64_t /*thread*/) {
                   kernels.weights(weights, grid.ins, grid.outs, panel, panel + 1, uData);
               });
    convolveTiles(kMethod, {kernels.inputs, kernels.answers}, grid, x, uData, ending, y);
}

void weightGradients(const TileGrid& grid, const float* x, const float* ofY, float* ofWeights) {
    const WinogradKernels& kernels = *winogradKernels();
    const ProductKernels& products = *productKernels();
    const std::int64_t panel = products.panel;
    const std::int64_t panels = grid.outs / panel;
    const std::int64_t tiles = grid.tiles();
    const std::int64_t tileBytes =
        kPoints * (grid.ins + grid.outs) * static_cast<std::int64_t>(sizeof(float));
    const std::int64_t chunks = parts(tiles, std::max(kChunkBytes / tileBytes, kFewestTiles));
    const std::int64_t rows = parts(tiles, chunks);
    const std::int64_t stepOfV = pointStep(rows, grid.ins);
    const std::int64_t stepOfM = pointStep(rows, grid.outs);
    const std::int64_t stepOfU = pointStep(grid.ins, grid.outs);
    const at::Tensor room = emptyValues(kPoints * (stepOfV + stepOfM));
    auto* const v = room.data_ptr<float>();
    auto* const m = v + kPoints * stepOfV;
    const at::Tensor sums = at::zeros({kPoints * stepOfU}, at::kFloat);
    auto* const ofU = sums.data_ptr<float>();
    constexpr std::int64_t kTilesAtOnce = 16;
    for (std::int64_t first = 0; first < tiles; first += rows) {
        const TileBlock chunk(grid, first, std::min(first + rows, tiles));
        const std::int64_t count = chunk.tiles().count;
        inParallel(parts(count, kTilesAtOnce), [&](std::int64_t part, std::int64_t) {
            const std::int64_t row = part * kTilesAtOnce;
            const Tiles some = chunk.tiles(row, kTilesAtOnce);
            kernels.inputs(grid, x, some, rows, v + row * grid.ins);
            kernels.gradients(grid, ofY, some, rows, m + row * panel);
        });
        inParallel(kPoints * panels, [&](std::int64_t part, std::int64_t) {
            const std::int64_t point = part / panels;
            const std::int64_t out = part % panels * panel;
            const TileRows some = chunk.rowsOf(static_cast<int>(point), kSide);
            products.addTransposed(v + point * stepOfV + some.first * grid.ins, grid.ins, grid.ins,
                                   m + point * stepOfM + out * rows + some.first * panel,
                                   some.last - some.first, ofU + point * stepOfU + out * grid.ins);
        });
    }
    inParallel(panels, [&](std::int64_t number, std::int64_t) {
        kernels.weightGradients(ofU, grid.ins, grid.outs, number, number + 1, ofWeights);
    });
}

at::Tensor inputGradient(const at::Tensor& ofY, const at::Tensor& weight, at::IntArrayRef sizes,
                         const std::vector<std::int64_t>& padding) {
    at::Tensor ofX = emptyImages(sizes);
    const TileGrid back = tileGrid(ofY.sizes(), sizes[1], {2 - padding[0], 2 - padding[1]}, 1);
    convolve(back, ofY.data_ptr<float>(), turned(viewOf(weight)), {}, ofX.data_ptr<float>());
    return ofX;
}

at::Tensor weightGradient(const at::Tensor& x, const at::Tensor& ofY, at::IntArrayRef sizes,
                          const std::vector<std::int64_t>& padding) {
    at::Tensor ofWeight = emptyImages(sizes);
    weightGradients(tileGrid(x.sizes(), sizes[0], {padding[0], padding[1]}, 1), x.data_ptr<float>(),
                    ofY.data_ptr<float>(), ofWeight.data_ptr<float>());
    return ofWeight;
}

struct WinogradFunction : public torch::autograd::Function<WinogradFunction> {
    // The tensors that autograd follows come first; what backward returns is in their order.
    static Variable forward(AutogradContext* context, const Variable& x, const Variable& weight,
                            const c10::optional<at::Tensor>& bias,
                            const std::vector<std::int64_t>& padding) {
        RECORD_USER_SCOPE("minarai::convolution");
        const at::Tensor input = ordered(x);
        const TileGrid grid = tileGrid(input.sizes(), weight.size(0), {padding[0], padding[1]}, 1);
        at::Tensor y = emptyImages({grid.images, grid.outs, grid.outHeight, grid.outWidth});
        const at::Tensor added = bias.has_value() ? bias->contiguous() : at::Tensor();
        ConvEnding ending;
        ending.bias = added.defined() ? added.data_ptr<float>() : nullptr;
        convolve(grid, input.data_ptr<float>(), viewOf(weight), ending, y.data_ptr<float>());
        keepForBackward(context, input, weight, added.defined(), padding);
        return y;
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        return convBackward(context, gradients, inputGradient, weightGradient);
    }
};

/// A copy in which the outs lie side by side, as their transform takes them.
at::Tensor besideOuts(const at::Tensor& weight) {
    return weight.permute({1, 2, 3, 0}).clone(at::MemoryFormat::Contiguous).permute({3, 0, 1, 2});
}

class WinogradConv final : public FusedConv {
  public:
    WinogradConv(const at::Tensor& weight, const at::Tensor& bias, const ConvGeometry& geometry,
                 std::string activation)
        : m_weight(besideOuts(weight.detach())),
          m_bias(bias.detach().contiguous().clone()),
          m_geometry(geometry),
          m_activation(std::move(activation)) {}

    at::Tensor run(const at::Tensor& x, const at::Tensor& addend, bool mayOverwrite) override {
        if (!suitsWinograd(x, m_weight, m_geometry)) {
            if (m_direct == nullptr) {
                m_direct = makeDirectConv(m_weight, m_bias, m_geometry, m_activation, at::kFloat);
            }
            return m_direct->run(x, addend, mayOverwrite);
        }
        RECORD_USER_SCOPE("minarai::convolution");
        const at::Tensor input = ordered(x);
        const TileGrid grid = tileGrid(input.sizes(), m_weight.size(0), m_geometry.padding, 1);
        const std::array<std::int64_t, 4> sizes{grid.images, grid.outs, grid.outHeight,
                                                grid.outWidth};
        OpenAnswer answer = openAnswer(sizes, m_bias, addend, mayOverwrite, m_activation);
        convolve(grid, input.data_ptr<float>(), viewOf(m_weight), answer.ending,
                 answer.y.data_ptr<float>());
        activate(answer.y, answer.rest);
        return answer.y;
    }

    [[nodiscard]] std::uint64_t orderedBytes() const override {
        return m_direct != nullptr ? m_direct->orderedBytes() : 0;
    }

  private:
    at::Tensor m_weight;
    at::Tensor m_bias;
    ConvGeometry m_geometry;
    std::string m_activation;
    std::unique_ptr<FusedConv> m_direct;  ///< once there was input for it
};

}  // namespace

bool maySuitWinograd(const at::Tensor& weight, const ConvGeometry& geometry) {
    const auto isBoth = [](const std::array<std::int64_t, 2>& pair, std::int64_t value) {
        return pair[0] == value && pair[1] == value;
    };
    const auto isRound = [](std::int64_t channels) {
        return channels % kChannelStep == 0 && channels <= kMostChannels;
    };
    return hasFloatKernels() && isUsual(weight) && weight.size(2) == 3 && weight.size(3) == 3 &&
           isRound(weight.size(0)) && isRound(weight.size(1)) &&
           kPoints * weight.size(0) * weight.size(1) <= kMostWeights && geometry.groups == 1 &&
           isBoth(geometry.stride, 1) && isBoth(geometry.dilation, 1) &&
           std::max(geometry.padding[0], geometry.padding[1]) <= kMostPadding;
}

bool suitsWinograd(const at::Tensor& x, const at::Tensor& weight, const ConvGeometry& geometry) {
    if (!maySuitWinograd(weight, geometry) || !isUsual(x) || x.size(1) != weight.size(1) ||
        compat::isCpuAutocast()) {
        return false;
    }
    const TileGrid grid = tileGrid(x.sizes(), weight.size(0), geometry.padding, 1);
    return grid.outHeight > 0 && grid.outWidth > 0 && grid.tiles() >= kFewestTiles &&
           grid.outHeight * grid.outWidth >= kFewestAnswers * grid.tilesDown * grid.tilesAcross;
}

at::Tensor winogradConv2d(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                          const ConvGeometry& geometry) {
    const auto added = bias.defined() ? c10::optional<at::Tensor>(bias) : c10::nullopt;
    return WinogradFunction::apply(
        x, weight, added, std::vector<std::int64_t>{geometry.padding[0], geometry.padding[1]});
}

std::unique_ptr<FusedConv> makeWinogradConv(const at::Tensor& weight, const at::Tensor& bias,
                                            const ConvGeometry& geometry,
                                            const std::string& activation) {
    return std::make_unique<WinogradConv>(weight, bias, geometry, activation);
}

}  // namespace minarai::nn
