// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// One thumbnail laid over another: where it lies, and how well it matches there.
#pragma once

#include "dataset/look.h"
#include "dataset/perceptual_hash.h"

namespace minarai::dataset {

struct Match {
    float correlation = 0;   ///< of luma where the two overlap, -1 ... 1
    float gain = 1;          ///< contrast of `part` relative to `whole`
    float offset = 0;        ///< mean luma of `part` less that of `whole`, levels
    float colourError = 0;   ///< mean difference of the 4 x 4 colours, halved levels
    float colourSpread = 0;  ///< how colourful the two are: mean distance from their mean colour
};

/// Finds the place of `part` in `whole` from `start` on: position and scale of both axes by
/// Gauss-Newton on the difference of the smoothed luma, contrast and brightness fitted along
/// (Lucas and Kanade 1981). `part` may also reach beyond `whole` by a little.
Match align(const Signature& whole, const Signature& part, const Window& start);

/// Whether contrast, brightness and colours are those of one picture, too.
bool isSameExposure(const Match& match);

}  // namespace minarai::dataset
