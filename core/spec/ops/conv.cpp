// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Convolutions. Shapes as in PyTorch's documentation of Conv2d.
#include <algorithm>

#include <fmt/format.h>

#include "spec/checked.h"
#include "spec/ops/families.h"
#include "spec/ops/support.h"

namespace minarai::spec::ops {

namespace {

class Conv2d final : public DescribedOp {
  public:
    Conv2d()
        : DescribedOp(
              "Conv2d",
              MN_TEXT("Op", "Slides learned filters over the picture and answers where each fits."),
              ParamSchema(withInitParams({
                  integerParam("out_channels", MN_TEXT("Op", "Filters"), 32)
                      .atLeast(1)
                      .atMost(kMaxWidth)
                      .about(MN_TEXT("Op", "Number of filters: the channels of the output.")),
                  windowParam("kernel_size", MN_TEXT("Op", "Kernel size"), {3}, 1)
                      .about(MN_TEXT("Op", "Edge of a filter, or height and width.")),
                  windowParam("stride", MN_TEXT("Op", "Stride"), {1}, 1)
                      .about(MN_TEXT("Op", "Step from one place to the next; 2 halves the size.")),
                  windowParam("padding", MN_TEXT("Op", "Padding"), {0}, 0)
                      .about(MN_TEXT("Op",
                                     "Border added on each side; half the kernel keeps the "
                                     "size.")),
                  windowParam("dilation", MN_TEXT("Op", "Dilation"), {1}, 1)
                      .in("")
                      .expert()
                      .about(MN_TEXT("Op", "Distance between the taps of a filter.")),
                  integerParam("groups", MN_TEXT("Op", "Groups"), 1)
                      .atLeast(1)
                      .atMost(kMaxWidth)
                      .expert()
                      .about(MN_TEXT("Op",
                                     "Channels are split into this many parts which do not "
                                     "see each other; as many as channels: depthwise.")),
                  choiceParam("padding_mode", MN_TEXT("Op", "Border"), "zeros",
                              {{"zeros", MN_TEXT("Op", "Zeros")},
                               {"reflect", MN_TEXT("Op", "Reflected")},
                               {"replicate", MN_TEXT("Op", "Repeated edge")},
                               {"circular", MN_TEXT("Op", "Circular")}})
                      .expert()
                      .about(MN_TEXT("Op", "What the border is filled with.")),
                  flagParam("bias", MN_TEXT("Op", "Bias"), true)
                      .about(MN_TEXT("Op",
                                     "Adds a learned number to each filter's answer; not "
                                     "needed before a batch normalisation.")),
                  inferredParam("in_channels", MN_TEXT("Op", "Input channels")),
              }))) {}

    [[nodiscard]] std::vector<std::string_view> required() const override {
        return {"out_channels", "kernel_size"};
    }
    [[nodiscard]] std::string_view widthParam() const override { return "out_channels"; }

    [[nodiscard]] ShapeResult outputShape(std::span<const Shape> inputs,
                                          const Params& params) const override {
        const Shape& in = inputs[0];
        if (auto map = needsMap(name(), in); !map) {
            return tl::unexpected(map.error());
        }
        if (auto channels = checkInferred(name(), params, "in_channels", in[0]); !channels) {
            return tl::unexpected(channels.error());
        }
        const std::int64_t out = params.integer("out_channels");
        const std::int64_t groups = params.integer("groups");
        if (in[0] % groups != 0 || out % groups != 0) {
            return refused(fmt::format(
                MN_TEXT("Op",
                        "{} input and {} output channels cannot be split into {} groups; "
                        "choose a number which divides both"),
                in[0], out, groups));
        }
        const auto kernel = pairOf(params, "kernel_size");
        const auto stride = pairOf(params, "stride");
        const auto padding = pairOf(params, "padding");
        const auto dilation = pairOf(params, "dilation");
        const std::string mode = params.text("padding_mode");
        Shape shape{out, 0, 0};
        for (std::size_t i = 0; i < 2; ++i) {
            const std::int64_t size = in[i + 1];
            const std::int64_t widest = mode == "reflect"    ? size - 1
                                        : mode == "circular" ? size
                                                             : padding[i];
            if (padding[i] > widest) {
                return tooSmall(fmt::format(
                    MN_TEXT("Op",
                            "a border of {} cannot be filled from a picture of {}; use a "
                            "smaller padding"),
                    padding[i], shapeText(in)));
            }
            const std::int64_t reach = dilation[i] * (kernel[i] - 1) + 1;
            const std::int64_t room = size + 2 * padding[i] - reach;
            if (room < 0) {
                return tooSmall(fmt::format(
                    MN_TEXT("Op",
                            "its input has shrunk to {}, which is smaller than the kernel "
                            "of {}×{}; use a smaller kernel, more padding or fewer "
                            "pooling layers before it"),
                    shapeText(in), kernel[0], kernel[1]));
            }
            shape[i + 1] = room / stride[i] + 1;
        }
        return shape;
    }

    [[nodiscard]] std::vector<TensorSpec> tensors(std::span<const Shape> inputs,
                                                  const Params& params) const override {
        const auto kernel = pairOf(params, "kernel_size");
        const std::int64_t out = params.integer("out_channels");
        std::vector<TensorSpec> all{
            {"weight", {out, inputs[0][0] / params.integer("groups"), kernel[0], kernel[1]}}};
        if (params.flag("bias")) {
            all.push_back({"bias", {out}});
        }
        return all;
    }

