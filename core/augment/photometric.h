// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Pillow's ImageOps and sharpness, as transforms and policies use them: not for other rooms.
#pragma once

#include "image/image.h"

namespace minarai::augment {

/// Keeps the upper `bits` of each value, 0 ... 8.
image::Image posterized(const image::Image& picture, int bits);

/// Inverts the values from the threshold on.
image::Image solarized(const image::Image& picture, double threshold);

image::Image inverted(const image::Image& picture);

/// Stretches each channel to 0 ... 255.
image::Image autocontrasted(const image::Image& picture);

/// Evens out the histogram of each channel.
image::Image equalized(const image::Image& picture);

/// Pillow's ImageFilter.SMOOTH; the outermost pixels stay as they are.
image::Image smoothed(const image::Image& picture);

/// 0 is smoothed, 1 the picture itself, over 1 sharper.
image::Image sharpened(const image::Image& picture, double factor);

}  // namespace minarai::augment
