// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Pillow's Image.transform for affine and projective maps: not for other rooms.
#pragma once

#include <array>
#include <string_view>

#include "augment/transform_base.h"
#include "image/image.h"

namespace minarai::augment {

/// From the place in the result to the place in the source: x' = a x + b y + c, y' = d x + e y + f.
struct Affine {
    double a = 1, b = 0, c = 0, d = 0, e = 1, f = 0;
    [[nodiscard]] double x(double px, double py) const { return a * px + b * py + c; }
    [[nodiscard]] double y(double px, double py) const { return d * px + e * py + f; }
};

/// The same with both coordinates divided by g x + h y + 1.
struct Projective {
    double a = 1, b = 0, c = 0, d = 0, e = 1, f = 0, g = 0, h = 0;
    [[nodiscard]] double x(double px, double py) const {
        return (a * px + b * py + c) / (g * px + h * py + 1);
    }
    [[nodiscard]] double y(double px, double py) const {
        return (d * px + e * py + f) / (g * px + h * py + 1);
    }
};

/// The functional arguments of torchvision's affine.
struct AffineArguments {
    double angle = 0;                   ///< degrees, clockwise
    std::array<double, 2> translate{};  ///< px, right and down
    double scale = 1;                   ///< over 0; over 1 enlarges
    std::array<double, 2> shear{};      ///< degrees, along x and y
    std::array<double, 2> center{};     ///< px, the point that stays where it is
};

/// torchvision's _get_inverse_affine_matrix, with its order of operations.
Affine inverseAffine(const AffineArguments& arguments);

/// A picture of width x height pixels. "nearest", "bilinear" or "bicubic"; places outside the
/// source show the fill colour. Pixel for pixel what Pillow 9.4 makes.
image::Image warpAffine(const image::Image& source, const Affine& m, int width, int height,
                        std::string_view interpolation, const Colour& fill);

/// The same for a picture that goes on beyond its edges: "replicate", "reflect" (with the edge),
/// "reflect_101" or "wrap", as OpenCV names them.
image::Image warpContinued(const image::Image& source, const Affine& m,
                           std::string_view interpolation, std::string_view border);

/// Like warpAffine for a projective map, in the size of the source.
image::Image warpProjective(const image::Image& source, const Projective& m,
                            std::string_view interpolation, const Colour& fill);

}  // namespace minarai::augment
