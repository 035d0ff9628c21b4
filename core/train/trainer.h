// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Trains a ModelSpec on a split. Torch-free face; the engine library implements it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "augment/pipeline.h"
#include "base/error.h"
#include "base/param_spec.h"
#include "dataset/split.h"
#include "spec/model_spec.h"
#include "train/control.h"
#include "train/event.h"
#include "train/world.h"

namespace minarai::train {

/// Everything a run depends on. Built by runs::Training, by nobody else.
struct TrainJob {
    std::string runId;
    std::filesystem::path runFolder;  ///< exists; receives best.pth, last.pth, checkpoint.pt
    std::filesystem::path dataRoot;
    std::vector<std::string> classes;
    dataset::Split split;
    spec::ModelSpec model;
    Params settings;  ///< valid for settingsSchema()
    augment::PreprocessSpec preprocess;
    augment::Pipeline pipeline;
    std::optional<std::filesystem::path> initialWeights;
    bool partialWeights = false;       ///< take what fits of them (weights::LoadPolicy)
    bool needsInitialWeights = false;  ///< the run began with weights; without a checkpoint they
                                       ///< must be given again
    bool resume = false;               ///< go on from checkpoint.pt if it is there
    std::string device = "auto";       ///< auto | cpu | cuda[:i]
    int threads = 0;                   ///< of torch; 0: all
    /// "fp32" or "bf16" where an interrupted run has chosen already; empty: as the settings say.
    std::string precision;
    /// The processes that train the run together; nothing: this one alone. `batch` is then the
    /// share of each, and rank 0 alone writes into runFolder and is heard by its observer.
    std::optional<World> world;
};

class Trainer {
  public:
    virtual ~Trainer() = default;

    /// Blocks until the run ends. Events come on the calling thread; the last one is RunEnded,
    /// whatever happens. A stop request ends the run after the batch, saved and resumable.
    /// Returns the terminal event, or its error: PeersMissing and PeerLost too in a world, whose
    /// processes all end at the same batch, whichever of them is asked to stop.
    virtual Result<RunEnded> run(const TrainJob& job, const std::stop_token& stop,
                                 TrainControl& control, const Observer& observer) = 0;
};

}  // namespace minarai::train
