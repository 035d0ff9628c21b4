// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/problem_fixes.h"

#include <algorithm>
#include <set>
#include <utility>

namespace minarai::studio {

using dataset::ProblemKind;

std::vector<std::size_t> problemsOfKind(const ProblemList& problems, ProblemKind kind) {
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < problems.problems.size(); ++i) {
        if (problems.problems[i].kind == kind) {
            rows.push_back(i);
        }
    }
    return rows;
}

QVector<quint32> samplesToExclude(const CatalogView& view, ProblemKind kind) {
    const auto& samples = view.project->catalog->samples;
    std::vector<Mark> marks = view.review->marks;
    marks.resize(samples.size());
    QVector<quint32> chosen;
    const auto exclude = [&](std::int32_t sample) {
        Mark& mark = marks[static_cast<std::size_t>(sample)];
        if (!mark.excluded) {
            mark.excluded = true;
            chosen.push_back(static_cast<quint32>(sample));
        }
    };
    for (const std::size_t i : problemsOfKind(*view.problems, kind)) {
        const ProblemSamples& about = view.problems->samples[i];
        if (about.first < 0 || isSettled(*view.problems, i, *view.project->catalog, *view.review)) {
            continue;
        }
        if (about.other < 0) {
            exclude(about.first);
            continue;
        }
        const auto first = static_cast<std::size_t>(about.first);
        const auto other = static_cast<std::size_t>(about.other);
        // A decision about an earlier pair of this list may have dealt with this one.
        if (marks[first].excluded || marks[other].excluded) {
            continue;
        }
        switch (kind) {
            case ProblemKind::LabelConflict:
                exclude(about.first);
                exclude(about.other);
                break;
            case ProblemKind::Leak:
                exclude(samples[first].part < samples[other].part ? about.first : about.other);
                break;
            default:
                exclude(samples[other].bytes < samples[first].bytes ? about.other : about.first);
                break;
        }
    }
    return chosen;
}

QVector<QPair<quint32, quint32>> openPairs(const CatalogView& view, ProblemKind kind) {
    QVector<QPair<quint32, quint32>> pairs;
    for (const std::size_t i : problemsOfKind(*view.problems, kind)) {
        const ProblemSamples& about = view.problems->samples[i];
        if (about.first >= 0 && about.other >= 0 &&
            !isSettled(*view.problems, i, *view.project->catalog, *view.review)) {
            pairs.push_back({static_cast<quint32>(about.first), static_cast<quint32>(about.other)});
        }
    }
    return pairs;
}

std::uint64_t leaksOf(const ProblemList& problems, const Review& review,
                      const std::vector<dataset::Part>& parts) {
    std::set<std::pair<std::int32_t, std::int32_t>> leaks;
    for (const ProblemSamples& about : problems.samples) {
        if (about.first < 0 || about.other < 0) {
            continue;
        }
        const auto first = static_cast<std::uint32_t>(about.first);
        const auto other = static_cast<std::uint32_t>(about.other);
        if (!review.mark(first).excluded && !review.mark(other).excluded && first < parts.size() &&
            other < parts.size() && parts[first] != parts[other]) {
            leaks.insert(std::minmax(about.first, about.other));
        }
    }
    return leaks.size();
}

}  // namespace minarai::studio
