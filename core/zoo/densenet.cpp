// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// DenseNet-BC. Follows torchvision/models/densenet.py.
#include <array>

#include "zoo/families.h"

namespace minarai::zoo {

namespace {

constexpr const char* kInit = "kaiming_normal_fan_in";

struct Row {
    std::int64_t growth;
    std::array<int, 4> layers;
    std::int64_t first;
};

/// Normalise, ReLU, 1×1, normalise, ReLU, 3×3; the new maps stand after all earlier ones.
std::string denseLayer(GraphWriter& g, const std::string& id, const std::string& input,
                       std::int64_t growth) {
    auto x = g.batchNorm(id + ".norm1", input);
    x = g.relu(id + ".relu1", x);
    x = g.conv(id + ".conv1", x, {.out = 4 * growth, .kernel = 1, .bias = false, .init = kInit});
    x = g.batchNorm(id + ".norm2", x);
    x = g.relu(id + ".relu2", x);
    x = g.conv(id + ".conv2", x, {.out = growth, .padding = 1, .bias = false, .init = kInit});
    return g.add(id + ".concat", "Concat", {input, x});
}

Writer densenet(Row row) {
    return [row](GraphWriter& g, std::int64_t classes) {
        auto x = g.conv("features.conv0", "input",
                        {.out = row.first,
                         .kernel = 7,
                         .stride = 2,
                         .padding = 3,
                         .bias = false,
                         .init = kInit});
        x = g.batchNorm("features.norm0", x);
        x = g.relu("features.relu0", x);
        x = g.maxPool("features.pool0", x, 3, 2, 1);
        std::int64_t channels = row.first;
        for (std::size_t block = 0; block < row.layers.size(); ++block) {
            const std::string number = std::to_string(block + 1);
            for (int i = 0; i < row.layers[block]; ++i) {
                x = denseLayer(
                    g, "features.denseblock" + number + ".denselayer" + std::to_string(i + 1), x,
                    row.growth);
            }
            channels += row.growth * row.layers[block];
            if (block + 1 < row.layers.size()) {
                const std::string id = "features.transition" + number;
                channels /= 2;
                x = g.batchNorm(id + ".norm", x);
                x = g.relu(id + ".relu", x);
                x = g.conv(id + ".conv", x,
                           {.out = channels, .kernel = 1, .bias = false, .init = kInit});
                x = g.avgPool(id + ".pool", x, 2);
            }
        }
        x = g.batchNorm("features.norm5", x);
        x = g.relu("relu", x);
        x = g.adaptiveAvgPool("avgpool", x, 1);
        x = g.flatten("flatten", x);
        return g.add("classifier", "Linear", {x},
                     {{"out_features", classes}, {"init_bias", std::string("zeros")}});
    };
}

}  // namespace

std::vector<Entry> densenetEntries() {
    const std::string source = "Huang et al. 2016";
    const std::string about =
        MN_TEXT("Zoo",
                "Every layer sees the maps of all layers before it: few parameters, much "
                "memory.");
    return {
        {{"densenet121", "DenseNet", source, about}, densenet({32, {6, 12, 24, 16}, 64})},
        {{"densenet161", "DenseNet", source, about}, densenet({48, {6, 12, 36, 24}, 96})},
        {{"densenet169", "DenseNet", source, about}, densenet({32, {6, 12, 32, 32}, 64})},
        {{"densenet201", "DenseNet", source, about}, densenet({32, {6, 12, 48, 32}, 64})},
    };
}

}  // namespace minarai::zoo
