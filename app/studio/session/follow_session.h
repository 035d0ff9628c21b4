// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Follows a run directory that somebody else writes: another program, another machine.
#pragma once

#include <QObject>
#include <QTimer>
#include <filesystem>
#include <memory>
#include <vector>

#include "runs/event_follower.h"
#include "runs/run_directory.h"
#include "studio/session/live_run.h"
#include "studio/session/mailbox.h"
#include "studio/session/worker.h"

namespace minarai::studio {

/// Looks once a second, since the news of a shared file system do not come by themselves. Reads
/// only; nothing in the folder is touched.
class FollowSession : public QObject {
    Q_OBJECT
  public:
    static constexpr int kIntervalMs = 1000;

    explicit FollowSession(QObject* parent = nullptr);
    ~FollowSession() override;

    /// opened() or failed() follows; what was followed before is dropped at once.
    void open(const std::filesystem::path& folder);
    void close();
    /// Looks now, without waiting for the clock.
    void look();

    /// Null while nothing is followed.
    [[nodiscard]] const LiveRun* run() const { return m_run.get(); }
    /// The same as lists show it.
    [[nodiscard]] const runs::RunInfo& info() const { return m_info; }

  Q_SIGNALS:
    void opened();
    void failed(const minarai::Error& error);
    /// The whole run anew: it began again, or its history has been read.
    void reset();
    void stepped(const minarai::studio::StepBatch& batch);
    void epochFinished(const minarai::train::EpochFinished& epoch);
    void runEnded(const minarai::train::RunEnded& ended);
    /// Something was written since the last look.
    void grew();

  private:
    struct Piece {
        std::vector<MailItem> items;
        bool restarted = false;
        bool more = false;
    };
    struct Reader;  ///< the worker's

    std::unique_ptr<LiveRun> m_run;
    runs::RunInfo m_info;
    std::shared_ptr<Reader> m_reader;
    quint64 m_serial = 0;
    bool m_looking = false;
    bool m_historyRead = false;
    QTimer m_timer;
    Worker m_worker;

    void takeInfo(quint64 serial, const Result<runs::RunInfo>& info);
    void takePiece(quint64 serial, const Result<Piece>& piece);
    void tell(const MailItem& item);
};

}  // namespace minarai::studio
