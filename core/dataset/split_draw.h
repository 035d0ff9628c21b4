// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Which images of a pool are kept apart: each function answers true for those that validate.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "dataset/groups.h"
#include "dataset/split.h"

namespace minarai::dataset {

/// The images that may be drawn from, each with its group where there are groups.
struct Pool {
    std::vector<Item> items;
    std::vector<std::uint32_t> groupOf;
};

/// Each class's share, rounded to the nearest image: at least 1 of a class with 2 or more, never
/// all of a class.
std::vector<bool> chooseStratified(const Pool& pool, std::size_t classes, double fraction,
                                   std::uint64_t seed);

/// Deals each class to the folds in turn; the next class begins where the last one ended, so that
/// the folds are equal as a whole, too.
std::vector<bool> chooseFold(const Pool& pool, std::size_t classes, const SplitPlan& plan);

/// Takes groups in the order of the draw wherever one brings the classes nearer to their shares.
/// A class never loses its last image for training.
std::vector<bool> chooseGroups(const Pool& pool, const Groups& groups, std::size_t classes,
                               double fraction, std::uint64_t seed);

/// Deals groups to the folds, large ones first, each to the fold that has the least of its classes.
std::vector<bool> chooseGroupedFold(const Pool& pool, const Groups& groups, std::size_t classes,
                                    const SplitPlan& plan);

}  // namespace minarai::dataset
