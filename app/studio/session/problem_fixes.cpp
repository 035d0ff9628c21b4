// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/problem_fixes.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
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

std::vector<std::size_t> problemsToDecide(const ProblemList& problems,
                                          const dataset::Catalog& catalog, ProblemKind kind) {
    std::vector<std::size_t> rows = problemsOfKind(problems, kind);
    if (kind != ProblemKind::LabelConflict) {
        return rows;
    }
    const Review undecided;
    std::unordered_map<std::int32_t, std::int32_t> told;  // the image that each of the rest names
    std::unordered_set<std::int32_t> passedOver;
    std::vector<std::size_t> once;
    for (const std::size_t i : rows) {
        const ProblemSamples& about = problems.samples[i];
        const auto twin = told.find(about.other);
        bool isMirror = about.first >= 0 && twin != told.end() && twin->second == about.first;
        if (isMirror) {
            // Further look-alikes of this image must have a problem of their own that tells of it.
            const auto partners = openPartners(problems, i, catalog, undecided);
            isMirror = std::none_of(partners.begin(), partners.end(), [&](std::int32_t partner) {
                return passedOver.contains(partner);
            });
        }
        if (isMirror) {
            passedOver.insert(about.first);
        } else {
            told.emplace(about.first, about.other);
            once.push_back(i);
        }
    }
    return once;
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
        for (const std::int32_t partner :
             openPartners(*view.problems, i, *view.project->catalog, *view.review)) {
            const auto other = static_cast<std::size_t>(partner);
            // A decision about an earlier pair of this list may have dealt with this one.
            if (marks[first].excluded || marks[other].excluded) {
                continue;
            }
            switch (kind) {
                case ProblemKind::LabelConflict:
                    exclude(about.first);
                    exclude(partner);
                    break;
                case ProblemKind::Leak:
                    exclude(samples[first].part < samples[other].part ? about.first : partner);
                    break;
                default:
                    exclude(samples[other].bytes < samples[first].bytes ? partner : about.first);
                    break;
            }
        }
    }
    return chosen;
}

QVector<QPair<quint32, quint32>> openPairs(const CatalogView& view, ProblemKind kind) {
    QVector<QPair<quint32, quint32>> pairs;
    for (const std::size_t i : problemsOfKind(*view.problems, kind)) {
        for (const std::int32_t other :
             openPartners(*view.problems, i, *view.project->catalog, *view.review)) {
            pairs.push_back({static_cast<quint32>(view.problems->samples[i].first),
                             static_cast<quint32>(other)});
        }
    }
    return pairs;
}

std::uint64_t leaksOf(const ProblemList& problems, const Review& review,
                      const std::vector<dataset::Part>& parts) {
    const auto pairs = problems.alike.pairs([&](std::uint32_t sample) {
        return sample < parts.size() && !review.mark(sample).excluded;
    });
    return static_cast<std::uint64_t>(std::count_if(
        pairs.begin(), pairs.end(),
        [&](const dataset::LookAlike& pair) { return parts[pair.a] != parts[pair.b]; }));
}

}  // namespace minarai::studio
