// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Writes the event stream into a run directory: events.jsonl, metrics.csv, run.json, tensorboard/.
#pragma once

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
    /// The folder holds run.json already. An interrupted run's history is read and gone on with.
    static Result<Recorder> open(const std::filesystem::path& folder, RunInfo info);

    /// Fails with DiskFull or WriteFailed; later events may succeed again.
    Status record(const train::Event& event);

    [[nodiscard]] const RunInfo& info() const { return m_info; }

  private:
    Status recordEpoch(const train::EpochFinished& epoch, std::int64_t timeMs);
    Status writeMetrics() const;

    std::filesystem::path m_folder;
    RunInfo m_info;
    LineAppender m_events;
    std::optional<TensorboardWriter> m_tensorboard;
    std::vector<train::EpochFinished> m_epochs;  ///< without validation results
};

}  // namespace minarai::runs
