// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// An op: everything torch-free about one kind of layer. One file an op family under spec/ops/.
//
// The forward lives in nn/. A test walks every op through every consumer.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/param_spec.h"

namespace minarai::spec {

/// The shape of one sample without the batch dimension: {C, H, W}, {features}, {tokens, features},
/// {windows, tokens, features}, or {H, W, C} after Permute.
using Shape = std::vector<std::int64_t>;

/// "64×32×32".
std::string shapeText(const Shape& shape);

/// A parameter or buffer of a module as it stands in the state dict.
struct TensorSpec {
    /// "weight", "running_mean", or a path such as "out_proj.bias" for a part of the layer. Empty:
    /// the tensor is called by the node's id alone and belongs to the module above it
    /// ("encoder.pos_embedding").
    std::string name;
    Shape shape;
    bool trainable = true;  ///< false: a buffer
    bool integer = false;   ///< int64 buffer (num_batches_tracked)
};

/// Why an op does not take its inputs, with the cure: "Linear takes a flat input, but gets
/// 64×8×8; put a Flatten before it". English, without a full stop.
struct ShapeProblem {
    std::string text;
    bool inputTooSmall = false;  ///< a larger picture would cure it
};

class Op {
  public:
    virtual ~Op() = default;

    [[nodiscard]] virtual std::string_view name() const = 0;  ///< PyTorch's, "Conv2d"
    [[nodiscard]] virtual const ParamSchema& schema() const = 0;

    /// What it does, in one English sentence marked with MN_TEXT("Op", ...).
    [[nodiscard]] virtual std::string_view about() const = 0;

    /// Parameters which a file must give although the schema has a default for the form.
    [[nodiscard]] virtual std::vector<std::string_view> required() const { return {}; }

    /// The parameter that sets the number of output channels or features; empty if none does.
    [[nodiscard]] virtual std::string_view widthParam() const { return {}; }

    /// Number of inputs, low ... high (high -1: any number).
    [[nodiscard]] virtual std::pair<int, int> arity() const { return {1, 1}; }

    /// The output's shape. The number of inputs is within arity, every dimension is 1 ... 2^34 and
    /// the params are valid.
    [[nodiscard]] virtual tl::expected<Shape, ShapeProblem> outputShape(
        std::span<const Shape> inputs, const Params& params) const = 0;

    /// Parameters and buffers in the state dict's order: parameters first. outputShape succeeded.
    [[nodiscard]] virtual std::vector<TensorSpec> tensors(std::span<const Shape> inputs,
                                                          const Params& params) const {
        (void)inputs, (void)params;
        return {};
    }

    /// Multiply-adds for one sample: those of convolutions and matrix products, as torchvision
    /// publishes them (a bias is no multiply-add). INT64_MAX when there are too many to count.
    [[nodiscard]] virtual std::int64_t macs(std::span<const Shape> inputs, const Shape& output,
                                            const Params& params) const {
        (void)inputs, (void)output, (void)params;
        return 0;
    }
};

/// All ops; nullptr for an unknown name.
const Op* findOp(std::string_view name);
std::vector<const Op*> allOps();

}  // namespace minarai::spec
