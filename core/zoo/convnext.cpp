// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// ConvNeXt. Follows torchvision/models/convnext.py.
#include <array>

#include "zoo/families.h"

namespace minarai::zoo {

namespace {

constexpr double kStd = 0.02;
constexpr double kEps = 1e-6;

struct Row {
    std::array<std::int64_t, 4> widths;
    std::array<int, 4> depths;
    double stochasticDepth;
};

std::string block(GraphWriter& g, const std::string& id, const std::string& input,
                  std::int64_t width, double stochasticDepth) {
    auto x = g.conv(id + ".block.0", input,
                    {.out = width,
                     .kernel = 7,
                     .padding = 3,
                     .groups = width,
                     .init = "normal",
                     .initStd = kStd});
    x = g.add(id + ".block.1", "Permute", {x}, {{"to", std::string("channels_last")}});
    x = g.add(id + ".block.2", "LayerNorm", {x}, {{"eps", kEps}, {"each_place", true}});
    x = g.linearAtPlaces(id + ".block.3", x, 4 * width, kStd);
    x = g.add(id + ".block.4", "GELU", {x});
    x = g.linearAtPlaces(id + ".block.5", x, width, kStd);
    x = g.add(id + ".block.6", "Permute", {x}, {{"to", std::string("channels_first")}});
    x = g.add(id + ".layer_scale", "LayerScale", {x}, {{"init_value", 1e-6}});
    x = g.add(id + ".stochastic_depth", "StochasticDepth", {x}, {{"p", stochasticDepth}});
    return g.add(id + ".add", "Add", {x, input});
}

std::string norm(GraphWriter& g, const std::string& id, const std::string& input) {
    return g.add(id, "LayerNorm2d", {input}, {{"eps", kEps}});
}

Writer convnext(Row row) {
    return [row](GraphWriter& g, std::int64_t classes) {
        auto x = g.conv(
            "features.0.0", "input",
            {.out = row.widths[0], .kernel = 4, .stride = 4, .init = "normal", .initStd = kStd});
        x = norm(g, "features.0.1", x);
        int total = 0;
        for (const int depth : row.depths) {
            total += depth;
        }
        int position = 0;
        int layer = 1;
        for (std::size_t stage = 0; stage < row.widths.size(); ++stage) {
            const std::string id = "features." + std::to_string(layer++);
            for (int i = 0; i < row.depths[stage]; ++i) {
                x = block(g, id + "." + std::to_string(i), x, row.widths[stage],
                          row.stochasticDepth * position++ / (total - 1.0));
            }
            if (stage + 1 < row.widths.size()) {
                const std::string down = "features." + std::to_string(layer++);
                x = norm(g, down + ".0", x);
                x = g.conv(down + ".1", x,
                           {.out = row.widths[stage + 1],
                            .kernel = 2,
                            .stride = 2,
                            .init = "normal",
                            .initStd = kStd});
            }
        }
        x = g.adaptiveAvgPool("avgpool", x, 1);
        x = norm(g, "classifier.0", x);
        x = g.flatten("classifier.1", x);
        return g.linearNormal("classifier.2", x, classes, kStd);
    };
}

}  // namespace

std::vector<Entry> convnextEntries() {
    const std::string source = "Liu et al. 2022";
    const std::string about =
        MN_TEXT("Zoo",
                "Convolutions arranged as in a transformer: very accurate when it starts "
                "from pretrained weights.");
    return {
        {{"convnext_tiny", "ConvNeXt", source, about},
         convnext({{96, 192, 384, 768}, {3, 3, 9, 3}, 0.1})},
        {{"convnext_small", "ConvNeXt", source, about},
         convnext({{96, 192, 384, 768}, {3, 3, 27, 3}, 0.4})},
        {{"convnext_base", "ConvNeXt", source, about},
         convnext({{128, 256, 512, 1024}, {3, 3, 27, 3}, 0.5})},
        {{"convnext_large", "ConvNeXt", source, about},
         convnext({{192, 384, 768, 1536}, {3, 3, 27, 3}, 0.5})},
    };
}

}  // namespace minarai::zoo
