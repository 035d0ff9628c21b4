// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Normalisation and dropout.
#include <fmt/format.h>

#include "spec/ops/families.h"
#include "spec/ops/support.h"

namespace minarai::spec::ops {

namespace {

ParamSpec epsParam(double value) {
    return realParam("eps", MN_TEXT("Op", "Epsilon"), value)
        .over(0)
        .atMost(1)
        .expert()
        .about(MN_TEXT("Op", "Added to the variance so that nothing is divided by 0."));
}

ParamSpec affineParam() {
    return flagParam("affine", MN_TEXT("Op", "Scale and shift"), true)
        .expert()
        .about(MN_TEXT("Op", "Learns a factor and an offset for each channel."));
}

class BatchNorm2d final : public DescribedOp {
  public:
    BatchNorm2d()
        : DescribedOp(
              "BatchNorm2d",
              MN_TEXT("Op", "Brings each channel to mean 0 and spread 1 over the batch."),
              ParamSchema({
                  epsParam(1e-5),
                  realParam("momentum", MN_TEXT("Op", "Momentum"), 0.1)
                      .atLeast(0)
                      .atMost(1)
                      .expert()
                      .about(MN_TEXT("Op",
                                     "Share of a new batch in the running mean and variance "
                                     "which evaluation uses.")),
                  affineParam(),
                  inferredParam("num_features", MN_TEXT("Op", "Channels")),
              })) {}

    [[nodiscard]] ShapeResult outputShape(std::span<const Shape> inputs,
                                          const Params& params) const override {
        if (auto map = needsMap(name(), inputs[0]); !map) {
            return tl::unexpected(map.error());
        }
        if (auto channels = checkInferred(name(), params, "num_features", inputs[0][0]);
            !channels) {
            return tl::unexpected(channels.error());
        }
        return inputs[0];
    }

    [[nodiscard]] std::vector<TensorSpec> tensors(std::span<const Shape> inputs,
                                                  const Params& params) const override {
        const Shape channels{inputs[0][0]};
        std::vector<TensorSpec> all;
        if (params.flag("affine")) {
            all = {{"weight", channels}, {"bias", channels}};
        }
        all.push_back({"running_mean", channels, false});
        all.push_back({"running_var", channels, false});
        all.push_back({"num_batches_tracked", {}, false, true});
        return all;
    }
};

class Dropout final : public DescribedOp {
  public:
    Dropout(std::string_view name, std::string_view about, bool wholeMaps)
        : DescribedOp(name, about,
                      ParamSchema({realParam("p", MN_TEXT("Op", "Probability"), 0.5)
                                       .atLeast(0)
                                       .atMost(1)
                                       .about(MN_TEXT("Op",
                                                      "Share of the values set to 0 while "
                                                      "training; 0.5 as in the paper."))})),
          m_wholeMaps(wholeMaps) {}

    [[nodiscard]] ShapeResult outputShape(std::span<const Shape> inputs,
                                          const Params& /*params*/) const override {
        if (m_wholeMaps) {
            if (auto map = needsMap(name(), inputs[0]); !map) {
                return tl::unexpected(map.error());
            }
        }
        return inputs[0];
    }

  private:
    bool m_wholeMaps;
};

/// PyTorch's LayerNorm over the last dimension, one place or token at a time.
class LayerNorm final : public DescribedOp {
  public:
    LayerNorm()
        : DescribedOp("LayerNorm",
                      MN_TEXT("Op", "Brings the values of each token to mean 0 and spread 1."),
                      ParamSchema({epsParam(1e-5), affineParam(), eachPlaceParam()})) {}

    [[nodiscard]] ShapeResult outputShape(std::span<const Shape> inputs,
                                          const Params& params) const override {
        if (inputs[0].size() == 3 && !params.flag("each_place")) {
            return refused(fmt::format(
                MN_TEXT("Op",
                        "LayerNorm works on the last dimension, but gets {}; use LayerNorm2d "
                        "for feature maps"),
                shapeText(inputs[0])));
        }
        return inputs[0];
    }

    [[nodiscard]] std::vector<TensorSpec> tensors(std::span<const Shape> inputs,
                                                  const Params& params) const override {
        if (!params.flag("affine")) {
            return {};
        }
        return {{"weight", {inputs[0].back()}}, {"bias", {inputs[0].back()}}};
    }
};

/// The LayerNorm of torchvision's ConvNeXt: over the channels of feature maps.
class LayerNorm2d final : public DescribedOp {
  public:
    LayerNorm2d()
        : DescribedOp("LayerNorm2d",
                      MN_TEXT("Op",
                              "Brings the channels at each place to mean 0 and spread 1, "
                              "whatever the batch."),
                      ParamSchema({epsParam(1e-6)})) {}

