// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Vision Transformer. Follows torchvision/models/vision_transformer.py.
#include <fmt/format.h>

#include "spec/op.h"
#include "zoo/families.h"

namespace minarai::zoo {

namespace {

constexpr double kEps = 1e-6;

struct Row {
    std::int64_t patch;
    int layers;
    std::int64_t heads, hidden, inner;
};

std::string encoderLayer(GraphWriter& g, const std::string& id, const std::string& input,
                         const Row& row) {
    const auto dense = [&](const char* part, const std::string& from, std::int64_t out) {
        return g.add(id + part, "Linear", {from},
                     {{"out_features", out},
                      {"init", std::string("xavier_uniform")},
                      {"init_bias", std::string("tiny")}});
    };
    auto x = g.add(id + ".ln_1", "LayerNorm", {input}, {{"eps", kEps}});
    x = g.add(id + ".self_attention", "MultiheadAttention", {x}, {{"num_heads", row.heads}});
    x = g.dropout(id + ".dropout", x, 0);
    const auto attended = g.add(id + ".add_1", "Add", {x, input});
    x = g.add(id + ".ln_2", "LayerNorm", {attended}, {{"eps", kEps}});
    x = dense(".mlp.0", x, row.inner);
    x = g.add(id + ".mlp.1", "GELU", {x});
    x = g.dropout(id + ".mlp.2", x, 0);
    x = dense(".mlp.3", x, row.hidden);
    x = g.dropout(id + ".mlp.4", x, 0);
    return g.add(id + ".add_2", "Add", {attended, x});
}

Writer vit(Row row) {
    return [row](GraphWriter& g, std::int64_t classes) {
        const auto& size = g.input();
        if (size[1] % row.patch != 0 || size[2] % row.patch != 0) {
            g.refuse(fail(ErrorCode::InputSize, g.name(),
                          spec::shapeText({size[0], size[1], size[2]}),
                          fmt::format(MN_TEXT("Zoo",
                                              "height and width must be multiples of its "
                                              "patches of {}×{}"),
                                      row.patch, row.patch)));
        }
        auto x = g.conv(
            "conv_proj", "input",
            {.out = row.hidden, .kernel = row.patch, .stride = row.patch, .init = "lecun_normal"});
        x = g.add("tokens", "Tokens", {x});
        x = g.add("class_token", "ClassToken", {x});
        x = g.add("encoder.pos_embedding", "PositionEmbedding", {x});
        x = g.dropout("encoder.dropout", x, 0);
        for (int i = 0; i < row.layers; ++i) {
            x = encoderLayer(g, "encoder.layers.encoder_layer_" + std::to_string(i), x, row);
        }
        x = g.add("encoder.ln", "LayerNorm", {x}, {{"eps", kEps}});
        x = g.add("select", "SelectToken", {x});
        return g.add("heads.head", "Linear", {x},
                     {{"out_features", classes}, {"init", std::string("zeros")}});
    };
}

}  // namespace

std::vector<Entry> vitEntries() {
    const std::string source = "Dosovitskiy et al. 2020";
    const std::string about =
        MN_TEXT("Zoo",
                "A transformer over patches of the picture: needs pretrained weights and "
                "a strong computer.");
    return {
        {{"vit_b_16", "Vision Transformer", source, about}, vit({16, 12, 12, 768, 3072})},
        {{"vit_b_32", "Vision Transformer", source, about}, vit({32, 12, 12, 768, 3072})},
        {{"vit_l_16", "Vision Transformer", source, about}, vit({16, 24, 16, 1024, 4096})},
        {{"vit_l_32", "Vision Transformer", source, about}, vit({32, 24, 16, 1024, 4096})},
        {{"vit_h_14", "Vision Transformer", source, about}, vit({14, 32, 16, 1280, 5120})},
    };
}

}  // namespace minarai::zoo
