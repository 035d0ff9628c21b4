// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// MobileNetV3 and MNASNet. Follow torchvision/models/mobilenetv3.py and mnasnet.py.
#include <span>

#include "zoo/families.h"
#include "zoo/squeeze_excite.h"

namespace minarai::zoo {

namespace {

constexpr const char* kInit = "kaiming_normal_fan_out";
constexpr double kEps = 0.001;
constexpr double kMomentum = 0.01;

struct Row {
    std::int64_t kernel, expanded, out;
    bool squeezes;
    std::string_view activation;
    std::int64_t stride;
};

constexpr std::string_view kRelu = "ReLU";
constexpr std::string_view kHard = "Hardswish";

constexpr Row kLarge[] = {
    {3, 16, 16, false, kRelu, 1},  {3, 64, 24, false, kRelu, 2},  {3, 72, 24, false, kRelu, 1},
    {5, 72, 40, true, kRelu, 2},   {5, 120, 40, true, kRelu, 1},  {5, 120, 40, true, kRelu, 1},
    {3, 240, 80, false, kHard, 2}, {3, 200, 80, false, kHard, 1}, {3, 184, 80, false, kHard, 1},
    {3, 184, 80, false, kHard, 1}, {3, 480, 112, true, kHard, 1}, {3, 672, 112, true, kHard, 1},
    {5, 672, 160, true, kHard, 2}, {5, 960, 160, true, kHard, 1}, {5, 960, 160, true, kHard, 1}};

constexpr Row kSmall[] = {
    {3, 16, 16, true, kRelu, 2},  {3, 72, 24, false, kRelu, 2}, {3, 88, 24, false, kRelu, 1},
    {5, 96, 40, true, kHard, 2},  {5, 240, 40, true, kHard, 1}, {5, 240, 40, true, kHard, 1},
    {5, 120, 48, true, kHard, 1}, {5, 144, 48, true, kHard, 1}, {5, 288, 96, true, kHard, 2},
    {5, 576, 96, true, kHard, 1}, {5, 576, 96, true, kHard, 1}};

Writer mobilenetV3(std::span<const Row> rows, std::int64_t last) {
    return [rows, last](GraphWriter& g, std::int64_t classes) {
        const auto normed = [&g](const std::string& id, const std::string& input, Conv conv,
                                 std::string_view activation) {
            conv.init = kInit;
            return convNormed(g, id, input, {conv, activation, kEps, kMomentum});
        };
        auto x = normed("features.0", "input", {.out = 16, .stride = 2, .padding = 1}, kHard);
        std::int64_t channels = 16;
        int layer = 1;
        for (const Row& row : rows) {
            const std::string block = "features." + std::to_string(layer++);
            const std::string input = x;
            int part = 0;
            const auto id = [&] { return block + ".block." + std::to_string(part++); };
            if (row.expanded != channels) {
                x = normed(id(), x, {.out = row.expanded, .kernel = 1}, row.activation);
            }
            x = normed(id(), x,
                       {.out = row.expanded,
                        .kernel = row.kernel,
                        .stride = row.stride,
                        .padding = row.kernel / 2,
                        .groups = row.expanded},
                       row.activation);
            if (row.squeezes) {
                x = squeezeExcite(g, id(), x,
                                  {.channels = row.expanded,
                                   .inner = makeDivisible(static_cast<double>(row.expanded / 4)),
                                   .gate = "Hardsigmoid"});
            }
            x = normed(id(), x, {.out = row.out, .kernel = 1}, "");
            if (row.stride == 1 && channels == row.out) {
                x = g.add(block + ".add", "Add", {x, input});
            }
            channels = row.out;
        }
        x = normed("features." + std::to_string(layer), x, {.out = 6 * channels, .kernel = 1},
                   kHard);
        x = g.adaptiveAvgPool("avgpool", x, 1);
        x = g.flatten("flatten", x);
        x = g.linearNormal("classifier.0", x, last, 0.01);
        x = g.add("classifier.1", "Hardswish", {x});
        x = g.dropout("classifier.2", x, 0.2);
        return g.linearNormal("classifier.3", x, classes, 0.01);
    };
}

/// The momentum of TensorFlow's 0.9997.
constexpr double kMnasMomentum = 1 - 0.9997;

Writer mnasnet(double alpha) {
    return [alpha](GraphWriter& g, std::int64_t classes) {
        int layer = 0;
        const auto id = [&layer] { return "layers." + std::to_string(layer++); };
        const auto conv = [&g](const std::string& name, const std::string& input, Conv numbers) {
            numbers.bias = false;
            numbers.init = kInit;
            return g.conv(name, input, numbers);
        };
        // Rounds up unless that is over 10 % more.
        const auto width = [alpha](std::int64_t depth) {
            return makeDivisible(static_cast<double>(depth) * alpha);
        };
        const std::int64_t first = width(32);
        auto x = conv(id(), "input", {.out = first, .stride = 2, .padding = 1});
        x = g.batchNorm(id(), x, 1e-5, kMnasMomentum);
        x = g.relu(id(), x);
        x = conv(id(), x, {.out = first, .padding = 1, .groups = first});
        x = g.batchNorm(id(), x, 1e-5, kMnasMomentum);
        x = g.relu(id(), x);
        std::int64_t channels = width(16);
        x = conv(id(), x, {.out = channels, .kernel = 1});
        x = g.batchNorm(id(), x, 1e-5, kMnasMomentum);
        struct Stack {
            std::int64_t out, kernel, stride, expand;
            int repeats;
        };
        constexpr Stack kStacks[] = {{24, 3, 2, 3, 3}, {40, 5, 2, 3, 3},  {80, 5, 2, 6, 3},
                                     {96, 3, 1, 6, 2}, {192, 5, 2, 6, 4}, {320, 3, 1, 6, 1}};
        for (const Stack& stack : kStacks) {
            const std::string stage = id();
            const std::int64_t out = width(stack.out);
            for (int i = 0; i < stack.repeats; ++i) {
                const std::string block = stage + "." + std::to_string(i);
                const std::string input = x;
                const std::int64_t hidden = channels * stack.expand;
                const std::int64_t stride = i == 0 ? stack.stride : 1;
                int part = 0;
                const auto next = [&] { return block + ".layers." + std::to_string(part++); };
                x = conv(next(), x, {.out = hidden, .kernel = 1});
                x = g.batchNorm(next(), x, 1e-5, kMnasMomentum);
                x = g.relu(next(), x);
                x = conv(next(), x,
                         {.out = hidden,
                          .kernel = stack.kernel,
                          .stride = stride,
                          .padding = stack.kernel / 2,
                          .groups = hidden});
                x = g.batchNorm(next(), x, 1e-5, kMnasMomentum);
                x = g.relu(next(), x);
                x = conv(next(), x, {.out = out, .kernel = 1});
                x = g.batchNorm(next(), x, 1e-5, kMnasMomentum);
                if (stride == 1 && channels == out) {
                    x = g.add(block + ".add", "Add", {x, input});
                }
                channels = out;
            }
        }
        x = conv(id(), x, {.out = 1280, .kernel = 1});
        x = g.batchNorm(id(), x, 1e-5, kMnasMomentum);
        x = g.relu(id(), x);
        x = g.adaptiveAvgPool("avgpool", x, 1);
        x = g.flatten("flatten", x);
        x = g.dropout("classifier.0", x, 0.2);
        return g.add("classifier.1", "Linear", {x},
                     {{"out_features", classes}, {"init", std::string("lecun_uniform_fan_out")}});
    };
}

}  // namespace

std::vector<Entry> mobilenetV3Entries() {
    const std::string large = "Howard et al. 2019";
    const std::string third =
        MN_TEXT("Zoo", "MobileNet found by search, with squeeze-and-excitation: quick and small.");
    const std::string mnas =
        MN_TEXT("Zoo", "Found by a search that measured the time on a telephone.");
    const std::string paper = "Tan et al. 2018";
    return {
        {{"mobilenet_v3_large", "MobileNet", large, third}, mobilenetV3(kLarge, 1280)},
        {{"mobilenet_v3_small", "MobileNet", large, third}, mobilenetV3(kSmall, 1024)},
        {{"mnasnet0_5", "MNASNet", paper, mnas}, mnasnet(0.5)},
        {{"mnasnet0_75", "MNASNet", paper, mnas}, mnasnet(0.75)},
        {{"mnasnet1_0", "MNASNet", paper, mnas}, mnasnet(1.0)},
        {{"mnasnet1_3", "MNASNet", paper, mnas}, mnasnet(1.3)},
    };
}

}  // namespace minarai::zoo
