// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset/look_alikes.h"

#include <algorithm>
#include <span>
#include <tuple>

#include "dataset/groups.h"

namespace minarai::dataset {

namespace {

LookAlike inOrder(std::uint32_t a, std::uint32_t b, bool same) {
    return {std::min(a, b), std::max(a, b), same};
}

}  // namespace

LookAlikes::LookAlikes(const std::vector<LookAlike>& pairs) {
    std::vector<std::uint32_t> samples;
    samples.reserve(pairs.size() * 2);
    for (const LookAlike& pair : pairs) {
        samples.push_back(pair.a);
        samples.push_back(pair.b);
    }
    std::sort(samples.begin(), samples.end());
    samples.erase(std::unique(samples.begin(), samples.end()), samples.end());
    const auto placeOf = [&](std::uint32_t sample) {
        return static_cast<std::uint32_t>(std::lower_bound(samples.begin(), samples.end(), sample) -
                                          samples.begin());
    };
    DisjointSets equal(samples.size());
    for (const LookAlike& pair : pairs) {
        if (pair.same) {
            equal.join(placeOf(pair.a), placeOf(pair.b));
        }
    }
    m_setOf.reserve(samples.size());
    for (std::uint32_t place = 0; place < samples.size(); ++place) {
        // The first member names its set and comes first.
        const std::uint32_t root = equal.find(place);
        if (root == place) {
            m_setOf.emplace(samples[place], static_cast<std::uint32_t>(m_sets.size()));
            m_sets.emplace_back();
        } else {
            m_setOf.emplace(samples[place], m_setOf.at(samples[root]));
        }
        m_sets[m_setOf.at(samples[place])].members.push_back(samples[place]);
    }
    for (const LookAlike& pair : pairs) {
        const std::uint32_t a = m_setOf.at(pair.a);
        const std::uint32_t b = m_setOf.at(pair.b);
        if (a != b) {
            m_sets[a].near.push_back(b);
            m_sets[b].near.push_back(a);
        }
    }
    for (Set& set : m_sets) {
        std::sort(set.near.begin(), set.near.end());
        set.near.erase(std::unique(set.near.begin(), set.near.end()), set.near.end());
    }
}

std::vector<LookAlike> LookAlikes::pairs(const std::function<bool(std::uint32_t)>& isLeft) const {
    std::vector<std::vector<std::uint32_t>> left(m_sets.size());
    std::vector<LookAlike> found;
    for (std::size_t s = 0; s < m_sets.size(); ++s) {
        std::copy_if(m_sets[s].members.begin(), m_sets[s].members.end(),
                     std::back_inserter(left[s]), isLeft);
        for (std::size_t i = 1; i < left[s].size(); ++i) {
            found.push_back({left[s].front(), left[s][i], true});
        }
    }
    for (std::size_t s = 0; s < m_sets.size(); ++s) {
        for (const std::uint32_t other : m_sets[s].near) {
            if (other < s || left[s].empty() || left[other].empty()) {
                continue;
            }
            for (const std::uint32_t a : left[s]) {
                found.push_back(inOrder(a, left[other].front(), false));
            }
            for (const std::uint32_t b : std::span(left[other]).subspan(1)) {
                found.push_back(inOrder(left[s].front(), b, false));
            }
        }
    }
    std::sort(found.begin(), found.end(), [](const LookAlike& one, const LookAlike& other) {
        return std::tie(one.a, one.b) < std::tie(other.a, other.b);
    });
    return found;
}

std::vector<LookAlike> LookAlikes::of(std::uint32_t sample) const {
    std::vector<LookAlike> found;
    const auto own = m_setOf.find(sample);
    if (own == m_setOf.end()) {
        return found;
    }
    const Set& set = m_sets[own->second];
    for (const std::uint32_t other : set.members) {
        if (other != sample) {
            found.push_back({sample, other, true});
        }
    }
    const std::size_t equal = found.size();
    for (const std::uint32_t near : set.near) {
        for (const std::uint32_t other : m_sets[near].members) {
            found.push_back({sample, other, false});
        }
    }
    std::sort(found.begin() + static_cast<std::ptrdiff_t>(equal), found.end(),
              [](const LookAlike& one, const LookAlike& other) { return one.b < other.b; });
    return found;
}

}  // namespace minarai::dataset
