// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// EfficientNet and EfficientNetV2. Follow torchvision/models/efficientnet.py.
#include <algorithm>
#include <cmath>

#include "zoo/families.h"
#include "zoo/squeeze_excite.h"

namespace minarai::zoo {

namespace {

constexpr const char* kInit = "kaiming_normal_fan_out";
constexpr double kStochasticDepth = 0.2;

struct Stage {
    bool fused;
    double expand;
    std::int64_t kernel, stride, in, out;
    int repeats;
};

struct Row {
    std::vector<Stage> stages;
    double dropout;
    std::int64_t last;  ///< 0: four times the last stage's channels
    double eps = 1e-5;
    double momentum = 0.1;
};

class EfficientNet {
  public:
    EfficientNet(GraphWriter& graph, const Row& row) : m_graph(&graph), m_row(&row) {}

    std::string write(std::int64_t classes) {
        GraphWriter& g = *m_graph;
        auto x = normed("features.0", "input",
                        {.out = m_row->stages.front().in, .stride = 2, .padding = 1});
        int total = 0;
        for (const Stage& stage : m_row->stages) {
            total += stage.repeats;
        }
        int position = 0;
        std::size_t layer = 1;
        for (Stage stage : m_row->stages) {
            for (int i = 0; i < stage.repeats; ++i) {
                const std::string id =
                    "features." + std::to_string(layer) + "." + std::to_string(i);
                const double depth = kStochasticDepth * position++ / total;
                x = block(id, x, stage, depth);
                stage.in = stage.out;
                stage.stride = 1;
            }
            ++layer;
        }
        const std::int64_t last = m_row->last > 0 ? m_row->last : 4 * m_row->stages.back().out;
        x = normed("features." + std::to_string(layer), x, {.out = last, .kernel = 1});
        x = g.adaptiveAvgPool("avgpool", x, 1);
        x = g.flatten("flatten", x);
        x = g.dropout("classifier.0", x, m_row->dropout);
        return g.add("classifier.1", "Linear", {x},
                     {{"out_features", classes}, {"init", std::string("uniform_fan_out")}});
    }

  private:
    std::string normed(const std::string& id, const std::string& input, Conv conv,
                       std::string_view activation = "SiLU") {
        conv.init = kInit;
        return convNormed(*m_graph, id, input, {conv, activation, m_row->eps, m_row->momentum});
    }

    /// MBConv, or FusedMBConv which puts the first two convolutions into one.
    std::string block(const std::string& id, const std::string& input, const Stage& stage,
                      double stochasticDepth) {
        const std::int64_t hidden = makeDivisible(static_cast<double>(stage.in) * stage.expand);
        int part = 0;
        const auto next = [&] { return id + ".block." + std::to_string(part++); };
        const Conv spatial{.out = hidden,
                           .kernel = stage.kernel,
                           .stride = stage.stride,
                           .padding = stage.kernel / 2};
        std::string x = input;
        if (stage.fused && hidden == stage.in) {
            Conv only = spatial;
            only.out = stage.out;
            x = normed(next(), x, only);
        } else {
            if (stage.fused) {
                x = normed(next(), x, spatial);
            } else {
                if (hidden != stage.in) {
                    x = normed(next(), x, {.out = hidden, .kernel = 1});
                }
                Conv depthwise = spatial;
                depthwise.groups = hidden;
                x = normed(next(), x, depthwise);
                x = squeezeExcite(*m_graph, next(), x,
                                  {.channels = hidden,
                                   .inner = std::max<std::int64_t>(1, stage.in / 4),
                                   .activation = "SiLU"});
            }
            x = normed(next(), x, {.out = stage.out, .kernel = 1}, "");
        }
        if (stage.stride == 1 && stage.in == stage.out) {
            x = m_graph->add(id + ".stochastic_depth", "StochasticDepth", {x},
                             {{"p", stochasticDepth}});
            x = m_graph->add(id + ".add", "Add", {x, input});
        }
        return x;
    }