    [[nodiscard]] ShapeResult outputShape(std::span<const Shape> inputs,
                                          const Params& /*params*/) const override {
        if (auto map = needsMap(name(), inputs[0]); !map) {
            return tl::unexpected(map.error());
        }
        return inputs[0];
    }

    [[nodiscard]] std::vector<TensorSpec> tensors(std::span<const Shape> inputs,
                                                  const Params& /*params*/) const override {
        return {{"weight", {inputs[0][0]}}, {"bias", {inputs[0][0]}}};
    }
};

class GroupNorm final : public DescribedOp {
  public:
    GroupNorm()
        : DescribedOp("GroupNorm",
                      MN_TEXT("Op",
                              "Brings groups of channels to mean 0 and spread 1, whatever "
                              "the batch."),
                      ParamSchema({integerParam("num_groups", MN_TEXT("Op", "Groups"), 8)
                                       .atLeast(1)
                                       .atMost(kMaxWidth)
                                       .about(MN_TEXT("Op", "Number of groups of channels.")),
                                   epsParam(1e-5), affineParam()})) {}

    [[nodiscard]] std::vector<std::string_view> required() const override { return {"num_groups"}; }

    [[nodiscard]] ShapeResult outputShape(std::span<const Shape> inputs,
                                          const Params& params) const override {
        const std::int64_t groups = params.integer("num_groups");
        if (auto map = needsMap(name(), inputs[0]); !map) {
            return tl::unexpected(map.error());
        }
        if (inputs[0][0] % groups != 0) {
            return refused(fmt::format(
                MN_TEXT("Op",
                        "{} channels cannot be split into {} groups; choose a number which "
                        "divides them"),
                inputs[0][0], groups));
        }
        return inputs[0];
    }

    [[nodiscard]] std::vector<TensorSpec> tensors(std::span<const Shape> inputs,
                                                  const Params& params) const override {
        if (!params.flag("affine")) {
            return {};
        }
        return {{"weight", {inputs[0][0]}}, {"bias", {inputs[0][0]}}};
    }
};

/// A factor for each channel, as the layer scale of ConvNeXt and CaiT. Its tensor carries the
/// node's own name.
class LayerScale final : public DescribedOp {
  public:
    LayerScale()
        : DescribedOp("LayerScale", MN_TEXT("Op", "Multiplies each channel by a learned factor."),
                      ParamSchema({realParam("init_value", MN_TEXT("Op", "First value"), 1e-6)
                                       .atLeast(-1000)
                                       .atMost(1000)
                                       .about(MN_TEXT("Op",
                                                      "Where the factors begin; near 0 a "
                                                      "residual block begins as a shortcut."))})) {}

    [[nodiscard]] ShapeResult outputShape(std::span<const Shape> inputs,
                                          const Params& /*params*/) const override {
        if (auto map = needsMap(name(), inputs[0]); !map) {
            return tl::unexpected(map.error());
        }
        return inputs[0];
    }

    [[nodiscard]] std::vector<TensorSpec> tensors(std::span<const Shape> inputs,
                                                  const Params& /*params*/) const override {
        return {{"", {inputs[0][0], 1, 1}}};
    }
};

class StochasticDepth final : public DescribedOp {
  public:
    StochasticDepth()
        : DescribedOp("StochasticDepth",
                      MN_TEXT("Op",
                              "Leaves out the branch of a residual block for random images "
                              "while training."),
                      ParamSchema({realParam("p", MN_TEXT("Op", "Probability"), 0.1)
                                       .atLeast(0)
                                       .atMost(1)
                                       .about(MN_TEXT("Op",
                                                      "Share of the images whose branch is "
                                                      "left out."))})) {}

    [[nodiscard]] ShapeResult outputShape(std::span<const Shape> inputs,
                                          const Params& /*params*/) const override {
        return inputs[0];
    }
};

}  // namespace

OpList normalisationOps() {
    OpList list;
    list.push_back(std::make_unique<BatchNorm2d>());
    list.push_back(std::make_unique<LayerNorm>());
    list.push_back(std::make_unique<LayerNorm2d>());
    list.push_back(std::make_unique<GroupNorm>());
    list.push_back(std::make_unique<LayerScale>());
    list.push_back(std::make_unique<Dropout>(
        "Dropout", MN_TEXT("Op", "Sets random values to 0 while training, against overfitting."),
        false));
    list.push_back(std::make_unique<Dropout>(
        "Dropout2d",
        MN_TEXT("Op", "Sets random whole channels to 0 while training, against overfitting."),
        true));
    list.push_back(std::make_unique<StochasticDepth>());
    return list;
}

}  // namespace minarai::spec::ops
