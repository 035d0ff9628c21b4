// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Runs that wait for their turn: queue.json beside the run directories of a project.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "augment/pipeline.h"
#include "base/error.h"
#include "base/param_spec.h"

namespace minarai::runs {

inline constexpr int kQueueFormatVersion = 1;

struct QueuedRun {
    std::uint64_t id = 0;                         ///< within the queue, never used again
    std::string arch;                             ///< a zoo name, or the composed model's
    std::filesystem::path modelFile;              ///< of a composed model; empty for one of the zoo
    std::filesystem::path weights;                ///< to begin with; empty for random ones
    Params settings;                              ///< valid for train::settingsSchema()
    std::optional<augment::Pipeline> pipeline{};  ///< instead of what `augment` names
    double expectedSeconds = 0;                   ///< as forecast when it was queued; 0: not known
    bool operator==(const QueuedRun&) const = default;
};

struct RunQueue {
    std::vector<QueuedRun> runs;  ///< the next one first
    std::uint64_t nextId = 1;
    bool goesOn = false;  ///< the next one starts when a run has ended
    bool operator==(const RunQueue&) const = default;
};

/// The queue of a folder of runs. Without a file it is empty; a run whose settings this version
/// refuses is left out. JsonInvalid, FileFormat, VersionTooNew, ReadFailed.
Result<RunQueue> readQueue(const std::filesystem::path& runsRoot);

/// Replaces the file atomically; an empty queue removes it. WriteFailed, DiskFull.
Status writeQueue(const std::filesystem::path& runsRoot, const RunQueue& queue);

}  // namespace minarai::runs
