// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a run of the open project said of its images: the newest one that has ended, or a chosen
// one, after its best epoch. Read on a worker.
#pragma once

#include <QObject>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "runs/best_predictions.h"
#include "studio/session/project.h"
#include "studio/session/runs_session.h"
#include "studio/session/worker.h"

namespace minarai::studio {

class RunPredictionsSession : public QObject {
    Q_OBJECT
  public:
    /// The runs outlive the session.
    explicit RunPredictionsSession(const RunsSession& runs, QObject* parent = nullptr);
    ~RunPredictionsSession() override;

    /// Of another folder nothing is known until the list of its runs is there; of the same one,
    /// read again, the run stays.
    void setProject(std::shared_ptr<const Project> project);

    /// A run chosen by hand; empty follows the newest that has ended.
    void choose(const std::filesystem::path& folder);
    [[nodiscard]] const std::filesystem::path& chosen() const { return m_chosen; }

    enum class State {
        Waiting,  ///< for a project, or for the list of its runs
        None,     ///< no run has predictions
        Reading,  ///< those of another run or project; the former ones of this project hold
        Ready,
        Failed,
    };
    [[nodiscard]] State state() const { return m_state; }

    /// By the samples of the project; null before the first of it are read.
    [[nodiscard]] const std::shared_ptr<const runs::CatalogPredictions>& predictions() const {
        return m_predictions;
    }
    /// The run that they are of, or that is being read; empty with State::None.
    [[nodiscard]] const std::filesystem::path& run() const { return m_run; }
    /// Why that run's cannot be read, with State::Failed.
    [[nodiscard]] const std::optional<Error>& failure() const { return m_failure; }

    /// Runs that can be chosen, newest first: they have ended, and one of their epochs is the best.
    [[nodiscard]] std::vector<const RunSummary*> candidates() const;

  Q_SIGNALS:
    void changed();

  private:
    /// What was read last; a resumed run may have another best epoch.
    struct Key {
        std::filesystem::path folder;
        std::string id;
        std::int64_t epoch = 0;
        std::int64_t epochsDone = 0;
        bool operator==(const Key&) const = default;
    };
    using Answer = Result<std::shared_ptr<const runs::CatalogPredictions>>;

    const RunsSession& m_runs;
    std::shared_ptr<const Project> m_project;
    std::filesystem::path m_chosen;
    std::filesystem::path m_run;
    std::optional<Key> m_read;
    std::shared_ptr<const runs::CatalogPredictions> m_predictions;
    std::optional<Error> m_failure;
    State m_state = State::Waiting;
    quint64 m_serial = 0;
    Worker m_worker;  ///< last: it is joined before the rest goes

    void follow();
    [[nodiscard]] const RunSummary* source();
    void read(const RunSummary& run);
    void take(const Answer& answer);
    void setState(State state);
};

}  // namespace minarai::studio