    [[nodiscard]] std::int64_t macs(std::span<const Shape> inputs, const Shape& output,
                                    const Params& params) const override {
        const TensorSpec weight = tensors(inputs, params).front();
        std::int64_t count = saturatingProduct(output[1], output[2]);
        for (const std::int64_t factor : weight.shape) {
            count = saturatingProduct(count, factor);
        }
        return count;
    }
};

class ConvTranspose2d final : public DescribedOp {
  public:
    ConvTranspose2d()
        : DescribedOp(
              "ConvTranspose2d",
              MN_TEXT("Op", "A convolution run backwards: makes the picture larger."),
              ParamSchema(withInitParams({
                  integerParam("out_channels", MN_TEXT("Op", "Filters"), 32)
                      .atLeast(1)
                      .atMost(kMaxWidth)
                      .about(MN_TEXT("Op", "Number of filters: the channels of the output.")),
                  windowParam("kernel_size", MN_TEXT("Op", "Kernel size"), {2}, 1)
                      .about(MN_TEXT("Op", "Edge of a filter, or height and width.")),
                  windowParam("stride", MN_TEXT("Op", "Stride"), {1}, 1)
                      .about(MN_TEXT("Op",
                                     "Distance between the filter's places in the output; "
                                     "2 doubles the size.")),
                  windowParam("padding", MN_TEXT("Op", "Padding"), {0}, 0)
                      .about(MN_TEXT("Op", "Border taken off on each side.")),
                  windowParam("output_padding", MN_TEXT("Op", "Output padding"), {0}, 0)
                      .expert()
                      .about(MN_TEXT("Op",
                                     "Rows and columns added at the end; less than stride or "
                                     "dilation.")),
                  windowParam("dilation", MN_TEXT("Op", "Dilation"), {1}, 1)
                      .in("")
                      .expert()
                      .about(MN_TEXT("Op", "Distance between the taps of a filter.")),
                  integerParam("groups", MN_TEXT("Op", "Groups"), 1)
                      .atLeast(1)
                      .atMost(kMaxWidth)
                      .expert()
                      .about(MN_TEXT("Op",
                                     "Channels are split into this many parts which do not "
                                     "see each other; as many as channels: depthwise.")),
                  flagParam("bias", MN_TEXT("Op", "Bias"), true)
                      .about(MN_TEXT("Op",
                                     "Adds a learned number to each filter's answer; not "
                                     "needed before a batch normalisation.")),
                  inferredParam("in_channels", MN_TEXT("Op", "Input channels")),
              }))) {}

    [[nodiscard]] std::vector<std::string_view> required() const override {
        return {"out_channels", "kernel_size"};
    }
    [[nodiscard]] std::string_view widthParam() const override { return "out_channels"; }

    [[nodiscard]] ShapeResult outputShape(std::span<const Shape> inputs,
                                          const Params& params) const override {
        const Shape& in = inputs[0];
        if (auto map = needsMap(name(), in); !map) {
            return tl::unexpected(map.error());
        }
        if (auto channels = checkInferred(name(), params, "in_channels", in[0]); !channels) {
            return tl::unexpected(channels.error());
        }
        const std::int64_t out = params.integer("out_channels");
        const std::int64_t groups = params.integer("groups");
        if (in[0] % groups != 0 || out % groups != 0) {
            return refused(fmt::format(
                MN_TEXT("Op",
                        "{} input and {} output channels cannot be split into {} groups; "
                        "choose a number which divides both"),
                in[0], out, groups));
        }
        const auto kernel = pairOf(params, "kernel_size");
        const auto stride = pairOf(params, "stride");
        const auto padding = pairOf(params, "padding");
        const auto more = pairOf(params, "output_padding");
        const auto dilation = pairOf(params, "dilation");
        Shape shape{out, 0, 0};
        for (std::size_t i = 0; i < 2; ++i) {
            if (more[i] >= std::max(stride[i], dilation[i])) {
                return refused(fmt::format(
                    MN_TEXT("Op",
                            "an output padding of {} must be less than the stride of {} or "
                            "the dilation of {}"),
                    more[i], stride[i], dilation[i]));
            }
            shape[i + 1] = (in[i + 1] - 1) * stride[i] - 2 * padding[i] +
                           dilation[i] * (kernel[i] - 1) + more[i] + 1;
            if (shape[i + 1] < 1) {
                return tooSmall(fmt::format(
                    MN_TEXT("Op",
                            "a padding of {} takes everything away from its input of {}; use "
                            "a smaller padding"),
                    padding[i], shapeText(in)));
            }
        }
        return shape;
    }

    [[nodiscard]] std::vector<TensorSpec> tensors(std::span<const Shape> inputs,
                                                  const Params& params) const override {
        const auto kernel = pairOf(params, "kernel_size");
        const std::int64_t out = params.integer("out_channels");
        std::vector<TensorSpec> all{
            {"weight", {inputs[0][0], out / params.integer("groups"), kernel[0], kernel[1]}}};
        if (params.flag("bias")) {
            all.push_back({"bias", {out}});
        }
        return all;
    }

    [[nodiscard]] std::int64_t macs(std::span<const Shape> inputs, const Shape& /*output*/,
                                    const Params& params) const override {
        const TensorSpec weight = tensors(inputs, params).front();
        std::int64_t count = saturatingProduct(inputs[0][1], inputs[0][2]);
        for (const std::int64_t factor : weight.shape) {
            count = saturatingProduct(count, factor);
        }
        return count;
    }
};

}  // namespace

OpList convolutionOps() {
    OpList list;
    list.push_back(std::make_unique<Conv2d>());
    list.push_back(std::make_unique<ConvTranspose2d>());
    return list;
}

}  // namespace minarai::spec::ops
