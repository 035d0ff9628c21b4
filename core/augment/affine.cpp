// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// RandomAffine, after torchvision/transforms/functional.py, and albumentations' ShiftScaleRotate,
// which is the same map with borders of its own.
#include <array>
#include <cmath>
#include <numbers>

#include "augment/transform_base.h"
#include "augment/warp.h"

namespace minarai::augment {
namespace {

using Pair = std::array<double, 2>;

constexpr double kMaxScale = 1000;

Pair pairOf(const std::vector<double>& values, Pair otherwise) {
    if (values.empty()) {
        return otherwise;
    }
    return {values[0], values.size() > 1 ? values[1] : otherwise[1]};
}

/// Drawn values that are left out change nothing.
AffineArguments argumentsOf(const Params& drawn, const std::vector<double>& center,
                            const image::Image& picture) {
    AffineArguments arguments;
    arguments.angle = drawn.real("angle");
    arguments.translate = pairOf(drawn.reals("translate"), {0, 0});
    arguments.scale = drawn.has("scale") ? drawn.real("scale") : 1.0;
    // One number is a shear along x alone.
    arguments.shear = pairOf(drawn.reals("shear"), {0, 0});
    arguments.center = pairOf(center, {picture.width * 0.5, picture.height * 0.5});
    return arguments;
}

double radians(double degrees) {
    return degrees * (std::numbers::pi / 180.0);
}

ParamSpec angleParam() {
    return realParam("angle", MN_TEXT("Param", "Angle"), 0.0)
        .atLeast(-1e6)
        .atMost(1e6)
        .in("°")
        .about(MN_TEXT("Param", "Clockwise."));
}

ParamSpec drawnTranslateParam() {
    return realsParam("translate", MN_TEXT("Param", "Shift"), {0.0, 0.0})
        .counts(2, 2)
        .atLeast(-1e6)
        .atMost(1e6)
        .in("px")
        .about(MN_TEXT("Param", "To the right and down."));
}

ParamSpec drawnScaleParam() {
    return realParam("scale", MN_TEXT("Param", "Scale"), 1.0)
        .atLeast(1 / kMaxScale)
        .atMost(kMaxScale)
        .about(MN_TEXT("Param", "Over 1 enlarges."));
}

/// One number is the range from -number to number.
double drawFrom(const std::vector<double>& range, Rng& rng) {
    const double high = range.back();
    const double low = range.size() == 1 ? -high : range.front();
    return rng.uniform(low, high);
}

class RandomAffine final : public BasicTransform {
  public:
    RandomAffine()
        : BasicTransform(
              "RandomAffine",
              {realsParam("degrees", MN_TEXT("Param", "Degrees"), {15.0})
                   .counts(1, 2)
                   .atLeast(-360)
                   .atMost(360)
                   .in("°")
                   .about(MN_TEXT("Param", "Range of the angle; one number d means -d to d.")),
               realsParam("translate", MN_TEXT("Param", "Shift"), {})
                   .counts(0, 2)
                   .atLeast(0)
                   .atMost(1)
                   .about(MN_TEXT("Param",
                                  "Largest shift across and down as shares of width and height; "
                                  "empty for none.")),
               realsParam("scale", MN_TEXT("Param", "Scale"), {})
                   .counts(0, 2)
                   .atLeast(1 / kMaxScale)
                   .atMost(kMaxScale)
                   .about(
                       MN_TEXT("Param", "Smallest and largest factor; empty to keep the scale.")),
               realsParam("shear", MN_TEXT("Param", "Shear"), {})
                   .counts(0, 4)
                   .atLeast(-360)
                   .atMost(360)
                   .in("°")
                   .about(MN_TEXT("Param",
                                  "Range of the shear along x; one number s means -s to s, four "
                                  "numbers are the ranges along x and y; empty for none.")),
               interpolationParam(false, "nearest"), fillParam(), centerParam()},
              {angleParam(), drawnTranslateParam(), drawnScaleParam(),
               realsParam("shear", MN_TEXT("Param", "Shear"), {0.0, 0.0})
                   .counts(1, 2)
                   .atLeast(-1e6)
                   .atMost(1e6)
                   .in("°")
                   .about(MN_TEXT("Param", "Along x and y.")),
               interpolationParam(false, "nearest"), fillParam(), centerParam()}) {}

