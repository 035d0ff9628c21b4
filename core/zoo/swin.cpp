// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Swin Transformer, versions 1 and 2. Follow torchvision/models/swin_transformer.py.
#include <array>

#include "zoo/families.h"

namespace minarai::zoo {

namespace {

constexpr double kStd = 0.02;

struct Row {
    bool second;
    std::int64_t width;
    std::array<int, 4> depths;
    std::int64_t firstHeads;  ///< twice as many in each stage
    std::int64_t window;
    double stochasticDepth;
};

std::string norm(GraphWriter& g, const std::string& id, const std::string& input) {
    return g.add(id, "LayerNorm", {input}, {{"each_place", true}});
}

struct Block {
    std::string id;
    std::int64_t width, heads, shift;
    double stochasticDepth;
};

std::string attention(GraphWriter& g, const Row& row, const Block& block,
                      const std::string& input) {
    return g.add(block.id + ".attn", "WindowAttention", {input},
                 {{"num_heads", block.heads},
                  {"window_size", std::vector{row.window}},
                  {"shift_size", std::vector{block.shift}},
                  {"version", std::string(row.second ? "v2" : "v1")}});
}

std::string perceptron(GraphWriter& g, const Block& block, const std::string& input) {
    auto x = g.linearAtPlaces(block.id + ".mlp.0", input, 4 * block.width, kStd);
    x = g.add(block.id + ".mlp.1", "GELU", {x});
    x = g.dropout(block.id + ".mlp.2", x, 0);
    x = g.linearAtPlaces(block.id + ".mlp.3", x, block.width, kStd);
    return g.dropout(block.id + ".mlp.4", x, 0);
}

/// Attention and perceptron, each beside a shortcut. Version 2 normalises after them, but
/// torchvision registers its modules in the order of version 1.
std::string swinBlock(GraphWriter& g, const Row& row, const Block& block,
                      const std::string& input) {
    const auto joined = [&](const char* number, const std::string& from, const std::string& x) {
        const auto kept = g.add(block.id + ".stochastic_depth" + number, "StochasticDepth", {x},
                                {{"p", block.stochasticDepth}});
        return g.add(block.id + ".add" + number, "Add", {from, kept});
    };
    const std::string first = block.id + ".norm1";
    const std::string second = block.id + ".norm2";
    if (!row.second) {
        const auto x = joined("_1", input, attention(g, row, block, norm(g, first, input)));
        return joined("_2", x, perceptron(g, block, norm(g, second, x)));
    }
    auto x = norm(g, first, attention(g, row, block, input));
    g.registerBefore(first, "attn");
    const auto attended = joined("_1", input, x);
    x = norm(g, second, perceptron(g, block, attended));
    g.registerBefore(second, "mlp");
    return joined("_2", attended, x);
}

std::string patchMerging(GraphWriter& g, const Row& row, const std::string& id,
                         const std::string& input, std::int64_t width) {
    auto x = g.add(id + ".merge", "MergePlaces", {input});
    if (row.second) {
        x = g.linearAtPlaces(id + ".reduction", x, 2 * width, kStd, false);
        return norm(g, id + ".norm", x);
    }
    x = norm(g, id + ".norm", x);
    x = g.linearAtPlaces(id + ".reduction", x, 2 * width, kStd, false);
    g.registerBefore(id + ".reduction", "norm");
    return x;
}

Writer swin(Row row) {
    return [row](GraphWriter& g, std::int64_t classes) {
        auto x = g.conv("features.0.0", "input", {.out = row.width, .kernel = 4, .stride = 4});
        x = g.add("features.0.1", "Permute", {x}, {{"to", std::string("channels_last")}});
        x = norm(g, "features.0.2", x);
        int total = 0;
        for (const int depth : row.depths) {
            total += depth;
        }
        int position = 0;
        int layer = 1;
        for (std::size_t stage = 0; stage < row.depths.size(); ++stage) {
            const std::int64_t width = row.width << stage;
            const std::string id = "features." + std::to_string(layer++);
            for (int i = 0; i < row.depths[stage]; ++i) {
                x = swinBlock(g, row,
                              {id + "." + std::to_string(i), width, row.firstHeads << stage,
                               i % 2 == 0 ? 0 : row.window / 2,
                               row.stochasticDepth * position++ / (total - 1.0)},
                              x);
            }
            if (stage + 1 < row.depths.size()) {
                x = patchMerging(g, row, "features." + std::to_string(layer++), x, width);
            }
        }
        x = norm(g, "norm", x);
        x = g.add("permute", "Permute", {x}, {{"to", std::string("channels_first")}});
        x = g.adaptiveAvgPool("avgpool", x, 1);
        x = g.flatten("flatten", x);
        return g.linearNormal("head", x, classes, kStd);
    };
}

}  // namespace

std::vector<Entry> swinEntries() {
    const std::string source = "Liu et al. 2021";
    const std::string later = "Liu et al. 2022";
    const std::string about =
        MN_TEXT("Zoo",
                "A transformer that looks through shifted windows: strong with "
                "pretrained weights.");
    const std::string second =
        MN_TEXT("Zoo", "Swin with cosine attention and positions that fit other sizes.");
    return {
        {{"swin_t", "Swin", source, about}, swin({false, 96, {2, 2, 6, 2}, 3, 7, 0.2})},
        {{"swin_s", "Swin", source, about}, swin({false, 96, {2, 2, 18, 2}, 3, 7, 0.3})},
        {{"swin_b", "Swin", source, about}, swin({false, 128, {2, 2, 18, 2}, 4, 7, 0.5})},
        {{"swin_v2_t", "Swin", later, second, 3, 256}, swin({true, 96, {2, 2, 6, 2}, 3, 8, 0.2})},
        {{"swin_v2_s", "Swin", later, second, 3, 256}, swin({true, 96, {2, 2, 18, 2}, 3, 8, 0.3})},
        {{"swin_v2_b", "Swin", later, second, 3, 256}, swin({true, 128, {2, 2, 18, 2}, 4, 8, 0.5})},
    };
}

}  // namespace minarai::zoo
