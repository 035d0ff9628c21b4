// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Which images belong together, so that a split never tears them apart.
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/progress.h"
#include "dataset/catalog.h"
#include "dataset/look_alikes.h"

namespace minarai::dataset {

/// A partition of the catalog's samples.
struct Groups {
    std::vector<std::uint32_t> ofSample;  ///< group of each sample, 0 ... count-1
    std::vector<std::uint64_t> ids;       ///< of each group: stable while its members stay
    std::uint64_t several = 0;            ///< groups of two or more
    std::uint64_t unmatched = 0;          ///< samples that the pattern does not fit
};

/// Joins sets of numbers (union-find with path halving).
class DisjointSets {
  public:
    explicit DisjointSets(std::size_t count);
    std::uint32_t find(std::uint32_t element);
    void join(std::uint32_t a, std::uint32_t b);

  private:
    std::vector<std::uint32_t> m_parent;
};

/// By the first group of a regular expression in the name below the class folder. SplitPattern when
/// it is no expression, has no group, or fits no image.
Result<Groups> groupsByName(const Catalog& catalog, const std::string& pattern,
                            const std::stop_token& stop = {});

/// By clusters of exact and near-duplicates. Decodes every image; unreadable ones stay alone.
Result<Groups> groupsByLook(const Catalog& catalog, const ProgressCallback& progress = {},
                            const std::stop_token& stop = {});

/// Each image by itself, but for those that the catalog keeps together (Sample::group).
Groups groupsByHand(const Catalog& catalog);

/// Whether the catalog keeps any images together.
bool hasGroupsByHand(const Catalog& catalog);

/// Groups in which no group of either is torn. Both of the same catalog.
Groups joinedGroups(const Catalog& catalog, const Groups& a, const Groups& b);

/// The partition that these pairs of samples make.
Groups groupsOfPairs(const Catalog& catalog,
                     const std::vector<std::pair<std::uint32_t, std::uint32_t>>& pairs);
Groups groupsOfPairs(const Catalog& catalog, const std::vector<LookAlike>& pairs);

}  // namespace minarai::dataset
