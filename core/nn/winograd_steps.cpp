// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <utility>

#include <ATen/record_function.h>

#include "nn/conv_tools_torch.h"
#include "nn/winograd_torch.h"

namespace minarai::nn {
namespace {

/// Tiles of one thread's block.
constexpr std::int64_t kBlockTiles = 64;

class WinogradStepConv final : public FusedConv {
  public:
    WinogradStepConv(const at::Tensor& weight, const at::Tensor& bias, const ConvGeometry& geometry,
                     std::string activation)
        : m_ins(weight.size(1)),
          m_outs(weight.size(0)),
          m_weight(weight.detach().permute({1, 2, 3, 0}).contiguous()),
          m_bias(bias.detach().contiguous().clone()),
          m_geometry(geometry),
          m_activation(std::move(activation)) {}

    at::Tensor run(const at::Tensor& x, const at::Tensor& addend, bool mayOverwrite) override {
        const TileGrid grid = gridOf(x);
        if (!suits(x, grid)) {
            if (m_gathered == nullptr) {
                m_gathered = makeGatheredConv(m_weight.permute({3, 0, 1, 2}), m_bias, m_geometry,
                                              m_activation);
            }
            return m_gathered->run(x, addend, mayOverwrite);
        }
        RECORD_USER_SCOPE("minarai::convolution");
        const at::Tensor input = ordered(x);
        OpenAnswer answer = openAnswer({grid.images, grid.outs, grid.outHeight, grid.outWidth},
                                       m_bias, addend, mayOverwrite, m_activation);
        convolve(grid, input.data_ptr<float>(), answer.ending, answer.y.data_ptr<float>());
        activate(answer.y, answer.rest);
        return answer.y;
    }

    [[nodiscard]] std::uint64_t orderedBytes() const override { return 0; }

  private:
    std::int64_t m_ins;
    std::int64_t m_outs;
    at::Tensor m_weight;  ///< [in][3][3][out]
    at::Tensor m_bias;
    ConvGeometry m_geometry;
    std::string m_activation;
    std::unique_ptr<FusedConv> m_gathered;  ///< once there was input for it

    [[nodiscard]] TileGrid gridOf(const at::Tensor& x) const {
        TileGrid grid;
        if (x.dim() != 4) {
            return grid;
        }
        grid.images = x.size(0);
        grid.ins = m_ins;
        grid.height = x.size(2);
        grid.width = x.size(3);
        grid.outs = m_outs;
        grid.paddingY = m_geometry.padding[0];
        grid.paddingX = m_geometry.padding[1];
        const auto answers = [](std::int64_t size, std::int64_t padding) {
            const std::int64_t room = size + 2 * padding - 3;
            return room < 0 ? 0 : room / 2 + 1;
        };
        grid.outHeight = answers(grid.height, grid.paddingY);
        grid.outWidth = answers(grid.width, grid.paddingX);
        grid.tilesDown = parts(grid.outHeight, kTile);
        grid.tilesAcross = parts(grid.outWidth, kTile);
        return grid;
    }

    [[nodiscard]] bool suits(const at::Tensor& x, const TileGrid& grid) const {
        return isUsual(x) && x.size(1) == m_ins && hasFloatKernels() &&
               grid.tiles() >= kFewestTiles &&
               grid.outHeight * grid.outWidth >= kFewestAnswers * grid.tilesDown * grid.tilesAcross;
    }

    void convolve(const TileGrid& grid, const float* x, const ConvEnding& ending, float* y) const {
        const WinogradKernels& kernels = *winogradKernels();
        const WinogradStepKernels& own = *winogradStepKernels();
        const std::int64_t threads = at::get_num_threads();
        const at::Tensor u = emptyValues(stepBegin(kStepPoints, grid.ins * grid.outs));
        auto* const uData = u.data_ptr<float>();
        const auto* const weights = m_weight.data_ptr<float>();
        inParallel(grid.outs / kernels.panel, [&](std::int64_t panel, std::int64_t /*thread*/) {
            own.weights(weights, grid.ins, grid.outs, panel, panel + 1, uData);
        });
        const std::int64_t tiles = grid.tiles();
        const std::int64_t blocks = parts(parts(tiles, kBlockTiles), threads) * threads;
        const std::int64_t rows = parts(tiles, blocks);
        const std::int64_t sizeOfV = stepBegin(kStepPoints, rows * grid.ins);
        const std::int64_t stepOfM = pointStep(rows, grid.outs);
        const std::int64_t room = sizeOfV + kStepPoints * stepOfM;
        const at::Tensor rooms = emptyValues(threads * room);
        auto* const roomData = rooms.data_ptr<float>();
        inParallel(blocks, [&](std::int64_t number, std::int64_t thread) {
            float* const v = roomData + thread * room;
            float* const m = v + sizeOfV;
            const TileBlock block(grid, std::min(number * rows, tiles),
                                  std::min((number + 1) * rows, tiles));
            own.inputs(grid, x, block.tiles(), rows, v);
            for (int point = 0; point < kStepPoints; ++point) {
                const TileRows some = block.rowsOf(point / kStepSide == kStepSide - 1,
                                                   point % kStepSide == kStepSide - 1);
                const std::int64_t terms = stepTerms(point) * grid.ins;
                const float* const from =
                    v + stepBegin(point, rows * grid.ins) + some.first * terms;
                const float* const with = uData + stepBegin(point, grid.ins * grid.outs);
                float* const to = m + point * stepOfM + some.first * kernels.panel;
                for (std::int64_t out = 0; out < grid.outs; out += kernels.panel) {
                    kernels.multiply(from, with + out * terms, terms, some.last - some.first,
                                     to + out * rows);
                }
            }
            own.answers(grid, m, block.tiles(), rows, ending, y);
        });
    }
};

}  // namespace

bool maySuitWinogradSteps(const at::Tensor& weight, const ConvGeometry& geometry) {
    const std::array<std::int64_t, 2> two{2, 2};
    ConvGeometry inOnes = geometry;
    inOnes.stride = {1, 1};
    return geometry.stride == two && maySuitGathering(weight, geometry) &&
           maySuitWinograd(weight, inOnes);
}

std::unique_ptr<FusedConv> makeWinogradStepConv(const at::Tensor& weight, const at::Tensor& bias,
                                                const ConvGeometry& geometry,
                                                const std::string& activation) {
    return std::make_unique<WinogradStepConv>(weight, bias, geometry, activation);
}

}  // namespace minarai::nn
