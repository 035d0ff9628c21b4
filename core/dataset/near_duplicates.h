// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures that are nearly the same: resized, compressed again, or cut by a few percent.
//
// Candidates come from a perceptual hash (signs of the 64 lowest frequencies of the thumbnail's
// luma) through a multi-index over its four 16-bit bands, asked with the hash of the picture and of
// parts of it. Each candidate is then laid over the other thumbnail (least squares over position
// and scale) and has to match in luma and colour.
#pragma once

#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

#include "base/error.h"
#include "base/progress.h"
#include "dataset/look.h"

namespace minarai::dataset {

struct NearPair {
    std::uint32_t a = 0;  ///< index of a signature; a < b
    std::uint32_t b = 0;
    float likeness = 0;  ///< correlation of luma once the two lie over each other, up to 1
    bool operator==(const NearPair&) const = default;
};

/// All pairs that are nearly the same, in order. Pictures without structure (a single colour) have
/// no near-duplicates. In a set of pictures that all resemble each other, such as small digits, a
/// pair has to stand out from the rest. Takes n log n time for n pictures of some variety, and 40
/// bytes a picture beside the signatures. Cancelled.
Result<std::vector<NearPair>> findNearDuplicates(std::span<const Signature* const> signatures,
                                                 unsigned threads,
                                                 const ProgressCallback& progress = {},
                                                 const std::stop_token& stop = {});

/// The same of signatures that lie side by side.
Result<std::vector<NearPair>> findNearDuplicates(std::span<const Signature> signatures,
                                                 unsigned threads,
                                                 const ProgressCallback& progress = {},
                                                 const std::stop_token& stop = {});

}  // namespace minarai::dataset
