// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/control.h"

namespace minarai::train {

void TrainControl::setPaused(bool paused) {
    {
        const std::lock_guard lock(m_mutex);
        m_paused = paused;
    }
    m_changed.notify_all();
}

bool TrainControl::isPaused() const {
    const std::lock_guard lock(m_mutex);
    return m_paused;
}

void TrainControl::requestStopAfterEpoch(bool wanted) {
    m_stopAfterEpoch = wanted;
}

bool TrainControl::stopsAfterEpoch() const {
    return m_stopAfterEpoch;
}

void TrainControl::giveUpSaving(bool alsoLater) {
    {
        const std::lock_guard lock(m_mutex);
        m_givenUp = m_givenUp || m_waitsForRoom || alsoLater;
    }
    m_changed.notify_all();
}

void TrainControl::setPatience(std::chrono::milliseconds patience) {
    const std::lock_guard lock(m_mutex);
    m_patience = patience;
}

bool TrainControl::waitForRoom(std::chrono::milliseconds time) {
    const auto begin = std::chrono::steady_clock::now();
    std::unique_lock lock(m_mutex);
    m_waitsForRoom = true;
    m_changed.wait_for(lock, time, [this] { return m_givenUp; });
    if (m_patience) {
        *m_patience -= std::chrono::steady_clock::now() - begin;
        m_givenUp = m_givenUp || *m_patience <= std::chrono::steady_clock::duration::zero();
    }
    return !m_givenUp;
}

void TrainControl::waitWhilePaused(const std::stop_token& stop) {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, stop, [this] { return !m_paused; });
}

}  // namespace minarai::train
