// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// CoarseDropout, with the parameters and distributions of albumentations 1.3
// (augmentations/dropout/coarse_dropout.py).
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "augment/transform_base.h"

namespace minarai::augment {
namespace {

constexpr std::int64_t kMaxHoles = 64;

/// The two ends of an edge's length. Under 1 a share of the picture's edge, else pixels.
struct EdgeRange {
    double low = 0;
    double high = 0;

    [[nodiscard]] std::int64_t draw(std::int64_t edge, Rng& rng) const {
        const double length =
            high < 1.0
                ? static_cast<double>(edge) * rng.uniform(low, high)
                : std::floor(low) +
                      static_cast<double>(rng.below(
                          static_cast<std::uint64_t>(std::floor(high) - std::floor(low)) + 1));
        return std::clamp<std::int64_t>(static_cast<std::int64_t>(length), 0, edge);
    }
};

EdgeRange rangeOf(const Params& params, const char* least, const char* most) {
    const double high = params.real(most);
    const double low = params.real(least);
    return {low > 0 ? low : high, high};
}

ParamSpec edgeParam(std::string name, std::string label, double value, std::string about) {
    return realParam(std::move(name), std::move(label), value)
        .atLeast(0)
        .atMost(kMaxEdge)
        .about(std::move(about));
}

class CoarseDropout final : public BasicTransform {
  public:
    CoarseDropout()
        : BasicTransform(
              "CoarseDropout",
              {integerParam("max_holes", MN_TEXT("Param", "Most holes"), 8)
                   .atLeast(1)
                   .atMost(kMaxHoles)
                   .about(MN_TEXT("Param", "Largest number of rectangles.")),
               edgeParam("max_height", MN_TEXT("Param", "Largest height"), 8,
                         MN_TEXT("Param",
                                 "Of a rectangle, in pixels; under 1 a share of the picture's "
                                 "height.")),
               edgeParam("max_width", MN_TEXT("Param", "Largest width"), 8,
                         MN_TEXT("Param",
                                 "Of a rectangle, in pixels; under 1 a share of the picture's "
                                 "width.")),
               integerParam("min_holes", MN_TEXT("Param", "Fewest holes"), 0)
                   .atLeast(0)
                   .atMost(kMaxHoles)
                   .about(
                       MN_TEXT("Param", "Smallest number of rectangles; 0 for always the largest."))
                   .expert(),
               edgeParam("min_height", MN_TEXT("Param", "Smallest height"), 0,
                         MN_TEXT("Param", "0 for always the largest height."))
                   .expert(),
               edgeParam("min_width", MN_TEXT("Param", "Smallest width"), 0,
                         MN_TEXT("Param", "0 for always the largest width."))
                   .expert(),
               fillValueParam(), probabilityParam(0.5)},
              {integersParam("holes", MN_TEXT("Param", "Holes"), {})
                   .counts(0, static_cast<int>(4 * kMaxHoles))
                   .atLeast(0)
                   .atMost(1 << 20)
                   .in("px")
                   .about(MN_TEXT("Param",
                                  "Left, upper, right and lower edge of each rectangle; right and "
                                  "lower are the first pixels outside.")),
               fillValueParam()},
              {"holes"}) {}

    [[nodiscard]] Params draw(const Params& params, int width, int height,
                              Rng& rng) const override {
        Params drawn;
        if (!rng.chance(params.real("p"))) {
            return drawn;
        }
        const std::int64_t most = params.integer("max_holes");
        const std::int64_t given = params.integer("min_holes");
        const std::int64_t least = given > 0 ? given : most;
        const std::int64_t count =
            least +
            static_cast<std::int64_t>(rng.below(static_cast<std::uint64_t>(most - least) + 1));
        const EdgeRange heights = rangeOf(params, "min_height", "max_height");
        const EdgeRange widths = rangeOf(params, "min_width", "max_width");
        std::vector<std::int64_t> holes;
        for (std::int64_t n = 0; n < count; ++n) {
            const std::int64_t h = heights.draw(height, rng);
            const std::int64_t w = widths.draw(width, rng);
            const auto top =
                static_cast<std::int64_t>(rng.below(static_cast<std::uint64_t>(height - h) + 1));
            const auto left =
                static_cast<std::int64_t>(rng.below(static_cast<std::uint64_t>(width - w) + 1));
            holes.insert(holes.end(), {left, top, left + w, top + h});
        }
        drawn.set("holes", std::move(holes));
        return drawn;
    }

    [[nodiscard]] image::Image apply(const image::Image& picture, const Params& params,
                                     const Params& drawn) const override {
        const Colour colour = colourOf(having("fill_value", drawn, params).integers("fill_value"));
        const std::vector<std::int64_t> holes = drawn.integers("holes");
        image::Image out = picture;
        for (std::size_t i = 0; i + 3 < holes.size(); i += 4) {
            const auto right = std::min<std::int64_t>(holes[i + 2], out.width);
            const auto bottom = std::min<std::int64_t>(holes[i + 3], out.height);
            for (std::int64_t y = holes[i + 1]; y < bottom; ++y) {
                for (std::int64_t x = holes[i]; x < right; ++x) {
                    std::copy(colour.begin(), colour.end(), out.row(static_cast<int>(y)) + 3 * x);
                }
            }
        }
        return out;
    }

    [[nodiscard]] Status check(const Params& params) const override {
        MN_TRY(checkEdges(params, "min_height", "max_height",
                          MN_TEXT("Error", "“min_height” must not be larger than “max_height”")));
        MN_TRY(checkEdges(params, "min_width", "max_width",
                          MN_TEXT("Error", "“min_width” must not be larger than “max_width”")));
        if (params.integer("min_holes") > params.integer("max_holes")) {
            return fail(ErrorCode::SettingConflict,
                        MN_TEXT("Error", "“min_holes” must not be larger than “max_holes”"));
        }
        return checkFill("fill_value", params.integers("fill_value"));
    }

    [[nodiscard]] Status checkDrawn(const Params& params, const Params& drawn, int,
                                    int) const override {
        if (drawn.integers("holes").size() % 4 != 0) {
            return fail(ErrorCode::SettingRange, "holes",
                        ParamSchema::valueText(drawn.integers("holes")),
                        MN_TEXT("Error", "four numbers for each hole"));
        }
        return checkFill("fill_value", having("fill_value", drawn, params).integers("fill_value"));
    }

  private:
    static ParamSpec fillValueParam() {
        return integersParam("fill_value", MN_TEXT("Param", "Fill colour"), {0})
            .counts(1, 3)
            .atLeast(0)
            .atMost(255)
            .about(MN_TEXT("Param", "Grey value or red, green and blue of the holes."));
    }

    static Status checkEdges(const Params& params, const char* least, const char* most,
                             const char* conflict) {
        const double low = params.real(least);
        const double high = params.real(most);
        if (high <= 0) {
            return fail(ErrorCode::SettingRange, most, "0", MN_TEXT("Error", "over 0"));
        }
        if (low > high) {
            return fail(ErrorCode::SettingConflict, conflict);
        }
        if (low > 0 && (low < 1) != (high < 1)) {
            return fail(ErrorCode::SettingConflict,
                        MN_TEXT("Error",
                                "the smallest and the largest edge of a hole are both shares or "
                                "both pixels"));
        }
        return {};
    }
};

}  // namespace

const Transform& coarseDropoutTransform() {
    static const CoarseDropout transform;
    return transform;
}

}  // namespace minarai::augment
