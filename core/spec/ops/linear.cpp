// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Fully connected layers and what leads to them.
#include <fmt/format.h>

#include "spec/checked.h"
#include "spec/ops/families.h"
#include "spec/ops/support.h"

namespace minarai::spec::ops {

namespace {

class Flatten final : public DescribedOp {
  public:
    Flatten()
        : DescribedOp("Flatten", MN_TEXT("Op", "Puts all values of a picture into one row."),
                      ParamSchema()) {}

    [[nodiscard]] ShapeResult outputShape(std::span<const Shape> inputs,
                                          const Params& /*params*/) const override {
        // The input's size was checked, so the product fits.
        return Shape{checkedProduct(inputs[0]).value_or(kMaxElements)};
    }
};

class Linear final : public DescribedOp {
  public:
    Linear()
        : DescribedOp(
              "Linear", MN_TEXT("Op", "Weighs all its inputs for each of its outputs."),
              ParamSchema(withInitParams({
                  integerParam("out_features", MN_TEXT("Op", "Outputs"), 128)
                      .atLeast(1)
                      .atMost(kMaxWidth)
                      .about(MN_TEXT("Op", "Number of outputs; the last layer has one a class.")),
                  flagParam("bias", MN_TEXT("Op", "Bias"), true)
                      .about(MN_TEXT("Op", "Adds a learned number to each output.")),
                  eachPlaceParam(),
                  inferredParam("in_features", MN_TEXT("Op", "Inputs")),
              }))) {}

    [[nodiscard]] std::vector<std::string_view> required() const override {
        return {"out_features"};
    }
    [[nodiscard]] std::string_view widthParam() const override { return "out_features"; }

    [[nodiscard]] ShapeResult outputShape(std::span<const Shape> inputs,
                                          const Params& params) const override {
        const Shape& in = inputs[0];
        if (auto places = needsPlaces(name(), in, params.flag("each_place")); !places) {
            return tl::unexpected(places.error());
        }
        if (auto features = checkInferred(name(), params, "in_features", in.back()); !features) {
            return tl::unexpected(features.error());
        }
        Shape shape = in;
        shape.back() = params.integer("out_features");
        return shape;
    }

    [[nodiscard]] std::vector<TensorSpec> tensors(std::span<const Shape> inputs,
                                                  const Params& params) const override {
        const std::int64_t out = params.integer("out_features");
        std::vector<TensorSpec> all{{"weight", {out, inputs[0].back()}}};
        if (params.flag("bias")) {
            all.push_back({"bias", {out}});
        }
        return all;
    }

    [[nodiscard]] std::int64_t macs(std::span<const Shape> inputs, const Shape& output,
                                    const Params& /*params*/) const override {
        return saturatingProduct(inputs[0].back(), checkedProduct(output).value_or(kMaxElements));
    }
};

}  // namespace

OpList linearOps() {
    OpList list;
    list.push_back(std::make_unique<Flatten>());
    list.push_back(std::make_unique<Linear>());
    return list;
}

}  // namespace minarai::spec::ops
