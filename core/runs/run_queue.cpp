// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/run_queue.h"

#include <algorithm>
#include <exception>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/json.h"
#include "base/json_number.h"
#include "base/json_problem.h"
#include "train/settings.h"

namespace minarai::runs {
namespace {

constexpr const char* kFile = "queue.json";
constexpr std::uint64_t kMaxBytes = std::uint64_t{16} << 20;

Result<QueuedRun> queuedRunFromJson(const Json& json, const std::filesystem::path& file) {
    QueuedRun run;
    Json settings;
    Json pipeline;
    try {
        run.id = wholeNumber<std::uint64_t>(json.at("id"));
        run.arch = json.at("arch").get<std::string>();
        run.modelFile = fromUtf8(json.at("model_file").get<std::string>());
        run.weights = fromUtf8(json.at("weights").get<std::string>());
        run.partialWeights = json.value("weights_partial", false);
        run.expectedSeconds = json.at("expected_seconds").get<double>();
        run.device = json.value("device", run.device);
        settings = json.at("settings");
        pipeline = json.value("pipeline", Json());
    } catch (const std::exception& error) {
        return fail(ErrorCode::FileFormat, toUtf8(file), jsonProblem(error));
    }
    if (!pipeline.is_null()) {
        MN_ASSIGN(run.pipeline, augment::pipelineFromJson(pipeline));
    }
    MN_ASSIGN(run.settings, train::settingsSchema().fromJson(settings));
    MN_TRY(train::checkSettings(run.settings));
    return run;
}

}  // namespace

Result<RunQueue> readQueue(const std::filesystem::path& runsRoot) {
    const auto path = runsRoot / kFile;
    RunQueue queue;
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) {
        return queue;
    }
    MN_ASSIGN(const std::string text, readTextFile(path, kMaxBytes));
    const Json json = jsonOrDiscarded(text);
    try {
        const int version = wholeNumber<int>(json.at("version"));
        if (version > kQueueFormatVersion) {
            return fail(ErrorCode::VersionTooNew, toUtf8(path), std::to_string(version));
        }
        queue.goesOn = json.at("goes_on").get<bool>();
        const Json& runs = json.at("runs");
        if (!runs.is_array()) {
            return fail(ErrorCode::FileFormat, toUtf8(path),
                        MN_TEXT("Error", "“runs” must be a list"));
        }
        for (const Json& each : runs) {
            auto run = queuedRunFromJson(each, path);
            if (run) {
                queue.nextId = std::max(queue.nextId, run->id + 1);
                queue.runs.push_back(*std::move(run));
            } else {
                queue.refused.push_back({each.dump(), run.error()});
            }
        }
    } catch (const std::exception& error) {
        return fail(ErrorCode::FileFormat, toUtf8(path), jsonProblem(error));
    }
    return queue;
}

Status writeQueue(const std::filesystem::path& runsRoot, const RunQueue& queue) {
    const auto path = runsRoot / kFile;
    if (queue.runs.empty() && queue.refused.empty()) {
        std::error_code error;
        std::filesystem::remove(path, error);
        return error ? Status(writeError(path, error.value())) : Status();
    }
    Json runs = Json::array();
    for (const QueuedRun& run : queue.runs) {
        runs.push_back(Json{{"id", run.id},
                            {"arch", run.arch},
                            {"model_file", toUtf8(run.modelFile)},
                            {"weights", toUtf8(run.weights)},
                            {"expected_seconds", run.expectedSeconds},
                            {"settings", train::settingsSchema().toJson(run.settings)}});
        if (run.partialWeights) {
            runs.back()["weights_partial"] = true;
        }
        if (run.device != "auto") {
            runs.back()["device"] = run.device;
        }
        if (run.pipeline) {
            runs.back()["pipeline"] = augment::pipelineToJson(*run.pipeline);
        }
    }
    for (const RefusedRun& run : queue.refused) {
        runs.push_back(Json::parse(run.json, nullptr, false));
    }
    const Json json{
        {"version", kQueueFormatVersion}, {"goes_on", queue.goesOn}, {"runs", std::move(runs)}};
    MN_TRY(makeFolder(runsRoot));
    return writeFileAtomically(path, jsonText(json, 1) + "\n");
}

Status setQueueAside(const std::filesystem::path& runsRoot) {
    const auto path = runsRoot / kFile;
    std::error_code error;
    if (!std::filesystem::exists(path, error)) {
        return {};
    }
    std::filesystem::path aside;
    for (int number = 1; aside.empty() || std::filesystem::exists(aside, error); ++number) {
        aside = runsRoot / fmt::format("queue-refused-{}.json", number);
    }
    std::filesystem::rename(path, aside, error);
    return error ? Status(writeError(aside, error.value())) : Status();
}

}  // namespace minarai::runs
