// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/run_directory.h"

#include <algorithm>
#include <exception>
#include <limits>
#include <system_error>

#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/json_number.h"
#include "base/json_problem.h"
#include "runs/run_lock.h"
#include "train/settings.h"

namespace minarai::runs {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMaxRunJsonBytes = std::uint64_t{1} << 30;

std::optional<RunState> stateFromName(std::string_view name) {
    for (const RunState state :
         {RunState::Running, RunState::Interrupted, RunState::Completed, RunState::Failed}) {
        if (runStateName(state) == name) {
            return state;
        }
    }
    return std::nullopt;
}

double realOr(const Json& json, const char* key, double otherwise) {
    const auto found = json.find(key);
    return found != json.end() && found->is_number() ? found->get<double>() : otherwise;
}

/// JSON has no word for a loss that is not finite: it stands as null.
double lossOf(const Json& json) {
    const auto found = json.find("best_val_loss");
    return found != json.end() && found->is_null() ? std::numeric_limits<double>::infinity()
                                                   : realOr(json, "best_val_loss", 0);
}

Machine machineFromJson(const Json& json) {
    const Json& versions = json.at("versions");
    const Json& machine = json.at("machine");
    return {versions.value("minarai", ""),
            versions.value("torch", ""),
            machine.value("processor", ""),
            wholeNumberOr<std::int64_t>(machine, "cores", 0),
            machine.value("device", ""),
            machine.value("precision", ""),
            wholeNumberOr<std::int64_t>(machine, "threads", 0)};
}

/// What is wrong with a part of run.json, as what is wrong with the run.
Error damaged(const std::string& run, std::string problem) {
    if (problem.ends_with('.')) {
        problem.pop_back();
    }
    return fail(ErrorCode::RunDamaged, run, "run.json: " + problem);
}

template <typename T>
Status take(T& target, Result<T> part, const std::string& run) {
    if (part) {
        target = *std::move(part);
        return {};
    }
    return part.error().code == ErrorCode::VersionTooNew ? part.error()
                                                         : damaged(run, part.error().message());
}

}  // namespace

std::string_view runStateName(RunState state) {
    switch (state) {
        case RunState::Running:
            return "running";
        case RunState::Interrupted:
            return "interrupted";
        case RunState::Completed:
            return "completed";
        case RunState::Failed:
            return "failed";
    }
    return "interrupted";
}

Json runInfoToJson(const RunInfo& info) {
    Json json;
    json["version"] = kRunFormatVersion;
    json["id"] = info.id;
    json["name"] = info.name;
    json["created_ms"] = info.createdMs;
    json["state"] = std::string(runStateName(info.state));
    json["arch"] = info.arch;
    json["dataset"] = Json{{"name", info.dataName}, {"path", info.dataPath}};
    json["classes"] = info.classes;
    json["settings"] = train::settingsSchema().toJson(info.settings);
    json["seed"] = info.seed;
    json["initial_weights"] = info.initialWeights;
    if (info.partialWeights) {
        json["weights_partial"] = true;
    }
    if (info.onlyHeadIsNew) {
        json["only_head_is_new"] = true;
    }
    json["preprocess"] = augment::preprocessToJson(info.preprocess);
    json["pipeline"] = augment::pipelineToJson(info.pipeline);
    json["epochs_done"] = info.epochsDone;
    json["best_epoch"] = info.bestEpoch;
    json["best_val_accuracy"] = info.bestValAccuracy;
    json["best_val_loss"] = info.bestValLoss;
    json["versions"] =
        Json{{"minarai", info.machine.minaraiVersion}, {"torch", info.machine.torchVersion}};
    json["machine"] = Json{{"processor", info.machine.processor},
                           {"cores", info.machine.cores},
                           {"device", info.machine.device},
                           {"precision", info.machine.precision},
                           {"threads", info.machine.threads}};
    json["split"] = dataset::splitToJson(info.split);
    if (info.excludedImages > 0 || info.relabelledImages > 0) {
        json["edits"] =
            Json{{"excluded", info.excludedImages}, {"relabelled", info.relabelledImages}};
    }
    return json;
}

