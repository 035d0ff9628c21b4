// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// RandomCrop and RandomResizedCrop, after torchvision/transforms/transforms.py.
#include <algorithm>
#include <array>
#include <cmath>

#include "augment/pipeline.h"
#include "augment/transform_base.h"

namespace minarai::augment {
namespace {

struct Padding {
    std::int64_t left = 0, top = 0, right = 0, bottom = 0;
    [[nodiscard]] bool any() const { return left > 0 || top > 0 || right > 0 || bottom > 0; }
};

/// torchvision's order: all; left/right and top/bottom; left, top, right, bottom.
Padding paddingOf(const std::vector<std::int64_t>& values) {
    switch (values.size()) {
        case 1:
            return {values[0], values[0], values[0], values[0]};
        case 2:
            return {values[0], values[1], values[0], values[1]};
        case 4:
            return {values[0], values[1], values[2], values[3]};
        default:
            return {};
    }
}

constexpr std::int64_t kOutside = -1;
constexpr std::int64_t kFill = -2;

/// Where the pixel at one position of a padded axis comes from: an index of the source, kFill, or
/// kOutside of the padded picture too.
std::int64_t sourceIndex(std::int64_t position, std::int64_t before, std::int64_t after,
                         std::int64_t length, std::string_view mode) {
    if (position < 0 || position >= before + length + after) {
        return kOutside;
    }
    const std::int64_t index = position - before;
    if (index >= 0 && index < length) {
        return index;
    }
    if (mode == "edge") {
        return std::clamp<std::int64_t>(index, 0, length - 1);
    }
    if (mode == "reflect") {
        return reflectIndex(index, length);
    }
    if (mode == "symmetric") {
        const std::int64_t phase = ((index % (2 * length)) + 2 * length) % (2 * length);
        return phase < length ? phase : 2 * length - 1 - phase;
    }
    return kFill;
}

/// Pads and cuts in one step, so that only the cut-out takes memory.
image::Image cropPadded(const image::Image& picture, const Params& box, const Padding& padding,
                        std::string_view mode, const std::vector<std::int64_t>& fill) {
    const auto width = static_cast<int>(box.integer("width"));
    const auto height = static_cast<int>(box.integer("height"));
    const std::int64_t left = box.integer("left");
    const std::int64_t top = box.integer("top");
    std::array<std::uint8_t, 3> colour{};
    for (std::size_t c = 0; c < colour.size() && !fill.empty(); ++c) {
        colour[c] = static_cast<std::uint8_t>(fill[fill.size() == 3 ? c : 0]);
    }
    std::vector<std::int64_t> columns(static_cast<std::size_t>(width));
    for (int x = 0; x < width; ++x) {
        columns[static_cast<std::size_t>(x)] =
            sourceIndex(left + x, padding.left, padding.right, picture.width, mode);
    }
    image::Image result(width, height);
    for (int y = 0; y < height; ++y) {
        const std::int64_t row =
            sourceIndex(top + y, padding.top, padding.bottom, picture.height, mode);
        if (row == kOutside) {
            continue;
        }
        std::uint8_t* out = result.row(y);
        for (const std::int64_t column : columns) {
            if (column == kFill || (row == kFill && column != kOutside)) {
                std::copy(colour.begin(), colour.end(), out);
            } else if (column != kOutside) {
                std::copy_n(picture.row(static_cast<int>(row)) + column * 3, 3, out);
            }
            out += 3;
        }
    }
    return result;
}

Params boxOf(std::int64_t top, std::int64_t left, std::int64_t height, std::int64_t width) {
    Params drawn;
    drawn.set("top", top);
    drawn.set("left", left);
    drawn.set("height", height);
    drawn.set("width", width);
    return drawn;
}

std::int64_t drawOffset(Rng& rng, std::int64_t room) {
    return static_cast<std::int64_t>(rng.below(static_cast<std::uint64_t>(room) + 1));
}

ParamSpec paddingParam() {
    return integersParam("padding", MN_TEXT("Param", "Padding"), {})
        .counts(0, 4)
        .atLeast(0)
        .atMost(kMaxEdge)
        .in("px")
        .about(MN_TEXT("Param",
                       "Border added before the cut: one number for all sides, two for left/right "
                       "and top/bottom, four for left, top, right, bottom."));
}

ParamSpec paddingModeParam() {
    return choiceParam("padding_mode", MN_TEXT("Param", "Padding mode"), "constant",
                       {{"constant", MN_TEXT("Param", "Fill colour")},
                        {"edge", MN_TEXT("Param", "Repeat the edge")},
                        {"reflect", MN_TEXT("Param", "Mirror")},
                        {"symmetric", MN_TEXT("Param", "Mirror with the edge")}})
        .about(MN_TEXT("Param", "What the border shows."));
}

Status checkPadding(const std::vector<std::int64_t>& padding) {
    if (padding.size() == 3) {
        return fail(ErrorCode::SettingRange, "padding", ParamSchema::valueText(padding),
                    MN_TEXT("Error", "one, two or four numbers"));
    }
    return {};
}

std::vector<ParamSpec> croppedParams() {
    std::vector<ParamSpec> specs = boxParams();
    specs.push_back(paddingParam());
    specs.push_back(fillParam());
    specs.push_back(paddingModeParam());
    return specs;
}

class RandomCrop final : public BasicTransform {
  public:
    RandomCrop()
        : BasicTransform(
              "RandomCrop",
              {sizeParam(), paddingParam(),
               flagParam("pad_if_needed", MN_TEXT("Param", "Pad if needed"), false)
                   .about(MN_TEXT("Param",
                                  "Pads pictures that are smaller than the size, at random "
                                  "places; without it they are padded too, but evenly.")),
               fillParam(), paddingModeParam()},
              croppedParams(), {"top", "left", "height", "width"}) {}

