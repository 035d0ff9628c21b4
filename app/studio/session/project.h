// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// An opened data folder as the pages see it: the catalog, its problems and quick look-ups.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/error.h"
#include "dataset/catalog.h"

namespace minarai::studio {

/// Immutable; shared between threads once it is made.
struct Project {
    std::shared_ptr<const dataset::Catalog> catalog;
    std::vector<std::uint64_t> classCounts;
    /// Index of a sample by its path; the keys point into the catalog.
    std::unordered_map<std::string_view, std::uint32_t> byPath;

    [[nodiscard]] std::optional<std::uint32_t> find(std::string_view path) const;
};

std::shared_ptr<const Project> makeProject(dataset::Catalog catalog);

/// Problems of the scan and of the audit, with the sample each is about.
struct ProblemList {
    std::vector<dataset::Problem> problems;  ///< by kind, then path
    /// For each sample the index of its first problem, or -1; as long as the catalog's samples.
    std::vector<std::int32_t> firstOfSample;
};

std::shared_ptr<const ProblemList> makeProblemList(const Project& project,
                                                   std::vector<dataset::Problem> problems);

/// How many images train, validate and test with given settings.
struct SplitPreview {
    std::uint64_t train = 0;
    std::uint64_t val = 0;
    std::uint64_t test = 0;
    bool fromFolders = false;
    double baseline = 0;  ///< share of the largest class among the validation images
    double fraction = 0;
    std::uint64_t seed = 0;
    std::shared_ptr<const std::vector<dataset::Part>> parts;  ///< of each sample
};

Result<SplitPreview> previewSplit(const dataset::Catalog& catalog, double fraction,
                                  std::uint64_t seed);

}  // namespace minarai::studio
