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

/// How many images of each class are kept apart.
struct Shares {
    std::vector<std::size_t> val;
    std::vector<std::size_t> test;
};

/// Each class's shares, within one image: at least 1 validates of a class with 2 or more, 1 tests
/// of one with 3 or more, and 1 always trains. A part whose fraction is 0 has none. The test
/// fraction is 0.5 at most, and both together are less than 1.
Shares sharesOf(const Pool& pool, std::size_t classes, double validationFraction,
                double testFraction);

/// As many of each class as wanted.
std::vector<bool> chooseStratified(const Pool& pool, const std::vector<std::size_t>& wanted,
                                   std::uint64_t seed);

/// Deals each class to the folds in turn; the next class begins where the last one ended, so that
/// the folds are equal as a whole, too.
std::vector<bool> chooseFold(const Pool& pool, std::size_t classes, const SplitPlan& plan);

/// Takes groups in the order of the draw wherever one brings the classes nearer to what is wanted.
/// Of each class at least `left` images stay.
std::vector<bool> chooseGroups(const Pool& pool, const Groups& groups,
                               const std::vector<std::size_t>& wanted, std::size_t left,
                               std::uint64_t seed);

/// Deals groups to the folds, large ones first, each to the fold that has the least of its classes.
std::vector<bool> chooseGroupedFold(const Pool& pool, const Groups& groups, std::size_t classes,
                                    const SplitPlan& plan);

}  // namespace minarai::dataset
