// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Ops which rearrange values: channels, places, tokens and windows.
#include <fmt/format.h>

#include "spec/ops/families.h"
#include "spec/ops/support.h"

namespace minarai::spec::ops {

namespace {

tl::expected<void, ShapeProblem> needsTokens(std::string_view op, const Shape& shape) {
    if (shape.size() != 2) {
        return refused(fmt::format(
            MN_TEXT("Op", "{} takes tokens (tokens×features), but gets {}; put Tokens before it"),
            op, shapeText(shape)));
    }
    return {};
}

/// An op whose shapes are one function and which has no parameters.
class Rearrange final : public DescribedOp {
  public:
    using Rule = ShapeResult (*)(std::string_view op, const Shape& in);

    Rearrange(std::string_view name, std::string_view about, Rule rule)
        : DescribedOp(name, about, ParamSchema()), m_rule(rule) {}

    [[nodiscard]] ShapeResult outputShape(std::span<const Shape> inputs,
                                          const Params& /*params*/) const override {
        return m_rule(name(), inputs[0]);
    }

  private:
    Rule m_rule;
};

ShapeResult tokensShape(std::string_view op, const Shape& in) {
    if (auto map = needsMap(op, in); !map) {
        return tl::unexpected(map.error());
    }
    return Shape{in[1] * in[2], in[0]};
}

ShapeResult selectTokenShape(std::string_view op, const Shape& in) {
    if (auto tokens = needsTokens(op, in); !tokens) {
        return tl::unexpected(tokens.error());
    }
    return Shape{in[1]};
}

/// Two by two places of a map with channels last become one place with four times the channels.
ShapeResult mergePlacesShape(std::string_view op, const Shape& in) {
    if (auto map = needsMap(op, in); !map) {
        return tl::unexpected(map.error());
    }
    return Shape{(in[0] + 1) / 2, (in[1] + 1) / 2, in[2] * 4};
}

/// Tokens which belong to the picture as a whole or to a place: tensors with the node's own name.
class LearnedTokens final : public DescribedOp {
  public:
    LearnedTokens(std::string_view name, std::string_view about, bool prepends)
        : DescribedOp(name, about, ParamSchema()), m_prepends(prepends) {}

    [[nodiscard]] ShapeResult outputShape(std::span<const Shape> inputs,
                                          const Params& /*params*/) const override {
        if (auto tokens = needsTokens(name(), inputs[0]); !tokens) {
            return tl::unexpected(tokens.error());
        }
        return Shape{inputs[0][0] + (m_prepends ? 1 : 0), inputs[0][1]};
    }

    [[nodiscard]] std::vector<TensorSpec> tensors(std::span<const Shape> inputs,
                                                  const Params& /*params*/) const override {
        return {{"", {1, m_prepends ? 1 : inputs[0][0], inputs[0][1]}}};
    }

  private:
    bool m_prepends;
};

class Permute final : public DescribedOp {
  public:
    Permute()
        : DescribedOp("Permute",
                      MN_TEXT("Op", "Puts the channels of a picture last, or first again."),
                      ParamSchema({choiceParam("to", MN_TEXT("Op", "Channels"), "channels_last",
                                               {{"channels_last", MN_TEXT("Op", "Last")},
                                                {"channels_first", MN_TEXT("Op", "First")}})
                                       .about(MN_TEXT("Op", "Where the channels go."))})) {}

    [[nodiscard]] ShapeResult outputShape(std::span<const Shape> inputs,
                                          const Params& params) const override {
        const Shape& in = inputs[0];
        if (auto map = needsMap(name(), in); !map) {
            return tl::unexpected(map.error());
        }
        return params.text("to") == "channels_last" ? Shape{in[1], in[2], in[0]}
                                                    : Shape{in[2], in[0], in[1]};
    }
};

class Chunk final : public DescribedOp {
  public:
    Chunk()
        : DescribedOp("Chunk", MN_TEXT("Op", "Takes one of several equal parts of the channels."),
                      ParamSchema({integerParam("chunks", MN_TEXT("Op", "Parts"), 2)
                                       .atLeast(1)
                                       .atMost(kMaxWidth)
                                       .about(MN_TEXT("Op", "Number of equal parts.")),
                                   integerParam("index", MN_TEXT("Op", "Part"), 0)
                                       .atLeast(0)
                                       .atMost(kMaxWidth)
                                       .about(MN_TEXT("Op", "The part taken, from 0."))})) {}

    [[nodiscard]] ShapeResult outputShape(std::span<const Shape> inputs,
                                          const Params& params) const override {
        const std::int64_t chunks = params.integer("chunks");
        if (inputs[0][0] % chunks != 0) {
            return refused(fmt::format(
                MN_TEXT("Op",
                        "{} channels cannot be split into {} equal parts; choose a number "
                        "which divides them"),
                inputs[0][0], chunks));
        }
        if (params.integer("index") >= chunks) {
            return refused(
                fmt::format(MN_TEXT("Op", "there is no part {} of {}; the first one is 0"),
                            params.integer("index"), chunks));
        }
        Shape shape = inputs[0];
        shape[0] /= chunks;
        return shape;
    }
};

class ChannelShuffle final : public DescribedOp {
  public:
    ChannelShuffle()
        : DescribedOp("ChannelShuffle",
                      MN_TEXT("Op", "Mixes the channels of the groups of a grouped convolution."),
                      ParamSchema({integerParam("groups", MN_TEXT("Op", "Groups"), 2)
                                       .atLeast(1)
                                       .atMost(kMaxWidth)
                                       .about(MN_TEXT("Op", "Number of groups of channels."))})) {}

