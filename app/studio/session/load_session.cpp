// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/load_session.h"

namespace minarai::studio {

LoadSession::LoadSession(QObject* parent) : QObject(parent) {
    m_timer.setInterval(kIntervalMs);
    connect(&m_timer, &QTimer::timeout, this, &LoadSession::read);
}

void LoadSession::setWatched(bool watched) {
    if (watched && !m_timer.isActive()) {
        m_timer.start();
        read();
    } else if (!watched) {
        m_timer.stop();
    }
}

void LoadSession::read() {
    if (m_reading) {
        return;  // a slow kernel is no reason for a queue
    }
    m_reading = true;
    m_worker.post([this](const std::stop_token&) {
        QMetaObject::invokeMethod(
            this,
            [this, load = m_meter.read()] {
                m_reading = false;
                m_load = load;
                Q_EMIT changed();
            },
            Qt::QueuedConnection);
    });
}

}  // namespace minarai::studio
