// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of a run while it goes on, whoever trains it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/param_spec.h"
#include "studio/session/mailbox.h"
#include "train/event.h"

namespace minarai::studio {

/// Notices with one error code.
struct NoticeKind {
    train::Notice first;
    std::size_t count = 0;
};

/// Everything the screen shows of a run; grows by an epoch and a bounded number of points.
struct LiveRun {
    static constexpr std::size_t kMaxPoints = 3000;

    std::filesystem::path folder;  ///< empty until it is chosen
    std::filesystem::path dataFolder;
    std::string arch;
    Params settings;  ///< empty until they are read
    std::int64_t plannedEpochs = 0;
    std::optional<train::RunStarted> started;
    std::vector<StepPoint> points;
    std::optional<train::StepFinished> lastStep;
    std::optional<train::ValidationProgress> validating;
    std::vector<train::EpochFinished> epochs;  ///< without their validation results
    std::vector<NoticeKind> notices;           ///< the kind of the newest one last
    std::size_t noticeCount = 0;
    std::optional<Error> unsaved;   ///< why the run cannot be saved, until it can; no notice above
    std::int64_t checkpointMs = 0;  ///< since 1970; 0: none yet
    std::optional<train::RunEnded> ended;
};

/// The run after some steps.
void take(LiveRun& run, const StepBatch& batch);
/// The run after an event; a RunEnded included.
void take(LiveRun& run, const train::Event& event);

/// The points of a run of the past, within kMaxPoints: those that it had when it was live. None
/// where nothing can be read. Reads a whole file: for workers.
[[nodiscard]] std::vector<StepPoint> readPoints(const std::filesystem::path& runFolder,
                                                const std::stop_token& stop);

}  // namespace minarai::studio