    [[nodiscard]] Params draw(const Params& params, int width, int height,
                              Rng& rng) const override {
        const Extent size = extentOf(params.integers("size"));
        Padding padding = paddingOf(params.integers("padding"));
        growTo(size.width, width, params.flag("pad_if_needed"), padding.left, padding.right);
        growTo(size.height, height, params.flag("pad_if_needed"), padding.top, padding.bottom);
        const std::int64_t roomY = height + padding.top + padding.bottom - size.height;
        const std::int64_t roomX = width + padding.left + padding.right - size.width;
        const std::int64_t top = drawOffset(rng, roomY);
        const std::int64_t left = drawOffset(rng, roomX);
        Params drawn = boxOf(top, left, size.height, size.width);
        if (padding.any()) {
            drawn.set("padding", std::vector<std::int64_t>{padding.left, padding.top, padding.right,
                                                           padding.bottom});
        }
        return drawn;
    }

    [[nodiscard]] image::Image apply(const image::Image& picture, const Params& params,
                                     const Params& drawn) const override {
        const Padding padding = paddingOf(having("padding", drawn, params).integers("padding"));
        if (!padding.any()) {
            return image::crop(picture, static_cast<int>(drawn.integer("left")),
                               static_cast<int>(drawn.integer("top")),
                               static_cast<int>(drawn.integer("width")),
                               static_cast<int>(drawn.integer("height")));
        }
        return cropPadded(picture, drawn, padding,
                          having("padding_mode", drawn, params).text("padding_mode"),
                          having("fill", drawn, params).integers("fill"));
    }

    [[nodiscard]] Status check(const Params& params) const override {
        MN_TRY(checkPadding(params.integers("padding")));
        return checkFill("fill", params.integers("fill"));
    }

    [[nodiscard]] Status checkDrawn(const Params& params, const Params& drawn, int width,
                                    int height) const override {
        MN_TRY(checkPadding(having("padding", drawn, params).integers("padding")));
        MN_TRY(checkFill("fill", having("fill", drawn, params).integers("fill")));
        return checkBox(drawn, width, height);
    }

