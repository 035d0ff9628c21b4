// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// From what each file is by itself to what is wrong with them together.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "dataset/audit.h"
#include "dataset/catalog.h"

namespace minarai::dataset {

/// Samples of the same bytes, each group in the catalog's order.
std::vector<std::vector<std::uint32_t>> exactGroups(const std::vector<Finding>& findings);

/// Duplicate, LabelConflict and Leak of samples with the same bytes.
void judgeExact(const Catalog& catalog, const std::vector<std::uint32_t>& group,
                std::vector<Problem>& problems);

/// NearDuplicate, LabelConflict and Leak of pairs of samples whose pictures are nearly the same.
void judgeNear(const Catalog& catalog,
               const std::vector<std::pair<std::uint32_t, std::uint32_t>>& pairs,
               std::vector<Problem>& problems);

/// Tiny, Dark, Bright and Blurred: pictures that lie far from all others on a logarithmic scale
/// (median and median deviation), and far in plain numbers, too. Nothing in sets below 20 pictures.
void judgeOutliers(const Catalog& catalog, const std::vector<Finding>& findings,
                   std::vector<Problem>& problems);

/// For the smallest class that has images, when the largest has 30 or more and three times as many.
std::optional<Problem> imbalanceOf(const std::vector<std::string>& classes,
                                   const std::vector<std::uint64_t>& counts);

/// Imbalance among the images that the folders give to training.
void judgeBalance(const Catalog& catalog, std::vector<Problem>& problems);

}  // namespace minarai::dataset