    GraphWriter* m_graph;
    const Row* m_row;
};

Writer writerOf(Row row) {
    return
        [row](GraphWriter& g, std::int64_t classes) { return EfficientNet(g, row).write(classes); };
}

/// Version 1: one net, made wider and deeper.
Writer scaled(double width, double depth, double dropout, double eps = 1e-5,
              double momentum = 0.1) {
    Row row{{{false, 1, 3, 1, 32, 16, 1},
             {false, 6, 3, 2, 16, 24, 2},
             {false, 6, 5, 2, 24, 40, 2},
             {false, 6, 3, 2, 40, 80, 3},
             {false, 6, 5, 1, 80, 112, 3},
             {false, 6, 5, 2, 112, 192, 4},
             {false, 6, 3, 1, 192, 320, 1}},
            dropout,
            0,
            eps,
            momentum};
    for (Stage& stage : row.stages) {
        stage.in = makeDivisible(static_cast<double>(stage.in) * width);
        stage.out = makeDivisible(static_cast<double>(stage.out) * width);
        stage.repeats = static_cast<int>(std::ceil(stage.repeats * depth));
    }
    return writerOf(std::move(row));
}

Writer second(std::vector<Stage> stages, double dropout) {
    return writerOf({std::move(stages), dropout, 1280, 1e-3, 0.1});
}

}  // namespace

std::vector<Entry> efficientnetEntries() {
    const std::string source = "Tan and Le 2019";
    const std::string later = "Tan and Le 2021";
    const std::string about =
        MN_TEXT("Zoo", "Depth, width and picture grow together: accurate for its cost.");
    const std::string fused =
        MN_TEXT("Zoo", "EfficientNet made quicker to train by fused convolutions.");
    const auto one = [&](const char* name, std::int64_t size, Writer write) {
        return Entry{{name, "EfficientNet", source, about, 3, size}, std::move(write)};
    };
    const auto two = [&](const char* name, std::int64_t size, Writer write) {
        return Entry{{name, "EfficientNetV2", later, fused, 3, size}, std::move(write)};
    };
    return {
        one("efficientnet_b0", 224, scaled(1.0, 1.0, 0.2)),
        one("efficientnet_b1", 240, scaled(1.0, 1.1, 0.2)),
        one("efficientnet_b2", 288, scaled(1.1, 1.2, 0.3)),
        one("efficientnet_b3", 300, scaled(1.2, 1.4, 0.3)),
        one("efficientnet_b4", 380, scaled(1.4, 1.8, 0.4)),
        one("efficientnet_b5", 456, scaled(1.6, 2.2, 0.4, 1e-3, 0.01)),
        one("efficientnet_b6", 528, scaled(1.8, 2.6, 0.5, 1e-3, 0.01)),
        one("efficientnet_b7", 600, scaled(2.0, 3.1, 0.5, 1e-3, 0.01)),
        two("efficientnet_v2_s", 384,
            second({{true, 1, 3, 1, 24, 24, 2},
                    {true, 4, 3, 2, 24, 48, 4},
                    {true, 4, 3, 2, 48, 64, 4},
                    {false, 4, 3, 2, 64, 128, 6},
                    {false, 6, 3, 1, 128, 160, 9},
                    {false, 6, 3, 2, 160, 256, 15}},
                   0.2)),
        two("efficientnet_v2_m", 480,
            second({{true, 1, 3, 1, 24, 24, 3},
                    {true, 4, 3, 2, 24, 48, 5},
                    {true, 4, 3, 2, 48, 80, 5},
                    {false, 4, 3, 2, 80, 160, 7},
                    {false, 6, 3, 1, 160, 176, 14},
                    {false, 6, 3, 2, 176, 304, 18},
                    {false, 6, 3, 1, 304, 512, 5}},
                   0.3)),
        two("efficientnet_v2_l", 480,
            second({{true, 1, 3, 1, 32, 32, 4},
                    {true, 4, 3, 2, 32, 64, 7},
                    {true, 4, 3, 2, 64, 96, 7},
                    {false, 4, 3, 2, 96, 192, 10},
                    {false, 6, 3, 1, 192, 224, 19},
                    {false, 6, 3, 2, 224, 384, 25},
                    {false, 6, 3, 1, 384, 640, 7}},
                   0.4)),
    };
}

}  // namespace minarai::zoo
