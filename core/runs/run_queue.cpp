// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/run_queue.h"

#include <algorithm>
#include <exception>
#include <system_error>

#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/json.h"
#include "base/json_number.h"
#include "train/settings.h"

namespace minarai::runs {
namespace {

constexpr const char* kFile = "queue.json";
constexpr std::uint64_t kMaxBytes = std::uint64_t{16} << 20;

}  // namespace

Result<RunQueue> readQueue(const std::filesystem::path& runsRoot) {
    const auto path = runsRoot / kFile;
    RunQueue queue;
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) {
        return queue;
    }
    MN_ASSIGN(const std::string text, readTextFile(path, kMaxBytes));
    const Json json = Json::parse(text, nullptr, false);
    try {
        const int version = wholeNumber<int>(json.at("version"));
        if (version > kQueueFormatVersion) {
            return fail(ErrorCode::VersionTooNew, toUtf8(path), std::to_string(version));
        }
        queue.goesOn = json.at("goes_on").get<bool>();
        for (const Json& each : json.at("runs")) {
            QueuedRun run;
            run.id = wholeNumber<std::uint64_t>(each.at("id"));
            run.arch = each.at("arch").get<std::string>();
            run.modelFile = fromUtf8(each.at("model_file").get<std::string>());
            run.weights = fromUtf8(each.at("weights").get<std::string>());
            run.expectedSeconds = each.at("expected_seconds").get<double>();
            if (const auto pipeline = each.find("pipeline"); pipeline != each.end()) {
                auto own = augment::pipelineFromJson(*pipeline);
                if (!own) {
                    continue;
                }
                run.pipeline = *std::move(own);
            }
            auto settings = train::settingsSchema().fromJson(each.at("settings"));
            if (settings && train::checkSettings(*settings)) {
                run.settings = std::move(*settings);
                queue.nextId = std::max(queue.nextId, run.id + 1);
                queue.runs.push_back(std::move(run));
            }
        }
    } catch (const std::exception& error) {
        return fail(ErrorCode::FileFormat, toUtf8(path), error.what());
    }
    return queue;
}

Status writeQueue(const std::filesystem::path& runsRoot, const RunQueue& queue) {
    const auto path = runsRoot / kFile;
    if (queue.runs.empty()) {
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
        if (run.pipeline) {
            runs.back()["pipeline"] = augment::pipelineToJson(*run.pipeline);
        }
    }
    const Json json{
        {"version", kQueueFormatVersion}, {"goes_on", queue.goesOn}, {"runs", std::move(runs)}};
    MN_TRY(makeFolder(runsRoot));
    return writeFileAtomically(path, json.dump(1) + "\n");
}

}  // namespace minarai::runs
