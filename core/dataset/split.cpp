// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset/split.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/files.h"
#include "base/rng.h"
#include "base/text.h"
#include "dataset/groups.h"
#include "dataset/names.h"
#include "dataset/split_draw.h"
#include "dataset/split_file.h"

namespace minarai::dataset {

namespace {

Item itemOf(const Sample& sample) {
    return {sample.path, sample.label, stableHash(sample.path)};
}

Status checkClasses(const Catalog& catalog, const std::vector<Item>& trained) {
    std::vector<bool> used(catalog.classes.size());
    for (const Item& item : trained) {
        used[static_cast<std::size_t>(item.label)] = true;
    }
    const auto count = std::count(used.begin(), used.end(), true);
    if (count == 1) {
        const auto first = std::find(used.begin(), used.end(), true) - used.begin();
        return fail(ErrorCode::TooFewClasses, shownName(toUtf8(catalog.root)),
                    catalog.classes[static_cast<std::size_t>(first)]);
    }
    return {};
}

/// Moves the images of a test folder, and with them the groups that reach into it, to split.test.
Pool makePool(const Catalog& catalog, const std::optional<Groups>& groups, Split& split) {
    const auto isTest = [&](const Sample& sample) {
        return catalog.hasParts && sample.part == Part::Test;
    };
    std::vector<bool> tested(groups ? groups->ids.size() : 0);
    for (std::size_t i = 0; groups && i < catalog.samples.size(); ++i) {
        if (isTest(catalog.samples[i])) {
            tested[groups->ofSample[i]] = true;
        }
    }
    Pool pool;
    for (std::size_t i = 0; i < catalog.samples.size(); ++i) {
        const Sample& sample = catalog.samples[i];
        if (isTest(sample) || (groups && tested[groups->ofSample[i]])) {
            split.test.push_back(itemOf(sample));
            continue;
        }
        pool.items.push_back(itemOf(sample));
        if (groups) {
            pool.groupOf.push_back(groups->ofSample[i]);
        }
    }
    return pool;
}

/// The groups that the plan asks for.
Result<std::optional<Groups>> plannedGroups(const Catalog& catalog, const SplitPlan& plan,
                                            const ProgressCallback& progress,
                                            const std::stop_token& stop) {
    if (plan.kind != SplitKind::Grouped && plan.kind != SplitKind::KFold) {
        return std::optional<Groups>();
    }
    const bool byLook = plan.groupPattern == kNearDuplicateGroups ||
                        (plan.kind == SplitKind::Grouped && plan.groupPattern.empty());
    if (byLook) {
        MN_ASSIGN(Groups groups, groupsByLook(catalog, progress, stop));
        return std::optional(std::move(groups));
    }
    if (plan.groupPattern.empty()) {
        return std::optional<Groups>();
    }
    MN_ASSIGN(Groups groups, groupsByName(catalog, plan.groupPattern, stop));
    return std::optional(std::move(groups));
}

/// With those that a person made.
Result<std::optional<Groups>> makeGroups(const Catalog& catalog, const SplitPlan& plan,
                                         const ProgressCallback& progress,
                                         const std::stop_token& stop) {
    MN_ASSIGN(std::optional<Groups> planned, plannedGroups(catalog, plan, progress, stop));
    if (!hasGroupsByHand(catalog)) {
        return planned;
    }
    Groups byHand = groupsByHand(catalog);
    return std::optional(planned ? joinedGroups(catalog, *planned, byHand) : std::move(byHand));
}

constexpr std::uint64_t kTestDraw = 0x7E57;  ///< the test part is another draw than validation

/// The images of the pool that test. Of each class at least `left` stay.
std::vector<bool> chooseTest(const Pool& pool, const std::optional<Groups>& groups,
                             const std::vector<std::size_t>& wanted, std::size_t left,
                             std::uint64_t seed) {
    const std::uint64_t draw = mixSeed({seed, kTestDraw});
    return groups ? chooseGroups(pool, *groups, wanted, left, draw)
                  : chooseStratified(pool, wanted, draw);
}

/// Moves the chosen images out of the pool.
void takeOut(Pool& pool, const std::vector<bool>& chosen, std::vector<Item>& to) {
    Pool rest;
    for (std::size_t i = 0; i < pool.items.size(); ++i) {
        if (chosen[i]) {
            to.push_back(std::move(pool.items[i]));
            continue;
        }
        rest.items.push_back(std::move(pool.items[i]));
        if (!pool.groupOf.empty()) {
            rest.groupOf.push_back(pool.groupOf[i]);
        }
    }
    pool = std::move(rest);
}

std::vector<bool> choose(const Pool& pool, const std::optional<Groups>& groups,
                         const std::vector<std::size_t>& wanted, const SplitPlan& plan) {
    if (plan.kind == SplitKind::KFold) {
        return groups ? chooseGroupedFold(pool, *groups, wanted.size(), plan)
                      : chooseFold(pool, wanted.size(), plan);
    }
    return groups ? chooseGroups(pool, *groups, wanted, 1, plan.seed)
                  : chooseStratified(pool, wanted, plan.seed);
}

bool hasFolder(const Catalog& catalog, Part part) {
    return catalog.hasParts &&
           std::any_of(catalog.samples.begin(), catalog.samples.end(),
                       [part](const Sample& sample) { return sample.part == part; });
}

/// The samples of the train folder that test: a share of each class, but none that belongs to a
/// group which reaches into the val folder.
std::vector<bool> chooseTestOfTrain(const Catalog& catalog, const SplitPlan& plan) {
    const std::optional<Groups> groups =
        hasGroupsByHand(catalog) ? std::optional(groupsByHand(catalog)) : std::nullopt;
    std::vector<bool> validated(groups ? groups->ids.size() : 0);
    for (std::size_t i = 0; groups && i < catalog.samples.size(); ++i) {
        if (catalog.samples[i].part == Part::Val) {
            validated[groups->ofSample[i]] = true;
        }
    }
    Pool pool;
    std::vector<std::size_t> samples;
    for (std::size_t i = 0; i < catalog.samples.size(); ++i) {
        if (catalog.samples[i].part != Part::Train || (groups && validated[groups->ofSample[i]])) {
            continue;
        }
        samples.push_back(i);
        pool.items.push_back(itemOf(catalog.samples[i]));
        if (groups) {
            pool.groupOf.push_back(groups->ofSample[i]);
        }
    }
    const Shares shares = sharesOf(pool, catalog.classes.size(), 0, plan.testFraction);
    const std::vector<bool> chosen = chooseTest(pool, groups, shares.test, 1, plan.seed);
    std::vector<bool> tests(catalog.samples.size());
    for (std::size_t i = 0; i < samples.size(); ++i) {
        tests[samples[i]] = chosen[i];
    }
    return tests;
}

void takeFolders(const Catalog& catalog, const SplitPlan& plan, Split& split) {
    std::vector<bool> tests(catalog.samples.size());
    if (plan.testFraction > 0 && !hasFolder(catalog, Part::Test)) {
        tests = chooseTestOfTrain(catalog, plan);
        split.testFraction = plan.testFraction;
    }
    for (std::size_t i = 0; i < catalog.samples.size(); ++i) {
        const Sample& sample = catalog.samples[i];
        auto& items = sample.part == Part::Test || tests[i] ? split.test
                      : sample.part == Part::Val            ? split.val
                                                            : split.train;
        items.push_back(itemOf(sample));
    }
}

Status checkPlan(const Catalog& catalog, const SplitPlan& plan, const std::vector<Item>& pool) {
    MN_TRY(checkClasses(catalog, pool));
    if (plan.kind != SplitKind::KFold && !(plan.validationFraction > 0) && !pool.empty()) {
        return fail(ErrorCode::NoValidationImages);
    }
    return {};
}

Result<Split> drawSplit(const Catalog& catalog, SplitPlan plan, const ProgressCallback& progress,
                        const std::stop_token& stop) {
    Split split;
    split.seed = plan.seed;
    MN_ASSIGN(const std::optional<Groups> groups, makeGroups(catalog, plan, progress, stop));
    if (groups) {
        if (plan.kind == SplitKind::Grouped || plan.kind == SplitKind::KFold) {
            split.groupPattern = plan.groupPattern.empty() && plan.kind == SplitKind::Grouped
                                     ? std::string(kNearDuplicateGroups)
                                     : plan.groupPattern;
        }
        split.groups = groups->several;
        split.ungrouped = groups->unmatched;
    }
    if (plan.kind == SplitKind::KFold) {
        split.folds = plan.folds;
        split.fold = plan.fold;
        split.kind = groups ? "grouped_kfold" : "kfold";
    } else {
        split.validationFraction = plan.validationFraction;
        split.kind = groups ? "grouped" : "stratified";
    }
    Pool pool = makePool(catalog, groups, split);
    MN_TRY(checkPlan(catalog, plan, pool.items));
    const double testFraction = hasFolder(catalog, Part::Test) ? 0 : plan.testFraction;
    const Shares shares =
        sharesOf(pool, catalog.classes.size(), split.validationFraction, testFraction);
    if (testFraction > 0) {
        split.testFraction = testFraction;
        takeOut(pool, chooseTest(pool, groups, shares.test, 2, plan.seed), split.test);
    }
    takeOut(pool, choose(pool, groups, shares.val, plan), split.val);
    split.train = std::move(pool.items);
    return split;
}

Status checkFractions(const SplitPlan& plan) {
    constexpr double kMostTest = 0.5;
    const bool fits = plan.testFraction >= 0 && plan.testFraction <= kMostTest;
    const bool leavesNone = plan.kind != SplitKind::KFold && plan.testFraction > 0 &&
                            plan.validationFraction + plan.testFraction >= 1;
    if (plan.kind != SplitKind::File && (!fits || leavesNone)) {
        return fail(ErrorCode::SettingConflict,
                    MN_TEXT("Error",
                            "“validation_fraction” and “test_fraction” leave nothing to train on"));
    }
    return {};
}

}  // namespace

Status checkSplit(const Catalog& catalog, const Split& split) {
    MN_TRY(checkClasses(catalog, split.train));
    if (split.train.empty() || split.val.empty()) {
        return fail(ErrorCode::TooFewImages, std::to_string(split.train.size()),
                    std::to_string(split.val.size()));
    }
    return {};
}

Result<Split> makeSplit(const Catalog& catalog, const SplitPlan& plan,
                        const ProgressCallback& progress, const std::stop_token& stop) {
    MN_TRY(checkFractions(plan));
    if (plan.kind == SplitKind::File) {
        return readSplitFile(fromUtf8(plan.file), catalog);
    }
    if (plan.kind == SplitKind::KFold &&
        (plan.folds < 2 || plan.fold < 1 || plan.fold > plan.folds)) {
        return fail(ErrorCode::SplitFold, std::to_string(plan.fold), std::to_string(plan.folds));
    }
    if (plan.kind == SplitKind::Auto && hasFolder(catalog, Part::Val)) {
        Split split;
        split.kind = "folders";
        split.seed = plan.seed;
        split.validationFraction = plan.validationFraction;
        takeFolders(catalog, plan, split);
        MN_TRY(checkSplit(catalog, split));
        return split;
    }
    MN_ASSIGN(Split split, drawSplit(catalog, plan, progress, stop));
    if (split.train.empty() || split.val.empty()) {
        return fail(ErrorCode::TooFewImages, std::to_string(split.train.size()),
                    std::to_string(split.val.size()));
    }
    return split;
}

Result<Split> makeSplit(const Catalog& catalog, double validationFraction, std::uint64_t seed) {
    SplitPlan plan;
    plan.validationFraction = validationFraction;
    plan.seed = seed;
    return makeSplit(catalog, plan);
}

}  // namespace minarai::dataset
