// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Turns the official files of a known data set into a folder of images, on a worker.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <filesystem>
#include <mutex>
#include <optional>

#include "base/error.h"
#include "base/progress.h"
#include "dataset/importers.h"
#include "studio/session/waker.h"
#include "studio/session/worker.h"

namespace minarai::studio {

class ImportSession : public QObject {
    Q_OBJECT
  public:
    explicit ImportSession(QObject* parent = nullptr);
    ~ImportSession() override;

    /// guessed() follows if the files are known.
    void guess(const std::filesystem::path& source);

    /// finished() or failed() follows; failed() with Cancelled after cancel(). One at a time.
    void start(dataset::ImportFormat format, const std::filesystem::path& source,
               const std::filesystem::path& target);
    void cancel();

    [[nodiscard]] bool isRunning() const { return m_running; }
    [[nodiscard]] Progress progress() const { return m_seen; }
    /// Nothing before the pace is known.
    [[nodiscard]] std::optional<double> secondsLeft() const;

  Q_SIGNALS:
    void guessed(minarai::dataset::ImportFormat format);
    void progressed();
    void finished(const QString& folder);
    void failed(const minarai::Error& error);

  private:
    bool m_running = false;
    quint64 m_guessSerial = 0;
    Progress m_seen;
    QElapsedTimer m_clock;
    std::mutex m_mutex;
    Progress m_now;  ///< behind the mutex
    Waker m_waker;
    Worker m_guesser;
    Worker m_worker;

    void end(const std::filesystem::path& target, const Result<dataset::Imported>& result);
};

}  // namespace minarai::studio
