// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a person decided about the images of a project. Laid over the catalog, never written to the
// images' folder.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "dataset/catalog.h"
#include "studio/session/project.h"

namespace minarai::studio {

/// The decision about one image.
struct Mark {
    bool excluded = false;
    std::int32_t label = -1;  ///< index of the class given by hand; -1: as its folder says
    std::uint32_t group = 0;  ///< images of the same one stay in one part; 0: none
    [[nodiscard]] bool isEdited() const { return excluded || label >= 0 || group > 0; }
    bool operator==(const Mark&) const = default;
};

/// All decisions at one moment. Immutable; shared between threads once it is made.
struct Review {
    std::vector<Mark> marks;  ///< of each sample of the catalog
    std::uint64_t excluded = 0;
    std::uint64_t relabelled = 0;  ///< also of excluded ones
    std::uint64_t edited = 0;      ///< images with any decision
    std::size_t undoSteps = 0;
    std::size_t redoSteps = 0;

    [[nodiscard]] Mark mark(std::uint32_t sample) const {
        return sample < marks.size() ? marks[sample] : Mark{};
    }
    /// The class in force.
    [[nodiscard]] std::int32_t labelOf(const dataset::Catalog& catalog, std::uint32_t sample) const;
};

/// Counts the marks.
std::shared_ptr<const Review> makeReview(std::vector<Mark> marks, std::size_t undoSteps,
                                         std::size_t redoSteps);

/// The catalog as it is split and trained on: dataset::applied() with these decisions. For a
/// worker: it copies every sample.
dataset::Catalog appliedCatalog(const dataset::Catalog& catalog, const Review& review);

/// Images of each class in force, without excluded ones.
std::vector<std::uint64_t> appliedCounts(const dataset::Catalog& catalog, const Review& review);

/// Uneven classes among the images in force that the folders give to training.
std::optional<dataset::Problem> imbalanceInForce(const dataset::Catalog& catalog,
                                                 const Review& review);

/// The other images with which the one of a problem still has it: the one that the problem names,
/// then further look-alikes of the same kind. Empty for a problem of one image, too.
std::vector<std::int32_t> openPartners(const ProblemList& problems, std::size_t problem,
                                       const dataset::Catalog& catalog, const Review& review);

/// The problem's samples with the first open partner in place of one that was dealt with.
ProblemSamples samplesInForce(const ProblemList& problems, std::size_t problem,
                              const dataset::Catalog& catalog, const Review& review);

/// Whether the decisions have dealt with a problem: the image, or of each pair one of them, is
/// excluded, or the two have one label now, or near-duplicates are kept in one part.
bool isSettled(const ProblemList& problems, std::size_t problem, const dataset::Catalog& catalog,
               const Review& review);

}  // namespace minarai::studio
