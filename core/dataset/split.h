// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Which images train, validate and test: saved, seeded, disjoint.
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/json.h"
#include "base/progress.h"
#include "dataset/catalog.h"

namespace minarai::dataset {

/// One image as training and evaluation see it.
struct Item {
    std::string path;  ///< relative to the catalog's root
    std::int32_t label = 0;
    std::uint64_t id = 0;  ///< stable: stableHash(path); seeds the per-image randomness
};

enum class SplitKind : std::uint8_t {
    Auto,        ///< the folders' own parts; without a val folder as Stratified
    Stratified,  ///< a share of each class
    Grouped,     ///< a share of each class as near as whole groups allow
    KFold,       ///< one of several equal parts, stratified; with groups as near as they allow
    File,        ///< as a file says (dataset/split_file.h)
};

/// The group pattern that stands for clusters of near-duplicates.
inline constexpr std::string_view kNearDuplicateGroups = "near_duplicates";

/// How to split, as the settings of a run say it.
struct SplitPlan {
    SplitKind kind = SplitKind::Auto;
    double validationFraction = 0.2;  ///< of each class; not used by KFold and File
    /// Of each class, 0 ... 0.5, held out before anything else is drawn, so that every fold has the
    /// same test part. Not used by File and where the folder has a test part.
    double testFraction = 0;
    std::uint64_t seed = 7;
    /// Grouped, KFold: an ECMAScript expression, searched in the name below the class folder
    /// ("patient7/3.png"); images whose first group is the same stay together, whatever their
    /// class. Images that do not match are groups of their own. kNearDuplicateGroups, or empty
    /// with Grouped: clusters of near-duplicates. Empty with KFold: no groups.
    std::string groupPattern;
    int folds = 5;     ///< KFold
    int fold = 1;      ///< KFold: 1 ... folds, the one that validates
    std::string file;  ///< File: its path, UTF-8
};

struct Split {
    std::string kind;  ///< "folders", "stratified", "grouped", "kfold" or "grouped_kfold"
    std::uint64_t seed = 0;
    double validationFraction = 0;
    double testFraction = 0;      ///< 0 where no test part was drawn
    std::string groupPattern;     ///< of grouped kinds
    int folds = 0;                ///< of k-fold kinds
    int fold = 0;                 ///< of k-fold kinds, from 1
    std::uint64_t groups = 0;     ///< number of groups with several images, of grouped kinds
    std::uint64_t ungrouped = 0;  ///< images whose name does not match the pattern
    std::vector<Item> train;
    std::vector<Item> val;
    std::vector<Item> test;
};

/// Splits as planned. A test folder stays the test part; a group which reaches into it joins it
/// whole. Except for Auto, train and val folders are one pool; with a val folder Auto draws a test
/// part from the train folder alone. An image's draw depends on the seed and its own path (or its
/// group's name) alone, so that added images hardly move the others. Each class's share is rounded
/// to the nearest image, at least 1 of a class with 2 or more (to test: of 3 or more), and never
/// all of a class. Decodes the images for near-duplicate groups, and only then takes long. Images
/// which the catalog keeps together (Sample::group) stay together in every drawn split, which then
/// is a grouped one. TooFewClasses, TooFewImages, NoValidationImages, SettingConflict,
/// SplitPattern, SplitFold, Cancelled; errors of readSplitFile().
Result<Split> makeSplit(const Catalog& catalog, const SplitPlan& plan,
                        const ProgressCallback& progress = {}, const std::stop_token& stop = {});

/// The plan Auto.
Result<Split> makeSplit(const Catalog& catalog, double validationFraction, std::uint64_t seed);

/// Whether it can be trained on: TooFewClasses, TooFewImages.
Status checkSplit(const Catalog& catalog, const Split& split);

/// {"kind","seed","validation_fraction","train":[[path,label],...],...}; relative paths only.
/// "test_fraction" where a test part was drawn.
Json splitToJson(const Split& split);
/// Refuses absolute paths, "..", and labels outside 0 ... classes-1.
Result<Split> splitFromJson(const Json& json, std::size_t classes);

}  // namespace minarai::dataset
