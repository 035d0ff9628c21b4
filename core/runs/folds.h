// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Cross-validation: one run for each fold, and what they have in common.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/json.h"
#include "engine/engine.h"
#include "runs/training.h"

namespace minarai::runs {

struct FoldResult {
    std::int64_t fold = 0;  ///< from 1
    std::string folder;     ///< below the cross-validation's: "fold-1"
    std::int64_t epochs = 0;
    std::int64_t bestEpoch = 0;
    double valAccuracy = 0;  ///< of the best epoch, 0 ... 1
    double valLoss = 0;      ///< the same
};

struct Spread {
    double mean = 0;
    double deviation = 0;  ///< standard deviation of the sample (n - 1); 0 for one value
};

struct FoldSummary {
    std::int64_t folds = 0;           ///< planned
    std::vector<FoldResult> results;  ///< of the complete ones
    Spread accuracy;
    Spread loss;
};

/// Mean and standard deviation of the sample.
Spread spreadOf(const std::vector<double>& values);

/// {"version":1,"folds":N,"results":[{"fold","run","epochs","best_epoch","val_accuracy",
/// "val_loss"}],"val_accuracy":{"mean","std"},"val_loss":{"mean","std"}}.
Json foldSummaryToJson(const FoldSummary& summary);

/// A run as cross-validation looks at it.
struct FoldCandidate {
    std::string folder;
    std::string arch;
    Params settings;
    bool isComplete = false;
    std::int64_t createdMs = 0;
    std::int64_t epochs = 0;
    std::int64_t bestEpoch = 0;
    double valAccuracy = 0;  ///< of the best epoch, 0 ... 1
    double valLoss = 0;
};

/// The folds that were trained as runs of their own with the settings of `one`, wherever they lie:
/// of each fold the newest complete run. Nothing if `one` is no fold.
std::optional<FoldSummary> foldsAround(const FoldCandidate& one,
                                       const std::vector<FoldCandidate>& runs);

/// Trains RUN/fold-1 ... RUN/fold-N, each with the settings `split` = kfold,
/// `folds` and `fold`, one after the
/// other, and keeps RUN/folds.json up to date. Folds that are complete already are not trained
/// again when `request.resume` is set. Ends after the running fold's batch at a stop request: then
/// the summary has fewer results than folds. Events come with the fold's number. Errors as
/// trainRun's.
Result<FoldSummary> trainFolds(
    const TrainRequest& request, std::int64_t folds, const engine::Engine& engine,
    const std::stop_token& stop, train::TrainControl& control,
    const std::function<void(std::int64_t fold, const train::Event&)>& observer);

}  // namespace minarai::runs
