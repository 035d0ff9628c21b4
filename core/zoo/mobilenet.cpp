// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// MobileNetV2. Follows torchvision/models/mobilenetv2.py.
#include "zoo/families.h"

namespace minarai::zoo {

namespace {

constexpr const char* kInit = "kaiming_normal_fan_out";

std::string mobilenetV2(GraphWriter& g, std::int64_t classes) {
    // Conv2dNormActivation: a Sequential of three.
    const auto normed = [&g](const std::string& id, const std::string& input, Conv conv) {
        conv.bias = false;
        conv.init = kInit;
        auto x = g.conv(id + ".0", input, conv);
        x = g.batchNorm(id + ".1", x);
        return g.add(id + ".2", "ReLU6", {x});
    };
    struct Row {
        std::int64_t expand, out;
        int repeats;
        std::int64_t stride;
    };
    constexpr Row kRows[] = {{1, 16, 1, 1}, {6, 24, 2, 2},  {6, 32, 3, 2}, {6, 64, 4, 2},
                             {6, 96, 3, 1}, {6, 160, 3, 2}, {6, 320, 1, 1}};
    auto x = normed("features.0", "input", {.out = 32, .stride = 2, .padding = 1});
    std::int64_t channels = 32;
    int layer = 1;
    for (const Row& row : kRows) {
        for (int i = 0; i < row.repeats; ++i) {
            const std::string block = "features." + std::to_string(layer++);
            const std::int64_t stride = i == 0 ? row.stride : 1;
            const std::int64_t hidden = channels * row.expand;
            const std::string input = x;
            int part = 0;
            const auto id = [&] { return block + ".conv." + std::to_string(part++); };
            if (row.expand != 1) {
                x = normed(id(), x, {.out = hidden, .kernel = 1});
            }
            x = normed(id(), x, {.out = hidden, .stride = stride, .padding = 1, .groups = hidden});
            x = g.conv(id(), x, {.out = row.out, .kernel = 1, .bias = false, .init = kInit});
            x = g.batchNorm(id(), x);
            if (stride == 1 && channels == row.out) {
                x = g.add(block + ".add", "Add", {input, x});
            }
            channels = row.out;
        }
    }
    x = normed("features." + std::to_string(layer), x, {.out = 1280, .kernel = 1});
    x = g.adaptiveAvgPool("avgpool", x, 1);
    x = g.flatten("flatten", x);
    x = g.dropout("classifier.0", x, 0.2);
    return g.linearNormal("classifier.1", x, classes, 0.01);
}

}  // namespace

std::vector<Entry> mobilenetEntries() {
    return {{{"mobilenet_v2", "MobileNet", "Sandler et al. 2018",
              MN_TEXT("Zoo",
                      "Small and quick, made for telephones: good on a computer without "
                      "a graphics card.")},
             mobilenetV2}};
}

}  // namespace minarai::zoo
