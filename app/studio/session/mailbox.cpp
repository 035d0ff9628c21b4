// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/mailbox.h"

#include <algorithm>
#include <utility>

namespace minarai::studio {

StepPoint pointOf(const train::StepFinished& step) {
    const double steps = static_cast<double>(std::max<std::int64_t>(1, step.stepsPerEpoch));
    StepPoint point;
    point.x = static_cast<double>(step.epoch - 1) + static_cast<double>(step.step) / steps;
    point.loss = step.loss;
    point.accuracy = step.epochAccuracy;
    point.learningRate = step.learningRate;
    point.settled = static_cast<double>(step.step) >= steps / 3;
    return point;
}

void halvePoints(std::vector<StepPoint>& points) {
    std::size_t out = 0;
    for (std::size_t i = 0; i < points.size(); i += 2) {
        StepPoint point = points[i];
        if (i + 1 < points.size()) {
            const StepPoint& next = points[i + 1];
            point.x = (point.x + next.x) / 2;
            point.loss = (point.loss + next.loss) / 2;
            point.learningRate = (point.learningRate + next.learningRate) / 2;
            point.accuracy = next.accuracy;
            point.settled = next.settled;
        }
        points[out++] = point;
    }
    points.resize(out);
}

Mailbox::Mailbox(std::function<void()> ring) : m_ring(std::move(ring)) {}

void Mailbox::put(const train::Event& event) {
    {
        const std::scoped_lock lock(m_mutex);
        if (m_runId.empty()) {
            m_runId = event.runId;
        }
        if (event.runId != m_runId || m_ended) {
            return;
        }
        if (std::holds_alternative<train::RunEnded>(event.payload)) {
            m_ended = event;
            return;
        }
        merge(event);
    }
    m_ring();
}

void Mailbox::finish(const Result<train::RunEnded>& result) {
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_ended) {
            train::RunEnded ended;
            if (result) {
                ended = *result;
            } else {
                ended.reason = train::EndReason::Failed;
                ended.error = result.error();
            }
            m_ended = train::Event{m_runId, 0, ended};
        }
        m_items.emplace_back(*m_ended);
    }
    m_ring();
}

std::vector<MailItem> Mailbox::take() {
    const std::scoped_lock lock(m_mutex);
    return std::exchange(m_items, {});
}

void Mailbox::merge(const train::Event& event) {
    if (const auto* step = std::get_if<train::StepFinished>(&event.payload)) {
        mergeStep(*step);
        return;
    }
    if (std::holds_alternative<train::ValidationProgress>(event.payload) && !m_items.empty()) {
        auto* tail = std::get_if<train::Event>(&m_items.back());
        if (tail != nullptr && std::holds_alternative<train::ValidationProgress>(tail->payload)) {
            *tail = event;
            return;
        }
    }
    m_items.emplace_back(event);
}

void Mailbox::mergeStep(const train::StepFinished& step) {
    if (m_items.empty() || !std::holds_alternative<StepBatch>(m_items.back())) {
        m_items.emplace_back(StepBatch{});
    }
    auto& batch = std::get<StepBatch>(m_items.back());
    batch.last = step;
    batch.points.push_back(pointOf(step));
    if (batch.points.size() > kMaxPoints) {
        halvePoints(batch.points);
    }
}

}  // namespace minarai::studio
