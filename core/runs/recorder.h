// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Writes the event stream into a run directory: events.jsonl, metrics.csv, run.json, tensorboard/.
#pragma once

#include <cstddef>
#include <deque>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/files.h"
#include "runs/run_directory.h"
#include "runs/tensorboard.h"
#include "train/event.h"

namespace minarai::runs {

/// Lives on the trainer's thread.
class Recorder {
  public:
    /// Of the lines that wait for room on the disk; of more the steps are left out first.
    static constexpr std::size_t kMostWaitingBytes = std::size_t{64} << 20;

    /// The folder holds run.json already. An interrupted run's history is read and gone on with.
    static Result<Recorder> open(const std::filesystem::path& folder, RunInfo info);

    /// Fails with DiskFull or WriteFailed. What could not be written is kept and tried again with
    /// the events that follow, in its order; only TensorBoard's copy has a gap then. An epoch is on
    /// the disk, not only on its way there, when its record() has succeeded.
    Status record(const train::Event& event);

    [[nodiscard]] const RunInfo& info() const { return m_info; }

  private:
    struct Line {
        std::string text;
        bool isStep = false;
    };

    /// Brings what is known up to date.
    void take(const train::Event& event);
    void take(const train::RunStarted& started);
    void take(const train::EpochFinished& epoch);
    void take(const train::RunEnded& ended);
    void keepWaiting(Line line);
    Status writeWaiting();
    Status tellTensorboard(const train::Event& event);
    Status writeMetrics() const;

    std::filesystem::path m_folder;
    RunInfo m_info;
    LineAppender m_events;
    std::optional<TensorboardWriter> m_tensorboard;
    std::vector<train::EpochFinished> m_epochs;  ///< without validation results
    std::deque<Line> m_waiting;                  ///< for events.jsonl
    std::size_t m_waitingBytes = 0;
    bool m_mustFlush = false;  ///< events.jsonl
    bool m_infoIsOld = false;  ///< run.json
    bool m_metricsAreOld = false;
    bool m_hasStarted = false;
};

}  // namespace minarai::runs
