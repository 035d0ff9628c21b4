// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "augment/transform_base.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace minarai::augment {
namespace {

/// Far outside any picture, and small enough that sums stay far from overflow.
constexpr double kMaxCoordinate = 1 << 28;

/// Longer edge by shorter edge of what a picture is resized to.
constexpr std::int64_t kMaxAspect = 64;

constexpr std::int64_t kMaxOutputPixels = std::int64_t{kMaxEdge} * kMaxEdge;

/// JPEG cannot be longer; a longer edge belongs to a crafted file.
constexpr int kMaxSourceEdge = 1 << 17;

/// Pixels between the horizontal and the vertical pass of a resize.
constexpr std::int64_t kMaxBetweenPixels = std::int64_t{1} << 27;

}  // namespace

Extent extentOf(const std::vector<std::int64_t>& size) {
    if (size.empty()) {
        return {};
    }
    const auto bounded = [](std::int64_t edge) {
        return static_cast<int>(std::clamp<std::int64_t>(edge, 1, kMaxEdge));
    };
    return {bounded(size.front()), bounded(size.back())};
}

const Params& having(std::string_view name, const Params& drawn, const Params& params) {
    return drawn.has(name) ? drawn : params;
}

Extent resizedExtent(int width, int height, const std::vector<std::int64_t>& size,
                     std::int64_t maxSize) {
    if (size.size() != 1) {
        return extentOf(size);
    }
    const std::int64_t shortEdge = std::min(width, height);
    const std::int64_t longEdge = std::max(width, height);
    std::int64_t newShort = extentOf(size).height;
    auto newLong = static_cast<std::int64_t>(static_cast<double>(newShort * longEdge) /
                                             static_cast<double>(shortEdge));
    if (maxSize > 0 && newLong > maxSize) {
        newShort = static_cast<std::int64_t>(static_cast<double>(maxSize * newShort) /
                                             static_cast<double>(newLong));
        newLong = maxSize;
    }
    newShort = std::max<std::int64_t>(newShort, 1);
    // A line of a million pixels would become gigabytes; 64 : 1 is beyond any real picture.
    newLong = std::min({newLong, std::max<std::int64_t>(kMaxEdge, newShort * kMaxAspect),
                        kMaxOutputPixels / newShort});
    const auto a = static_cast<int>(newShort);
    const auto b = static_cast<int>(newLong);
    return width <= height ? Extent{b, a} : Extent{a, b};
}

image::Image resizeAnyShape(const image::Image& picture, Extent size,
                            image::Interpolation interpolation) {
    if (interpolation == image::Interpolation::Nearest) {
        return image::resize(picture, size.width, size.height, interpolation);
    }
    if (std::max(picture.width, picture.height) > kMaxSourceEdge) {
        // The table of weights has an entry for each source pixel of a line.
        return resizeAnyShape(
            image::resize(picture, std::min(picture.width, kMaxSourceEdge),
                          std::min(picture.height, kMaxSourceEdge), image::Interpolation::Nearest),
            size, interpolation);
    }
    if (std::int64_t{size.width} * picture.height > kMaxBetweenPixels) {
        return image::resize(image::resize(picture, picture.width, size.height, interpolation),
                             size.width, size.height, interpolation);
    }
    return image::resize(picture, size.width, size.height, interpolation);
}

image::Image centerCrop(const image::Image& picture, Extent size) {
    // torchvision pads to the wanted size first; cutting with a negative offset gives the same
    // without the larger picture in between.
    const auto offset = [](int have, int want) {
        return want > have ? -((want - have) / 2)
                           : static_cast<int>(roundHalfEven((have - want) / 2.0));
    };
    return image::crop(picture, offset(picture.width, size.width),
                       offset(picture.height, size.height), size.width, size.height);
}

Colour colourOf(const std::vector<std::int64_t>& fill) {
    Colour colour{};
    for (std::size_t c = 0; c < colour.size() && !fill.empty(); ++c) {
        colour[c] = static_cast<std::uint8_t>(fill[fill.size() == 3 ? c : 0]);
    }
    return colour;
}

image::Image filled(int width, int height, const Colour& colour) {
    image::Image picture(width, height);
    if (colour != Colour{}) {
        for (std::size_t i = 0; i < picture.rgb.size(); ++i) {
            picture.rgb[i] = colour[i % colour.size()];
        }
    }
    return picture;
}

std::int64_t roundHalfEven(double value) {
    const double lower = std::floor(value);
    const double fraction = value - lower;
    auto result = static_cast<std::int64_t>(lower);
    if (fraction > 0.5 || (fraction == 0.5 && result % 2 != 0)) {
        ++result;
    }
    return result;
}