  private:
    /// torchvision raises for a picture that stays too small; a training run must go on.
    static void growTo(std::int64_t want, std::int64_t have, bool atRandom, std::int64_t& before,
                       std::int64_t& after) {
        const std::int64_t missing = want - (have + before + after);
        if (missing <= 0) {
            return;
        }
        before += atRandom ? missing : missing / 2;
        after += atRandom ? missing : missing - missing / 2;
    }
};

std::vector<ParamSpec> resizedCropParams() {
    std::vector<ParamSpec> specs = boxParams();
    specs.push_back(sizeParam());
    specs.push_back(interpolationParam(true, "bilinear"));
    return specs;
}

class RandomResizedCrop final : public BasicTransform {
  public:
    RandomResizedCrop()
        : BasicTransform(
              "RandomResizedCrop",
              {sizeParam(),
               realsParam("scale", MN_TEXT("Param", "Area"), {0.08, 1.0})
                   .counts(2, 2)
                   .over(0)
                   .atMost(1)
                   .about(MN_TEXT("Param",
                                  "Smallest and largest share of the picture's area that is cut "
                                  "out.")),
               realsParam("ratio", MN_TEXT("Param", "Aspect ratio"), {3.0 / 4.0, 4.0 / 3.0})
                   .counts(2, 2)
                   .atLeast(0.01)
                   .atMost(100)
                   .about(MN_TEXT("Param",
                                  "Smallest and largest width divided by height of the cut-out.")),
               interpolationParam(true, "bilinear")},
              resizedCropParams(), {"top", "left", "height", "width"}) {}

    [[nodiscard]] Params draw(const Params& params, int width, int height,
                              Rng& rng) const override {
        Params drawn = drawBox(params.reals("scale"), params.reals("ratio"), width, height, rng);
        drawn.set("size", params.integers("size"));
        return drawn;
    }

    [[nodiscard]] image::Image apply(const image::Image& picture, const Params& params,
                                     const Params& drawn) const override {
        const Extent size = extentOf(having("size", drawn, params).integers("size"));
        // Not resizeBox: that would let pixels beside the box shine in at its edges.
        const image::Part part{
            static_cast<int>(drawn.integer("left")), static_cast<int>(drawn.integer("top")),
            static_cast<int>(drawn.integer("width")), static_cast<int>(drawn.integer("height"))};
        return resizePartAnyShape(
            picture, part, size,
            interpolationFromName(having("interpolation", drawn, params).text("interpolation")));
    }

    [[nodiscard]] std::optional<Reduced> applyReduced(const Reduced& source, int, int,
                                                      const Params& params,
                                                      const Params& drawn) const override {
        const auto reduced = [&](const char* name, std::int64_t least) {
            return std::max(drawn.integer(name) / source.divisor, least);
        };
        Params part = drawn;
        part.set("left", reduced("left", 0));
        part.set("top", reduced("top", 0));
        part.set("width", reduced("width", 1));
        part.set("height", reduced("height", 1));
        return Reduced{apply(source.picture, params, part), 1};
    }

    [[nodiscard]] Status check(const Params& params) const override {
        MN_TRY(checkRange("scale", params.reals("scale")));
        return checkRange("ratio", params.reals("ratio"));
    }

    [[nodiscard]] Status checkDrawn(const Params&, const Params& drawn, int width,
                                    int height) const override {
        return checkBox(drawn, width, height);
    }

  private:
    static Params drawBox(const std::vector<double>& scale, const std::vector<double>& ratio,
                          int width, int height, Rng& rng) {
        constexpr int kAttempts = 10;
        const double area = static_cast<double>(width) * height;
        const double logLow = std::log(ratio[0]);
        const double logHigh = std::log(ratio[1]);
        for (int attempt = 0; attempt < kAttempts; ++attempt) {
            const double target = area * rng.uniform(scale[0], scale[1]);
            const double aspect = std::exp(rng.uniform(logLow, logHigh));
            const std::int64_t w = roundHalfEven(std::sqrt(target * aspect));
            const std::int64_t h = roundHalfEven(std::sqrt(target / aspect));
            if (w > 0 && w <= width && h > 0 && h <= height) {
                const std::int64_t top = drawOffset(rng, height - h);
                const std::int64_t left = drawOffset(rng, width - w);
                return boxOf(top, left, h, w);
            }
        }
        const double inRatio = static_cast<double>(width) / height;
        std::int64_t w = width;
        std::int64_t h = height;
        if (inRatio < ratio[0]) {
            h = std::max<std::int64_t>(roundHalfEven(static_cast<double>(w) / ratio[0]), 1);
        } else if (inRatio > ratio[1]) {
            w = std::max<std::int64_t>(roundHalfEven(static_cast<double>(h) * ratio[1]), 1);
        }
        return boxOf((height - h) / 2, (width - w) / 2, h, w);
    }
};

}  // namespace

const Transform& randomCropTransform() {
    static const RandomCrop transform;
    return transform;
}

const Transform& randomResizedCropTransform() {
    static const RandomResizedCrop transform;
    return transform;
}

}  // namespace minarai::augment
