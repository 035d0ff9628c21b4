// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/import_session.h"

#include "studio/session/paths.h"

namespace minarai::studio {

namespace fs = std::filesystem;
using dataset::ImportFormat;

ImportSession::ImportSession(QObject* parent)
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

ImportSession::~ImportSession() = default;

void ImportSession::guess(const fs::path& source) {
    const quint64 serial = ++m_guessSerial;
    m_guesser.replace([this, serial, source](const std::stop_token&) {
        const auto format = dataset::detectImport(source);
        QMetaObject::invokeMethod(
            this,
            [this, serial, format] {
                if (serial == m_guessSerial && format) {
                    Q_EMIT guessed(*format);
                }
            },
            Qt::QueuedConnection);
    });
}

void ImportSession::start(ImportFormat format, const fs::path& source, const fs::path& target) {
    if (m_running) {
        return;
    }
    m_running = true;
    m_seen = {};
    m_now = {};
    m_clock.start();
    m_worker.post([this, format, source, target](const std::stop_token& stop) {
        const auto result = dataset::importDataset(
            format, source, target,
            [this](const Progress& now) {
                {
                    const std::scoped_lock lock(m_mutex);
                    m_now = now;
                }
                m_waker.wake();
            },
            stop);
        QMetaObject::invokeMethod(
            this, [this, target, result] { end(target, result); }, Qt::QueuedConnection);
    });
    Q_EMIT progressed();
}

void ImportSession::cancel() {
    m_worker.cancel();
}

void ImportSession::end(const fs::path& target, const Result<dataset::Imported>& result) {
    m_running = false;
    if (result) {
        Q_EMIT finished(toQString(target));
    } else {
        Q_EMIT failed(result.error());
    }
}

std::optional<double> ImportSession::secondsLeft() const {
    constexpr double kKnownAfterSeconds = 1;
    const double seconds = static_cast<double>(m_clock.elapsed()) / 1000;
    if (!m_running || m_seen.done == 0 || m_seen.total == 0 || seconds < kKnownAfterSeconds) {
        return std::nullopt;
    }
    return seconds * static_cast<double>(m_seen.total - m_seen.done) /
           static_cast<double>(m_seen.done);
}

}  // namespace minarai::studio
