// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <memory>
#include <string>
#include <utility>

#include <ATen/record_function.h>

#include "nn/conv_tools_torch.h"
#include "nn/gathered_conv_torch.h"
#include "nn/tiled_conv_torch.h"
#include "nn/winograd_torch.h"

namespace minarai::nn {
namespace {

/// Below, transforming the weights takes more time than is gained.
constexpr std::int64_t kFewestTiles = 64;
/// Of a tile, on average: one of 3×4 takes two thirds of the products, one of 3×3 four fifths.
constexpr std::int64_t kFewestAnswers = 12;

constexpr TileMethod kMethod{
    kStepSide,
    [](int point, std::int64_t pairs) {
        return point < kStepPoints ? stepBegin(point, pairs) : stepSize(pairs);
    },
    stepTerms,
};

class WinogradStepConv final : public FusedConv {
  public:
    WinogradStepConv(const at::Tensor& weight, const at::Tensor& bias, const ConvGeometry& geometry,
                     std::string activation)
        : m_weight(weight.detach().permute({1, 2, 3, 0}).clone(at::MemoryFormat::Contiguous)),
          m_bias(bias.detach().contiguous().clone()),
          m_geometry(geometry),
          m_activation(std::move(activation)) {}

    at::Tensor run(const at::Tensor& x, const at::Tensor& addend, bool mayOverwrite) override {
        if (!suitsWinogradSteps(x, m_weight.permute({3, 0, 1, 2}), m_geometry)) {
            if (m_gathered == nullptr) {
                m_gathered = makeGatheredConv(m_weight.permute({3, 0, 1, 2}), m_bias, m_geometry,
                                              m_activation);
            }
            return m_gathered->run(x, addend, mayOverwrite);
        }
        RECORD_USER_SCOPE("minarai::convolution");
        const at::Tensor input = ordered(x);
        const TileGrid grid = tileGrid(x.sizes(), m_weight.size(3), m_geometry.padding, 2);
        OpenAnswer answer = openAnswer({grid.images, grid.outs, grid.outHeight, grid.outWidth},
                                       m_bias, addend, mayOverwrite, m_activation);
        convolve(grid, input.data_ptr<float>(), answer.ending, answer.y.data_ptr<float>());
        activate(answer.y, answer.rest);
        return answer.y;
    }

    [[nodiscard]] std::uint64_t orderedBytes() const override { return 0; }

  private:
    at::Tensor m_weight;  ///< [in][3][3][out]
    at::Tensor m_bias;
    ConvGeometry m_geometry;
    std::string m_activation;
    std::unique_ptr<FusedConv> m_gathered;  ///< once there was input for it

    void convolve(const TileGrid& grid, const float* x, const ConvEnding& ending, float* y) const {
        const WinogradStepKernels& kernels = *winogradStepKernels();
        const at::Tensor u = emptyValues(stepSize(grid.ins * grid.outs));
        auto* const uData = u.data_ptr<float>();
        const auto* const weights = m_weight.data_ptr<float>();
        inParallel(grid.outs / productKernels()->panel,
                   [&](std::int64_t panel, std::int64_t /*thread*/) {
                       kernels.weights(weights, grid.ins, grid.outs, panel, panel + 1, uData);
                   });
        convolveTiles(kMethod, {kernels.inputs, kernels.answers}, grid, x, uData, ending, y);
    }
};

}  // namespace

bool maySuitWinogradSteps(const at::Tensor& weight, const ConvGeometry& geometry) {
    const std::array<std::int64_t, 2> two{2, 2};
    ConvGeometry inOnes = geometry;
    inOnes.stride = {1, 1};
    return winogradStepKernels() != nullptr && geometry.stride == two &&
           maySuitGathering(weight, geometry) && maySuitWinograd(weight, inOnes) &&
           kStepTerms * weight.size(0) * weight.size(1) <= kMostWeights;
}

bool suitsWinogradSteps(const at::Tensor& x, const at::Tensor& weight,
                        const ConvGeometry& geometry) {
    if (!maySuitWinogradSteps(weight, geometry) || !isUsual(x) || x.size(1) != weight.size(1)) {
        return false;
    }
    const TileGrid grid = tileGrid(x.sizes(), weight.size(0), geometry.padding, 2);
    return grid.tiles() >= kFewestTiles &&
           grid.outHeight * grid.outWidth >= kFewestAnswers * grid.tilesDown * grid.tilesAcross;
}

std::unique_ptr<FusedConv> makeWinogradStepConv(const at::Tensor& weight, const at::Tensor& bias,
                                                const ConvGeometry& geometry,
                                                const std::string& activation) {
    return std::make_unique<WinogradStepConv>(weight, bias, geometry, activation);
}

}  // namespace minarai::nn
