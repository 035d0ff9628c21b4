// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// An opened data folder as the pages see it: the catalog, its problems and quick look-ups.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/error.h"
#include "base/param_spec.h"
#include "base/progress.h"
#include "dataset/catalog.h"
#include "dataset/look_alikes.h"
#include "dataset/split.h"

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
std::shared_ptr<const Project> makeProject(std::shared_ptr<const dataset::Catalog> catalog);

/// The samples that a problem is about; -1 for none.
struct ProblemSamples {
    std::int32_t first = -1;
    std::int32_t other = -1;  ///< of duplicates, conflicts and leaks
};

/// Problems of the scan and of the audit, with the samples each is about.
struct ProblemList {
    std::vector<dataset::Problem> problems;  ///< by kind, then path
    std::vector<ProblemSamples> samples;     ///< of each problem
    /// For each sample the index of its first problem, or -1; as long as the catalog's samples.
    std::vector<std::int32_t> firstOfSample;
    /// All pairs: a problem names one other image for each, though there may be more.
    dataset::LookAlikes alike;
};

/// Whether problems of this kind are about images, not about folders and names.
bool isAboutImages(dataset::ProblemKind kind);

std::shared_ptr<const ProblemList> makeProblemList(
    const Project& project, std::vector<dataset::Problem> problems,
    const std::vector<dataset::LookAlike>& alike = {});

struct Review;

/// What a split depends on, as the recipe says it.
struct SplitKey {
    dataset::SplitKind kind = dataset::SplitKind::Auto;
    double fraction = 0;
    std::uint64_t seed = 0;
    std::string pattern;  ///< of the grouped kinds
    std::int64_t folds = 0;
    std::int64_t fold = 0;
    double testFraction = 0;
    std::string file;  ///< of a split that was saved
    bool operator==(const SplitKey&) const = default;
};
SplitKey splitKeyOf(const Params& settings);

/// How many images train, validate and test with given settings.
struct SplitPreview {
    SplitKey key;
    std::uint64_t train = 0;
    std::uint64_t val = 0;
    std::uint64_t test = 0;
    std::string kind;  ///< as makeSplit() names it
    bool fromFolders = false;
    double baseline = 0;          ///< share of the largest class among the validation images
    std::uint64_t groups = 0;     ///< of several images
    std::uint64_t ungrouped = 0;  ///< images whose name the pattern does not fit
    std::uint64_t leaks = 0;      ///< pairs of look-alikes in different parts, as far as checked
    std::uint64_t moved = 0;      ///< images in another part than when the folder was last read
    /// Of each class: images that train, validate and test.
    std::vector<std::array<std::uint64_t, 3>> classParts;
    std::shared_ptr<const dataset::Split> split;
    std::shared_ptr<const Review> review;  ///< what was left out and relabelled
    /// Of each sample of the project; excluded ones as their folder says.
    std::shared_ptr<const std::vector<dataset::Part>> parts;
};

/// The split of what the review leaves; a saved one may name images that it left out. Look-alikes
/// are those of the check; without its problems the images are decoded and compared. For a worker.
Result<SplitPreview> previewSplit(const Project& project, const ProblemList* problems,
                                  const Review& review, const SplitKey& key,
                                  const ProgressCallback& progress = {},
                                  const std::stop_token& stop = {});

/// How many images of both are in another part now. None where the two were not drawn alike: then
/// a person wanted other parts.
std::uint64_t movedBetween(const dataset::Split& before, const dataset::Split& now);

}  // namespace minarai::studio
