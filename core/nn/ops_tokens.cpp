// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Forwards of the ops that rearrange channels, places, tokens and windows.
#include <array>

#include <ATen/ATen.h>

#include "nn/step_torch.h"

namespace minarai::nn {

namespace {

using Inputs = std::span<const at::Tensor>;

Forward chunk(const Layer& layer) {
    return [chunks = layer.params.integer("chunks"), index = layer.params.integer("index")](
               Inputs inputs, const Call&) {
        const std::int64_t width = inputs[0].size(1) / chunks;
        return inputs[0].narrow(1, index * width, width);
    };
}

Forward channelShuffle(const Layer& layer) {
    return [groups = layer.params.integer("groups")](Inputs inputs, const Call&) {
        const at::Tensor& x = inputs[0];
        const std::int64_t channels = x.size(1);
        // As an index, so that channels-last stays channels-last.
        const at::Tensor order = at::arange(channels, at::TensorOptions(at::kLong))
                                     .view({groups, channels / groups})
                                     .t()
                                     .reshape({channels})
                                     .to(x.device());
        return x.index_select(1, order);
    };
}

Forward permute(const Layer& layer) {
    const bool last = layer.params.text("to") == "channels_last";
    return [last](Inputs inputs, const Call&) {
        return last ? inputs[0].permute({0, 2, 3, 1}) : inputs[0].permute({0, 3, 1, 2});
    };
}

/// As _patch_merging_pad of torchvision's swin_transformer.py.
Forward mergePlaces(const Layer& /*layer*/) {
    return [](Inputs inputs, const Call&) {
        const std::int64_t height = inputs[0].size(1);
        const std::int64_t width = inputs[0].size(2);
        const at::Tensor x = at::constant_pad_nd(inputs[0], {0, 0, 0, width % 2, 0, height % 2}, 0);
        const auto part = [&x](std::int64_t row, std::int64_t column) {
            return x.slice(1, row, c10::nullopt, 2).slice(2, column, c10::nullopt, 2);
        };
        return at::cat({part(0, 0), part(1, 0), part(0, 1), part(1, 1)}, -1);
    };
}

Forward tokens(const Layer& /*layer*/) {
    return [](Inputs inputs, const Call&) { return inputs[0].flatten(2).transpose(1, 2); };
}

Forward classToken(const Layer& layer) {
    return [token = layer.tensor("")](Inputs inputs, const Call&) {
        const at::Tensor& x = inputs[0];
        return at::cat({token.to(x.scalar_type()).expand({x.size(0), 1, x.size(2)}), x}, 1);
    };
}

Forward positionEmbedding(const Layer& layer) {
    return [embedding = layer.tensor("")](Inputs inputs, const Call&) {
        return inputs[0] + embedding;
    };
}

Forward selectToken(const Layer& /*layer*/) {
    return [](Inputs inputs, const Call&) { return inputs[0].select(1, 0); };
}

/// As WindowPartition and SwapAxes of torchvision's maxvit.py. A grid's windows take one place from
/// each of size × size equal parts.
Forward windowPartition(const Layer& layer) {
    const bool isGrid = layer.params.text("kind") == "grid";
    return [isGrid, size = layer.params.integer("size")](Inputs inputs, const Call&) {
        const at::Tensor& x = inputs[0];
        const std::int64_t rows = x.size(2) / size;
        const std::int64_t columns = x.size(3) / size;
        const at::Tensor parts = isGrid
                                     ? x.reshape({x.size(0), x.size(1), size, rows, size, columns})
                                           .permute({0, 3, 5, 2, 4, 1})
                                     : x.reshape({x.size(0), x.size(1), rows, size, columns, size})
                                           .permute({0, 2, 4, 3, 5, 1});
        return parts.reshape({x.size(0), rows * columns, size * size, x.size(1)});
    };
}

Forward windowMerge(const Layer& layer) {
    const bool isGrid = layer.params.text("kind") == "grid";
    std::int64_t size = 1;
    while (size * size < layer.inputs[0][1]) {
        ++size;
    }
    return [isGrid, size](Inputs inputs, const Call&) {
        const at::Tensor& x = inputs[0];
        const std::int64_t rows = inputs[1].size(2) / size;
        const std::int64_t columns = inputs[1].size(3) / size;
        const at::Tensor parts = x.reshape({x.size(0), rows, columns, size, size, x.size(3)});
        return (isGrid ? parts.permute({0, 5, 3, 1, 4, 2}) : parts.permute({0, 5, 1, 3, 2, 4}))
            .reshape({x.size(0), x.size(3), rows * size, columns * size});
    };
}

}  // namespace

ForwardMaker findTokenOp(std::string_view op) {
    struct Row {
        std::string_view op;
        ForwardMaker maker;
    };
    static constexpr std::array<Row, 10> kRows{{
        {"Chunk", chunk},
        {"ChannelShuffle", channelShuffle},
        {"Permute", permute},
        {"MergePlaces", mergePlaces},
        {"Tokens", tokens},
        {"ClassToken", classToken},
        {"PositionEmbedding", positionEmbedding},
        {"SelectToken", selectToken},
        {"WindowPartition", windowPartition},
        {"WindowMerge", windowMerge},
    }};
    for (const Row& row : kRows) {
        if (row.op == op) {
            return row.maker;
        }
    }
    return nullptr;
}

}  // namespace minarai::nn
