// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the folds of a cross-validation have in common, and its file, folds.json.
//
// `minarai train --folds` keeps the file above its folds. Where folds are runs beside others (the
// studio's queue), each of them gets a copy once all are complete.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/json.h"
#include "base/param_spec.h"

namespace minarai::runs {

struct RunEntry;

struct FoldResult {
    std::int64_t fold = 0;  ///< from 1
    std::string folder;     ///< of the run, seen from the file: "fold-1", "../0003-resnet18"
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

    [[nodiscard]] bool isComplete() const {
        return static_cast<std::int64_t>(results.size()) == folds;
    }
};

/// Mean and standard deviation of the sample.
Spread spreadOf(const std::vector<double>& values);

/// Takes a result in and computes the spreads anew.
void addResult(FoldSummary& summary, FoldResult result);

/// {"version":1,"folds":N,"results":[{"fold","run","epochs","best_epoch","val_accuracy",
/// "val_loss"}],"val_accuracy":{"mean","std"},"val_loss":{"mean","std"}}.
Json foldSummaryToJson(const FoldSummary& summary);
/// FileFormat or VersionTooNew, naming `file`. The spreads are computed of the results.
Result<FoldSummary> foldSummaryFromJson(const Json& json, const std::filesystem::path& file);

/// A run as cross-validation looks at it.
struct FoldCandidate {
    std::string folder;
    std::string arch;
    Params settings;
    std::uint64_t origin = 0;  ///< foldOrigin()
    bool isComplete = false;
    std::int64_t createdMs = 0;
    std::int64_t epochs = 0;
    std::int64_t bestEpoch = 0;
    double valAccuracy = 0;  ///< of the best epoch, 0 ... 1
    double valLoss = 0;
};

/// A number for what the folds of one cross-validation share besides their settings: the images and
/// their labels, however they are divided; the model, the augmentation, and the weights it began
/// with. 0 for a run that is no fold. Reads the run's model.json.
std::uint64_t foldOrigin(const RunEntry& run);

/// The folds that were trained as runs of their own with the settings and the origin of `one`,
/// wherever they lie: of each fold the newest complete run. Nothing if `one` is no fold.
std::optional<FoldSummary> foldsAround(const FoldCandidate& one,
                                       const std::vector<FoldCandidate>& runs);

/// FOLDER/folds.json. DiskFull, WriteFailed.
Status writeFolds(const std::filesystem::path& folder, const FoldSummary& summary);

/// Of a cross-validation's folder or of a run: its own folds.json, or that of the folder above if
/// the run is one of the results there. Nothing where there is no such file; ReadFailed and those
/// of foldSummaryFromJson.
Result<std::optional<FoldSummary>> readFolds(const std::filesystem::path& folder);

/// For a run that has been completed among others of its kind: if all folds with its settings below
/// the same root are complete, each of these runs gets folds.json. Does nothing for another run.
/// DiskFull, WriteFailed.
Status keepFolds(const std::filesystem::path& runFolder);

}  // namespace minarai::runs
