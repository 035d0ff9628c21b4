// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Cross-validation: one run for each fold, one after the other.
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>

#include "base/error.h"
#include "engine/engine.h"
#include "runs/fold_summary.h"
#include "runs/training.h"

namespace minarai::runs {

/// Trains RUN/fold-1 ... RUN/fold-N, each with the settings `split` = kfold,
/// `folds` and `fold`, one after the
/// other, and keeps RUN/folds.json up to date. Folds that are complete already are not trained
/// again when `request.resume` is set, and those that have not begun take the settings of the first
/// one; ResumeChanged where the folder, the decisions about it, the number of folds, the network,
/// its first weights or a setting that was given are not those of the first fold. Ends after the
/// running fold's batch at a stop request: then the summary has fewer results than folds. Events
/// come with the fold's number. Errors as trainRun's.
Result<FoldSummary> trainFolds(
    const TrainRequest& request, std::int64_t folds, const engine::Engine& engine,
    const std::stop_token& stop, train::TrainControl& control,
    const std::function<void(std::int64_t fold, const train::Event&)>& observer);

}  // namespace minarai::runs
