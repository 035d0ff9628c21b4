// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <utility>

#include "augment/trace.h"

namespace minarai::augment {

std::size_t StepMemo::known(const Pipeline& pipeline, std::uint64_t seed) const {
    if (seed != m_seed) {
        return 0;
    }
    const std::size_t most = std::min(m_entries.size(), pipeline.steps.size());
    std::size_t result = 0;
    for (std::size_t i = 0; i < most && m_entries[i].step == pipeline.steps[i]; ++i) {
        if (m_entries[i].picture) {
            result = i + 1;
        }
    }
    return result;
}

std::vector<StepTrace> StepMemo::traceAfter(std::size_t steps) const {
    const std::size_t told = steps == 0 ? 0 : m_entries[steps - 1].told;
    return {m_trace.begin(), m_trace.begin() + static_cast<std::ptrdiff_t>(told)};
}

void StepMemo::cutTo(std::size_t steps, std::uint64_t seed) {
    m_entries.resize(seed == m_seed ? std::min(steps, m_entries.size()) : 0);
    m_seed = seed;
    m_trace.resize(m_entries.empty() ? 0 : m_entries.back().told);
    m_bytes = 0;
    const image::Image* last = nullptr;
    for (const Entry& entry : m_entries) {
        if (entry.picture && entry.picture.get() != last) {
            last = entry.picture.get();
            m_bytes += last->rgb.size();
        }
    }
}

void StepMemo::add(const Step& step, std::shared_ptr<const image::Image> picture,
                   const std::vector<StepTrace>& trace) {
    if (picture && (m_entries.empty() || m_entries.back().picture != picture)) {
        m_bytes += picture->rgb.size();
    }
    m_trace.insert(m_trace.end(), trace.begin() + static_cast<std::ptrdiff_t>(m_trace.size()),
                   trace.end());
    m_entries.push_back({step, std::move(picture), m_trace.size()});
}

bool StepMemo::hasRoomFor(const image::Image& picture) const {
    return picture.rgb.size() <= kLargestPicture && m_bytes + picture.rgb.size() <= kMostBytes;
}

}  // namespace minarai::augment
