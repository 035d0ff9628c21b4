// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Forwards of attention. Follow torch.nn.functional.multi_head_attention_forward and torchvision's
// swin_transformer.py and maxvit.py.
#include <array>
#include <cmath>

#include <ATen/ATen.h>

#include "nn/step_torch.h"

namespace minarai::nn {

namespace {

using Inputs = std::span<const at::Tensor>;
using Pair = std::array<std::int64_t, 2>;

/// For each two places of a window the row of the table that tells how they lie to each other:
/// area × area.
at::Tensor relativePositionIndex(Pair window) {
    const auto options = at::TensorOptions(at::kLong);
    const at::Tensor places = at::arange(window[0] * window[1], options);
    const at::Tensor rows = at::div(places, window[1], "floor");
    const at::Tensor columns = at::remainder(places, window[1]);
    const auto between = [](const at::Tensor& at, std::int64_t edge) {
        return at.unsqueeze(1) - at.unsqueeze(0) + (edge - 1);
    };
    return between(rows, window[0]) * (2 * window[1] - 1) + between(columns, window[1]);
}

/// Distances in a window on a logarithmic scale, as Swin V2 feeds them: 1 × rows × columns × 2.
at::Tensor relativeCoordinates(Pair window) {
    const auto axis = [](std::int64_t edge) {
        return at::arange(-(edge - 1), edge, at::TensorOptions(at::kFloat)) /
               static_cast<double>(edge - 1) * 8;
    };
    const at::Tensor rows = axis(window[0]).unsqueeze(1).expand({-1, 2 * window[1] - 1});
    const at::Tensor columns = axis(window[1]).unsqueeze(0).expand({2 * window[0] - 1, -1});
    const at::Tensor table = at::stack({rows, columns}, -1).unsqueeze(0);
    return at::sign(table) * at::log2(at::abs(table) + 1.0) / 3.0;
}

/// windows × tokens × 3·features -> query, key, value: windows × heads × tokens × features/heads.
std::array<at::Tensor, 3> splitHeads(const at::Tensor& qkv, std::int64_t heads) {
    const at::Tensor parts =
        qkv.reshape({qkv.size(0), qkv.size(1), 3, heads, qkv.size(2) / 3 / heads})
            .permute({2, 0, 3, 1, 4});
    return {parts[0], parts[1], parts[2]};
}

at::Tensor join(const at::Tensor& heads) {
    const at::Tensor tokens = heads.transpose(1, 2);
    return tokens.reshape({tokens.size(0), tokens.size(1), tokens.size(2) * tokens.size(3)});
}

Forward multiheadAttention(const Layer& layer) {
    return [inWeight = layer.tensor("in_proj_weight"), inBias = layer.tensor("in_proj_bias"),
            outWeight = layer.tensor("out_proj.weight"), outBias = layer.tensor("out_proj.bias"),
            heads = layer.params.integer("num_heads"),
            dropout = layer.params.real("dropout")](Inputs inputs, const Call& call) {
        const auto [query, key, value] = splitHeads(at::linear(inputs[0], inWeight, inBias), heads);
        const double scale = 1 / std::sqrt(static_cast<double>(query.size(3)));
        at::Tensor weights = at::softmax(at::matmul(query * scale, key.transpose(-2, -1)), -1);
        if (call.training) {
            weights = dropValues(weights, weights.sizes(), dropout, *call.generator);
        }
        return at::linear(join(at::matmul(weights, value)), outWeight, outBias);
    };
}

/// Which windows' places must not see each other after a shift: windows × area × area of 0 and
/// -100.
at::Tensor shiftMask(Pair padded, Pair window, Pair shift, const at::TensorOptions& options) {
    at::Tensor regions = at::zeros({padded[0], padded[1]}, options);
    const auto bounds = [](std::int64_t size, std::int64_t edge, std::int64_t by) {
        return std::array<std::int64_t, 4>{0, size - edge, size - by, size};
    };
    const auto rows = bounds(padded[0], window[0], shift[0]);
    const auto columns = bounds(padded[1], window[1], shift[1]);
    for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t j = 0; j < 3; ++j) {
            regions.slice(0, rows[i], rows[i + 1])
                .slice(1, columns[j], columns[j + 1])
                .fill_(static_cast<std::int64_t>(3 * i + j));
        }
    }
    const at::Tensor places =
        regions.view({padded[0] / window[0], window[0], padded[1] / window[1], window[1]})
            .permute({0, 2, 1, 3})
            .reshape({-1, window[0] * window[1]});
    const at::Tensor differ = places.unsqueeze(1).ne(places.unsqueeze(2));
    return at::zeros(differ.sizes(), options).masked_fill_(differ, -100.0);
}

