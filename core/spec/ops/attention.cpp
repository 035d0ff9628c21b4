// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Attention. Tensors are called as in torch.nn.MultiheadAttention and in torchvision's
// swin_transformer.py and maxvit.py.
#include <algorithm>

#include <fmt/format.h>

#include "spec/checked.h"
#include "spec/ops/families.h"
#include "spec/ops/support.h"

namespace minarai::spec::ops {

namespace {

/// Hidden values of the network that makes Swin V2's position bias.
constexpr std::int64_t kPositionWidth = 512;

ParamSpec headsParam() {
    return integerParam("num_heads", MN_TEXT("Op", "Heads"), 4)
        .atLeast(1)
        .atMost(1 << 12)
        .about(MN_TEXT("Op",
                       "Number of parts that look at different things; it must divide "
                       "the features."));
}

ParamSpec attentionDropoutParam() {
    return realParam("dropout", MN_TEXT("Op", "Dropout"), 0)
        .atLeast(0)
        .atMost(1)
        .expert()
        .about(MN_TEXT("Op", "Share of the attention set to 0 while training."));
}

tl::expected<void, ShapeProblem> checkHeads(std::int64_t features, std::int64_t heads) {
    if (features % heads != 0) {
        return refused(fmt::format(
            MN_TEXT("Op",
                    "{} features cannot be split into {} heads; choose a number which divides "
                    "them"),
            features, heads));
    }
    return {};
}

/// Query, key and value, their products and the projection, for windows of `tokens` tokens.
std::int64_t attentionMacs(std::int64_t windows, std::int64_t tokens, std::int64_t features) {
    const std::int64_t each = saturatingProduct(saturatingProduct(windows, tokens), features);
    return saturatingProduct(each, 4 * features + 2 * tokens);
}

class MultiheadAttention final : public DescribedOp {
  public:
    MultiheadAttention()
        : DescribedOp("MultiheadAttention",
                      MN_TEXT("Op", "Lets each token look at all the others."),
                      ParamSchema({headsParam(), attentionDropoutParam()})) {}

    [[nodiscard]] std::vector<std::string_view> required() const override { return {"num_heads"}; }

    [[nodiscard]] ShapeResult outputShape(std::span<const Shape> inputs,
                                          const Params& params) const override {
        const Shape& in = inputs[0];
        if (in.size() != 2) {
            return refused(fmt::format(
                MN_TEXT("Op",
                        "{} takes tokens (tokens×features), but gets {}; put Tokens before it"),
                name(), shapeText(in)));
        }
        if (auto heads = checkHeads(in[1], params.integer("num_heads")); !heads) {
            return tl::unexpected(heads.error());
        }
        return in;
    }

    [[nodiscard]] std::vector<TensorSpec> tensors(std::span<const Shape> inputs,
                                                  const Params& /*params*/) const override {
        const std::int64_t features = inputs[0][1];
        return {{"in_proj_weight", {3 * features, features}},
                {"in_proj_bias", {3 * features}},
                {"out_proj.weight", {features, features}},
                {"out_proj.bias", {features}}};
    }

    [[nodiscard]] std::int64_t macs(std::span<const Shape> inputs, const Shape& /*output*/,
                                    const Params& /*params*/) const override {
        return attentionMacs(1, inputs[0][0], inputs[0][1]);
    }
};

/// Swin's attention in (shifted) windows, on maps with channels last.
class WindowAttention final : public DescribedOp {
  public:
    WindowAttention()
        : DescribedOp(
              "WindowAttention",
              MN_TEXT("Op", "Lets the places of each window look at each other, channels last."),
              ParamSchema({headsParam(),
                           windowParam("window_size", MN_TEXT("Op", "Window"), {7}, 2)
                               .about(MN_TEXT("Op", "Edge of a window, or height and width.")),
                           windowParam("shift_size", MN_TEXT("Op", "Shift"), {0}, 0)
                               .about(MN_TEXT("Op",
                                              "How far the windows are shifted; half a window "
                                              "in every second layer.")),
                           choiceParam("version", MN_TEXT("Op", "Version"), "v1",
                                       {{"v1", MN_TEXT("Op", "Swin")},
                                        {"v2", MN_TEXT("Op", "Swin V2, cosine attention")}})
                               .about(MN_TEXT("Op", "How attention and position are computed.")),
                           attentionDropoutParam()})) {}

    [[nodiscard]] std::vector<std::string_view> required() const override { return {"num_heads"}; }

    [[nodiscard]] ShapeResult outputShape(std::span<const Shape> inputs,
                                          const Params& params) const override {
        const Shape& in = inputs[0];
        if (auto map = needsMap(name(), in); !map) {
            return tl::unexpected(map.error());
        }
        if (auto heads = checkHeads(in[2], params.integer("num_heads")); !heads) {
            return tl::unexpected(heads.error());
        }
        const auto window = pairOf(params, "window_size");
        const auto shift = pairOf(params, "shift_size");
        if (shift[0] >= window[0] || shift[1] >= window[1]) {
            return refused(
                fmt::format(MN_TEXT("Op", "a shift of {}×{} must be less than the window of {}×{}"),
                            shift[0], shift[1], window[0], window[1]));
        }
        return in;
    }

