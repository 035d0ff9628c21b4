// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Opens a data folder: scan, then audit in the background. Nothing of it on the GUI's thread.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QTimer>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "base/error.h"
#include "base/progress.h"
#include "dataset/folder_watch.h"
#include "studio/session/catalog_file.h"
#include "studio/session/image_measures.h"
#include "studio/session/project.h"
#include "studio/session/review.h"
#include "studio/session/waker.h"
#include "studio/session/worker.h"

namespace minarai::studio {

/// How a folder differs from what its catalog knew.
struct FolderChanges {
    bool known = false;  ///< it was open before
    std::uint64_t added = 0;
    std::uint64_t removed = 0;
    std::uint64_t changed = 0;
    [[nodiscard]] bool any() const { return known && added + removed + changed > 0; }
};

class ProjectSession : public QObject {
    Q_OBJECT
  public:
    explicit ProjectSession(QObject* parent = nullptr);
    ~ProjectSession() override;

    /// Scans the folder; opened() or openFailed() follows. The project that is open stays until
    /// then. Opening again replaces a scan that is under way.
    void open(const std::filesystem::path& folder);

    /// Scans the open folder once more, as open() does; isRescan() then holds. Nothing happens
    /// while none is open or a scan is under way.
    void rescan();

    /// Draws the sample set where it belongs (once) and opens it.
    void openSample();

    /// Ends a scan that is under way; openCancelled() follows at once.
    void cancelOpen();

    /// Ends the check of the images; what it has not seen stays unchecked.
    void cancelAudit();

    /// Looks for problems again, from the beginning.
    void checkAgain();

    /// The split that these settings give of what the review leaves; splitPreviewed() follows. One
    /// that stays for a moment is kept in the folder's catalog.
    void requestSplit(const SplitKey& key, std::shared_ptr<const Review> review);

    /// How large the images are, and the colours of those that train with the split in force, from
    /// what the check of them found; measured() follows. Done by itself after each split of a
    /// checked folder.
    void requestMeasures();

    /// Null while no folder is open.
    [[nodiscard]] const std::shared_ptr<const Project>& project() const { return m_project; }
    [[nodiscard]] const std::shared_ptr<const ProblemList>& problems() const { return m_problems; }
    [[nodiscard]] const std::optional<Result<SplitPreview>>& split() const { return m_split; }
    [[nodiscard]] bool isOpening() const { return m_opening; }
    [[nodiscard]] bool isAuditing() const { return m_auditing; }
    [[nodiscard]] bool isAudited() const { return m_audited; }
    [[nodiscard]] Progress auditProgress() const { return m_auditSeen; }
    /// Seconds that the check still takes at its pace so far; nothing before that is known.
    [[nodiscard]] std::optional<double> auditSecondsLeft() const;
    /// The catalog of the open folder; null where it could not be made.
    [[nodiscard]] const std::shared_ptr<CatalogFile>& file() const { return m_file; }
    /// Of the images that train with the newest split that was measured; nothing before the check
    /// of the images is done.
    [[nodiscard]] const std::optional<dataset::Statistics>& statistics() const {
        return m_statistics;
    }
    /// Null before measured().
    [[nodiscard]] const std::shared_ptr<const ImageSizes>& sizes() const { return m_sizes; }
    /// What has changed in the folder since it was last open.
    [[nodiscard]] const FolderChanges& changes() const { return m_changes; }
    /// The open folder was open before and was read once more: what is on the screen stays.
    [[nodiscard]] bool isRescan() const { return m_isRescan; }
    /// How the folder on disk differs from what was read, as far as it was noticed.
    [[nodiscard]] const dataset::FolderDifference& onDisk() const { return m_onDisk; }
    /// Why decisions cannot be kept, or why they are gone.
    [[nodiscard]] const std::optional<Error>& catalogNotice() const { return m_catalogNotice; }
    /// A split is being drawn.
    [[nodiscard]] bool isSplitting() const { return m_splitting; }
    /// Total 0: it takes no time worth telling.
    [[nodiscard]] Progress splitProgress() const { return m_splitSeen; }
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
    void splitProgressed();
    void measured();
    /// The folder differs from what was read, otherwise than before; see onDisk().
    void diskChanged();

  private:
    /// What a worker brings of a folder.
    struct Opened {
        std::shared_ptr<const Project> project;
        std::shared_ptr<const ProblemList> problems;
        std::shared_ptr<CatalogFile> file;
        FolderChanges changes;
        std::optional<Error> notice;
        bool audited = false;
    };
    /// The split that the catalog kept when the folder was read. Only on the splitter's thread.
    struct EarlierSplit {
        bool isRead = false;
        std::optional<dataset::Split> split;
    };
    struct Audited {
        std::shared_ptr<const ProblemList> problems;
        std::shared_ptr<const std::vector<ImageMeasure>> measures;
    };

    std::shared_ptr<const Project> m_project;
    std::shared_ptr<const ProblemList> m_problems;
    std::shared_ptr<CatalogFile> m_file;
    std::shared_ptr<EarlierSplit> m_earlierSplit;
    std::shared_ptr<const std::vector<ImageMeasure>> m_measures;  ///< null: still in the file
    std::optional<dataset::Statistics> m_statistics;
    std::shared_ptr<const ImageSizes> m_sizes;
    std::shared_ptr<const Review> m_splitReview;  ///< of the newest split that was asked for
    FolderChanges m_changes;
    std::optional<Error> m_catalogNotice;
    std::optional<Result<SplitPreview>> m_split;
    std::filesystem::path m_folder;
    bool m_opening = false;
    bool m_isRescan = false;
    bool m_opensAgain = false;  ///< what is being opened is the folder that is open
    dataset::FolderDifference m_onDisk;
    bool m_auditing = false;
    bool m_audited = false;
    quint64 m_serial = 0;         ///< of the newest open(); older answers are stale
    quint64 m_scannedSerial = 0;  ///< of the running task; only on the scanner's thread
    quint64 m_auditedSerial = 0;  ///< of the running task; only on the auditor's thread
    quint64 m_splitSerial = 0;
    Progress m_auditSeen;
    QElapsedTimer m_auditClock;
    bool m_splitting = false;
    std::mutex m_progressMutex;
    Progress m_progress;
    Progress m_splitSeen;
    Progress m_splitNow;  ///< behind the mutex
    Waker m_waker;
    Waker m_splitWaker;
    QTimer m_keepTimer;
    Worker m_keeper;
    Worker m_sizer;
    Worker m_auditor;
    Worker m_splitter;
    Worker m_scanner;
    std::unique_ptr<dataset::FolderWatch> m_watch;

    void scan(const std::filesystem::path& folder, bool drawSample);
    void showProgress();
    void report(const Progress& progress);
    static Result<Opened> openFolder(const std::filesystem::path& folder,
                                     const ProgressCallback& progress, const std::stop_token& stop);
    void finishOpen(quint64 serial, const Result<Opened>& result);
    void startAudit();
    void resumeAudit();
    void watchFolder();
    static Result<Audited> inspectFolder(const Project& project, CatalogFile* file,
                                         const ProgressCallback& progress,
                                         const std::stop_token& stop);
    void finishAudit(quint64 serial, const Result<Audited>& result);
    void showSplitProgress();
    void keepSplit();
    void forgetMeasures();
};

}  // namespace minarai::studio
