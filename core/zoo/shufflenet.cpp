// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// ShuffleNet V2. Follows torchvision/models/shufflenetv2.py.
#include <array>

#include "zoo/families.h"

namespace minarai::zoo {

namespace {

/// The way of a block's second branch, and of its first where the size is halved.
std::string block(GraphWriter& g, const std::string& id, const std::string& input,
                  std::int64_t channels, std::int64_t out, std::int64_t stride) {
    const std::int64_t half = out / 2;
    std::string kept = input;
    std::string x = input;
    if (stride > 1) {
        kept = g.conv(
            id + ".branch1.0", input,
            {.out = channels, .stride = stride, .padding = 1, .groups = channels, .bias = false});
        kept = g.batchNorm(id + ".branch1.1", kept);
        kept = g.conv(id + ".branch1.2", kept, {.out = half, .kernel = 1, .bias = false});
        kept = g.batchNorm(id + ".branch1.3", kept);
        kept = g.relu(id + ".branch1.4", kept);
    } else {
        kept = g.add(id + ".kept", "Chunk", {input}, {{"index", std::int64_t{0}}});
        x = g.add(id + ".changed", "Chunk", {input}, {{"index", std::int64_t{1}}});
    }
    x = g.conv(id + ".branch2.0", x, {.out = half, .kernel = 1, .bias = false});
    x = g.batchNorm(id + ".branch2.1", x);
    x = g.relu(id + ".branch2.2", x);
    x = g.conv(id + ".branch2.3", x,
               {.out = half, .stride = stride, .padding = 1, .groups = half, .bias = false});
    x = g.batchNorm(id + ".branch2.4", x);
    x = g.conv(id + ".branch2.5", x, {.out = half, .kernel = 1, .bias = false});
    x = g.batchNorm(id + ".branch2.6", x);
    x = g.relu(id + ".branch2.7", x);
    x = g.add(id + ".concat", "Concat", {kept, x});
    return g.add(id + ".shuffle", "ChannelShuffle", {x});
}

Writer shufflenet(std::array<std::int64_t, 5> widths) {
    return [widths](GraphWriter& g, std::int64_t classes) {
        auto x = g.conv("conv1.0", "input",
                        {.out = widths[0], .stride = 2, .padding = 1, .bias = false});
        x = g.batchNorm("conv1.1", x);
        x = g.relu("conv1.2", x);
        x = g.maxPool("maxpool", x, 3, 2, 1);
        constexpr std::array<int, 3> kRepeats{4, 8, 4};
        std::int64_t channels = widths[0];
        for (std::size_t stage = 0; stage < kRepeats.size(); ++stage) {
            const std::int64_t out = widths[stage + 1];
            for (int i = 0; i < kRepeats[stage]; ++i) {
                x = block(g, "stage" + std::to_string(stage + 2) + "." + std::to_string(i), x,
                          channels, out, i == 0 ? 2 : 1);
                channels = out;
            }
        }
        x = g.conv("conv5.0", x, {.out = widths[4], .kernel = 1, .bias = false});
        x = g.batchNorm("conv5.1", x);
        x = g.relu("conv5.2", x);
        x = g.adaptiveAvgPool("avgpool", x, 1);
        x = g.flatten("flatten", x);
        return g.linear("fc", x, classes);
    };
}

}  // namespace

std::vector<Entry> shufflenetEntries() {
    const std::string source = "Ma et al. 2018";
    const std::string about =
        MN_TEXT("Zoo", "Works on half of the channels and shuffles them: one of the quickest.");
    return {
        {{"shufflenet_v2_x0_5", "ShuffleNet", source, about}, shufflenet({24, 48, 96, 192, 1024})},
        {{"shufflenet_v2_x1_0", "ShuffleNet", source, about},
         shufflenet({24, 116, 232, 464, 1024})},
        {{"shufflenet_v2_x1_5", "ShuffleNet", source, about},
         shufflenet({24, 176, 352, 704, 1024})},
        {{"shufflenet_v2_x2_0", "ShuffleNet", source, about},
         shufflenet({24, 244, 488, 976, 2048})},
    };
}

}  // namespace minarai::zoo
