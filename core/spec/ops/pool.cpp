// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Pooling. Shapes as in ATen/native/Pool.h of PyTorch.
#include <fmt/format.h>

#include "spec/checked.h"
#include "spec/ops/families.h"
#include "spec/ops/support.h"

namespace minarai::spec::ops {

namespace {

std::vector<ParamSpec> windowParams(std::vector<ParamSpec> more) {
    std::vector<ParamSpec> specs{
        windowParam("kernel_size", MN_TEXT("Op", "Kernel size"), {2}, 1)
            .about(MN_TEXT("Op", "Edge of the window, or height and width.")),
        windowParam("stride", MN_TEXT("Op", "Stride"), {}, 1)
            .about(MN_TEXT("Op", "Step from one window to the next; empty: the kernel size.")),
        windowParam("padding", MN_TEXT("Op", "Padding"), {0}, 0)
            .about(MN_TEXT("Op", "Border added on each side, at most half the kernel.")),
        flagParam("ceil_mode", MN_TEXT("Op", "Round up"), false)
            .expert()
            .about(MN_TEXT("Op", "Keeps a last window which the picture fills in part only."))};
    for (auto& spec : more) {
        specs.push_back(std::move(spec));
    }
    return specs;
}

class WindowPool final : public DescribedOp {
  public:
    using DescribedOp::DescribedOp;

    [[nodiscard]] std::vector<std::string_view> required() const override {
        return {"kernel_size"};
    }

    [[nodiscard]] ShapeResult outputShape(std::span<const Shape> inputs,
                                          const Params& params) const override {
        const Shape& in = inputs[0];
        if (auto map = needsMap(name(), in); !map) {
            return tl::unexpected(map.error());
        }
        const auto kernel = pairOf(params, "kernel_size");
        const auto stride = params.integers("stride").empty() ? kernel : pairOf(params, "stride");
        const auto padding = pairOf(params, "padding");
        const auto dilation =
            params.has("dilation") ? pairOf(params, "dilation") : std::array<std::int64_t, 2>{1, 1};
        const bool ceil = params.flag("ceil_mode");
        Shape shape{in[0], 0, 0};
        for (std::size_t i = 0; i < 2; ++i) {
            if (padding[i] > kernel[i] / 2) {
                return refused(
                    fmt::format(MN_TEXT("Op",
                                        "a padding of {} is more than half the kernel of {}; "
                                        "make it smaller"),
                                padding[i], kernel[i]));
            }
            const std::int64_t room =
                in[i + 1] + 2 * padding[i] - dilation[i] * (kernel[i] - 1) - 1;
            const std::int64_t steps = room + (ceil ? stride[i] - 1 : 0);
            std::int64_t size = steps < 0 ? 0 : steps / stride[i] + 1;
            // The last window must begin inside the picture or its left border.
            if (ceil && (size - 1) * stride[i] >= in[i + 1] + padding[i]) {
                --size;
            }
            if (size < 1) {
                return tooSmall(fmt::format(
                    MN_TEXT("Op",
                            "its input has shrunk to {}, which is smaller than the window "
                            "of {}×{}; use a smaller window or fewer pooling layers "
                            "before it"),
                    shapeText(in), kernel[0], kernel[1]));
            }
            shape[i + 1] = size;
        }
        return shape;
    }
};

class AdaptivePool final : public DescribedOp {
  public:
    AdaptivePool(std::string_view name, std::string_view about)
        : DescribedOp(name, about,
                      ParamSchema({windowParam("output_size", MN_TEXT("Op", "Output size"), {1}, 1)
                                       .about(MN_TEXT("Op",
                                                      "Edge of the output, or height and "
                                                      "width, whatever the input's size."))})) {}

    [[nodiscard]] std::vector<std::string_view> required() const override {
        return {"output_size"};
    }

    [[nodiscard]] ShapeResult outputShape(std::span<const Shape> inputs,
                                          const Params& params) const override {
        if (auto map = needsMap(name(), inputs[0]); !map) {
            return tl::unexpected(map.error());
        }
        const auto size = pairOf(params, "output_size");
        return Shape{inputs[0][0], size[0], size[1]};
    }
};

class Upsample final : public DescribedOp {
  public:
    Upsample()
        : DescribedOp(
              "Upsample", MN_TEXT("Op", "Makes the picture larger without learning anything."),
              ParamSchema({
                  windowParam("scale_factor", MN_TEXT("Op", "Factor"), {2}, 1)
                      .in("")
                      .about(MN_TEXT("Op", "How many times larger, or for height and width.")),
                  choiceParam("mode", MN_TEXT("Op", "Interpolation"), "nearest",
                              {{"nearest", MN_TEXT("Op", "Nearest")},
                               {"bilinear", MN_TEXT("Op", "Bilinear")},
                               {"bicubic", MN_TEXT("Op", "Bicubic")}})
                      .about(MN_TEXT("Op", "How values between two places are found.")),
                  flagParam("align_corners", MN_TEXT("Op", "Align corners"), false)
                      .expert()
                      .onlyIf("mode", {"bilinear", "bicubic"})
                      .about(MN_TEXT("Op", "Whether the corner pixels keep their values.")),
              })) {}

    [[nodiscard]] ShapeResult outputShape(std::span<const Shape> inputs,
                                          const Params& params) const override {
        if (auto map = needsMap(name(), inputs[0]); !map) {
            return tl::unexpected(map.error());
        }
        const auto factor = pairOf(params, "scale_factor");
        return Shape{inputs[0][0], saturatingProduct(inputs[0][1], factor[0]),
                     saturatingProduct(inputs[0][2], factor[1])};
    }
};

}  // namespace

OpList poolingOps() {
    OpList list;
    list.push_back(std::make_unique<WindowPool>(
        "MaxPool2d", MN_TEXT("Op", "Keeps the largest value of each window."),
        ParamSchema(windowParams({windowParam("dilation", MN_TEXT("Op", "Dilation"), {1}, 1)
                                      .in("")
                                      .expert()
                                      .about(MN_TEXT("Op",
                                                     "Distance between the taps of a "
                                                     "window."))}))));
    list.push_back(std::make_unique<WindowPool>(
        "AvgPool2d", MN_TEXT("Op", "Keeps the mean of each window."),
        ParamSchema(windowParams(
            {flagParam("count_include_pad", MN_TEXT("Op", "Count the border"), true)
                 .expert()
                 .about(MN_TEXT("Op", "Whether the zeros of the border count in the mean."))}))));
    list.push_back(std::make_unique<AdaptivePool>(
        "AdaptiveAvgPool2d",
        MN_TEXT("Op", "Means over as many windows as the output is to have places.")));
    list.push_back(std::make_unique<AdaptivePool>(
        "AdaptiveMaxPool2d",
        MN_TEXT("Op", "Largest values of as many windows as the output is to have places.")));
    list.push_back(std::make_unique<Upsample>());
    return list;
}

}  // namespace minarai::spec::ops
