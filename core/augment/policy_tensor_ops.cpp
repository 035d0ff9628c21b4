// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The operations of AugMix, which torchvision applies to tensors of bytes even when it is given a
// picture: torchvision/transforms/functional_tensor.py in float32. Warps differ from Pillow's in
// their borders and in rounding, colours in the last level.
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "augment/photometric.h"
#include "augment/policy_ops.h"
#include "augment/warp.h"

namespace minarai::augment {
namespace {

std::uint8_t truncated(float value) {
    return static_cast<std::uint8_t>(std::clamp(value, 0.0F, 255.0F));
}

/// The matrix around the picture's middle, in the units of grid_sample.
struct Grid {
    std::array<float, 3> x{};
    std::array<float, 3> y{};

    Grid(const Affine& m, int width, int height) {
        const float halfWidth = 0.5F * static_cast<float>(width);
        const float halfHeight = 0.5F * static_cast<float>(height);
        x = {static_cast<float>(m.a) / halfWidth, static_cast<float>(m.b) / halfWidth,
             static_cast<float>(m.c) / halfWidth};
        y = {static_cast<float>(m.d) / halfHeight, static_cast<float>(m.e) / halfHeight,
             static_cast<float>(m.f) / halfHeight};
    }
};

/// Where a place of -1 ... 1 lies in pixels, counted from the first pixel's centre.
float pixelOf(const std::array<float, 3>& row, float px, float py, int length) {
    const float at = row[0] * px + row[1] * py + row[2];
    return (at + 1.0F) * (0.5F * static_cast<float>(length)) - 0.5F;
}

/// grid_sample with zeros outside: three values and how much of the picture is under the place.
std::array<float, 4> sampled(const image::Image& source, float x, float y, bool isNearest) {
    std::array<float, 4> sum{};
    const auto add = [&](float px, float py, float weight) {
        if (px >= 0.0F && px < static_cast<float>(source.width) && py >= 0.0F &&
            py < static_cast<float>(source.height)) {
            const std::uint8_t* pixel =
                source.row(static_cast<int>(py)) + std::ptrdiff_t{3} * static_cast<int>(px);
            for (std::size_t c = 0; c < 3; ++c) {
                sum[c] += weight * static_cast<float>(pixel[c]);
            }
            sum[3] += weight;
        }
    };
    if (isNearest) {
        add(std::nearbyint(x), std::nearbyint(y), 1.0F);
        return sum;
    }
    const float left = std::floor(x);
    const float top = std::floor(y);
    const float right = x - left;
    const float below = y - top;
    add(left, top, (1.0F - right) * (1.0F - below));
    add(left + 1.0F, top, right * (1.0F - below));
    add(left, top + 1.0F, (1.0F - right) * below);
    add(left + 1.0F, top + 1.0F, right * below);
    return sum;
}

image::Image warped(const image::Image& source, const AffineArguments& arguments,
                    std::string_view interpolation, const std::vector<std::int64_t>& fill) {
    const Grid grid(inverseAffine(arguments), source.width, source.height);
    const bool isNearest = interpolation == "nearest";
    const Colour colour = colourOf(fill);
    image::Image out(source.width, source.height);
    for (int y = 0; y < out.height; ++y) {
        std::uint8_t* to = out.row(y);
        const float py = static_cast<float>(y) + 0.5F - 0.5F * static_cast<float>(out.height);
        for (int x = 0; x < out.width; ++x, to += 3) {
            const float px = static_cast<float>(x) + 0.5F - 0.5F * static_cast<float>(out.width);
            const std::array<float, 4> values =
                sampled(source, pixelOf(grid.x, px, py, source.width),
                        pixelOf(grid.y, px, py, source.height), isNearest);
            const float mask = values[3];
            for (std::size_t c = 0; c < 3; ++c) {
                float value = values[c];
                if (!fill.empty()) {
                    const auto other = static_cast<float>(colour[c]);
                    // The values are weighted by the mask already; torchvision weights them again.
                    value = !isNearest    ? value * mask + (1.0F - mask) * other
                            : mask < 0.5F ? other
                                          : value;
                }
                to[c] = truncated(std::nearbyint(value));
            }
        }
    }
    return out;
}

/// _blend: factor of the picture, 1 - factor of the other.
std::uint8_t blended(std::uint8_t own, float other, double factor) {
    return truncated(static_cast<float>(factor) * static_cast<float>(own) +
                     static_cast<float>(1.0 - factor) * other);
}

float greyOf(const std::uint8_t* rgb) {
    return std::trunc(0.2989F * static_cast<float>(rgb[0]) + 0.587F * static_cast<float>(rgb[1]) +
                      0.114F * static_cast<float>(rgb[2]));
}

image::Image brightened(image::Image picture, double factor) {
    for (std::uint8_t& value : picture.rgb) {
        value = blended(value, 0.0F, factor);
    }
    return picture;
}

image::Image contrasted(image::Image picture, double factor) {
    double sum = 0;
    for (std::size_t i = 0; i + 2 < picture.rgb.size(); i += 3) {
        sum += static_cast<double>(greyOf(&picture.rgb[i]));
    }
    const auto mean = static_cast<float>(sum / static_cast<double>(picture.rgb.size() / 3));
    for (std::uint8_t& value : picture.rgb) {
        value = blended(value, mean, factor);
    }
    return picture;
}

image::Image saturated(image::Image picture, double factor) {
    for (std::size_t i = 0; i + 2 < picture.rgb.size(); i += 3) {
        const float grey = greyOf(&picture.rgb[i]);
        for (std::size_t c = 0; c < 3; ++c) {
            picture.rgb[i + c] = blended(picture.rgb[i + c], grey, factor);
        }
    }
    return picture;
}

image::Image sharper(const image::Image& picture, double factor) {
    if (picture.width <= 2 || picture.height <= 2) {
        return picture;
    }
    image::Image out = smoothed(picture);
    for (std::size_t i = 0; i < out.rgb.size(); ++i) {
        out.rgb[i] = blended(picture.rgb[i], static_cast<float>(out.rgb[i]), factor);
    }
    return out;
}

image::Image stretched(image::Image picture) {
    for (std::size_t c = 0; c < 3; ++c) {
        int low = 255;
        int high = 0;
        for (std::size_t i = c; i < picture.rgb.size(); i += 3) {
            low = std::min<int>(low, picture.rgb[i]);
            high = std::max<int>(high, picture.rgb[i]);
        }
        if (high <= low) {
            continue;
        }
        const float scale = 255.0F / static_cast<float>(high - low);
        for (std::size_t i = c; i < picture.rgb.size(); i += 3) {
            picture.rgb[i] = truncated(static_cast<float>(picture.rgb[i] - low) * scale);
        }
    }
    return picture;
}

}  // namespace

image::Image applyTensorOp(const image::Image& picture, const PolicyOp& op,
                           std::string_view interpolation, const std::vector<std::int64_t>& fill) {
    const double shear = std::atan(op.magnitude) * (180.0 / std::numbers::pi);
    const double shift = std::trunc(op.magnitude);
    const double factor = std::max(0.0, 1.0 + op.magnitude);
    // Places count from the picture's middle here, so that its corner lies up and left.
    const std::array<double, 2> corner{-0.5 * picture.width, -0.5 * picture.height};
    const auto moved = [&](const AffineArguments& arguments) {
        return warped(picture, arguments, interpolation, fill);
    };
    if (op.name == "ShearX") {
        return moved({0, {}, 1, {shear, 0}, corner});
    }
    if (op.name == "ShearY") {
        return moved({0, {}, 1, {0, shear}, corner});
    }
    if (op.name == "TranslateX") {
        return moved({0, {shift, 0}, 1, {}, {}});
    }
    if (op.name == "TranslateY") {
        return moved({0, {0, shift}, 1, {}, {}});
    }
    if (op.name == "Rotate") {
        return moved({-op.magnitude, {}, 1, {}, {}});
    }
    if (op.name == "Brightness") {
        return brightened(picture, factor);
    }
    if (op.name == "Color") {
        return saturated(picture, factor);
    }
    if (op.name == "Contrast") {
        return contrasted(picture, factor);
    }
    if (op.name == "Sharpness") {
        return sharper(picture, factor);
    }
    if (op.name == "AutoContrast") {
        return stretched(picture);
    }
    // Whole numbers alone: the same as Pillow's.
    return applyOp(picture, op, interpolation, {});
}

}  // namespace minarai::augment
