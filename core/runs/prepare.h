// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// From a request to a job: data, split, model, preprocessing. Training, the range test and the
// pre-flight begin with it; it writes nothing.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <vector>

#include "base/error.h"
#include "runs/run_directory.h"
#include "runs/training.h"
#include "spec/model_spec.h"
#include "train/trainer.h"
#include "zoo/pretrained.h"

namespace minarai::runs {

/// SpecInvalid, at the input, where no image has the channels that the model takes.
Status checkChannels(const spec::ModelSpec& model);

/// What the network sees with these settings, a model input of C×H×W and the weights that it begins
/// with: the one place that says so, for a run and for the page that shows it beforehand. What
/// “normalization” wants to be measured is ImageNet's here; a run measures it.
augment::PreprocessSpec preprocessFor(const Params& settings,
                                      const std::array<std::int64_t, 3>& input,
                                      const zoo::PretrainedRecipe* published);

/// What a run is made of, before the trainer sees it.
struct Prepared {
    RunInfo info;
    spec::ModelSpec model;
    std::filesystem::path dataRoot;
    /// What of the folder has no part in a new run, though no image of it is unreadable.
    std::vector<Error> leftOut;
};

/// The settings fit together and the weights' file is there.
Status checkRequest(const TrainRequest& request);

/// A new run: scans the folder unless the request holds its catalog. Cancelled after a stop
/// request.
Result<Prepared> prepareNew(const TrainRequest& request, const std::stop_token& stop);

/// Takes what a request changes over into a run that goes on; ResumeChanged where that would change
/// its result.
Status applyChanges(RunInfo& info, const TrainRequest& request);

/// A run that goes on, from its own folder.
Result<Prepared> prepareResumed(const TrainRequest& request);

train::TrainJob jobOf(const Prepared& prepared, const TrainRequest& request);

}  // namespace minarai::runs
