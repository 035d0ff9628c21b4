// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// VGG with and without batch normalisation. Follows torchvision/models/vgg.py.
#include <array>

#include "zoo/families.h"

namespace minarai::zoo {

namespace {

/// Convolutions in each of the five stages.
using Stages = std::array<int, 5>;

Writer vgg(Stages stages, bool withNorm) {
    return [stages, withNorm](GraphWriter& g, std::int64_t classes) {
        constexpr std::array<std::int64_t, 5> kChannels{64, 128, 256, 512, 512};
        std::string x = "input";
        int layer = 0;
        const auto id = [&layer] { return "features." + std::to_string(layer++); };
        for (std::size_t stage = 0; stage < stages.size(); ++stage) {
            for (int i = 0; i < stages[stage]; ++i) {
                x = g.conv(
                    id(), x,
                    {.out = kChannels[stage], .padding = 1, .init = "kaiming_normal_fan_out"});
                if (withNorm) {
                    x = g.batchNorm(id(), x);
                }
                x = g.relu(id(), x);
            }
            x = g.maxPool(id(), x, 2, 2);
        }
        x = g.adaptiveAvgPool("avgpool", x, 7);
        x = g.flatten("flatten", x);
        x = g.linearNormal("classifier.0", x, 4096, 0.01);
        x = g.relu("classifier.1", x);
        x = g.dropout("classifier.2", x, 0.5);
        x = g.linearNormal("classifier.3", x, 4096, 0.01);
        x = g.relu("classifier.4", x);
        x = g.dropout("classifier.5", x, 0.5);
        return g.linearNormal("classifier.6", x, classes, 0.01);
    };
}

}  // namespace

std::vector<Entry> vggEntries() {
    const std::string source = "Simonyan and Zisserman 2014";
    const std::string plain =
        MN_TEXT("Zoo", "Small convolutions one after another: simple, large and slow.");
    const std::string normed =
        MN_TEXT("Zoo", "VGG with batch normalisation, which trains more easily.");
    const std::vector<std::pair<std::string, Stages>> rows{{"vgg11", {1, 1, 2, 2, 2}},
                                                           {"vgg13", {2, 2, 2, 2, 2}},
                                                           {"vgg16", {2, 2, 3, 3, 3}},
                                                           {"vgg19", {2, 2, 4, 4, 4}}};
    std::vector<Entry> entries;
    for (const auto& [name, stages] : rows) {
        entries.push_back({{name, "VGG", source, plain}, vgg(stages, false)});
        entries.push_back({{name + "_bn", "VGG", source, normed}, vgg(stages, true)});
    }
    return entries;
}

}  // namespace minarai::zoo