    [[nodiscard]] std::vector<TensorSpec> tensors(std::span<const Shape> inputs,
                                                  const Params& params) const override {
        const auto window = pairOf(params, "window_size");
        const std::int64_t heads = params.integer("num_heads");
        const std::int64_t features = inputs[0][2];
        const std::int64_t area = window[0] * window[1];
        const Shape reach{2 * window[0] - 1, 2 * window[1] - 1};
        const bool isSecond = params.text("version") == "v2";
        std::vector<TensorSpec> all;
        if (isSecond) {
            all = {{"logit_scale", {heads, 1, 1}},
                   {"relative_coords_table", {1, reach[0], reach[1], 2}, false}};
        } else {
            all = {{"relative_position_bias_table", {reach[0] * reach[1], heads}}};
        }
        all.push_back({"relative_position_index", {area * area}, false, true});
        all.push_back({"qkv.weight", {3 * features, features}});
        all.push_back({"qkv.bias", {3 * features}});
        all.push_back({"proj.weight", {features, features}});
        all.push_back({"proj.bias", {features}});
        if (isSecond) {
            all.push_back({"cpb_mlp.0.weight", {kPositionWidth, 2}});
            all.push_back({"cpb_mlp.0.bias", {kPositionWidth}});
            all.push_back({"cpb_mlp.2.weight", {heads, kPositionWidth}});
        }
        return all;
    }

    [[nodiscard]] std::int64_t macs(std::span<const Shape> inputs, const Shape& /*output*/,
                                    const Params& params) const override {
        const auto window = pairOf(params, "window_size");
        const std::int64_t rows = (inputs[0][0] + window[0] - 1) / window[0];
        const std::int64_t columns = (inputs[0][1] + window[1] - 1) / window[1];
        std::int64_t count = attentionMacs(rows * columns, window[0] * window[1], inputs[0][2]);
        if (params.text("version") == "v2") {
            // The small network that makes the position bias.
            const std::int64_t places = (2 * window[0] - 1) * (2 * window[1] - 1);
            count = std::min(count, kMaxMacs) +
                    saturatingProduct(places, kPositionWidth * (2 + params.integer("num_heads")));
        }
        return count;
    }
};

/// MaxViT's attention with learned relative positions, within windows of tokens.
class RelativeAttention final : public DescribedOp {
  public:
    RelativeAttention()
        : DescribedOp("RelativeAttention",
                      MN_TEXT("Op", "Lets the tokens of each window look at each other."),
                      ParamSchema({integerParam("head_dim", MN_TEXT("Op", "Features of a head"), 32)
                                       .atLeast(1)
                                       .atMost(1 << 14)
                                       .about(MN_TEXT("Op",
                                                      "Features that each head sees; it must "
                                                      "divide the features."))})) {}

    [[nodiscard]] ShapeResult outputShape(std::span<const Shape> inputs,
                                          const Params& params) const override {
        const Shape& in = inputs[0];
        if (in.size() != 3 || squareEdge(in[1]) == 0) {
            return refused(
                fmt::format(MN_TEXT("Op",
                                    "{} takes square windows of tokens, but gets {}; put a "
                                    "WindowPartition before it"),
                            name(), shapeText(in)));
        }
        if (in[2] % params.integer("head_dim") != 0) {
            return refused(
                fmt::format(MN_TEXT("Op", "{} features cannot be split into heads of {}"), in[2],
                            params.integer("head_dim")));
        }
        return in;
    }

    [[nodiscard]] std::vector<TensorSpec> tensors(std::span<const Shape> inputs,
                                                  const Params& params) const override {
        const std::int64_t tokens = inputs[0][1];
        const std::int64_t features = inputs[0][2];
        const std::int64_t reach = 2 * squareEdge(tokens) - 1;
        return {{"relative_position_bias_table",
                 {reach * reach, features / params.integer("head_dim")}},
                {"relative_position_index", {tokens, tokens}, false, true},
                {"to_qkv.weight", {3 * features, features}},
                {"to_qkv.bias", {3 * features}},
                {"merge.weight", {features, features}},
                {"merge.bias", {features}}};
    }

    [[nodiscard]] std::int64_t macs(std::span<const Shape> inputs, const Shape& /*output*/,
                                    const Params& /*params*/) const override {
        return attentionMacs(inputs[0][0], inputs[0][1], inputs[0][2]);
    }
};

}  // namespace

OpList attentionOps() {
    OpList list;
    list.push_back(std::make_unique<MultiheadAttention>());
    list.push_back(std::make_unique<WindowAttention>());
    list.push_back(std::make_unique<RelativeAttention>());
    return list;
}

}  // namespace minarai::spec::ops
