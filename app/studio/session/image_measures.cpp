// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/image_measures.h"

#include <algorithm>

namespace minarai::studio {

std::vector<ImageMeasure> measuresOf(const std::vector<dataset::Finding>& findings) {
    std::vector<ImageMeasure> measures(findings.size());
    for (std::size_t i = 0; i < findings.size(); ++i) {
        if (const auto& look = findings[i].look) {
            measures[i] = {look->width, look->height, look->sums};
        }
    }
    return measures;
}

ImageSizes sizesOf(const std::vector<ImageMeasure>& measures) {
    const auto area = [](const std::array<std::uint32_t, 2>& size) {
        return std::uint64_t{size[0]} * size[1];
    };
    ImageSizes sizes;
    for (const ImageMeasure& measure : measures) {
        if (measure.sums.pixels == 0) {
            continue;
        }
        const std::array<std::uint32_t, 2> size{measure.width, measure.height};
        const auto above = std::upper_bound(ImageSizes::kFrom.begin(), ImageSizes::kFrom.end(),
                                            std::min(size[0], size[1]));
        ++sizes.counts[static_cast<std::size_t>(above - ImageSizes::kFrom.begin()) - 1];
        if (sizes.images == 0 || area(size) < area(sizes.smallest)) {
            sizes.smallest = size;
        }
        if (area(size) > area(sizes.largest)) {
            sizes.largest = size;
        }
        ++sizes.images;
    }
    return sizes;
}

dataset::Statistics trainStatistics(const dataset::Catalog& catalog,
                                    const std::vector<ImageMeasure>& measures,
                                    const std::vector<dataset::Part>* parts, const Review* review) {
    dataset::ChannelSums sums;
    std::uint64_t images = 0;
    for (std::uint32_t i = 0; i < std::min(measures.size(), catalog.samples.size()); ++i) {
        const bool hasPart = parts != nullptr && i < parts->size();
        const dataset::Part part = hasPart ? (*parts)[i] : catalog.samples[i].part;
        const bool excluded = review != nullptr && review->mark(i).excluded;
        if (measures[i].sums.pixels > 0 && part == dataset::Part::Train && !excluded) {
            sums.add(measures[i].sums);
            ++images;
        }
    }
    return dataset::statisticsOf(sums, images);
}

}  // namespace minarai::studio
