// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// ResNet, ResNeXt and Wide ResNet. Follows torchvision/models/resnet.py.
#include <array>

#include "zoo/families.h"

namespace minarai::zoo {

namespace {

constexpr const char* kInit = "kaiming_normal_fan_out";

struct Row {
    bool bottleneck = false;
    std::array<int, 4> blocks{};
    std::int64_t groups = 1;
    std::int64_t widthPerGroup = 64;
};

struct Block {
    std::string id;
    std::string input;
    std::int64_t width = 0;  ///< of the inner convolution
    std::int64_t out = 0;
    std::int64_t stride = 1;
    std::int64_t groups = 1;
    bool downsample = false;
};

/// The shortcut stands after the block's layers, as torchvision registers it.
std::string joinShortcut(GraphWriter& g, const Block& block, std::string x) {
    std::string shortcut = block.input;
    if (block.downsample) {
        shortcut = g.conv(
            block.id + ".downsample.0", shortcut,
            {.out = block.out, .kernel = 1, .stride = block.stride, .bias = false, .init = kInit});
        shortcut = g.batchNorm(block.id + ".downsample.1", shortcut);
    }
    x = g.add(block.id + ".add", "Add", {x, shortcut});
    return g.relu(block.id + ".relu", x);
}

std::string basicBlock(GraphWriter& g, const Block& block) {
    auto x = g.conv(
        block.id + ".conv1", block.input,
        {.out = block.out, .stride = block.stride, .padding = 1, .bias = false, .init = kInit});
    x = g.batchNorm(block.id + ".bn1", x);
    x = g.relu(block.id + ".relu1", x);
    x = g.conv(block.id + ".conv2", x,
               {.out = block.out, .padding = 1, .bias = false, .init = kInit});
    x = g.batchNorm(block.id + ".bn2", x);
    return joinShortcut(g, block, x);
}

std::string bottleneckBlock(GraphWriter& g, const Block& block) {
    auto x = g.conv(block.id + ".conv1", block.input,
                    {.out = block.width, .kernel = 1, .bias = false, .init = kInit});
    x = g.batchNorm(block.id + ".bn1", x);
    x = g.relu(block.id + ".relu1", x);
    x = g.conv(block.id + ".conv2", x,
               {.out = block.width,
                .stride = block.stride,
                .padding = 1,
                .groups = block.groups,
                .bias = false,
                .init = kInit});
    x = g.batchNorm(block.id + ".bn2", x);
    x = g.relu(block.id + ".relu2", x);
    x = g.conv(block.id + ".conv3", x,
               {.out = block.out, .kernel = 1, .bias = false, .init = kInit});
    x = g.batchNorm(block.id + ".bn3", x);
    return joinShortcut(g, block, x);
}

Writer resnet(Row row) {
    return [row](GraphWriter& g, std::int64_t classes) {
        auto x = g.conv(
            "conv1", "input",
            {.out = 64, .kernel = 7, .stride = 2, .padding = 3, .bias = false, .init = kInit});
        x = g.batchNorm("bn1", x);
        x = g.relu("relu", x);
        x = g.maxPool("maxpool", x, 3, 2, 1);
        std::int64_t channels = 64;
        for (std::size_t stage = 0; stage < row.blocks.size(); ++stage) {
            const std::int64_t planes = std::int64_t{64} << stage;
            for (int i = 0; i < row.blocks[stage]; ++i) {
                Block block;
                block.id = "layer" + std::to_string(stage + 1) + "." + std::to_string(i);
                block.input = x;
                block.width = planes * row.widthPerGroup / 64 * row.groups;
                block.out = row.bottleneck ? planes * 4 : planes;
                block.stride = stage > 0 && i == 0 ? 2 : 1;
                block.groups = row.groups;
                block.downsample = block.stride != 1 || channels != block.out;
                x = row.bottleneck ? bottleneckBlock(g, block) : basicBlock(g, block);
                channels = block.out;
            }
        }
        x = g.adaptiveAvgPool("avgpool", x, 1);
        x = g.flatten("flatten", x);
        return g.linear("fc", x, classes);
    };
}

}  // namespace

std::vector<Entry> resnetEntries() {
    const std::string source = "He et al. 2015";
    const std::string basic =
        MN_TEXT("Zoo", "Residual blocks with shortcuts: the sturdy choice to begin with.");
    const std::string deep =
        MN_TEXT("Zoo", "Deep residual network of bottleneck blocks: accurate, but slower.");
    const std::string next =
        MN_TEXT("Zoo", "Residual network with grouped convolutions: more accurate for its size.");
    const std::string wide =
        MN_TEXT("Zoo", "Residual network with wider bottlenecks: accurate and large.");
    return {
        {{"resnet18", "ResNet", source, basic}, resnet({false, {2, 2, 2, 2}})},
        {{"resnet34", "ResNet", source, basic}, resnet({false, {3, 4, 6, 3}})},
        {{"resnet50", "ResNet", source, deep}, resnet({true, {3, 4, 6, 3}})},
        {{"resnet101", "ResNet", source, deep}, resnet({true, {3, 4, 23, 3}})},
        {{"resnet152", "ResNet", source, deep}, resnet({true, {3, 8, 36, 3}})},
        {{"resnext50_32x4d", "ResNeXt", "Xie et al. 2016", next},
         resnet({true, {3, 4, 6, 3}, 32, 4})},
        {{"resnext101_32x8d", "ResNeXt", "Xie et al. 2016", next},
         resnet({true, {3, 4, 23, 3}, 32, 8})},
        {{"resnext101_64x4d", "ResNeXt", "Xie et al. 2016", next},
         resnet({true, {3, 4, 23, 3}, 64, 4})},
        {{"wide_resnet50_2", "Wide ResNet", "Zagoruyko and Komodakis 2016", wide},
         resnet({true, {3, 4, 6, 3}, 1, 128})},
        {{"wide_resnet101_2", "Wide ResNet", "Zagoruyko and Komodakis 2016", wide},
         resnet({true, {3, 4, 23, 3}, 1, 128})},
    };
}

}  // namespace minarai::zoo
