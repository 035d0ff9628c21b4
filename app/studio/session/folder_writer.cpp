// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/folder_writer.h"

#include <utility>

#include "studio/session/pace.h"
#include "studio/session/paths.h"

namespace minarai::studio {

namespace fs = std::filesystem;

FolderWriter::FolderWriter(QObject* parent)
    : QObject(parent), m_worker([this](const Error& error) {
          QMetaObject::invokeMethod(
              this, [this, error] { end({}, error); }, Qt::QueuedConnection);
      }) {
    connect(&m_waker, &Waker::due, this, &FolderWriter::showProgress);
}

FolderWriter::~FolderWriter() {
    m_stop.request_stop();
}

void FolderWriter::write(const fs::path& target, Work work) {
    if (m_running) {
        return;
    }
    m_running = true;
    m_seen = {};
    m_now = {};
    m_clock.start();
    m_stop = std::stop_source();
    m_worker.post(
        [this, target, work = std::move(work), stop = m_stop.get_token()](const std::stop_token&) {
            const Status status = work([this](const Progress& now) { report(now); }, stop);
            QMetaObject::invokeMethod(
                this, [this, target, status] { end(target, status); }, Qt::QueuedConnection);
        });
    Q_EMIT progressed();
}

void FolderWriter::cancel() {
    m_stop.request_stop();
}

void FolderWriter::report(const Progress& now) {
    {
        const std::scoped_lock lock(m_mutex);
        m_now = now;
    }
    m_waker.wake();
}

void FolderWriter::showProgress() {
    {
        const std::scoped_lock lock(m_mutex);
        m_seen = m_now;
    }
    if (m_running) {
        Q_EMIT progressed();
    }
}

void FolderWriter::end(const fs::path& target, const Status& status) {
    m_running = false;
    if (status) {
        Q_EMIT finished(toQString(target));
    } else {
        Q_EMIT failed(status.error());
    }
}

std::optional<double> FolderWriter::secondsLeft() const {
    return m_running ? secondsLeftAtPace(m_seen, m_clock) : std::nullopt;
}

}  // namespace minarai::studio
