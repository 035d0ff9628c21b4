// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/review.h"

#include <utility>

#include "dataset/catalog_store.h"
#include "dataset/judgement.h"

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

std::optional<dataset::Problem> imbalanceInForce(const dataset::Catalog& catalog,
                                                 const Review& review) {
    std::vector<std::uint64_t> counts(catalog.classes.size());
    for (std::uint32_t i = 0; i < catalog.samples.size(); ++i) {
        const bool trains = !catalog.hasParts || catalog.samples[i].part == dataset::Part::Train;
        if (trains && !review.mark(i).excluded) {
            ++counts[static_cast<std::size_t>(review.labelOf(catalog, i))];
        }
    }
    return dataset::imbalanceOf(catalog.classes, counts);
}

namespace {

using dataset::ProblemKind;

/// Whether the decisions have dealt with a pair. Neither is excluded.
bool isDealtWith(ProblemKind kind, std::uint32_t first, std::uint32_t other,
                 const dataset::Catalog& catalog, const Review& review) {
    switch (kind) {
        case ProblemKind::LabelConflict:
            return review.labelOf(catalog, first) == review.labelOf(catalog, other);
        case ProblemKind::Duplicate:
        case ProblemKind::NearDuplicate:
            return review.mark(first).group > 0 &&
                   review.mark(first).group == review.mark(other).group;
        default:
            return false;
    }
}

/// Whether the audit would tell of such a pair in a problem of this kind.
bool fits(ProblemKind kind, const dataset::LookAlike& pair, const dataset::Catalog& catalog) {
    const dataset::Sample& sample = catalog.samples[pair.a];
    const dataset::Sample& other = catalog.samples[pair.b];
    switch (kind) {
        case ProblemKind::LabelConflict:
            return other.label != sample.label;
        case ProblemKind::Leak:
            return catalog.hasParts && other.part < sample.part;
        case ProblemKind::Duplicate:
        case ProblemKind::NearDuplicate:
            return pair.same == (kind == ProblemKind::Duplicate) && pair.b < pair.a &&
                   other.label == sample.label && other.part == sample.part;
        default:
            return false;
    }
}

/// Calls `visit` with each open partner until it answers false.
template <typename Visit>
void visitPartners(const ProblemList& problems, std::size_t problem,
                   const dataset::Catalog& catalog, const Review& review, const Visit& visit) {
    const ProblemSamples& about = problems.samples[problem];
    if (about.first < 0 || about.other < 0) {
        return;
    }
    const ProblemKind kind = problems.problems[problem].kind;
    const auto first = static_cast<std::uint32_t>(about.first);
    const auto named = static_cast<std::uint32_t>(about.other);
    const auto isOpen = [&](std::uint32_t other) {
        return !review.mark(other).excluded && !isDealtWith(kind, first, other, catalog, review);
    };
    if (review.mark(first).excluded || (isOpen(named) && !visit(about.other))) {
        return;
    }
    for (const dataset::LookAlike& pair : problems.alike.of(first)) {
        if (pair.b != named && fits(kind, pair, catalog) && isOpen(pair.b) &&
            !visit(static_cast<std::int32_t>(pair.b))) {
            return;
        }
    }
}

}  // namespace

std::vector<std::int32_t> openPartners(const ProblemList& problems, std::size_t problem,
                                       const dataset::Catalog& catalog, const Review& review) {
    std::vector<std::int32_t> partners;
    visitPartners(problems, problem, catalog, review, [&](std::int32_t other) {
        partners.push_back(other);
        return true;
    });
    return partners;
}

ProblemSamples samplesInForce(const ProblemList& problems, std::size_t problem,
                              const dataset::Catalog& catalog, const Review& review) {
    ProblemSamples about = problems.samples[problem];
    visitPartners(problems, problem, catalog, review, [&](std::int32_t other) {
        about.other = other;
        return false;
    });
    return about;
}

bool isSettled(const ProblemList& problems, std::size_t problem, const dataset::Catalog& catalog,
               const Review& review) {
    const ProblemSamples& about = problems.samples[problem];
    if (about.first < 0) {
        return false;
    }
    if (about.other < 0) {
        return review.mark(static_cast<std::uint32_t>(about.first)).excluded;
    }
    bool open = false;
    visitPartners(problems, problem, catalog, review, [&](std::int32_t) {
        open = true;
        return false;
    });
    return !open;
}

}  // namespace minarai::studio
