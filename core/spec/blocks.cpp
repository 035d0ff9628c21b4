// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "spec/blocks.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

namespace minarai::spec {

namespace {

constexpr std::int64_t kUnknownChannels = 64;

/// Writes a fragment node by node; each call returns the new node's id.
class Writer {
  public:
    using Settings = std::vector<std::pair<std::string_view, ParamValue>>;

    explicit Writer(std::string name) { m_fragment.name = std::move(name); }

    std::string add(std::string id, std::string_view op, std::vector<std::string> inputs,
                    const Settings& settings = {}) {
        Node node{id, std::string(op), std::move(inputs), {}};
        if (const Op* known = findOp(op); known != nullptr) {
            node.params = known->schema().defaults();
            for (const auto& [name, value] : settings) {
                // Names and ranges are those of the schema; the tests walk every block.
                static_cast<void>(known->schema().set(node.params, name, value));
            }
        }
        m_fragment.nodes.push_back(std::move(node));
        return id;
    }

    std::string conv(std::string id, std::string input, std::int64_t channels, std::int64_t kernel,
                     const Settings& more = {}) {
        Settings settings{{"out_channels", channels},
                          {"kernel_size", std::vector<std::int64_t>{kernel}},
                          {"padding", std::vector<std::int64_t>{kernel / 2}},
                          {"bias", false}};
        settings.insert(settings.end(), more.begin(), more.end());
        return add(std::move(id), "Conv2d", {std::move(input)}, settings);
    }

    /// Convolution, normalisation and ReLU under one name's parts.
    std::string convBnRelu(const std::string& id, std::string input, std::int64_t channels,
                           std::int64_t kernel) {
        auto x = conv(id + ".conv", std::move(input), channels, kernel);
        x = add(id + ".bn", "BatchNorm2d", {x});
        return add(id + ".relu", "ReLU", {x});
    }

    Fragment finish(std::string output) && {
        m_fragment.output = std::move(output);
        return std::move(m_fragment);
    }

