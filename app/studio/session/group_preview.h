// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The groups that a name pattern finds in a folder, to be shown while the pattern is typed.
#pragma once

#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "dataset/catalog.h"

namespace minarai::studio {

struct GroupPreview {
    static constexpr std::size_t kShown = 4;
    std::uint64_t groups = 0;     ///< of two images or more
    std::uint64_t unmatched = 0;  ///< images that the pattern does not fit
    /// An image of each of the largest groups and how many there are in it, largest first,
    /// those of one size in the catalog's order.
    std::vector<std::pair<std::string, std::uint64_t>> largest;
};

/// SplitPattern when the pattern is none, has no group, or fits no image. For a worker.
Result<GroupPreview> previewGroups(const dataset::Catalog& catalog, const std::string& pattern,
                                   const std::stop_token& stop = {});

}  // namespace minarai::studio