class WindowAttention {
  public:
    explicit WindowAttention(const Layer& layer)
        : m_heads(layer.params.integer("num_heads")),
          m_window(layer.pair("window_size")),
          m_shift(layer.pair("shift_size")),
          m_dropout(layer.params.real("dropout")),
          m_isSecond(layer.params.text("version") == "v2"),
          m_qkvWeight(layer.tensor("qkv.weight")),
          m_qkvBias(layer.tensor("qkv.bias")),
          m_projWeight(layer.tensor("proj.weight")),
          m_projBias(layer.tensor("proj.bias")),
          m_table(layer.tensor("relative_position_bias_table")),
          m_logitScale(layer.tensor("logit_scale")),
          m_firstWeight(layer.tensor("cpb_mlp.0.weight")),
          m_firstBias(layer.tensor("cpb_mlp.0.bias")),
          m_lastWeight(layer.tensor("cpb_mlp.2.weight")),
          // Our own copies: what a file says about them is not trusted as an index.
          m_index(relativePositionIndex(m_window).flatten()),
          m_coordinates(relativeCoordinates(m_window)) {}

    at::Tensor operator()(const at::Tensor& input, const Call& call) const {
        const std::int64_t height = input.size(1);
        const std::int64_t width = input.size(2);
        const auto rest = [](std::int64_t size, std::int64_t edge) {
            return (edge - size % edge) % edge;
        };
        at::Tensor x = at::constant_pad_nd(
            input, {0, 0, 0, rest(width, m_window[1]), 0, rest(height, m_window[0])}, 0);
        const Pair padded{x.size(1), x.size(2)};
        Pair shift = m_shift;
        for (std::size_t i = 0; i < 2; ++i) {
            // Where one window covers everything there is nothing to shift.
            shift[i] = m_window[i] >= padded[i] ? 0 : shift[i];
        }
        const bool isShifted = shift[0] + shift[1] > 0;
        if (isShifted) {
            x = at::roll(x, {-shift[0], -shift[1]}, {1, 2});
        }
        const std::int64_t rows = padded[0] / m_window[0];
        const std::int64_t columns = padded[1] / m_window[1];
        x = x.reshape({x.size(0), rows, m_window[0], columns, m_window[1], x.size(3)})
                .permute({0, 1, 3, 2, 4, 5})
                .reshape({-1, m_window[0] * m_window[1], x.size(3)});
        const auto [query, key, value] = splitHeads(at::linear(x, m_qkvWeight, qkvBias()), m_heads);
        at::Tensor weights = product(query, key) + positionBias(x);
        if (isShifted) {
            const at::Tensor mask =
                shiftMask(padded, m_window, shift, weights.options().requires_grad(false));
            weights = (weights.view({-1, rows * columns, m_heads, x.size(1), x.size(1)}) +
                       mask.unsqueeze(1).unsqueeze(0))
                          .view({-1, m_heads, x.size(1), x.size(1)});
        }
        weights = at::softmax(weights, -1);
        if (call.training) {
            weights = dropValues(weights, weights.sizes(), m_dropout, *call.generator);
        }
        x = at::linear(join(at::matmul(weights, value)), m_projWeight, m_projBias);
        x = x.view({-1, rows, columns, m_window[0], m_window[1], x.size(2)})
                .permute({0, 1, 3, 2, 4, 5})
                .reshape({-1, padded[0], padded[1], x.size(2)});
        if (isShifted) {
            x = at::roll(x, {shift[0], shift[1]}, {1, 2});
        }
        return x.slice(1, 0, height).slice(2, 0, width).contiguous();
    }

  private:
    /// Swin V2's keys have no bias.
    [[nodiscard]] at::Tensor qkvBias() const {
        if (!m_isSecond) {
            return m_qkvBias;
        }
        const std::int64_t features = m_qkvBias.size(0) / 3;
        return at::cat({m_qkvBias.slice(0, 0, features),
                        at::zeros({features}, m_qkvBias.options().requires_grad(false)),
                        m_qkvBias.slice(0, 2 * features)});
    }

