// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// RegNet. Follows torchvision/models/regnet.py.
#include <algorithm>
#include <cmath>

#include "zoo/families.h"
#include "zoo/squeeze_excite.h"

namespace minarai::zoo {

namespace {

constexpr const char* kInit = "kaiming_normal_fan_out";
constexpr std::int64_t kStem = 32;

/// The numbers from which the paper draws a network.
struct Row {
    int depth;
    std::int64_t firstWidth;
    double slope;
    double step;
    std::int64_t groupWidth;
    bool squeezes;
};

struct Stage {
    std::int64_t width = 0;
    std::int64_t groupWidth = 0;
    int depth = 0;
};

/// Widths on a line, rounded to powers of the step and to multiples of 8; equal ones make a stage.
std::vector<Stage> stagesOf(const Row& row) {
    std::vector<Stage> stages;
    const auto first = static_cast<double>(row.firstWidth);
    for (int i = 0; i < row.depth; ++i) {
        const double width = i * row.slope + first;
        const double power = std::nearbyint(std::log(width / first) / std::log(row.step));
        const auto rounded =
            static_cast<std::int64_t>(std::nearbyint(first * std::pow(row.step, power) / 8)) * 8;
        if (stages.empty() || stages.back().width != rounded) {
            stages.push_back({rounded, row.groupWidth, 0});
        }
        ++stages.back().depth;
    }
    for (Stage& stage : stages) {
        stage.groupWidth = std::min(stage.groupWidth, stage.width);
        stage.width = makeDivisible(static_cast<double>(stage.width), stage.groupWidth);
    }
    return stages;
}

Writer regnet(Row row) {
    return [row](GraphWriter& g, std::int64_t classes) {
        const auto normed = [&g](const std::string& id, const std::string& input, Conv conv,
                                 std::string_view activation) {
            conv.init = kInit;
            return convNormed(g, id, input, {conv, activation});
        };
        auto x = normed("stem", "input", {.out = kStem, .stride = 2, .padding = 1}, "ReLU");
        std::int64_t channels = kStem;
        int number = 0;
        for (const Stage& stage : stagesOf(row)) {
            const std::string name = "block" + std::to_string(++number);
            for (int i = 0; i < stage.depth; ++i) {
                const std::string id =
                    "trunk_output." + name + "." + name + "-" + std::to_string(i);
                const std::int64_t stride = i == 0 ? 2 : 1;
                std::string shortcut = x;
                if (channels != stage.width || stride != 1) {
                    shortcut = normed(id + ".proj", x,
                                      {.out = stage.width, .kernel = 1, .stride = stride}, "");
                }
                x = normed(id + ".f.a", x, {.out = stage.width, .kernel = 1}, "ReLU");
                x = normed(id + ".f.b", x,
                           {.out = stage.width,
                            .stride = stride,
                            .padding = 1,
                            .groups = stage.width / stage.groupWidth},
                           "ReLU");
                if (row.squeezes) {
                    // torchvision leaves these biases as PyTorch begins them.
                    x = squeezeExcite(
                        g, id + ".f.se", x,
                        {.channels = stage.width, .inner = channels / 4, .initBias = "default"});
                }
                x = normed(id + ".f.c", x, {.out = stage.width, .kernel = 1}, "");
                x = g.add(id + ".add", "Add", {shortcut, x});
                x = g.relu(id + ".activation", x);
                channels = stage.width;
            }
        }
        x = g.adaptiveAvgPool("avgpool", x, 1);
        x = g.flatten("flatten", x);
        return g.linearNormal("fc", x, classes, 0.01);
    };
}

}  // namespace

std::vector<Entry> regnetEntries() {
    const std::string source = "Radosavovic et al. 2020";
    const std::string plain =
        MN_TEXT("Zoo", "A simple rule for widths found by studying thousands of networks.");
    const std::string squeezing =
        MN_TEXT("Zoo", "RegNet with squeeze-and-excitation: a little more accurate.");
    const auto x = [&](const char* name, Row row) {
        return Entry{{name, "RegNet", source, plain}, regnet(row)};
    };
    const auto y = [&](const char* name, Row row) {
        return Entry{{name, "RegNet", source, squeezing}, regnet(row)};
    };
    return {
        x("regnet_x_400mf", {22, 24, 24.48, 2.54, 16, false}),
        x("regnet_x_800mf", {16, 56, 35.73, 2.28, 16, false}),
        x("regnet_x_1_6gf", {18, 80, 34.01, 2.25, 24, false}),
        x("regnet_x_3_2gf", {25, 88, 26.31, 2.25, 48, false}),
        x("regnet_x_8gf", {23, 80, 49.56, 2.88, 120, false}),
        x("regnet_x_16gf", {22, 216, 55.59, 2.1, 128, false}),
        x("regnet_x_32gf", {23, 320, 69.86, 2.0, 168, false}),
        y("regnet_y_400mf", {16, 48, 27.89, 2.09, 8, true}),
        y("regnet_y_800mf", {14, 56, 38.84, 2.4, 16, true}),
        y("regnet_y_1_6gf", {27, 48, 20.71, 2.65, 24, true}),
        y("regnet_y_3_2gf", {21, 80, 42.63, 2.66, 24, true}),
        y("regnet_y_8gf", {17, 192, 76.82, 2.19, 56, true}),
        y("regnet_y_16gf", {18, 200, 106.23, 2.48, 112, true}),
        y("regnet_y_32gf", {20, 232, 115.89, 2.53, 232, true}),
        y("regnet_y_128gf", {27, 456, 160.83, 2.52, 264, true}),
    };
}

}  // namespace minarai::zoo