std::int64_t reflectIndex(std::int64_t position, std::int64_t length) {
    if (length <= 1) {
        return 0;
    }
    const std::int64_t period = 2 * (length - 1);
    const std::int64_t phase = ((position % period) + period) % period;
    return phase < length ? phase : period - phase;
}

ParamSpec sizeParam() {
    return integersParam("size", MN_TEXT("Param", "Size"), {224, 224})
        .counts(1, 2)
        .atLeast(1)
        .atMost(kMaxEdge)
        .in("px")
        .about(MN_TEXT("Param", "Height and width of the result; one number makes a square."));
}

ParamSpec probabilityParam(double value) {
    return realParam("p", MN_TEXT("Param", "Probability"), value)
        .atLeast(0)
        .atMost(1)
        .about(MN_TEXT("Param", "The share of the pictures that are changed."));
}

ParamSpec interpolationParam(bool antialiased, std::string value) {
    std::vector<ParamChoice> choices{
        {"nearest", MN_TEXT("Param", "Nearest")},
        {"bilinear", MN_TEXT("Param", "Bilinear")},
        {"bicubic", MN_TEXT("Param", "Bicubic")},
    };
    if (antialiased) {
        choices.push_back({"lanczos", MN_TEXT("Param", "Lanczos")});
        choices.push_back({"box", MN_TEXT("Param", "Box")});
    }
    return choiceParam("interpolation", MN_TEXT("Param", "Interpolation"), std::move(value),
                       std::move(choices))
        .about(MN_TEXT("Param", "How new pixels are computed from the old ones."));
}

ParamSpec fillParam() {
    return integersParam("fill", MN_TEXT("Param", "Fill colour"), {0})
        .counts(1, 3)
        .atLeast(0)
        .atMost(255)
        .about(MN_TEXT("Param", "Grey value or red, green and blue of the uncovered area."));
}

ParamSpec centerParam() {
    return realsParam("center", MN_TEXT("Param", "Centre"), {})
        .counts(0, 2)
        .atLeast(-1e6)
        .atMost(1e6)
        .in("px")
        .about(MN_TEXT("Param",
                       "Fixed point as x and y from the upper left corner; empty for the "
                       "middle of the picture."))
        .expert();
}

std::vector<ParamSpec> boxParams() {
    return {
        integerParam("top", MN_TEXT("Param", "Top"), 0)
            .atLeast(-kMaxCoordinate)
            .atMost(kMaxCoordinate)
            .in("px")
            .about(MN_TEXT("Param", "Upper edge of the cut-out in the picture.")),
        integerParam("left", MN_TEXT("Param", "Left"), 0)
            .atLeast(-kMaxCoordinate)
            .atMost(kMaxCoordinate)
            .in("px")
            .about(MN_TEXT("Param", "Left edge of the cut-out in the picture.")),
        integerParam("height", MN_TEXT("Param", "Height"), 1)
            .atLeast(1)
            .atMost(kMaxCoordinate)
            .in("px")
            .about(MN_TEXT("Param", "Height of the cut-out.")),
        integerParam("width", MN_TEXT("Param", "Width"), 1)
            .atLeast(1)
            .atMost(kMaxCoordinate)
            .in("px")
            .about(MN_TEXT("Param", "Width of the cut-out.")),
    };
}

Status checkRange(std::string_view name, const std::vector<double>& values) {
    if (values.size() == 1 && values[0] < 0) {
        return fail(ErrorCode::SettingRange, name, ParamSchema::valueText(values),
                    MN_TEXT("Error", "at least 0 when it is one number"));
    }
    if (values.size() == 2 && values[0] > values[1]) {
        return fail(ErrorCode::SettingRange, name, ParamSchema::valueText(values),
                    MN_TEXT("Error", "in rising order"));
    }
    return {};
}

Status checkFill(std::string_view name, const std::vector<std::int64_t>& fill) {
    if (fill.size() == 2) {
        return fail(ErrorCode::SettingRange, name, ParamSchema::valueText(fill),
                    MN_TEXT("Error", "one value or three"));
    }
    return {};
}

Status checkCenter(const std::vector<double>& center) {
    if (center.size() == 1) {
        return fail(ErrorCode::SettingRange, "center", ParamSchema::valueText(center),
                    MN_TEXT("Error", "two numbers, or empty"));
    }
    return {};
}

Status checkBox(const Params& drawn, int width, int height) {
    const std::int64_t pixels = drawn.integer("height") * drawn.integer("width");
    const std::int64_t limit =
        std::max(kMaxOutputPixels, std::int64_t{width} * std::int64_t{height});
    if (pixels > limit) {
        return fail(ErrorCode::SettingRange, "height x width", fmt::format("{}", pixels),
                    fmt::format("at most {} for this picture", limit));
    }
    return {};
}

}  // namespace minarai::augment
