// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Resizing as Pillow does it, bit for bit on 8-bit RGB (Pillow 9.4, libImaging/Resample.c:
// separable, antialiased, fixed point with 22 fractional bits, horizontal pass first).
#pragma once

#include "image/image.h"

namespace minarai::image {

enum class Interpolation { Nearest, Bilinear, Bicubic, Lanczos, Box };

/// A region of the source in pixels, fractions allowed, as Pillow's `box`.
struct Box {
    double left = 0, top = 0, right = 0, bottom = 0;
};

/// A rectangle of the source in whole pixels.
struct Part {
    int left = 0, top = 0, width = 0, height = 0;
};

/// Resizes the whole image. width and height must be at least 1.
Image resize(const Image& source, int width, int height,
             Interpolation interpolation = Interpolation::Bilinear);

/// Resizes the region `box` of the source, equal to Pillow's `resize(size, filter, box=box)`.
Image resizeBox(const Image& source, const Box& box, int width, int height,
                Interpolation interpolation = Interpolation::Bilinear);

/// Cuts `part` out and resizes it, without the copy in between: unlike with a box, nothing beside
/// the part has any influence. Equal to resize(crop(source, ...), ...).
Image resizePart(const Image& source, const Part& part, int width, int height,
                 Interpolation interpolation = Interpolation::Bilinear);

/// Cuts a rectangle out; parts outside the source are black, as Pillow's crop.
Image crop(const Image& source, int left, int top, int width, int height);

Image flipHorizontally(const Image& source);
Image flipVertically(const Image& source);

}  // namespace minarai::image
