// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Writes a new folder of images on a worker and tells how far it is: what a copy and an import
// have in common.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>

#include "base/error.h"
#include "base/progress.h"
#include "studio/session/waker.h"
#include "studio/session/worker.h"

namespace minarai::studio {

class FolderWriter : public QObject {
    Q_OBJECT
  public:
    ~FolderWriter() override;

    /// failed() with Cancelled follows, or finished() if the folder is complete already.
    void cancel();

    [[nodiscard]] bool isRunning() const { return m_running; }
    [[nodiscard]] Progress progress() const { return m_seen; }
    /// Nothing before the pace is known.
    [[nodiscard]] std::optional<double> secondsLeft() const;

  Q_SIGNALS:
    void progressed();
    void finished(const QString& folder);
    void failed(const minarai::Error& error);

  protected:
    /// Called on the worker's thread.
    using Work =
        std::function<Status(const ProgressCallback& progress, const std::stop_token& stop)>;

    explicit FolderWriter(QObject* parent);

    /// finished() or failed() follows. Nothing happens while another folder is written.
    void write(const std::filesystem::path& target, Work work);

  private:
    bool m_running = false;
    Progress m_seen;
    QElapsedTimer m_clock;
    std::mutex m_mutex;
    Progress m_now;  ///< behind the mutex
    Waker m_waker;
    /// From the start of the work on: the worker's own would miss what has to wait for its turn.
    std::stop_source m_stop;
    Worker m_worker;

    void report(const Progress& now);
    void showProgress();
    void end(const std::filesystem::path& target, const Status& status);
};

}  // namespace minarai::studio
