// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done about the problems of a data set, as decisions about its images.
#pragma once

#include <QPair>
#include <QVector>
#include <vector>

#include "studio/session/catalog_query.h"

namespace minarai::studio {

/// The problems of a kind, in their order.
std::vector<std::size_t> problemsOfKind(const ProblemList& problems, dataset::ProblemKind kind);

/// The problems of a kind as a person goes through them: the two images of a conflict name each
/// other, and the pair is there once. Every pair of look-alikes belongs to one that is left.
std::vector<std::size_t> problemsToDecide(const ProblemList& problems,
                                          const dataset::Catalog& catalog,
                                          dataset::ProblemKind kind);

/// The images to leave out so that every open problem of the kind is dealt with: damaged images and
/// outliers themselves; of duplicates the smaller file (the later one of equal files); of leaks the
/// image that trains; both images of a conflict, since nobody can know which label is right.
QVector<quint32> samplesToExclude(const CatalogView& view, dataset::ProblemKind kind);

/// The pairs of the open problems of a kind.
QVector<QPair<quint32, quint32>> openPairs(const CatalogView& view, dataset::ProblemKind kind);

/// Pairs of images that look alike and lie in different parts of the split, both in force.
std::uint64_t leaksOf(const ProblemList& problems, const Review& review,
                      const std::vector<dataset::Part>& parts);

}  // namespace minarai::studio
