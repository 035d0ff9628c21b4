// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/review.h"

#include <utility>

#include "dataset/catalog_store.h"

namespace minarai::studio {

std::int32_t Review::labelOf(const dataset::Catalog& catalog, std::uint32_t sample) const {
    const std::int32_t given = mark(sample).label;
    return given >= 0 ? given : catalog.samples[sample].label;
}

std::shared_ptr<const Review> makeReview(std::vector<Mark> marks, std::size_t undoSteps,
                                         std::size_t redoSteps) {
    auto review = std::make_shared<Review>();
    for (const Mark& mark : marks) {
        review->excluded += mark.excluded ? 1 : 0;
        review->relabelled += mark.label >= 0 ? 1 : 0;
        review->edited += mark.isEdited() ? 1 : 0;
    }
    review->marks = std::move(marks);
    review->undoSteps = undoSteps;
    review->redoSteps = redoSteps;
    return review;
}

dataset::Catalog appliedCatalog(const dataset::Catalog& catalog, const Review& review) {
    dataset::ImageStates states;
    for (std::uint32_t i = 0; i < review.marks.size(); ++i) {
        const Mark& mark = review.marks[i];
        if (mark.isEdited()) {
            states.emplace(
                catalog.samples[i].path,
                dataset::ImageState{mark.excluded,
                                    mark.label < 0
                                        ? std::string()
                                        : catalog.classes[static_cast<std::size_t>(mark.label)],
                                    mark.group});
        }
    }
    return dataset::applied(catalog, states);
}

std::vector<std::uint64_t> appliedCounts(const dataset::Catalog& catalog, const Review& review) {
    std::vector<std::uint64_t> counts(catalog.classes.size());
    for (std::uint32_t i = 0; i < catalog.samples.size(); ++i) {
        if (!review.mark(i).excluded) {
            ++counts[static_cast<std::size_t>(review.labelOf(catalog, i))];
        }
    }
    return counts;
}

bool isSettled(const ProblemList& problems, std::size_t problem, const dataset::Catalog& catalog,
               const Review& review) {
    const ProblemSamples& samples = problems.samples[problem];
    if (samples.first < 0) {
        return false;
    }
    const auto first = static_cast<std::uint32_t>(samples.first);
    if (review.mark(first).excluded) {
        return true;
    }
    if (samples.other < 0) {
        return false;
    }
    const auto other = static_cast<std::uint32_t>(samples.other);
    if (review.mark(other).excluded) {
        return true;
    }
    switch (problems.problems[problem].kind) {
        case dataset::ProblemKind::LabelConflict:
            return review.labelOf(catalog, first) == review.labelOf(catalog, other);
        case dataset::ProblemKind::Duplicate:
        case dataset::ProblemKind::NearDuplicate:
            return review.mark(first).group > 0 &&
                   review.mark(first).group == review.mark(other).group;
        default:
            return false;
    }
}

}  // namespace minarai::studio