  private:
    Fragment m_fragment;
};

const std::string kIn(kEntryId);

// Simonyan and Zisserman 2014: two convolutions, then half the size.
Fragment vgg(std::int64_t channels) {
    const std::int64_t out = std::clamp<std::int64_t>(2 * channels, 64, 512);
    Writer w("vgg");
    auto x = w.conv("conv1", kIn, out, 3, {{"bias", true}});
    x = w.add("relu1", "ReLU", {x});
    x = w.conv("conv2", x, out, 3, {{"bias", true}});
    x = w.add("relu2", "ReLU", {x});
    x = w.add("pool", "MaxPool2d", {x});
    return std::move(w).finish(x);
}

// He et al. 2015, the block of ResNet-18.
Fragment residual(std::int64_t channels) {
    Writer w("residual");
    auto x = w.conv("conv1", kIn, channels, 3);
    x = w.add("bn1", "BatchNorm2d", {x});
    x = w.add("relu1", "ReLU", {x});
    x = w.conv("conv2", x, channels, 3);
    x = w.add("bn2", "BatchNorm2d", {x});
    x = w.add("add", "Add", {x, kIn});
    x = w.add("relu", "ReLU", {x});
    return std::move(w).finish(x);
}

// He et al. 2015, the block of ResNet-50: narrow inside, four times as wide outside.
Fragment bottleneck(std::int64_t channels) {
    const std::int64_t inner = std::max<std::int64_t>(channels / 4, 1);
    Writer w("bottleneck");
    auto x = w.conv("conv1", kIn, inner, 1);
    x = w.add("bn1", "BatchNorm2d", {x});
    x = w.add("relu1", "ReLU", {x});
    x = w.conv("conv2", x, inner, 3);
    x = w.add("bn2", "BatchNorm2d", {x});
    x = w.add("relu2", "ReLU", {x});
    x = w.conv("conv3", x, channels, 1);
    x = w.add("bn3", "BatchNorm2d", {x});
    x = w.add("add", "Add", {x, kIn});
    x = w.add("relu", "ReLU", {x});
    return std::move(w).finish(x);
}

// Szegedy et al. 2014, with the shares of GoogLeNet's first module.
Fragment inception(std::int64_t channels) {
    const auto share = [channels](std::int64_t parts) {
        return std::max<std::int64_t>(channels * parts / 16, 1);
    };
    Writer w("inception");
    const auto a = w.convBnRelu("branch1", kIn, share(4), 1);
    auto b = w.convBnRelu("branch2.0", kIn, share(6), 1);
    b = w.convBnRelu("branch2.1", b, share(8), 3);
    auto c = w.convBnRelu("branch3.0", kIn, share(1), 1);
    c = w.convBnRelu("branch3.1", c, share(2), 5);
    auto d = w.add("branch4.pool", "MaxPool2d", {kIn},
                   {{"kernel_size", std::vector<std::int64_t>{3}},
                    {"stride", std::vector<std::int64_t>{1}},
                    {"padding", std::vector<std::int64_t>{1}}});
    d = w.convBnRelu("branch4.1", d, share(2), 1);
    return std::move(w).finish(w.add("concat", "Concat", {a, b, c, d}));
}

// Howard et al. 2017, MobileNet.
Fragment depthwiseSeparable(std::int64_t channels) {
    Writer w("separable");
    auto x = w.conv("depthwise", kIn, channels, 3, {{"groups", channels}});
    x = w.add("bn1", "BatchNorm2d", {x});
    x = w.add("relu1", "ReLU", {x});
    x = w.conv("pointwise", x, channels, 1);
    x = w.add("bn2", "BatchNorm2d", {x});
    x = w.add("relu2", "ReLU", {x});
    return std::move(w).finish(x);
}

// Hu et al. 2017, with a reduction of 16.
Fragment squeezeExcite(std::int64_t channels) {
    Writer w("se");
    auto x = w.add("pool", "AdaptiveAvgPool2d", {kIn});
    x = w.conv("fc1", x, std::max<std::int64_t>(channels / 16, 1), 1, {{"bias", true}});
    x = w.add("relu", "ReLU", {x});
    x = w.conv("fc2", x, channels, 1, {{"bias", true}});
    x = w.add("gate", "Sigmoid", {x});
    return std::move(w).finish(w.add("scale", "Multiply", {kIn, x}));
}

Fragment skip(std::int64_t channels) {
    Writer w("skip");
    auto x = w.conv("conv", kIn, channels, 3, {{"bias", true}});
    x = w.add("relu", "ReLU", {x});
    return std::move(w).finish(w.add("add", "Add", {x, kIn}));
}

struct Row {
    std::string_view category;
    std::vector<std::string_view> ops;
};

/// Where each op stands in the palette, and in which order. What is named nowhere comes last.
const std::vector<Row>& rows() {
    static const std::vector<Row> kRows{
        {MN_TEXT("Palette", "Convolution"), {"Conv2d", "ConvTranspose2d"}},
        {MN_TEXT("Palette", "Pooling and size"),
         {"MaxPool2d", "AvgPool2d", "AdaptiveAvgPool2d", "AdaptiveMaxPool2d", "Upsample"}},
        {MN_TEXT("Palette", "Head"), {"Flatten", "Linear", "Softmax"}},
        {MN_TEXT("Palette", "Activation"),
         {"ReLU", "ReLU6", "LeakyReLU", "ELU", "GELU", "SiLU", "Sigmoid", "Tanh", "Hardswish",
          "Hardsigmoid"}},
        {MN_TEXT("Palette", "Normalise, regularise"),
         {"BatchNorm2d", "LayerNorm", "LayerNorm2d", "GroupNorm", "Dropout", "Dropout2d",
          "StochasticDepth"}},
        {MN_TEXT("Palette", "Join"), {"Add", "Multiply", "Concat"}},
        {MN_TEXT("Palette", "More layers"), {}},
    };
    return kRows;
}

}  // namespace

const std::vector<Block>& blocks() {
    static const std::vector<Block> kBlocks{
        {"residual", MN_TEXT("Block", "Residual block"),
         MN_TEXT("Block", "Two convolutions and a shortcut round them, as in ResNet-18."),
         residual},
        {"bottleneck", MN_TEXT("Block", "Bottleneck"),
         MN_TEXT("Block", "A residual block which is narrow inside, as in ResNet-50."), bottleneck},
        {"vgg", MN_TEXT("Block", "VGG block"),
         MN_TEXT("Block", "Two convolutions, twice the channels, then half the size."), vgg},
        {"inception", MN_TEXT("Block", "Inception module"),
         MN_TEXT("Block", "Looks with windows of several sizes at once, as in GoogLeNet."),
         inception},
        {"separable", MN_TEXT("Block", "Depthwise separable"),
         MN_TEXT("Block", "Filters each channel, then mixes the channels, as in MobileNet."),
         depthwiseSeparable},
        {"se", MN_TEXT("Block", "Squeeze-excite"),
         MN_TEXT("Block", "Weighs each channel by what the whole picture says."), squeezeExcite},
        {"skip", MN_TEXT("Block", "Skip connection"),
         MN_TEXT("Block", "A convolution whose input is added to its answer."), skip},
    };
    return kBlocks;
}

Fragment blockFragment(std::string_view name, const Shape& input) {
    const auto found = std::find_if(blocks().begin(), blocks().end(),
                                    [&](const Block& block) { return block.name == name; });
    if (found == blocks().end()) {
        return {};
    }
    // Layers refuse more filters than this; the block then says so where it stands.
    constexpr std::int64_t kMost = 1 << 20;
    return found->make(input.empty() ? kUnknownChannels : std::min(input.front(), kMost));
}

std::vector<PaletteCategory> palette() {
    std::vector<PaletteCategory> categories;
    for (const Row& row : rows()) {
        categories.push_back({std::string(row.category), {}});
        for (const std::string_view name : row.ops) {
            if (const Op* op = findOp(name); op != nullptr) {
                categories.back().entries.push_back(
                    {std::string(name), std::string(name), std::string(op->about()), false});
            }
        }
        if (categories.size() == 1) {
            PaletteCategory ready{MN_TEXT("Palette", "Blocks"), {}};
            for (const Block& block : blocks()) {
                ready.entries.push_back({std::string(block.name), std::string(block.label),
                                         std::string(block.about), true});
            }
            categories.push_back(std::move(ready));
        }
    }
    for (const Op* op : allOps()) {
        const bool placed = std::any_of(rows().begin(), rows().end(), [&](const Row& row) {
            return std::find(row.ops.begin(), row.ops.end(), op->name()) != row.ops.end();
        });
        if (!placed) {
            categories.back().entries.push_back({std::string(op->name()), std::string(op->name()),
                                                 std::string(op->about()), false});
        }
    }
    std::erase_if(categories, [](const PaletteCategory& one) { return one.entries.empty(); });
    return categories;
}

}  // namespace minarai::spec
