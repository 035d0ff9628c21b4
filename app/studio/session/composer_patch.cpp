// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/composer_patch.h"

#include <algorithm>

namespace minarai::studio {

DraftPatch::Frame DraftPatch::frameOf(const spec::ModelSpec& spec) {
    return {spec.name, spec.input, spec.output, spec.auxiliary};
}

DraftPatch::DraftPatch(const DraftState& before, const DraftState& after)
    : m_frameBefore(frameOf(before.spec)), m_frameAfter(frameOf(after.spec)) {
    const auto& a = before.spec.nodes;
    const auto& b = after.spec.nodes;
    const std::size_t shorter = std::min(a.size(), b.size());
    while (m_begin < shorter && a[m_begin] == b[m_begin]) {
        ++m_begin;
    }
    std::size_t tail = 0;
    while (tail < shorter - m_begin && a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) {
        ++tail;
    }
    const auto part = [&](const std::vector<spec::Node>& nodes) {
        return std::vector<spec::Node>(nodes.begin() + static_cast<std::ptrdiff_t>(m_begin),
                                       nodes.end() - static_cast<std::ptrdiff_t>(tail));
    };
    m_nodesBefore = part(a);
    m_nodesAfter = part(b);
    const auto find = [](const Pins& pins, const std::string& key) {
        const auto found = pins.find(key);
        return found == pins.end() ? Place() : Place(found->second);
    };
    for (const Pins* pins : {&before.pins, &after.pins}) {
        for (const auto& [key, point] : *pins) {
            if (find(before.pins, key) != find(after.pins, key)) {
                m_pins[key] = {find(before.pins, key), find(after.pins, key)};
            }
        }
    }
}

void DraftPatch::replace(DraftState& state, std::size_t begin, const std::vector<spec::Node>& from,
                         const std::vector<spec::Node>& to, const Frame& frame) {
    auto& nodes = state.spec.nodes;
    const auto first = nodes.begin() + static_cast<std::ptrdiff_t>(std::min(begin, nodes.size()));
    const auto last =
        first + std::min(static_cast<std::ptrdiff_t>(from.size()), nodes.end() - first);
    const auto place = nodes.erase(first, last);
    nodes.insert(place, to.begin(), to.end());
    state.spec.name = frame.name;
    state.spec.input = frame.input;
    state.spec.output = frame.output;
    state.spec.auxiliary = frame.auxiliary;
}

void DraftPatch::apply(DraftState& state) const {
    replace(state, m_begin, m_nodesBefore, m_nodesAfter, m_frameAfter);
    for (const auto& [key, places] : m_pins) {
        state.pins.erase(key);
        if (places.second) {
            state.pins[key] = *places.second;
        }
    }
}

void DraftPatch::revert(DraftState& state) const {
    replace(state, m_begin, m_nodesAfter, m_nodesBefore, m_frameBefore);
    for (const auto& [key, places] : m_pins) {
        state.pins.erase(key);
        if (places.first) {
            state.pins[key] = *places.first;
        }
    }
}

bool DraftPatch::join(const DraftPatch& next) {
    const bool sameNodes = m_begin == next.m_begin && m_nodesAfter == next.m_nodesBefore;
    const bool onlyFrame = next.m_nodesBefore.empty() && next.m_nodesAfter.empty();
    if (!sameNodes && !onlyFrame) {
        return false;
    }
    if (!onlyFrame) {
        m_nodesAfter = next.m_nodesAfter;
    }
    m_frameAfter = next.m_frameAfter;
    for (const auto& [key, places] : next.m_pins) {
        const auto [mine, isNew] = m_pins.try_emplace(key, places);
        if (!isNew) {
            mine->second.second = places.second;
        }
    }
    return true;
}

bool DraftPatch::isEmpty() const {
    return m_nodesBefore == m_nodesAfter && m_frameBefore == m_frameAfter &&
           std::all_of(m_pins.begin(), m_pins.end(),
                       [](const auto& entry) { return entry.second.first == entry.second.second; });
}

}  // namespace minarai::studio
