// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Test-time augmentation: the views of a picture whose predictions are averaged.
#pragma once

#include <vector>

#include "augment/pipeline.h"
#include "image/image.h"

namespace minarai::predict {

inline constexpr int kMostViews = 8;

/// 1: the picture as evaluation sees it. Then, in this order: its mirror image, rotations by
/// -10° and +10°, darker and brighter by 15 %, the mirror image rotated by -10° and +10°. All have
/// the size of `preprocess`. views is clamped to 1 ... kMostViews.
std::vector<image::Image> testTimeViews(const image::Image& picture,
                                        const augment::PreprocessSpec& preprocess, int views);

}  // namespace minarai::predict
