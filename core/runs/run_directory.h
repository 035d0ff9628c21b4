// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A run's folder: run.json, model.json, events.jsonl, metrics.csv, best.pth, last.pth,
// checkpoint.pt, tensorboard/. Self-contained: it can be moved and opened on another machine.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "augment/pipeline.h"
#include "base/error.h"
#include "base/json.h"
#include "base/param_spec.h"
#include "dataset/split.h"
#include "spec/model_spec.h"
#include "train/event.h"

namespace minarai::runs {

inline constexpr int kRunFormatVersion = 1;

enum class RunState { Running, Interrupted, Completed, Failed };
std::string_view runStateName(RunState state);

/// What a run was made with and on.
struct Machine {
    std::string minaraiVersion;
    std::string torchVersion;
    std::string processor;
    std::int64_t cores = 0;
    std::string device;        ///< in force, "cpu"
    std::string precision;     ///< in force, "fp32"
    std::int64_t threads = 0;  ///< of torch
};

/// run.json.
struct RunInfo {
    std::string id;
    std::string name;            ///< shown to people; the folder's name at first
    std::int64_t createdMs = 0;  ///< since 1970, UTC
    RunState state = RunState::Interrupted;
    std::string arch;  ///< a known architecture, a model's own name, or "custom": see prepare.cpp
    std::string dataName;  ///< the data folder's name
    std::string dataPath;  ///< relative to the run's folder
    std::vector<std::string> classes;
    dataset::Split split;                ///< labels as decided by hand, without excluded images
    std::uint64_t excludedImages = 0;    ///< left out by hand
    std::uint64_t relabelledImages = 0;  ///< given another class than their folder's by hand
    augment::PreprocessSpec preprocess;
    augment::Pipeline pipeline;
    Params settings;
    std::uint64_t seed = 0;
    Machine machine;
    std::string initialWeights;   ///< file name only; empty for random
    bool partialWeights = false;  ///< what fitted of them was taken
    bool onlyHeadIsNew = false;   ///< what freeze=auto goes by (train::settleFreeze)
    std::int64_t bestEpoch = 0;
    double bestValAccuracy = 0;
    double bestValLoss = 0;
    std::int64_t epochsDone = 0;
};

Json runInfoToJson(const RunInfo& info);
Result<RunInfo> runInfoFromJson(const Json& json, const std::filesystem::path& where);

/// RunMissing, RunDamaged, VersionTooNew.
Result<RunInfo> readRunInfo(const std::filesystem::path& folder);
Status writeRunInfo(const std::filesystem::path& folder, const RunInfo& info);

Result<spec::ModelSpec> readRunModel(const std::filesystem::path& folder);

/// Where the run's images are: dataPath seen from the folder. DataMoved if it is not there.
Result<std::filesystem::path> dataFolder(const RunInfo& info, const std::filesystem::path& folder);

/// What events.jsonl tells. A resumed run repeats epochs: the last one of each number counts.
struct RunHistory {
    std::optional<train::RunStarted> started;
    std::vector<train::EpochFinished> epochs;  ///< by epoch; validation is null except as asked
    std::vector<train::Notice> notices;
    std::optional<train::RunEnded> ended;
    std::uint64_t brokenLines = 0;  ///< cut by a crash; skipped and counted
};
/// withLastValidation: the last epoch's ValidationResult is read too.
Result<RunHistory> readHistory(const std::filesystem::path& folder,
                               bool withLastValidation = false);

/// A row of the list of runs; cheap to read.
struct RunEntry {
    std::filesystem::path folder;
    RunInfo info;
};
/// All runs directly below root, newest first; folders that are no runs are passed over. `damaged`
/// receives what is wrong with those whose run.json cannot be read.
std::vector<RunEntry> listRuns(const std::filesystem::path& root,
                               std::vector<Error>* damaged = nullptr);

/// True while a live process holds the run's lock file.
bool isBeingTrained(const std::filesystem::path& folder);

}  // namespace minarai::runs
