// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Ops which change each value and keep the shape.
#include "spec/ops/families.h"
#include "spec/ops/support.h"

namespace minarai::spec::ops {

namespace {

class Elementwise final : public DescribedOp {
  public:
    using DescribedOp::DescribedOp;

    [[nodiscard]] ShapeResult outputShape(std::span<const Shape> inputs,
                                          const Params& /*params*/) const override {
        return inputs[0];
    }
};

}  // namespace

OpList activationOps() {
    OpList list;
    const auto add = [&list](std::string_view name, std::string_view about,
                             ParamSchema schema = ParamSchema()) {
        list.push_back(std::make_unique<Elementwise>(name, about, std::move(schema)));
    };
    add("ReLU", MN_TEXT("Op", "Sets negative values to 0."));
    add("ReLU6", MN_TEXT("Op", "Sets negative values to 0 and values over 6 to 6."));
    add("LeakyReLU", MN_TEXT("Op", "Makes negative values small instead of 0."),
        ParamSchema({realParam("negative_slope", MN_TEXT("Op", "Negative slope"), 0.01)
                         .atLeast(-1000)
                         .atMost(1000)
                         .about(MN_TEXT("Op", "Factor of negative values."))}));
    add("Sigmoid", MN_TEXT("Op", "Squeezes values between 0 and 1."));
    add("Tanh", MN_TEXT("Op", "Squeezes values between −1 and 1."));
    add("SiLU", MN_TEXT("Op", "Multiplies values by their sigmoid: a smooth ReLU."));
    add("GELU", MN_TEXT("Op", "Weighs values by the normal distribution: a smooth ReLU."),
        ParamSchema(
            {choiceParam("approximate", MN_TEXT("Op", "Formula"), "none",
                         {{"none", MN_TEXT("Op", "Exact")}, {"tanh", MN_TEXT("Op", "With tanh")}})
                 .expert()
                 .about(MN_TEXT("Op", "The exact one, or the quicker one with tanh."))}));
    add("Hardswish", MN_TEXT("Op", "A SiLU made of straight pieces, cheap to compute."));
    add("Hardsigmoid", MN_TEXT("Op", "A sigmoid made of straight pieces, cheap to compute."));
    add("Softmax", MN_TEXT("Op",
                           "Turns values into shares which add up to 1. The loss has its "
                           "own: don't put one at the end of a network."));
    add("Identity", MN_TEXT("Op", "Passes its input on."));
    return list;
}

}  // namespace minarai::spec::ops
