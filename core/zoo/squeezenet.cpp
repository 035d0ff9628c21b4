// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// SqueezeNet. Follows torchvision/models/squeezenet.py.
#include "zoo/families.h"

namespace minarai::zoo {

namespace {

constexpr const char* kInit = "kaiming_uniform_fan_in";

std::string fire(GraphWriter& g, const std::string& id, std::string x, std::int64_t squeeze,
                 std::int64_t expand) {
    x = g.conv(id + ".squeeze", x, {.out = squeeze, .kernel = 1, .init = kInit});
    x = g.relu(id + ".squeeze_activation", x);
    auto one = g.conv(id + ".expand1x1", x, {.out = expand, .kernel = 1, .init = kInit});
    one = g.relu(id + ".expand1x1_activation", one);
    auto three =
        g.conv(id + ".expand3x3", x, {.out = expand, .kernel = 3, .padding = 1, .init = kInit});
    three = g.relu(id + ".expand3x3_activation", three);
    return g.add(id + ".cat", "Concat", {one, three});
}

Writer squeezenet(bool isFirst) {
    return [isFirst](GraphWriter& g, std::int64_t classes) {
        // Squeeze and expand channels of the fire modules; 0 stands for a pooling layer.
        using Fires = std::vector<std::pair<std::int64_t, std::int64_t>>;
        const Fires first{{0, 0},    {16, 64},  {16, 64},  {32, 128}, {0, 0},   {32, 128},
                          {48, 192}, {48, 192}, {64, 256}, {0, 0},    {64, 256}};
        const Fires second{{0, 0}, {16, 64},  {16, 64},  {0, 0},    {32, 128}, {32, 128},
                           {0, 0}, {48, 192}, {48, 192}, {64, 256}, {64, 256}};
        auto x = g.conv(
            "features.0", "input",
            {.out = isFirst ? 96 : 64, .kernel = isFirst ? 7 : 3, .stride = 2, .init = kInit});
        x = g.relu("features.1", x);
        int layer = 2;
        for (const auto& [squeeze, expand] : isFirst ? first : second) {
            const std::string id = "features." + std::to_string(layer++);
            x = squeeze == 0 ? g.add(id, "MaxPool2d", {x},
                                     {{"kernel_size", std::vector<std::int64_t>{3}},
                                      {"stride", std::vector<std::int64_t>{2}},
                                      {"ceil_mode", true}})
                             : fire(g, id, x, squeeze, expand);
        }
        x = g.dropout("classifier.0", x, 0.5);
        x = g.add("classifier.1", "Conv2d", {x},
                  {{"out_channels", classes},
                   {"kernel_size", std::vector<std::int64_t>{1}},
                   {"init", std::string("normal")},
                   {"init_std", 0.01}});
        x = g.relu("classifier.2", x);
        x = g.adaptiveAvgPool("classifier.3", x, 1);
        return g.flatten("flatten", x);
    };
}

}  // namespace

std::vector<Entry> squeezenetEntries() {
    const std::string source = "Iandola et al. 2016";
    const std::string about =
        MN_TEXT("Zoo", "As good as AlexNet with a fiftieth of its parameters.");
    return {
        {{"squeezenet1_0", "SqueezeNet", source, about}, squeezenet(true)},
        {{"squeezenet1_1", "SqueezeNet", source, about}, squeezenet(false)},
    };
}

}  // namespace minarai::zoo
