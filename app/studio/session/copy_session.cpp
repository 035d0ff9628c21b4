// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/copy_session.h"

#include "dataset/cleaned_copy.h"
#include "studio/session/paths.h"

namespace minarai::studio {

namespace fs = std::filesystem;

CopySession::CopySession(QObject* parent)
    : QObject(parent), m_worker([this](const Error& error) {
          QMetaObject::invokeMethod(
              this, [this, error] { end({}, error); }, Qt::QueuedConnection);
      }) {
    connect(&m_waker, &Waker::due, this, [this] {
        {
            const std::scoped_lock lock(m_mutex);
            m_seen = m_now;
        }
        if (m_running) {
            Q_EMIT progressed();
        }
    });
}

CopySession::~CopySession() {
    m_stop.request_stop();
}

void CopySession::count(const CatalogPointer& catalog, const ReviewPointer& review) {
    const quint64 serial = ++m_countSerial;
    m_counts.reset();
    m_counter.replace([this, serial, catalog, review](const std::stop_token&) {
        const auto plan = dataset::planCopy(appliedCatalog(*catalog, *review));
        const CopyCounts counts{plan.images.size(), plan.renumbered, plan.bytes};
        QMetaObject::invokeMethod(
            this,
            [this, serial, counts] {
                if (serial == m_countSerial) {
                    m_counts = counts;
                    Q_EMIT counted();
                }
            },
            Qt::QueuedConnection);
    });
}

void CopySession::forget() {
    ++m_countSerial;
    m_counts.reset();
    m_counter.cancel();
}

void CopySession::start(const CatalogPointer& catalog, const ReviewPointer& review,
                        const fs::path& target) {
    if (m_running) {
        return;
    }
    m_running = true;
    m_seen = {};
    m_now = {};
    m_clock.start();
    m_stop = std::stop_source();
    m_worker.post(
        [this, catalog, review, target, stop = m_stop.get_token()](const std::stop_token&) {
            const Status status = dataset::writeCopy(
                dataset::planCopy(appliedCatalog(*catalog, *review)), target,
                [this](const Progress& now) {
                    {
                        const std::scoped_lock lock(m_mutex);
                        m_now = now;
                    }
                    m_waker.wake();
                },
                stop);
            QMetaObject::invokeMethod(
                this, [this, target, status] { end(target, status); }, Qt::QueuedConnection);
        });
    Q_EMIT progressed();
}

void CopySession::cancel() {
    m_stop.request_stop();
}

void CopySession::end(const fs::path& target, const Status& status) {
    m_running = false;
    if (status) {
        Q_EMIT finished(toQString(target));
    } else {
        Q_EMIT failed(status.error());
    }
}

std::optional<double> CopySession::secondsLeft() const {
    constexpr double kKnownAfterSeconds = 1;
    const double seconds = static_cast<double>(m_clock.elapsed()) / 1000;
    if (!m_running || m_seen.done == 0 || m_seen.total == 0 || seconds < kKnownAfterSeconds) {
        return std::nullopt;
    }
    return seconds * static_cast<double>(m_seen.total - m_seen.done) /
           static_cast<double>(m_seen.done);
}

}  // namespace minarai::studio
