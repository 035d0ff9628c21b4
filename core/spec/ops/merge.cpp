// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Ops which join several inputs.
#include <algorithm>

#include <fmt/format.h>

#include "spec/ops/families.h"
#include "spec/ops/support.h"

namespace minarai::spec::ops {

namespace {

/// Add and Multiply: sizes are equal, or 1 on one side, as PyTorch broadcasts.
class Pointwise final : public DescribedOp {
  public:
    using DescribedOp::DescribedOp;

    [[nodiscard]] std::pair<int, int> arity() const override { return {2, -1}; }

    [[nodiscard]] ShapeResult outputShape(std::span<const Shape> inputs,
                                          const Params& /*params*/) const override {
        Shape shape = inputs[0];
        for (const Shape& other : inputs.subspan(1)) {
            bool fits = other.size() == shape.size();
            for (std::size_t i = 0; fits && i < shape.size(); ++i) {
                fits = shape[i] == other[i] || shape[i] == 1 || other[i] == 1;
                shape[i] = std::max(shape[i], other[i]);
            }
            if (!fits) {
                return refused(fmt::format(
                    MN_TEXT("Op",
                            "{} takes inputs of the same shape, but gets {} and {}; bring "
                            "them to the same channels and size, for example with a Conv2d "
                            "of kernel 1"),
                    name(), shapeText(inputs[0]), shapeText(other)));
            }
        }
        return shape;
    }
};

class Concat final : public DescribedOp {
  public:
    Concat()
        : DescribedOp("Concat", MN_TEXT("Op", "Puts the channels of its inputs one after another."),
                      ParamSchema()) {}

    [[nodiscard]] std::pair<int, int> arity() const override { return {1, -1}; }

    [[nodiscard]] ShapeResult outputShape(std::span<const Shape> inputs,
                                          const Params& /*params*/) const override {
        Shape shape = inputs[0];
        for (const Shape& other : inputs.subspan(1)) {
            if (other.size() != shape.size() ||
                !std::equal(shape.begin() + 1, shape.end(), other.begin() + 1)) {
                return refused(
                    fmt::format(MN_TEXT("Op",
                                        "Concat takes inputs of the same height and width, "
                                        "but gets {} and {}; bring them to the same size"),
                                shapeText(inputs[0]), shapeText(other)));
            }
            shape[0] += other[0];
        }
        return shape;
    }
};

}  // namespace

OpList mergeOps() {
    OpList list;
    list.push_back(std::make_unique<Pointwise>(
        "Add", MN_TEXT("Op", "Adds its inputs: the heart of a residual block."), ParamSchema()));
    list.push_back(std::make_unique<Pointwise>(
        "Multiply", MN_TEXT("Op", "Multiplies its inputs: the gate of squeeze-and-excitation."),
        ParamSchema()));
    list.push_back(std::make_unique<Concat>());
    return list;
}

}  // namespace minarai::spec::ops
