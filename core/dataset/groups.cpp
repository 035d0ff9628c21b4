// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset/groups.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <regex>
#include <string_view>
#include <unordered_map>

#include "base/rng.h"
#include "base/text.h"
#include "dataset/audit.h"

namespace minarai::dataset {

namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

/// Below the class folder: "train/cats/a/1.png" in a catalog with parts is "a/1.png".
std::string_view nameBelowClass(const Catalog& catalog, const Sample& sample) {
    std::string_view name = sample.path;
    for (int folders = catalog.hasParts ? 2 : 1; folders > 0; --folders) {
        const auto slash = name.find('/');
        if (slash == std::string_view::npos) {
            break;
        }
        name.remove_prefix(slash + 1);
    }
    return name;
}

Error badPattern(const std::string& pattern, std::string reason) {
    return fail(ErrorCode::SplitPattern, pattern, std::move(reason));
}

}  // namespace

DisjointSets::DisjointSets(std::size_t count) : m_parent(count) {
    std::iota(m_parent.begin(), m_parent.end(), 0U);
}

std::uint32_t DisjointSets::find(std::uint32_t element) {
    while (m_parent[element] != element) {
        m_parent[element] = m_parent[m_parent[element]];
        element = m_parent[element];
    }
    return element;
}

void DisjointSets::join(std::uint32_t a, std::uint32_t b) {
    a = find(a);
    b = find(b);
    // The smaller number stays the root, so that a set is named by its first element.
    m_parent[std::max(a, b)] = std::min(a, b);
}

Result<Groups> groupsByName(const Catalog& catalog, const std::string& pattern,
                            const std::stop_token& stop) {
    Groups groups;
    try {
        // The polynomial matcher: a pattern must not make the program think for hours.
        const std::regex expression(pattern,
                                    std::regex::ECMAScript | std::regex_constants::__polynomial);
        if (expression.mark_count() < 1) {
            return badPattern(pattern, MN_TEXT("Dataset", "it has no group in parentheses"));
        }
        std::unordered_map<std::string, std::uint32_t> known;
        std::vector<std::uint32_t> sizes;
        const auto groupOf = [&](std::string key) {
            const auto [entry, added] =
                known.emplace(std::move(key), static_cast<std::uint32_t>(groups.ids.size()));
            if (added) {
                groups.ids.push_back(stableHash(entry->first));
                sizes.push_back(0);
            }
            ++sizes[entry->second];
            return entry->second;
        };
        groups.ofSample.reserve(catalog.samples.size());
        for (const Sample& sample : catalog.samples) {
            if (stop.stop_requested()) {
                return fail(ErrorCode::Cancelled);
            }
            const std::string_view name = nameBelowClass(catalog, sample);
            std::cmatch match;
            const bool fits =
                std::regex_search(name.data(), name.data() + name.size(), match, expression) &&
                match[1].matched;
            groups.unmatched += fits ? 0U : 1U;
            // A path begins with a slash here, so that it is never the same as another's key.
            std::string key(1, fits ? '=' : '/');
            key += fits ? match[1].str() : sample.path;
            groups.ofSample.push_back(groupOf(key));
        }
        groups.several = static_cast<std::uint64_t>(
            std::count_if(sizes.begin(), sizes.end(), [](std::uint32_t n) { return n > 1; }));
    } catch (const std::regex_error&) {
        return badPattern(pattern, MN_TEXT("Dataset", "it is not a regular expression"));
    }
    if (!catalog.samples.empty() && groups.unmatched == catalog.samples.size()) {
        return badPattern(pattern, MN_TEXT("Dataset", "no image has such a name"));
    }
    return groups;
}

Groups groupsOfPairs(const Catalog& catalog,
                     const std::vector<std::pair<std::uint32_t, std::uint32_t>>& pairs) {
    const std::size_t count = catalog.samples.size();
    DisjointSets sets(count);
    for (const auto& [a, b] : pairs) {
        sets.join(a, b);
    }
    Groups groups;
    groups.ofSample.resize(count);
    std::vector<std::uint32_t> sizes;
    std::vector<std::uint32_t> numberOf(count);
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t root = sets.find(static_cast<std::uint32_t>(i));
        if (root == i) {
            numberOf[i] = static_cast<std::uint32_t>(groups.ids.size());
            groups.ids.push_back(stableHash(catalog.samples[i].path));
            sizes.push_back(0);
        }
        groups.ofSample[i] = numberOf[root];
        ++sizes[numberOf[root]];
    }
    groups.several = static_cast<std::uint64_t>(
        std::count_if(sizes.begin(), sizes.end(), [](std::uint32_t n) { return n > 1; }));
    return groups;
}

Groups groupsOfPairs(const Catalog& catalog, const std::vector<LookAlike>& pairs) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> both;
    both.reserve(pairs.size());
    for (const LookAlike& pair : pairs) {
        both.emplace_back(pair.a, pair.b);
    }
    return groupsOfPairs(catalog, both);
}

Groups groupsByHand(const Catalog& catalog) {
    std::unordered_map<std::uint32_t, std::uint32_t> firstOf;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
    for (std::size_t i = 0; i < catalog.samples.size(); ++i) {
        if (catalog.samples[i].group != 0) {
            const auto at = static_cast<std::uint32_t>(i);
            const auto [first, added] = firstOf.emplace(catalog.samples[i].group, at);
            if (!added) {
                pairs.emplace_back(first->second, at);
            }
        }
    }
    return groupsOfPairs(catalog, pairs);
}

bool hasGroupsByHand(const Catalog& catalog) {
    return std::any_of(catalog.samples.begin(), catalog.samples.end(),
                       [](const Sample& sample) { return sample.group != 0; });
}

Groups joinedGroups(const Catalog& catalog, const Groups& a, const Groups& b) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
    for (const Groups* groups : {&a, &b}) {
        std::vector<std::uint32_t> firstOf(groups->ids.size(), kNone);
        for (std::size_t i = 0; i < groups->ofSample.size(); ++i) {
            std::uint32_t& first = firstOf[groups->ofSample[i]];
            if (first == kNone) {
                first = static_cast<std::uint32_t>(i);
            } else {
                pairs.emplace_back(first, static_cast<std::uint32_t>(i));
            }
        }
    }
    Groups joined = groupsOfPairs(catalog, pairs);
    joined.unmatched = a.unmatched + b.unmatched;
    return joined;
}

Result<Groups> groupsByLook(const Catalog& catalog, const ProgressCallback& progress,
                            const std::stop_token& stop) {
    MN_ASSIGN(const AuditReport report, inspect(catalog, {}, progress, stop));
    return groupsOfPairs(catalog, report.alike);
}

}  // namespace minarai::dataset
