// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Writes a copy of the project's images, sorted as a person decided, on a worker.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>

#include "base/error.h"
#include "base/progress.h"
#include "dataset/catalog.h"
#include "studio/session/review.h"
#include "studio/session/waker.h"
#include "studio/session/worker.h"

namespace minarai::studio {

/// What the copy would hold.
struct CopyCounts {
    std::uint64_t images = 0;
    std::uint64_t renumbered = 0;  ///< their name is taken in their new class
    std::uint64_t bytes = 0;
};

class CopySession : public QObject {
    Q_OBJECT
  public:
    using CatalogPointer = std::shared_ptr<const dataset::Catalog>;
    using ReviewPointer = std::shared_ptr<const Review>;

    explicit CopySession(QObject* parent = nullptr);
    ~CopySession() override;

    /// counted() follows; only the newest wish is answered.
    void count(const CatalogPointer& catalog, const ReviewPointer& review);
    /// The counts are of a folder that is not open any more, or of decisions that do not hold.
    void forget();
    /// Nothing while they are counted.
    [[nodiscard]] const std::optional<CopyCounts>& counts() const { return m_counts; }

    /// finished() or failed() follows; failed() with Cancelled after cancel(). One at a time.
    void start(const CatalogPointer& catalog, const ReviewPointer& review,
               const std::filesystem::path& target);
    void cancel();

    [[nodiscard]] bool isRunning() const { return m_running; }
    [[nodiscard]] Progress progress() const { return m_seen; }
    /// Nothing before the pace is known.
    [[nodiscard]] std::optional<double> secondsLeft() const;

  Q_SIGNALS:
    void counted();
    void progressed();
    void finished(const QString& folder);
    void failed(const minarai::Error& error);

  private:
    bool m_running = false;
    quint64 m_countSerial = 0;
    std::optional<CopyCounts> m_counts;
    Progress m_seen;
    QElapsedTimer m_clock;
    std::mutex m_mutex;
    Progress m_now;  ///< behind the mutex
    Waker m_waker;
    /// Of the copy, from its start on: the worker's own would miss what has to wait for its turn.
    std::stop_source m_stop;
    Worker m_counter;
    Worker m_worker;

    void end(const std::filesystem::path& target, const Status& status);
};

}  // namespace minarai::studio
