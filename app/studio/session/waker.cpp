// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/waker.h"

namespace minarai::studio {

Waker::Waker(QObject* parent) : QObject(parent) {
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &Waker::fire);
}

void Waker::wake() {
    if (!m_pending.exchange(true)) {
        QMetaObject::invokeMethod(this, &Waker::schedule, Qt::QueuedConnection);
    }
}

void Waker::schedule() {
    const qint64 elapsed = m_sinceLast.isValid() ? m_sinceLast.elapsed() : kIntervalMs;
    if (elapsed >= kIntervalMs) {
        fire();
    } else {
        m_timer.start(static_cast<int>(kIntervalMs - elapsed));
    }
}

void Waker::fire() {
    m_sinceLast.start();
    // Before due(): what is put while the receiver reads rings again.
    m_pending = false;
    Q_EMIT due();
}

}  // namespace minarai::studio
