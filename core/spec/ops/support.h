// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What several families of ops share.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/param_spec.h"
#include "spec/op.h"

namespace minarai::spec::ops {

using ShapeResult = tl::expected<Shape, ShapeProblem>;

/// The most channels or features a layer may give, and the largest kernel, stride and padding:
/// far over what makes sense, low enough that window arithmetic stays in 64 bits.
inline constexpr double kMaxWidth = 1 << 20;
inline constexpr double kMaxWindow = 1 << 12;

/// The ops of this house keep name, meaning and schema as data.
class DescribedOp : public Op {
  public:
    DescribedOp(std::string_view name, std::string_view about, ParamSchema schema)
        : m_name(name), m_about(about), m_schema(std::move(schema)) {}

    [[nodiscard]] std::string_view name() const override { return m_name; }
    [[nodiscard]] std::string_view about() const override { return m_about; }
    [[nodiscard]] const ParamSchema& schema() const override { return m_schema; }

  private:
    std::string_view m_name;
    std::string_view m_about;
    ParamSchema m_schema;
};

/// {height, width} of a parameter that is given as one number or a pair.
std::array<std::int64_t, 2> pairOf(const Params& params, std::string_view name);

/// A problem which is not about the picture's size.
tl::unexpected<ShapeProblem> refused(std::string text);
/// A problem which a larger picture cures.
tl::unexpected<ShapeProblem> tooSmall(std::string text);

/// A problem unless the shape is C×H×W.
tl::expected<void, ShapeProblem> needsMap(std::string_view op, const Shape& shape);

/// "kernel_size" and the like: one number or a pair, from low.
ParamSpec windowParam(std::string name, std::string label, std::vector<std::int64_t> value,
                      double low);

/// "in_channels" and the like: 0 where the number follows from the input, else checked against it.
ParamSpec inferredParam(std::string name, std::string label);
tl::expected<void, ShapeProblem> checkInferred(std::string_view op, const Params& params,
                                               std::string_view name, std::int64_t actual);

/// How weights begin: "init", "init_std" and "init_bias". Default is PyTorch's own rule for the
/// layer; the others are the rules of torchvision's models.
std::vector<ParamSpec> withInitParams(std::vector<ParamSpec> specs);

/// The edge of a square of this area, at most kMaxWindow; 0 if there is none.
std::int64_t squareEdge(std::int64_t area);

/// For layers which work on the last dimension: flat inputs and tokens always, three dimensions
/// only when "each_place" says that the last one is meant.
ParamSpec eachPlaceParam();
tl::expected<void, ShapeProblem> needsPlaces(std::string_view op, const Shape& shape,
                                             bool eachPlace);

}  // namespace minarai::spec::ops