    [[nodiscard]] Params draw(const Params& params, int width, int height,
                              Rng& rng) const override {
        Params values;
        values.set("angle", drawFrom(params.reals("degrees"), rng));
        const std::vector<double> translate = params.reals("translate");
        Pair shift{};
        if (!translate.empty()) {
            const double x = rng.uniform(-1, 1) * translate.front() * width;
            const double y = rng.uniform(-1, 1) * translate.back() * height;
            shift = {static_cast<double>(roundHalfEven(x)), static_cast<double>(roundHalfEven(y))};
        }
        values.set("translate", std::vector<double>(shift.begin(), shift.end()));
        const std::vector<double> scale = params.reals("scale");
        values.set("scale", scale.empty() ? 1.0 : rng.uniform(scale.front(), scale.back()));
        const std::vector<double> shear = params.reals("shear");
        Pair angles{};
        if (shear.size() == 4) {
            angles = {rng.uniform(shear[0], shear[1]), rng.uniform(shear[2], shear[3])};
        } else if (!shear.empty()) {
            angles[0] = drawFrom(shear, rng);
        }
        values.set("shear", std::vector<double>(angles.begin(), angles.end()));
        return values;
    }

    [[nodiscard]] image::Image apply(const image::Image& picture, const Params& params,
                                     const Params& drawn) const override {
        const std::vector<double> center = having("center", drawn, params).reals("center");
        return warpAffine(picture, inverseAffine(argumentsOf(drawn, center, picture)),
                          picture.width, picture.height,
                          having("interpolation", drawn, params).text("interpolation"),
                          colourOf(having("fill", drawn, params).integers("fill")));
    }

    [[nodiscard]] Status check(const Params& params) const override {
        MN_TRY(checkRange("degrees", params.reals("degrees")));
        for (const char* name : {"translate", "scale"}) {
            if (params.reals(name).size() == 1) {
                return fail(ErrorCode::SettingRange, name,
                            ParamSchema::valueText(params.reals(name)),
                            MN_TEXT("Error", "two numbers, or empty"));
            }
        }
        if (const auto scale = params.reals("scale"); !scale.empty()) {
            MN_TRY(checkRange("scale", scale));
        }
        MN_TRY(checkShear(params.reals("shear")));
        MN_TRY(checkCenter(params.reals("center")));
        return checkFill("fill", params.integers("fill"));
    }

    [[nodiscard]] Status checkDrawn(const Params& params, const Params& drawn, int,
                                    int) const override {
        MN_TRY(checkCenter(having("center", drawn, params).reals("center")));
        return checkFill("fill", having("fill", drawn, params).integers("fill"));
    }

  private:
    static Status checkShear(const std::vector<double>& shear) {
        if (shear.size() == 3) {
            return fail(ErrorCode::SettingRange, "shear", ParamSchema::valueText(shear),
                        MN_TEXT("Error", "one, two or four numbers, or empty"));
        }
        for (std::size_t i = 0; i < shear.size(); i += 2) {
            const auto from = shear.begin() + static_cast<std::ptrdiff_t>(i);
            MN_TRY(checkRange("shear", {from, shear.size() == 1 ? from + 1 : from + 2}));
        }
        return {};
    }
};

ParamSpec borderParam() {
    return choiceParam("border_mode", MN_TEXT("Param", "Border"), "reflect_101",
                       {{"reflect_101", MN_TEXT("Param", "Mirror")},
                        {"reflect", MN_TEXT("Param", "Mirror with the edge")},
                        {"replicate", MN_TEXT("Param", "Repeat the edge")},
                        {"wrap", MN_TEXT("Param", "Repeat the picture")},
                        {"constant", MN_TEXT("Param", "Fill colour")}})
        .about(MN_TEXT("Param", "What the uncovered area shows."));
}

ParamSpec valueParam() {
    return integersParam("value", MN_TEXT("Param", "Fill colour"), {0})
        .counts(1, 3)
        .atLeast(0)
        .atMost(255)
        .about(MN_TEXT("Param", "Grey value or red, green and blue of the uncovered area."))
        .onlyIf("border_mode", {"constant"});
}

ParamSpec shiftParam(std::string name, std::string label, std::vector<double> value,
                     std::string about) {
    const int least = value.empty() ? 0 : 1;
    return realsParam(std::move(name), std::move(label), std::move(value))
        .counts(least, 2)
        .atLeast(-1)
        .atMost(1)
        .about(std::move(about));
}

class ShiftScaleRotate final : public BasicTransform {
  public:
    ShiftScaleRotate()
        : BasicTransform(
              "ShiftScaleRotate",
              {shiftParam("shift_limit", MN_TEXT("Param", "Shift"), {0.0625},
                          MN_TEXT("Param",
                                  "Range of the shift as a share of width and height; one number "
                                  "s means -s to s.")),
               realsParam("scale_limit", MN_TEXT("Param", "Scale"), {0.1})
                   .counts(1, 2)
                   .atLeast(-0.99)
                   .atMost(kMaxScale - 1)
                   .about(MN_TEXT("Param",
                                  "Range of what is added to the scale of 1; one number s means "
                                  "-s to s.")),
               realsParam("rotate_limit", MN_TEXT("Param", "Degrees"), {45.0})
                   .counts(1, 2)
                   .atLeast(-360)
                   .atMost(360)
                   .in("°")
                   .about(MN_TEXT("Param",
                                  "Range of the angle, counter-clockwise; one number d means -d "
                                  "to d.")),
               interpolationParam(false, "bilinear"), borderParam(), valueParam(),
               shiftParam("shift_limit_x", MN_TEXT("Param", "Shift across"), {},
                          MN_TEXT("Param", "Replaces the shift's range across; empty for none."))
                   .expert(),
               shiftParam("shift_limit_y", MN_TEXT("Param", "Shift down"), {},
                          MN_TEXT("Param", "Replaces the shift's range down; empty for none."))
                   .expert(),
               probabilityParam(0.5)},
              {angleParam(), drawnTranslateParam(), drawnScaleParam(),
               interpolationParam(false, "bilinear"), borderParam(), valueParam()}) {}