Result<RunInfo> runInfoFromJson(const Json& json, const fs::path& where) {
    const std::string name = toUtf8(where);
    try {
        const auto version = wholeNumber<std::int64_t>(json.at("version"));
        if (version > kRunFormatVersion) {
            return fail(ErrorCode::VersionTooNew, name, std::to_string(version));
        }
        RunInfo info;
        info.id = json.at("id").get<std::string>();
        info.name = json.at("name").get<std::string>();
        info.createdMs = wholeNumber<std::int64_t>(json.at("created_ms"));
        info.state =
            stateFromName(json.at("state").get<std::string>()).value_or(RunState::Interrupted);
        info.arch = json.at("arch").get<std::string>();
        info.dataName = json.at("dataset").at("name").get<std::string>();
        info.dataPath = json.at("dataset").at("path").get<std::string>();
        info.classes = json.at("classes").get<std::vector<std::string>>();
        MN_TRY(take(info.settings, train::settingsSchema().fromJson(json.at("settings")), name));
        info.seed = wholeNumber<std::uint64_t>(json.at("seed"));
        info.initialWeights = json.at("initial_weights").get<std::string>();
        info.partialWeights = json.value("weights_partial", false);
        info.onlyHeadIsNew = json.value("only_head_is_new", false);
        MN_TRY(take(info.preprocess, augment::preprocessFromJson(json.at("preprocess")), name));
        MN_TRY(take(info.pipeline, augment::pipelineFromJson(json.at("pipeline")), name));
        info.epochsDone = wholeNumber<std::int64_t>(json.at("epochs_done"));
        info.bestEpoch = wholeNumber<std::int64_t>(json.at("best_epoch"));
        info.bestValAccuracy = realOr(json, "best_val_accuracy", 0);
        info.bestValLoss = lossOf(json);
        info.machine = machineFromJson(json);
        if (const auto edits = json.find("edits"); edits != json.end()) {
            info.excludedImages = wholeNumber<std::uint64_t>(edits->at("excluded"));
            info.relabelledImages = wholeNumber<std::uint64_t>(edits->at("relabelled"));
        }
        MN_TRY(
            take(info.split, dataset::splitFromJson(json.at("split"), info.classes.size()), name));
        return info;
    } catch (const std::exception& error) {
        return damaged(name, jsonProblem(error));
    }
}

Result<RunInfo> readRunInfo(const fs::path& folder) {
    const auto text = readTextFile(folder / "run.json", kMaxRunJsonBytes);
    if (!text) {
        return fail(ErrorCode::RunMissing, toUtf8(folder));
    }
    const Json json = jsonOrDiscarded(*text);
    if (json.is_discarded() || !json.is_object()) {
        return fail(ErrorCode::RunDamaged, toUtf8(folder),
                    MN_TEXT("Error", "run.json is not valid JSON"));
    }
    MN_ASSIGN(RunInfo info, runInfoFromJson(json, folder));
    if (info.state == RunState::Running && !isBeingTrained(folder)) {
        info.state = RunState::Interrupted;
    }
    return info;
}

Status writeRunInfo(const fs::path& folder, const RunInfo& info) {
    return writeFileAtomically(folder / "run.json", jsonText(runInfoToJson(info), 1) + "\n");
}

Result<spec::ModelSpec> readRunModel(const fs::path& folder) {
    return spec::readModelSpec(folder / "model.json");
}

Result<fs::path> dataFolder(const RunInfo& info, const fs::path& folder) {
    std::error_code error;
    const fs::path path =
        (fs::absolute(folder, error) / fromUtf8(info.dataPath)).lexically_normal();
    if (info.dataPath.empty() || !fs::is_directory(path, error)) {
        return fail(ErrorCode::DataMoved, toUtf8(path));
    }
    return path;
}

std::vector<RunEntry> listRuns(const fs::path& root, std::vector<Error>* damaged) {
    std::vector<RunEntry> entries;
    std::error_code error;
    for (fs::directory_iterator it(root, error), end; !error && it != end; it.increment(error)) {
        std::error_code ignored;
        if (!it->is_directory(ignored) || !fs::exists(it->path() / "run.json", ignored)) {
            continue;
        }
        if (auto info = readRunInfo(it->path())) {
            entries.push_back({it->path(), *std::move(info)});
        } else if (damaged != nullptr) {
            damaged->push_back(info.error());
        }
    }
    std::sort(entries.begin(), entries.end(), [](const RunEntry& a, const RunEntry& b) {
        return a.info.createdMs != b.info.createdMs ? a.info.createdMs > b.info.createdMs
                                                    : a.folder > b.folder;
    });
    return entries;
}

bool isBeingTrained(const fs::path& folder) {
    return RunLock::isHeld(folder);
}

}  // namespace minarai::runs
