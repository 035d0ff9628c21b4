// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset/split.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/files.h"
#include "base/rng.h"
#include "dataset/groups.h"
#include "dataset/names.h"
#include "dataset/split_draw.h"

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

std::vector<bool> choose(const Pool& pool, const std::optional<Groups>& groups, std::size_t classes,
                         const SplitPlan& plan) {
    if (plan.kind == SplitKind::KFold) {
        return groups ? chooseGroupedFold(pool, *groups, classes, plan)
                      : chooseFold(pool, classes, plan);
    }
    return groups ? chooseGroups(pool, *groups, classes, plan.validationFraction, plan.seed)
                  : chooseStratified(pool, classes, plan.validationFraction, plan.seed);
}

bool hasValFolder(const Catalog& catalog) {
    return catalog.hasParts && std::any_of(catalog.samples.begin(), catalog.samples.end(),
                                           [](const Sample& s) { return s.part == Part::Val; });
}

void takeFolders(const Catalog& catalog, Split& split) {
    for (const Sample& sample : catalog.samples) {
        auto& items = sample.part == Part::Train ? split.train
                      : sample.part == Part::Val ? split.val
                                                 : split.test;
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
    const std::vector<bool> chosen = choose(pool, groups, catalog.classes.size(), plan);
    for (std::size_t i = 0; i < pool.items.size(); ++i) {
        (chosen[i] ? split.val : split.train).push_back(std::move(pool.items[i]));
    }
    return split;
}

}  // namespace

Result<Split> makeSplit(const Catalog& catalog, const SplitPlan& plan,
                        const ProgressCallback& progress, const std::stop_token& stop) {
    if (plan.kind == SplitKind::KFold &&
        (plan.folds < 2 || plan.fold < 1 || plan.fold > plan.folds)) {
        return fail(ErrorCode::SplitFold, std::to_string(plan.fold), std::to_string(plan.folds));
    }
    Split split;
    if (plan.kind == SplitKind::Auto && hasValFolder(catalog)) {
        split.kind = "folders";
        split.seed = plan.seed;
        split.validationFraction = plan.validationFraction;
        takeFolders(catalog, split);
        MN_TRY(checkClasses(catalog, split.train));
    } else {
        MN_ASSIGN(split, drawSplit(catalog, plan, progress, stop));
    }
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