    [[nodiscard]] at::Tensor product(const at::Tensor& query, const at::Tensor& key) const {
        if (!m_isSecond) {
            const double scale = 1 / std::sqrt(static_cast<double>(query.size(3)));
            return at::matmul(query * scale, key.transpose(-2, -1));
        }
        // As F.normalize: the root of the sum of squares, at least 1e-12.
        const auto unit = [](const at::Tensor& t) {
            return t / t.norm(2, {-1}, true).clamp_min(1e-12).expand_as(t);
        };
        const at::Tensor scale = at::clamp_max(m_logitScale, std::log(100.0)).exp();
        return at::matmul(unit(query), unit(key).transpose(-2, -1)) * scale;
    }

    /// 1 × heads × area × area.
    [[nodiscard]] at::Tensor positionBias(const at::Tensor& x) const {
        at::Tensor table = m_table;
        if (m_isSecond) {
            const at::Tensor coordinates =
                m_coordinates.to(x.device(), m_firstWeight.scalar_type());
            table = at::linear(at::relu(at::linear(coordinates, m_firstWeight, m_firstBias)),
                               m_lastWeight)
                        .view({-1, m_heads});
        }
        const std::int64_t area = m_window[0] * m_window[1];
        const at::Tensor bias = table.index_select(0, m_index.to(x.device()))
                                    .view({area, area, m_heads})
                                    .permute({2, 0, 1})
                                    .unsqueeze(0);
        return m_isSecond ? 16 * at::sigmoid(bias) : bias;
    }

    std::int64_t m_heads;
    Pair m_window;
    Pair m_shift;
    double m_dropout;
    bool m_isSecond;
    at::Tensor m_qkvWeight, m_qkvBias, m_projWeight, m_projBias;
    at::Tensor m_table;                                                 ///< version 1
    at::Tensor m_logitScale, m_firstWeight, m_firstBias, m_lastWeight;  ///< version 2
    at::Tensor m_index, m_coordinates;
};

Forward windowAttention(const Layer& layer) {
    return [attention = WindowAttention(layer)](Inputs inputs, const Call& call) {
        return attention(inputs[0], call);
    };
}

Forward relativeAttention(const Layer& layer) {
    std::int64_t edge = 1;
    while (edge * edge < layer.inputs[0][1]) {
        ++edge;
    }
    return [table = layer.tensor("relative_position_bias_table"),
            qkvWeight = layer.tensor("to_qkv.weight"), qkvBias = layer.tensor("to_qkv.bias"),
            weight = layer.tensor("merge.weight"), bias = layer.tensor("merge.bias"),
            index = relativePositionIndex({edge, edge}).flatten()](Inputs inputs, const Call&) {
        const at::Tensor& x = inputs[0];
        const std::int64_t tokens = x.size(2);
        const std::int64_t features = x.size(3);
        const auto [query, key, value] = splitHeads(
            at::linear(x.reshape({-1, tokens, features}), qkvWeight, qkvBias), table.size(1));
        const at::Tensor position = table.index_select(0, index.to(x.device()))
                                        .view({tokens, tokens, table.size(1)})
                                        .permute({2, 0, 1})
                                        .unsqueeze(0);
        // By all features, not by those of a head: torchvision's way.
        const double scale = 1 / std::sqrt(static_cast<double>(features));
        const at::Tensor weights =
            at::softmax(at::matmul(query, (key * scale).transpose(-2, -1)) + position, -1);
        return at::linear(join(at::matmul(weights, value)), weight, bias).view_as(x);
    };
}

}  // namespace

void fillConstants(const spec::Node& node, const Layer& layer) {
    const at::NoGradGuard noGrad;
    at::Tensor index = layer.tensor("relative_position_index");
    if (!index.defined()) {
        return;
    }
    const std::int64_t tokens = layer.inputs[0][1];
    std::int64_t edge = 1;
    while (edge * edge < tokens) {
        ++edge;
    }
    const Pair window = node.op == "WindowAttention" ? layer.pair("window_size") : Pair{edge, edge};
    index.copy_(relativePositionIndex(window).view_as(index));
    if (at::Tensor table = layer.tensor("relative_coords_table"); table.defined()) {
        table.copy_(relativeCoordinates(window));
    }
}

ForwardMaker findAttentionOp(std::string_view op) {
    struct Row {
        std::string_view op;
        ForwardMaker maker;
    };
    static constexpr std::array<Row, 3> kRows{{
        {"MultiheadAttention", multiheadAttention},
        {"WindowAttention", windowAttention},
        {"RelativeAttention", relativeAttention},
    }};
    for (const Row& row : kRows) {
        if (row.op == op) {
            return row.maker;
        }
    }
    return nullptr;
}

}  // namespace minarai::nn
