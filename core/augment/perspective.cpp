// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// RandomPerspective, after torchvision/transforms/transforms.py and functional.py.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <optional>

#include "augment/least_squares.h"
#include "augment/transform_base.h"
#include "augment/warp.h"

namespace minarai::augment {
namespace {

constexpr std::size_t kUnknowns = 8;
using Row = std::array<double, kUnknowns + 1>;  ///< a row of the equations and its right side

/// Gauss with partial pivoting; nothing when the rows depend on each other.
std::optional<std::array<double, kUnknowns>> solve(std::array<Row, kUnknowns> rows) {
    for (std::size_t column = 0; column < kUnknowns; ++column) {
        const auto pivot = std::max_element(rows.begin() + static_cast<std::ptrdiff_t>(column),
                                            rows.end(), [column](const Row& a, const Row& b) {
                                                return std::fabs(a[column]) < std::fabs(b[column]);
                                            });
        if (std::fabs((*pivot)[column]) < 1e-9) {
            return std::nullopt;
        }
        std::swap(rows[column], *pivot);
        for (std::size_t r = column + 1; r < kUnknowns; ++r) {
            const double factor = rows[r][column] / rows[column][column];
            for (std::size_t c = column; c <= kUnknowns; ++c) {
                rows[r][c] -= factor * rows[column][c];
            }
        }
    }
    std::array<double, kUnknowns> result{};
    for (std::size_t r = kUnknowns; r-- > 0;) {
        double value = rows[r][kUnknowns];
        for (std::size_t c = r + 1; c < kUnknowns; ++c) {
            value -= rows[r][c] * result[c];
        }
        result[r] = value / rows[r][r];
    }
    return result;
}

/// The map that takes the end points back to the start points, in the digits of torchvision, which
/// solves the equations in float32; nothing when three of the end points lie on a line.
std::optional<Projective> mapBack(const std::vector<double>& start,
                                  const std::vector<double>& end) {
    std::array<Row, kUnknowns> rows{};
    for (std::size_t i = 0; i < 4; ++i) {
        const double x = end[2 * i];
        const double y = end[2 * i + 1];
        const double u = start[2 * i];
        const double v = start[2 * i + 1];
        rows[2 * i] = {x, y, 1, 0, 0, 0, -u * x, -u * y, u};
        rows[2 * i + 1] = {0, 0, 0, x, y, 1, -v * x, -v * y, v};
    }
    const auto solved = solve(rows);
    if (!solved) {
        return std::nullopt;
    }
    std::array<double, kUnknowns> s = *solved;
    EightEquations equations;
    for (std::size_t row = 0; row < kUnknowns; ++row) {
        std::transform(rows[row].begin(), rows[row].end() - 1,
                       equations.factors.begin() + static_cast<std::ptrdiff_t>(row * kUnknowns),
                       [](double value) { return static_cast<float>(value); });
        equations.values[row] = static_cast<float>(rows[row][kUnknowns]);
    }
    if (const auto asTorch = solveAsTorch(equations)) {
        std::copy(asTorch->begin(), asTorch->end(), s.begin());
    }
    return Projective{s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7]};
}

ParamSpec pointsParam(std::string name, std::string label, std::string about) {
    return realsParam(std::move(name), std::move(label), std::vector<double>(8, 0.0))
        .counts(8, 8)
        .atLeast(-1e5)
        .atMost(1e5)
        .in("px")
        .about(std::move(about));
}

class RandomPerspective final : public BasicTransform {
  public:
    RandomPerspective()
        : BasicTransform(
              "RandomPerspective",
              {realParam("distortion_scale", MN_TEXT("Param", "Distortion"), 0.5)
                   .atLeast(0)
                   .atMost(1)
                   .about(MN_TEXT("Param",
                                  "How far the corners may move in, as a share of half the width "
                                  "and height.")),
               probabilityParam(0.5), interpolationParam(false, "bilinear"), fillParam()},
              {pointsParam("startpoints", MN_TEXT("Param", "Corners before"),
                           MN_TEXT("Param",
                                   "Upper left, upper right, lower right and lower left corner, "
                                   "each as x and y.")),
               pointsParam("endpoints", MN_TEXT("Param", "Corners after"),
                           MN_TEXT("Param", "Where these four points come to lie.")),
               interpolationParam(false, "bilinear"), fillParam()},
              {"startpoints", "endpoints"}) {}

    [[nodiscard]] Params draw(const Params& params, int width, int height,
                              Rng& rng) const override {
        Params drawn;
        if (!rng.chance(params.real("p"))) {
            return drawn;
        }
        const double scale = params.real("distortion_scale");
        const auto roomX = static_cast<std::int64_t>(scale * (width / 2));
        const auto roomY = static_cast<std::int64_t>(scale * (height / 2));
        const auto near = [&rng](std::int64_t room) {
            return static_cast<double>(rng.below(static_cast<std::uint64_t>(room) + 1));
        };
        const auto far = [&](std::int64_t length, std::int64_t room) {
            return static_cast<double>(length - 1) - near(room);
        };
        std::vector<double> end(8);
        end[0] = near(roomX);
        end[1] = near(roomY);
        end[2] = far(width, roomX);
        end[3] = near(roomY);
        end[4] = far(width, roomX);
        end[5] = far(height, roomY);
        end[6] = near(roomX);
        end[7] = far(height, roomY);
        const double right = width - 1;
        const double bottom = height - 1;
        const std::vector<double> start{0, 0, right, 0, right, bottom, 0, bottom};
        // Corners of a line of pixels define no map; such a picture stays as it is.
        if (mapBack(start, end)) {
            drawn.set("startpoints", start);
            drawn.set("endpoints", end);
        }
        return drawn;
    }

    [[nodiscard]] image::Image apply(const image::Image& picture, const Params& params,
                                     const Params& drawn) const override {
        const auto map = mapBack(drawn.reals("startpoints"), drawn.reals("endpoints"));
        if (!map) {
            return picture;
        }
        return warpProjective(picture, *map,
                              having("interpolation", drawn, params).text("interpolation"),
                              colourOf(having("fill", drawn, params).integers("fill")));
    }

    [[nodiscard]] Status check(const Params& params) const override {
        return checkFill("fill", params.integers("fill"));
    }

    [[nodiscard]] Status checkDrawn(const Params& params, const Params& drawn, int,
                                    int) const override {
        if (!mapBack(drawn.reals("startpoints"), drawn.reals("endpoints"))) {
            return fail(ErrorCode::SettingConflict,
                        MN_TEXT("Error", "three of the four “endpoints” lie on a line"));
        }
        return checkFill("fill", having("fill", drawn, params).integers("fill"));
    }
};

}  // namespace

const Transform& randomPerspectiveTransform() {
    static const RandomPerspective transform;
    return transform;
}

}  // namespace minarai::augment