    [[nodiscard]] ShapeResult outputShape(std::span<const Shape> inputs,
                                          const Params& params) const override {
        const std::int64_t groups = params.integer("groups");
        if (auto map = needsMap(name(), inputs[0]); !map) {
            return tl::unexpected(map.error());
        }
        if (inputs[0][0] % groups != 0) {
            return refused(fmt::format(
                MN_TEXT("Op",
                        "{} channels cannot be split into {} groups; choose a number which "
                        "divides them"),
                inputs[0][0], groups));
        }
        return inputs[0];
    }
};

/// MaxViT's partition: windows of neighbours, or a grid of places far from each other.
class WindowPartition final : public DescribedOp {
  public:
    WindowPartition()
        : DescribedOp(
              "WindowPartition", MN_TEXT("Op", "Cuts a picture into windows of tokens."),
              ParamSchema({integerParam("size", MN_TEXT("Op", "Edge"), 7)
                               .atLeast(1)
                               .atMost(kMaxWindow)
                               .in("px")
                               .about(MN_TEXT("Op",
                                              "Edge of a window or of the grid; it must "
                                              "divide the picture's.")),
                           choiceParam("kind", MN_TEXT("Op", "Kind"), "window",
                                       {{"window", MN_TEXT("Op", "Windows of neighbours")},
                                        {"grid", MN_TEXT("Op", "Grid over the picture")}})
                               .about(MN_TEXT("Op",
                                              "Whether the tokens of a window are neighbours or "
                                              "spread evenly over the picture."))})) {}

    [[nodiscard]] ShapeResult outputShape(std::span<const Shape> inputs,
                                          const Params& params) const override {
        const Shape& in = inputs[0];
        const std::int64_t size = params.integer("size");
        if (auto map = needsMap(name(), in); !map) {
            return tl::unexpected(map.error());
        }
        if (in[1] % size != 0 || in[2] % size != 0) {
            return tooSmall(fmt::format(
                MN_TEXT("Op",
                        "its input of {} cannot be cut into windows of {}×{}; use a picture "
                        "whose size is a multiple of the usual one"),
                shapeText(in), size, size));
        }
        return Shape{(in[1] / size) * (in[2] / size), size * size, in[0]};
    }
};

class WindowMerge final : public DescribedOp {
  public:
    WindowMerge()
        : DescribedOp(
              "WindowMerge",
              MN_TEXT("Op", "Puts windows of tokens together again, as the second input was cut."),
              ParamSchema({choiceParam("kind", MN_TEXT("Op", "Kind"), "window",
                                       {{"window", MN_TEXT("Op", "Windows of neighbours")},
                                        {"grid", MN_TEXT("Op", "Grid over the picture")}})
                               .about(MN_TEXT("Op", "As in the partition."))})) {}

    [[nodiscard]] std::pair<int, int> arity() const override { return {2, 2}; }

    [[nodiscard]] ShapeResult outputShape(std::span<const Shape> inputs,
                                          const Params& /*params*/) const override {
        const Shape& windows = inputs[0];
        const Shape& map = inputs[1];
        if (auto fits = needsMap(name(), map); !fits) {
            return tl::unexpected(fits.error());
        }
        const std::int64_t edge = windows.size() == 3 ? squareEdge(windows[1]) : 0;
        if (edge == 0 || map[1] % edge != 0 || map[2] % edge != 0 ||
            windows[0] != (map[1] / edge) * (map[2] / edge)) {
            return refused(fmt::format(
                MN_TEXT("Op",
                        "windows of {} do not make a picture of {}; connect the windows and "
                        "the picture they were cut from"),
                shapeText(windows), shapeText(map)));
        }
        return Shape{windows[2], map[1], map[2]};
    }
};

}  // namespace

std::int64_t squareEdge(std::int64_t area) {
    std::int64_t edge = 0;
    while (edge <= static_cast<std::int64_t>(kMaxWindow) && edge * edge < area) {
        ++edge;
    }
    return edge * edge == area ? edge : 0;
}

OpList tokenOps() {
    OpList list;
    list.push_back(std::make_unique<Chunk>());
    list.push_back(std::make_unique<ChannelShuffle>());
    list.push_back(std::make_unique<Permute>());
    list.push_back(std::make_unique<Rearrange>(
        "MergePlaces",
        MN_TEXT("Op",
                "Joins two by two places, channels last: half the size, four times the "
                "channels."),
        mergePlacesShape));
    list.push_back(std::make_unique<Rearrange>(
        "Tokens", MN_TEXT("Op", "Makes each place of a picture a token."), tokensShape));
    list.push_back(std::make_unique<LearnedTokens>(
        "ClassToken", MN_TEXT("Op", "Puts a learned token before the others, to carry the answer."),
        true));
    list.push_back(std::make_unique<LearnedTokens>(
        "PositionEmbedding", MN_TEXT("Op", "Adds to each token what tells its place."), false));
    list.push_back(std::make_unique<Rearrange>(
        "SelectToken", MN_TEXT("Op", "Takes the first token alone."), selectTokenShape));
    list.push_back(std::make_unique<WindowPartition>());
    list.push_back(std::make_unique<WindowMerge>());
    return list;
}

}  // namespace minarai::spec::ops
