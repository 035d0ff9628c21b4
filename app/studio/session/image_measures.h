// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the check of the images measured, added up for the images in force.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "dataset/audit.h"
#include "dataset/statistics.h"
#include "studio/session/project.h"
#include "studio/session/review.h"

namespace minarai::studio {

/// How many images have a shorter edge from one limit to below the next.
struct ImageSizes {
    static constexpr std::array<std::uint32_t, 8> kFrom{0, 32, 64, 128, 224, 320, 512, 1024};
    std::array<std::uint64_t, kFrom.size()> counts{};
    std::uint64_t images = 0;
    std::array<std::uint32_t, 2> smallest{};  ///< width and height, px
    std::array<std::uint32_t, 2> largest{};
};

/// Of one image; no pixels: it was not checked or cannot be read.
struct ImageMeasure {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    dataset::ChannelSums sums;
};

/// One for each sample.
std::vector<ImageMeasure> measuresOf(const std::vector<dataset::Finding>& findings);

ImageSizes sizesOf(const std::vector<ImageMeasure>& measures);

/// Of the images that train: part Train in `parts`, or as the folders say where it is null, and not
/// excluded.
dataset::Statistics trainStatistics(const dataset::Catalog& catalog,
                                    const std::vector<ImageMeasure>& measures,
                                    const std::vector<dataset::Part>* parts, const Review* review);

}  // namespace minarai::studio
