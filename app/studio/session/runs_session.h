// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The runs of the open project: their list, their histories, and the one that was interrupted.
#pragma once

#include <QObject>
#include <QString>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "runs/fold_summary.h"
#include "runs/run_directory.h"
#include "studio/session/live_run.h"
#include "studio/session/worker.h"

namespace minarai::studio {

/// A run as lists show it.
struct RunSummary {
    std::filesystem::path folder;
    std::string id;
    std::string arch;
    std::vector<std::string> classes;
    std::string device;  ///< that it was computed on; empty before its first step
    Params settings;
    std::uint64_t foldOrigin = 0;  ///< see runs::foldOrigin()
    runs::RunState state = runs::RunState::Interrupted;
    std::int64_t createdMs = 0;
    std::int64_t epochsDone = 0;
    std::int64_t epochsPlanned = 0;
    std::int64_t bestEpoch = 0;
    double bestValAccuracy = 0;
    double bestValLoss = 0;
    bool alive = false;                      ///< a process is training it now
    bool predicts = false;                   ///< there are weights
    std::optional<runs::FoldSummary> folds;  ///< of a complete cross-validation, from its file

    [[nodiscard]] bool canResume() const {
        // Also one whose last epoch was told of, but is in no checkpoint.
        return !alive && state != runs::RunState::Completed;
    }
};

class RunsSession : public QObject {
    Q_OBJECT
  public:
    explicit RunsSession(QObject* parent = nullptr);

    /// Lists the runs below this folder from now on.
    void setRoot(const std::filesystem::path& root);
    [[nodiscard]] const std::filesystem::path& root() const { return m_root; }

    /// Reads the list again; changed() follows.
    void refresh();

    /// False until the list of the root has been read once.
    [[nodiscard]] bool isLoaded() const { return m_loaded; }
    /// Newest first.
    [[nodiscard]] const std::vector<RunSummary>& runs() const { return m_runs; }
    [[nodiscard]] const RunSummary* find(const std::filesystem::path& folder) const;
    /// The newest run that can be resumed.
    [[nodiscard]] const RunSummary* interrupted() const;
    /// The newest run that a process trains, this one or another.
    [[nodiscard]] const RunSummary* alive() const;
    /// The newest run that has weights.
    [[nodiscard]] const RunSummary* newestWithWeights() const;

    /// historyLoaded() or historyFailed() follows, and stepsLoaded() where the run tells of steps.
    void loadHistory(const std::filesystem::path& folder);
    /// The same for a run that is only compared with: ghostLoaded() or historyFailed() follows.
    void loadGhost(const std::filesystem::path& folder);

  Q_SIGNALS:
    void changed();
    void historyLoaded(const QString& folder,
                       std::shared_ptr<const minarai::runs::RunHistory> history);
    /// The points of the run whose history has been loaded.
    void stepsLoaded(const QString& folder,
                     std::shared_ptr<const minarai::runs::RunHistory> history,
                     std::shared_ptr<const std::vector<minarai::studio::StepPoint>> points);
    void ghostLoaded(const QString& folder,
                     std::shared_ptr<const minarai::runs::RunHistory> history);
    void historyFailed(const minarai::Error& error);

  private:
    std::filesystem::path m_root;
    std::vector<RunSummary> m_runs;
    bool m_loaded = false;
    quint64 m_listSerial = 0;
    quint64 m_historySerial = 0;
    quint64 m_ghostSerial = 0;
    Worker m_reader;
    Worker m_ghostReader;
    Worker m_lister;

    [[nodiscard]] const RunSummary* newest(bool (*fits)(const RunSummary& run)) const;
    using Loaded = void (RunsSession::*)(const QString& folder,
                                         std::shared_ptr<const runs::RunHistory> history);
    void load(const std::filesystem::path& folder, Worker& worker, quint64& serial, Loaded loaded);
    void loadSteps(const std::filesystem::path& folder, quint64 serial,
                   const std::shared_ptr<const runs::RunHistory>& history,
                   const std::stop_token& stop);
};

}  // namespace minarai::studio
