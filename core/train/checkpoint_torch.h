// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// checkpoint.pt: everything exact resume needs, at any point between two optimiser steps.
//
// A state dict in PyTorch's zip format (no code, read by the restricted reader of weights/):
// "model.*", "optimizer.*", "average.*" (with the setting `ema`), "dropout_generator", "meta", a
// JSON text as bytes, and "checksum", XXH3 (64 bits) over all the others. The checkpoint before it
// is kept beside it as checkpoint.prev.pt.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include <ATen/core/Tensor.h>

#include "base/error.h"
#include "train/schedule.h"
#include "weights/state_dict_torch.h"

namespace minarai::train {

/// Where the run is. Sums are kept, not means, so that a resumed epoch ends in the same numbers.
struct Position {
    std::string jobDigest;  ///< of model, split and settings
    std::int64_t epochsDone = 0;
    std::int64_t step = 0;  ///< done in the epoch after those
    std::int64_t globalStep = 0;
    double lossSum = 0;  ///< of this epoch, over images
    std::int64_t correct = 0;
    std::int64_t images = 0;
    double epochSeconds = 0;  ///< of this epoch so far, training only
    std::int64_t bestEpoch = 0;
    double bestValAccuracy = 0;
    double bestValLoss = 0;
    /// Of the best epoch (train/selection.h); not in the checkpoints of older versions.
    std::optional<double> bestMetric;
    std::int64_t epochsSinceBest = 0;
    PlateauState plateau;
    std::int64_t averageUpdates = 0;
    std::int64_t batchLimit = 0;  ///< images at once, since memory ran out; 0: a whole batch
    std::int64_t processes = 1;   ///< that train together: each step is made of their batches
    bool fellBack = false;        ///< to float32, after the first validation
};

/// The position as JSON text, and back; FileFormat when it is none of this version.
std::string positionToText(const Position& position);
Result<Position> positionFromText(const std::string& text);

struct Checkpoint {
    Position position;
    weights::StateDict model;
    weights::StateDict optimizer;
    weights::StateDict average;   ///< empty without `ema`
    at::Tensor dropoutGenerator;  ///< uint8 state
};

/// The file in a run's folder, and the one before it.
std::filesystem::path checkpointPath(const std::filesystem::path& runFolder);
std::filesystem::path previousCheckpointPath(const std::filesystem::path& runFolder);

/// Writes a new checkpoint.pt; the one that is there becomes checkpoint.prev.pt unless
/// `keepPrevious` is false (it is damaged). At every moment, also of a crash, at least one of the
/// two is whole. WriteFailed, DiskFull: what was there stays.
Status writeCheckpoint(const std::filesystem::path& runFolder, const Checkpoint& checkpoint,
                       bool keepPrevious = true);

/// Reads one file. RunDamaged when it is not a whole checkpoint of this version, or its checksum
/// does not fit; VersionTooNew.
Result<Checkpoint> readCheckpoint(const std::filesystem::path& path);

struct LastCheckpoint {
    Checkpoint checkpoint;
    /// What is wrong with checkpoint.pt, when this is the one before it.
    std::optional<Error> damage;
};

/// The newest whole checkpoint of a run; nothing when there is none at all. RunDamaged
/// when neither of the two is whole; OutOfMemory and ReadFailed of checkpoint.pt.
Result<std::optional<LastCheckpoint>> readLastCheckpoint(const std::filesystem::path& runFolder);

}  // namespace minarai::train
