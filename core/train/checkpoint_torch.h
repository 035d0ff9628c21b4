// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// checkpoint.pt: everything exact resume needs, at any point between two optimiser steps.
//
// A state dict in PyTorch's zip format (no code, read by the restricted reader of weights/):
// "model.*", "optimizer.*", "dropout_generator" and "meta", a JSON text as bytes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include <ATen/core/Tensor.h>

#include "base/error.h"
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
    std::int64_t epochsSinceBest = 0;
};

struct Checkpoint {
    Position position;
    weights::StateDict model;
    weights::StateDict optimizer;
    at::Tensor dropoutGenerator;  ///< uint8 state
};

Status writeCheckpoint(const std::filesystem::path& path, const Checkpoint& checkpoint);

/// RunDamaged when it is not a checkpoint of this version.
Result<Checkpoint> readCheckpoint(const std::filesystem::path& path);

}  // namespace minarai::train
