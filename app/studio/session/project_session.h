// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Opens a data folder: scan, then audit in the background. Nothing of it on the GUI's thread.
#pragma once

#include <QObject>
#include <QString>
#include <filesystem>
#include <memory>
#include <optional>

#include "base/error.h"
#include "base/progress.h"
#include "studio/session/project.h"
#include "studio/session/waker.h"
#include "studio/session/worker.h"

namespace minarai::studio {

class ProjectSession : public QObject {
    Q_OBJECT
  public:
    explicit ProjectSession(QObject* parent = nullptr);
    ~ProjectSession() override;

    /// Scans the folder; opened() or openFailed() follows. The project that is open stays until
    /// then. Opening again replaces a scan that is under way.
    void open(const std::filesystem::path& folder);

    /// Draws the sample set where it belongs (once) and opens it.
    void openSample();

    /// Ends a scan that is under way; openCancelled() follows at once.
    void cancelOpen();

    /// Ends the check of the images; what it has not seen stays unchecked.
    void cancelAudit();

    /// Counts of the split that these settings give; splitPreviewed() follows.
    void requestSplit(double validationFraction, std::uint64_t seed);

    /// Null while no folder is open.
    [[nodiscard]] const std::shared_ptr<const Project>& project() const { return m_project; }
    [[nodiscard]] const std::shared_ptr<const ProblemList>& problems() const { return m_problems; }
    [[nodiscard]] const std::optional<Result<SplitPreview>>& split() const { return m_split; }
    [[nodiscard]] bool isOpening() const { return m_opening; }
    [[nodiscard]] bool isAuditing() const { return m_auditing; }
    [[nodiscard]] bool isAudited() const { return m_audited; }
    [[nodiscard]] Progress auditProgress() const { return m_auditSeen; }
    [[nodiscard]] std::filesystem::path openingFolder() const { return m_folder; }

    /// The folder's name as people say it.
    [[nodiscard]] QString name() const;

  Q_SIGNALS:
    void openStarted();
    void openProgressed(quint64 done, quint64 total);
    void opened();
    void openFailed(const minarai::Error& error);
    void openCancelled();
    void auditProgressed(quint64 done, quint64 total);
    /// Also after cancelAudit().
    void auditFinished();
    void problemsChanged();
    void splitPreviewed();

  private:
    std::shared_ptr<const Project> m_project;
    std::shared_ptr<const ProblemList> m_problems;
    std::optional<Result<SplitPreview>> m_split;
    std::filesystem::path m_folder;
    bool m_opening = false;
    bool m_auditing = false;
    bool m_audited = false;
    quint64 m_serial = 0;  ///< of the newest open(); older answers are stale
    quint64 m_splitSerial = 0;
    Progress m_auditSeen;
    std::mutex m_progressMutex;
    Progress m_progress;
    Waker m_waker;
    Worker m_auditor;
    Worker m_splitter;
    Worker m_scanner;

    void scan(const std::filesystem::path& folder, bool drawSample);
    void showProgress();
    void report(const Progress& progress);
    void finishOpen(quint64 serial, Result<std::shared_ptr<const Project>> result);
    void startAudit();
    void finishAudit(quint64 serial, Result<std::shared_ptr<const ProblemList>> result);
};

}  // namespace minarai::studio
