// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/project.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "dataset/split.h"

namespace minarai::studio {

std::optional<std::uint32_t> Project::find(std::string_view path) const {
    const auto found = byPath.find(path);
    return found == byPath.end() ? std::nullopt : std::optional(found->second);
}

std::shared_ptr<const Project> makeProject(dataset::Catalog catalog) {
    auto project = std::make_shared<Project>();
    project->catalog = std::make_shared<const dataset::Catalog>(std::move(catalog));
    project->classCounts = project->catalog->classCounts();
    const auto& samples = project->catalog->samples;
    project->byPath.reserve(samples.size());
    for (std::size_t i = 0; i < samples.size(); ++i) {
        project->byPath.emplace(samples[i].path, static_cast<std::uint32_t>(i));
    }
    return project;
}

std::shared_ptr<const ProblemList> makeProblemList(const Project& project,
                                                   std::vector<dataset::Problem> problems) {
    auto list = std::make_shared<ProblemList>();
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
        if (const auto sample = project.find(problems[i].path)) {
            std::int32_t& first = list->firstOfSample[*sample];
            first = first < 0 ? static_cast<std::int32_t>(i) : first;
        }
    }
    list->problems = std::move(problems);
    return list;
}

Result<SplitPreview> previewSplit(const dataset::Catalog& catalog, double fraction,
                                  std::uint64_t seed) {
    MN_ASSIGN(const dataset::Split split, dataset::makeSplit(catalog, fraction, seed));
    SplitPreview preview;
    preview.train = split.train.size();
    preview.val = split.val.size();
    preview.test = split.test.size();
    preview.fromFolders = split.kind == "folders";
    preview.fraction = fraction;
    preview.seed = seed;
    std::vector<std::uint64_t> counts(catalog.classes.size());
    for (const dataset::Item& item : split.val) {
        ++counts[static_cast<std::size_t>(item.label)];
    }
    if (!split.val.empty()) {
        preview.baseline = static_cast<double>(*std::max_element(counts.begin(), counts.end())) /
                           static_cast<double>(split.val.size());
    }
    std::unordered_map<std::string_view, dataset::Part> elsewhere;
    for (const dataset::Item& item : split.val) {
        elsewhere.emplace(item.path, dataset::Part::Val);
    }
    for (const dataset::Item& item : split.test) {
        elsewhere.emplace(item.path, dataset::Part::Test);
    }
    std::vector<dataset::Part> parts;
    parts.reserve(catalog.samples.size());
    for (const dataset::Sample& sample : catalog.samples) {
        const auto found = elsewhere.find(sample.path);
        parts.push_back(found == elsewhere.end() ? dataset::Part::Train : found->second);
    }
    preview.parts = std::make_shared<const std::vector<dataset::Part>>(std::move(parts));
    return preview;
}

}  // namespace minarai::studio