    [[nodiscard]] Params draw(const Params& params, int width, int height,
                              Rng& rng) const override {
        Params values;
        if (!rng.chance(params.real("p"))) {
            return values;
        }
        const auto shift = [&](const char* name) {
            const std::vector<double> own = params.reals(name);
            return own.empty() ? params.reals("shift_limit") : own;
        };
        // albumentations counts angles counter-clockwise, affine clockwise.
        values.set("angle", -drawFrom(params.reals("rotate_limit"), rng));
        const double x = drawFrom(shift("shift_limit_x"), rng) * width;
        const double y = drawFrom(shift("shift_limit_y"), rng) * height;
        values.set("translate", std::vector<double>{x, y});
        values.set("scale", 1.0 + drawFrom(params.reals("scale_limit"), rng));
        return values;
    }

    [[nodiscard]] image::Image apply(const image::Image& picture, const Params& params,
                                     const Params& drawn) const override {
        const Affine matrix = inverseAffine(argumentsOf(drawn, {}, picture));
        const std::string interpolation =
            having("interpolation", drawn, params).text("interpolation");
        const std::string border = having("border_mode", drawn, params).text("border_mode");
        if (border == "constant") {
            return warpAffine(picture, matrix, picture.width, picture.height, interpolation,
                              colourOf(having("value", drawn, params).integers("value")));
        }
        return warpContinued(picture, matrix, interpolation, border);
    }

    [[nodiscard]] Status check(const Params& params) const override {
        for (const char* name :
             {"shift_limit", "scale_limit", "rotate_limit", "shift_limit_x", "shift_limit_y"}) {
            if (const auto range = params.reals(name); !range.empty()) {
                MN_TRY(checkRange(name, range));
            }
        }
        // One number is also subtracted.
        if (const auto scale = params.reals("scale_limit"); scale.size() == 1 && scale[0] > 0.99) {
            return fail(ErrorCode::SettingRange, "scale_limit", ParamSchema::valueText(scale),
                        MN_TEXT("Error", "at most 0.99 when it is one number"));
        }
        return checkFill("value", params.integers("value"));
    }

    [[nodiscard]] Status checkDrawn(const Params& params, const Params& drawn, int,
                                    int) const override {
        return checkFill("value", having("value", drawn, params).integers("value"));
    }
};

}  // namespace

Affine inverseAffine(const AffineArguments& arguments) {
    const double rotation = radians(arguments.angle);
    const double sx = radians(arguments.shear[0]);
    const double sy = radians(arguments.shear[1]);
    const double a = std::cos(rotation - sy) / std::cos(sy);
    const double b = -std::cos(rotation - sy) * std::tan(sx) / std::cos(sy) - std::sin(rotation);
    const double c = std::sin(rotation - sy) / std::cos(sy);
    const double d = -std::sin(rotation - sy) * std::tan(sx) / std::cos(sy) + std::cos(rotation);
    const auto [cx, cy] = arguments.center;
    const auto [tx, ty] = arguments.translate;
    Affine m{d / arguments.scale,  -b / arguments.scale, 0,
             -c / arguments.scale, a / arguments.scale,  0};
    m.c = m.a * (-cx - tx) + m.b * (-cy - ty);
    m.f = m.d * (-cx - tx) + m.e * (-cy - ty);
    m.c += cx;
    m.f += cy;
    return m;
}

const Transform& randomAffineTransform() {
    static const RandomAffine transform;
    return transform;
}

const Transform& shiftScaleRotateTransform() {
    static const ShiftScaleRotate transform;
    return transform;
}

}  // namespace minarai::augment
