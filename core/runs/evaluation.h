// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a run is worth on a set of images, and what it thinks of single ones.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/json.h"
#include "base/progress.h"
#include "dataset/catalog_store.h"
#include "engine/engine.h"
#include "metrics/metrics.h"
#include "predict/predictor.h"
#include "runs/run_directory.h"

namespace minarai::runs {

struct EvaluateOptions {
    std::optional<std::filesystem::path> dataFolder;  ///< default: the run's own split
    /// train | val | test | all. Default: val of the run's own images; another folder's val part,
    /// or all of its images where it has no parts.
    std::optional<std::string> part;
    /// What a person decided about the images of that folder. Nothing: the run's own images have
    /// the labels that they had when it began, those of another folder the folder's.
    std::optional<dataset::ImageStates> decisions;
    std::string device = "auto";
    int threads = 0;
    std::string precision = "auto";  ///< auto | fp32 | bf16, as in predict::PredictorConfig
};

struct EvaluatedImage {
    std::string path;  ///< relative to the data folder
    std::int32_t label = 0;
    std::vector<float> probabilities;
};

struct Evaluation {
    std::vector<std::string> classes;
    double accuracy = 0;
    double top5 = 0;
    double loss = 0;  ///< mean cross-entropy
    double ece = 0;
    metrics::ConfusionMatrix confusion;
    std::vector<metrics::ClassReport> reports;
    std::vector<EvaluatedImage> images;
    std::uint64_t excludedImages = 0;     ///< of the part, left out because of the decisions
    std::uint64_t relabelledImages = 0;   ///< of the part, given a class by them; excluded included
    std::string precision;                ///< in force: "fp32" or "bf16"
    double seconds = 0;                   ///< from the first batch asked for to the last answer
    std::vector<train::Notice> problems;  ///< images that could not be read, bfloat16 refused
};

Result<Evaluation> evaluateRun(const std::filesystem::path& runFolder,
                               const EvaluateOptions& options, const engine::Engine& engine,
                               const ProgressCallback& progress = {},
                               const std::stop_token& stop = {});

/// {"accuracy","top5","loss","ece","confusion","classes","predictions","problems"}.
Json evaluationToJson(const Evaluation& evaluation);

/// A Predictor for the best weights of a run (the last ones where there are no best). "auto" is
/// "fp32" for a run whose setting `precision` is that.
Result<std::unique_ptr<predict::Predictor>> openRunPredictor(const std::filesystem::path& runFolder,
                                                             const engine::Engine& engine,
                                                             const std::string& device = "auto",
                                                             int threads = 0,
                                                             const std::string& precision = "fp32");

}  // namespace minarai::runs
