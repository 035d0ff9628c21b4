// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// MaxViT. Follows torchvision/models/maxvit.py.
#include <array>

#include "zoo/families.h"
#include "zoo/squeeze_excite.h"

namespace minarai::zoo {

namespace {

constexpr double kStd = 0.02;
constexpr double kEps = 1e-3;
constexpr double kMomentum = 0.99;
constexpr std::int64_t kPartition = 7;

std::string normed(GraphWriter& g, const std::string& id, const std::string& input, Conv conv) {
    conv.init = "normal";
    conv.initStd = kStd;
    return convNormed(g, id, input, {conv, "GELU", kEps, kMomentum});
}

std::string plain(GraphWriter& g, const std::string& id, const std::string& input, Conv conv) {
    conv.init = "normal";
    conv.initStd = kStd;
    return g.conv(id, input, conv);
}

std::string dropBranch(GraphWriter& g, const std::string& id, const std::string& input, double p) {
    return g.add(id, "StochasticDepth", {input}, {{"p", p}});
}

std::string mbConv(GraphWriter& g, const std::string& id, const std::string& input,
                   std::int64_t out, std::int64_t stride, double stochasticDepth) {
    std::string shortcut = input;
    if (stride != 1) {
        shortcut = g.add(id + ".proj.0", "AvgPool2d", {input},
                         {{"kernel_size", std::vector<std::int64_t>{3}},
                          {"stride", std::vector{stride}},
                          {"padding", std::vector<std::int64_t>{1}}});
        shortcut = plain(g, id + ".proj.1", shortcut, {.out = out, .kernel = 1});
    }
    const std::int64_t hidden = 4 * out;
    const std::string layers = id + ".layers";
    auto x = g.batchNorm(layers + ".pre_norm", input, kEps, kMomentum);
    x = normed(g, layers + ".conv_a", x, {.out = hidden, .kernel = 1});
    x = normed(g, layers + ".conv_b", x,
               {.out = hidden, .stride = stride, .padding = 1, .groups = hidden});
    x = squeezeExcite(g, layers + ".squeeze_excitation", x,
                      {.channels = hidden,
                       .inner = out / 4,
                       .activation = "SiLU",
                       .init = "normal",
                       .initStd = kStd});
    x = plain(g, layers + ".conv_c", x, {.out = out, .kernel = 1});
    x = dropBranch(g, id + ".stochastic_depth", x, stochasticDepth);
    return g.add(id + ".add", "Add", {shortcut, x});
}

std::string partitionAttention(GraphWriter& g, const std::string& id, const std::string& input,
                               std::int64_t width, const std::string& kind, double p) {
    const auto norm = [&](const char* part, const std::string& from) {
        return g.add(id + part, "LayerNorm", {from}, {{"each_place", true}});
    };
    const auto windows = g.add(id + ".partition_op", "WindowPartition", {input},
                               {{"size", kPartition}, {"kind", kind}});
    auto x = norm(".attn_layer.0", windows);
    x = g.add(id + ".attn_layer.1", "RelativeAttention", {x}, {{"head_dim", std::int64_t{32}}});
    x = g.dropout(id + ".attn_layer.2", x, 0);
    x = dropBranch(g, id + ".stochastic_dropout_1", x, p);
    const auto attended = g.add(id + ".add_1", "Add", {windows, x});
    x = norm(".mlp_layer.0", attended);
    x = g.linearAtPlaces(id + ".mlp_layer.1", x, 4 * width, kStd);
    x = g.add(id + ".mlp_layer.2", "GELU", {x});
    x = g.linearAtPlaces(id + ".mlp_layer.3", x, width, kStd);
    x = g.dropout(id + ".mlp_layer.4", x, 0);
    x = dropBranch(g, id + ".stochastic_dropout_2", x, p);
    x = g.add(id + ".add_2", "Add", {attended, x});
    return g.add(id + ".departition_op", "WindowMerge", {x, input}, {{"kind", kind}});
}

std::string maxvit(GraphWriter& g, std::int64_t classes) {
    constexpr std::array<std::int64_t, 4> kWidths{64, 128, 256, 512};
    constexpr std::array<int, 4> kDepths{2, 2, 5, 2};
    constexpr double kStochasticDepth = 0.2;
    constexpr int kTotal = 11;
    auto x = normed(g, "stem.0", "input", {.out = kWidths[0], .stride = 2, .padding = 1});
    x = plain(g, "stem.1.0", x, {.out = kWidths[0], .padding = 1});
    int position = 0;
    for (std::size_t stage = 0; stage < kWidths.size(); ++stage) {
        for (int i = 0; i < kDepths[stage]; ++i) {
            const std::string id =
                "blocks." + std::to_string(stage) + ".layers." + std::to_string(i) + ".layers.";
            const double p = kStochasticDepth * position++ / (kTotal - 1);
            x = mbConv(g, id + "MBconv", x, kWidths[stage], i == 0 ? 2 : 1, p);
            x = partitionAttention(g, id + "window_attention", x, kWidths[stage], "window", p);
            x = partitionAttention(g, id + "grid_attention", x, kWidths[stage], "grid", p);
        }
    }
    x = g.adaptiveAvgPool("classifier.0", x, 1);
    x = g.flatten("classifier.1", x);
    x = g.add("classifier.2", "LayerNorm", {x});
    x = g.linearNormal("classifier.3", x, kWidths.back(), kStd);
    x = g.add("classifier.4", "Tanh", {x});
    return g.add("classifier.5", "Linear", {x},
                 {{"out_features", classes},
                  {"bias", false},
                  {"init", std::string("normal")},
                  {"init_std", kStd}});
}

}  // namespace

std::vector<Entry> maxvitEntries() {
    return {{{"maxvit_t", "MaxViT", "Tu et al. 2022",
              MN_TEXT("Zoo",
                      "Convolution, attention in windows and attention over a grid in "
                      "turn; needs pictures of a multiple of 224 px.")},
             maxvit}};
}

}  // namespace minarai::zoo
