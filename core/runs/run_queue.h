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
    bool partialWeights = false;                  ///< take what fits of them
    Params settings;                              ///< valid for train::settingsSchema()
    std::optional<augment::Pipeline> pipeline{};  ///< instead of what `augment` names
    double expectedSeconds = 0;                   ///< as forecast when it was queued; 0: not known
    /// auto (whichever is free first), cpu or cuda[:i]: it waits for that one.
    std::string device = "auto";
    bool operator==(const QueuedRun&) const = default;
};

/// An entry of the file that this version cannot train. It stays in the file as it is.
struct RefusedRun {
    std::string json;
    Error error;  ///< what is wrong with it
    bool operator==(const RefusedRun&) const = default;
};

struct RunQueue {
    std::vector<QueuedRun> runs;      ///< the next one first
    std::vector<RefusedRun> refused;  ///< in the file they stand behind the others
    std::uint64_t nextId = 1;
    bool goesOn = false;  ///< the next one starts when a run has ended
    bool operator==(const RunQueue&) const = default;
};

/// The queue of a folder of runs. Without a file it is empty; entries that this version refuses
/// (a setting it does not know, a value out of range) are in `refused`. JsonInvalid, FileFormat,
/// VersionTooNew, ReadFailed if nothing of the file can be used.
Result<RunQueue> readQueue(const std::filesystem::path& runsRoot);

/// Replaces the file atomically; a queue with neither runs nor refused ones removes it.
/// WriteFailed, DiskFull.
Status writeQueue(const std::filesystem::path& runsRoot, const RunQueue& queue);

/// Renames a file that readQueue refused ("queue-refused-1.json"), so that writeQueue does not
/// replace it. Nothing happens where there is none. WriteFailed.
Status setQueueAside(const std::filesystem::path& runsRoot);

}  // namespace minarai::runs
