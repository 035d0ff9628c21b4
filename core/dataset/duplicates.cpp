// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <string>

#include "dataset/judgement.h"

namespace minarai::dataset {

std::vector<std::vector<std::uint32_t>> exactGroups(const std::vector<Finding>& findings) {
    std::vector<std::uint32_t> order;
    for (std::size_t i = 0; i < findings.size(); ++i) {
        if (findings[i].hash) {
            order.push_back(static_cast<std::uint32_t>(i));
        }
    }
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
        return std::pair(*findings[a].hash, a) < std::pair(*findings[b].hash, b);
    });
    std::vector<std::vector<std::uint32_t>> groups;
    for (auto begin = order.begin(); begin != order.end();) {
        const auto end = std::find_if(begin, order.end(), [&](std::uint32_t i) {
            return *findings[i].hash != *findings[*begin].hash;
        });
        if (end - begin > 1) {
            groups.emplace_back(begin, end);
        }
        begin = end;
    }
    return groups;
}

void judgeExact(const Catalog& catalog, const std::vector<std::uint32_t>& group,
                std::vector<Problem>& problems) {
    const auto& samples = catalog.samples;
    // The catalog is sorted by part, then class: the first file stands for the earliest part, and
    // files of one part and class follow each other.
    const Sample& first = samples[group.front()];
    const Sample* otherClass = nullptr;
    for (const std::uint32_t i : group) {
        if (samples[i].label != first.label) {
            otherClass = &samples[i];
            break;
        }
    }
    const Sample* runStart = nullptr;
    for (const std::uint32_t i : group) {
        const Sample& sample = samples[i];
        const auto add = [&](ProblemKind kind, ErrorCode code, const Sample& other) {
            problems.push_back(makeProblem(kind, sample.path, fail(code, sample.path, other.path)));
        };
        if (otherClass != nullptr) {
            const Sample& other = sample.label == first.label ? *otherClass : first;
            add(ProblemKind::LabelConflict, ErrorCode::DuplicateConflict, other);
        }
        if (catalog.hasParts && first.part < sample.part) {
            add(ProblemKind::Leak, ErrorCode::DuplicateLeak, first);
        }
        if (runStart != nullptr && runStart->part == sample.part &&
            runStart->label == sample.label) {
            add(ProblemKind::Duplicate, ErrorCode::DuplicateImage, *runStart);
        } else {
            runStart = &sample;
        }
    }
}

void judgeNear(const Catalog& catalog,
               const std::vector<std::pair<std::uint32_t, std::uint32_t>>& pairs,
               std::vector<Problem>& problems) {
    const auto& samples = catalog.samples;
    // Of each sample the first other one of each kind, in the catalog's order.
    struct Others {
        const Sample* otherClass = nullptr;
        const Sample* earlierPart = nullptr;
        const Sample* earlier = nullptr;  ///< of the same part and class
    };
    std::vector<std::pair<std::uint32_t, std::uint32_t>> both;
    both.reserve(pairs.size() * 2);
    for (const auto& [a, b] : pairs) {
        both.emplace_back(a, b);
        both.emplace_back(b, a);
    }
    std::sort(both.begin(), both.end());
    for (std::size_t begin = 0; begin < both.size();) {
        const Sample& sample = samples[both[begin].first];
        Others others;
        std::size_t end = begin;
        for (; end < both.size() && both[end].first == both[begin].first; ++end) {
            const Sample& other = samples[both[end].second];
            const auto keep = [&](const Sample*& place, bool fits) {
                place = place == nullptr && fits ? &other : place;
            };
            keep(others.otherClass, other.label != sample.label);
            keep(others.earlierPart, catalog.hasParts && other.part < sample.part);
            keep(others.earlier, other.label == sample.label && other.part == sample.part &&
                                     both[end].second < both[end].first);
        }
        const auto add = [&](ProblemKind kind, ErrorCode code, const Sample* other) {
            if (other != nullptr) {
                problems.push_back(
                    makeProblem(kind, sample.path, fail(code, sample.path, other->path)));
            }
        };
        add(ProblemKind::LabelConflict, ErrorCode::NearDuplicateConflict, others.otherClass);
        add(ProblemKind::Leak, ErrorCode::NearDuplicateLeak, others.earlierPart);
        add(ProblemKind::NearDuplicate, ErrorCode::NearDuplicateImage, others.earlier);
        begin = end;
    }
}

}  // namespace minarai::dataset
