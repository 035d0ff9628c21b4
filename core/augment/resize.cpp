// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Resize and CenterCrop, after torchvision/transforms/functional.py.
#include "augment/pipeline.h"
#include "augment/transform_base.h"

namespace minarai::augment {
namespace {

std::vector<ParamSpec> resizeParams() {
    return {
        sizeParam().about(
            MN_TEXT("Param", "Height and width of the result; one number is the shorter edge.")),
        interpolationParam(true, "bilinear"),
        integerParam("max_size", MN_TEXT("Param", "Longest edge"), 0)
            .atLeast(0)
            .atMost(kMaxEdge)
            .in("px")
            .about(MN_TEXT("Param",
                           "With one number as the size, the longer edge stays within this; 0 for "
                           "no limit."))
            .expert(),
    };
}

class Resize final : public BasicTransform {
  public:
    Resize() : BasicTransform("Resize", resizeParams(), resizeParams()) {}

    [[nodiscard]] bool isDeterministic() const override { return true; }

    [[nodiscard]] Params draw(const Params& params, int, int, Rng&) const override {
        Params drawn;
        drawn.set("size", params.integers("size"));
        return drawn;
    }

    [[nodiscard]] image::Image apply(const image::Image& picture, const Params& params,
                                     const Params& drawn) const override {
        const Extent extent = resizedExtent(picture.width, picture.height,
                                            having("size", drawn, params).integers("size"),
                                            having("max_size", drawn, params).integer("max_size"));
        return resizeAnyShape(
            picture, extent,
            interpolationFromName(having("interpolation", drawn, params).text("interpolation")));
    }

    [[nodiscard]] std::optional<Reduced> applyReduced(const Reduced& source, int width, int height,
                                                      const Params& params,
                                                      const Params& drawn) const override {
        const Extent extent =
            resizedExtent(width, height, having("size", drawn, params).integers("size"),
                          having("max_size", drawn, params).integer("max_size"));
        return Reduced{
            resizeAnyShape(source.picture, extent,
                           interpolationFromName(
                               having("interpolation", drawn, params).text("interpolation"))),
            1};
    }

    [[nodiscard]] Status check(const Params& params) const override {
        const std::int64_t maxSize = params.integer("max_size");
        const auto size = params.integers("size");
        if (maxSize == 0) {
            return {};
        }
        if (size.size() != 1) {
            return fail(ErrorCode::SettingConflict,
                        MN_TEXT("Error", "“max_size” needs one number as “size”"));
        }
        if (maxSize <= size.front()) {
            return fail(ErrorCode::SettingConflict,
                        MN_TEXT("Error", "“max_size” must be larger than “size”"));
        }
        return {};
    }

    [[nodiscard]] Status checkDrawn(const Params& params, const Params& drawn, int,
                                    int) const override {
        Params both;
        both.set("size", having("size", drawn, params).integers("size"));
        both.set("max_size", having("max_size", drawn, params).integer("max_size"));
        return check(both);
    }
};

class CenterCrop final : public BasicTransform {
  public:
    CenterCrop() : BasicTransform("CenterCrop", {sizeParam()}, {sizeParam()}) {}

    [[nodiscard]] bool isDeterministic() const override { return true; }

    [[nodiscard]] Params draw(const Params& params, int, int, Rng&) const override {
        Params drawn;
        drawn.set("size", params.integers("size"));
        return drawn;
    }

    [[nodiscard]] image::Image apply(const image::Image& picture, const Params& params,
                                     const Params& drawn) const override {
        return centerCrop(picture, extentOf(having("size", drawn, params).integers("size")));
    }
};

}  // namespace

const Transform& resizeTransform() {
    static const Resize transform;
    return transform;
}

const Transform& centerCropTransform() {
    static const CenterCrop transform;
    return transform;
}

}  // namespace minarai::augment
