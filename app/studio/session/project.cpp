// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/project.h"

#include <algorithm>
#include <limits>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "base/files.h"
#include "dataset/groups.h"
#include "dataset/split.h"
#include "dataset/split_file.h"
#include "studio/session/review.h"
#include "train/settings.h"

namespace minarai::studio {

std::optional<std::uint32_t> Project::find(std::string_view path) const {
    const auto found = byPath.find(path);
    return found == byPath.end() ? std::nullopt : std::optional(found->second);
}

std::shared_ptr<const Project> makeProject(dataset::Catalog catalog) {
    return makeProject(std::make_shared<const dataset::Catalog>(std::move(catalog)));
}

std::shared_ptr<const Project> makeProject(std::shared_ptr<const dataset::Catalog> catalog) {
    auto project = std::make_shared<Project>();
    project->catalog = std::move(catalog);
    project->classCounts = project->catalog->classCounts();
    const auto& samples = project->catalog->samples;
    project->byPath.reserve(samples.size());
    for (std::size_t i = 0; i < samples.size(); ++i) {
        project->byPath.emplace(samples[i].path, static_cast<std::uint32_t>(i));
    }
    return project;
}

bool isAboutImages(dataset::ProblemKind kind) {
    switch (kind) {
        case dataset::ProblemKind::Imbalance:
        case dataset::ProblemKind::EmptyClass:
        case dataset::ProblemKind::UnreadableFolder:
        case dataset::ProblemKind::LinkLoop:
        case dataset::ProblemKind::BadName:
        case dataset::ProblemKind::Ignored:
            return false;
        default:
            return true;
    }
}

std::shared_ptr<const ProblemList> makeProblemList(const Project& project,
                                                   std::vector<dataset::Problem> problems,
                                                   const std::vector<dataset::LookAlike>& alike) {
    auto list = std::make_shared<ProblemList>();
    list->alike = dataset::LookAlikes(alike);
    std::stable_sort(problems.begin(), problems.end(),
                     [](const dataset::Problem& a, const dataset::Problem& b) {
                         return std::tie(a.kind, a.path) < std::tie(b.kind, b.path);
                     });
    // The scan and the audit may both tell of an empty file.
    problems.erase(std::unique(problems.begin(), problems.end(),
                               [](const dataset::Problem& a, const dataset::Problem& b) {
                                   return a.kind == b.kind && a.path == b.path;
                               }),
                   problems.end());
    list->firstOfSample.assign(project.catalog->samples.size(), -1);
    for (std::size_t i = 0; i < problems.size(); ++i) {
        ProblemSamples about;
        const auto take = [&](std::string_view path, std::int32_t& place) {
            if (const auto sample = project.find(path)) {
                place = static_cast<std::int32_t>(*sample);
                std::int32_t& first = list->firstOfSample[*sample];
                first = first < 0 ? static_cast<std::int32_t>(i) : first;
            }
        };
        take(problems[i].path, about.first);
        take(problems[i].other, about.other);
        list->samples.push_back(about);
    }
    list->problems = std::move(problems);
    return list;
}

namespace {

bool groupsByLook(const dataset::SplitPlan& plan) {
    return plan.kind == dataset::SplitKind::Grouped
               ? plan.groupPattern.empty() || plan.groupPattern == dataset::kNearDuplicateGroups
               : plan.kind == dataset::SplitKind::KFold &&
                     plan.groupPattern == dataset::kNearDuplicateGroups;
}

/// Gives the images that look alike, as the check found, one group each: nothing has to be decoded
/// again. Groups made by hand stay whole.
void keepAlikeTogether(const Project& project, const ProblemList& problems,
                       dataset::Catalog& catalog) {
    constexpr std::uint32_t kGone = std::numeric_limits<std::uint32_t>::max();
    std::vector<std::uint32_t> places(project.catalog->samples.size(), kGone);
    for (std::size_t i = 0; i < catalog.samples.size(); ++i) {
        if (const auto sample = project.find(catalog.samples[i].path)) {
            places[*sample] = static_cast<std::uint32_t>(i);
        }
    }
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
    for (const dataset::LookAlike& pair :
         problems.alike.pairs([&](std::uint32_t sample) { return places[sample] != kGone; })) {
        pairs.emplace_back(places[pair.a], places[pair.b]);
    }
    const dataset::Groups groups = dataset::joinedGroups(
        catalog, dataset::groupsOfPairs(catalog, pairs), dataset::groupsByHand(catalog));
    for (std::size_t i = 0; i < catalog.samples.size(); ++i) {
        catalog.samples[i].group = groups.ofSample[i] + 1;
    }
}

}  // namespace

SplitKey splitKeyOf(const Params& settings) {
    const dataset::SplitPlan plan = train::splitPlan(settings);
    SplitKey key;
    key.kind = plan.kind;
    // What does not matter to a kind makes no other split.
    if (plan.kind == dataset::SplitKind::File) {
        key.file = plan.file;
        return key;
    }
    key.seed = plan.seed;
    key.testFraction = plan.testFraction;
    if (plan.kind != dataset::SplitKind::KFold) {
        key.fraction = plan.validationFraction;
    } else {
        key.folds = plan.folds;
        key.fold = plan.fold;
    }
    if (plan.kind == dataset::SplitKind::KFold || plan.kind == dataset::SplitKind::Grouped) {
        key.pattern = plan.groupPattern;
    }
    return key;
}

Result<SplitPreview> previewSplit(const Project& project, const ProblemList* problems,
                                  const Review& review, const SplitKey& key,
                                  const ProgressCallback& progress, const std::stop_token& stop) {
    const dataset::Catalog& all = *project.catalog;
    dataset::Catalog catalog = appliedCatalog(all, review);
    dataset::SplitPlan plan;
    plan.kind = key.kind;
    plan.validationFraction = key.fraction;
    plan.seed = key.seed;
    plan.groupPattern = key.pattern;
    plan.folds = static_cast<int>(key.folds);
    plan.fold = static_cast<int>(key.fold);
    plan.testFraction = key.testFraction;
    const bool isSaved = key.kind == dataset::SplitKind::File;
    const bool byLook = problems != nullptr && groupsByLook(plan);
    if (byLook) {
        keepAlikeTogether(project, *problems, catalog);
        plan.kind =
            plan.kind == dataset::SplitKind::Grouped ? dataset::SplitKind::Stratified : plan.kind;
        plan.groupPattern.clear();
    }
    Result<dataset::Split> made = isSaved
                                      ? dataset::readSplitFile(fromUtf8(key.file), catalog, &all)
                                      : dataset::makeSplit(catalog, plan, progress, stop);
    if (!made) {
        return made.error();
    }
    if (byLook) {
        made->groupPattern = dataset::kNearDuplicateGroups;
    }
    const dataset::Split& split = *made;
    SplitPreview preview;
    preview.key = key;
    preview.groups = split.groups;
    preview.ungrouped = split.ungrouped;
    preview.train = split.train.size();
    preview.val = split.val.size();
    preview.test = split.test.size();
    preview.kind = split.kind;
    preview.fromFolders = !isSaved && split.kind == "folders";
    preview.classParts.resize(all.classes.size());
    std::vector<dataset::Part> parts;
    parts.reserve(all.samples.size());
    for (const dataset::Sample& sample : all.samples) {
        parts.push_back(sample.part);
    }
    const auto take = [&](const std::vector<dataset::Item>& items, dataset::Part part) {
        for (const dataset::Item& item : items) {
            ++preview
                  .classParts[static_cast<std::size_t>(item.label)][static_cast<std::size_t>(part)];
            if (const auto sample = project.find(item.path)) {
                parts[*sample] = part;
            }
        }
    };
    take(split.train, dataset::Part::Train);
    take(split.val, dataset::Part::Val);
    take(split.test, dataset::Part::Test);
    if (!split.val.empty()) {
        std::uint64_t most = 0;
        for (const auto& counts : preview.classParts) {
            most = std::max(most, counts[static_cast<std::size_t>(dataset::Part::Val)]);
        }
        preview.baseline = static_cast<double>(most) / static_cast<double>(split.val.size());
    }
    preview.split = std::make_shared<const dataset::Split>(split);
    preview.parts = std::make_shared<const std::vector<dataset::Part>>(std::move(parts));
    return preview;
}

std::uint64_t movedBetween(const dataset::Split& before, const dataset::Split& now) {
    const auto drawnAs = [](const dataset::Split& split) {
        return std::tie(split.kind, split.seed, split.validationFraction, split.testFraction,
                        split.groupPattern, split.folds, split.fold);
    };
    if (drawnAs(before) != drawnAs(now)) {
        return 0;
    }
    const auto eachPart = [](const dataset::Split& split, const auto& take) {
        for (const auto* items : {&split.train, &split.val, &split.test}) {
            for (const dataset::Item& item : *items) {
                take(item.path, items == &split.train ? dataset::Part::Train
                                : items == &split.val ? dataset::Part::Val
                                                      : dataset::Part::Test);
            }
        }
    };
    std::unordered_map<std::string_view, dataset::Part> parts;
    parts.reserve(before.train.size() + before.val.size() + before.test.size());
    eachPart(before, [&](std::string_view path, dataset::Part part) { parts.emplace(path, part); });
    std::uint64_t moved = 0;
    eachPart(now, [&](std::string_view path, dataset::Part part) {
        const auto found = parts.find(path);
        moved += found != parts.end() && found->second != part ? 1 : 0;
    });
    return moved;
}

}  // namespace minarai::studio
