// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// events.jsonl back into values: the last event of each epoch counts, cut lines are skipped.
#include <filesystem>
#include <fstream>
#include <map>
#include <system_error>

#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/json_problem.h"
#include "runs/run_directory.h"

namespace minarai::runs {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxLineBytes = std::size_t{256} << 20;

/// The stream is mostly steps, which the history does not hold: do not parse them.
bool isStep(const std::string& line) {
    return line.compare(0, 23, R"({"type":"step_finished")") == 0;
}

}  // namespace

Result<RunHistory> readHistory(const fs::path& folder, bool withLastValidation) {
    const auto path = folder / "events.jsonl";
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        std::error_code ignored;
        if (!fs::exists(path, ignored) && fs::exists(folder / "run.json", ignored)) {
            return RunHistory();  // begun, and nothing is told of it yet
        }
        return fail(ErrorCode::RunMissing, toUtf8(folder));
    }
    RunHistory history;
    std::map<std::int64_t, train::EpochFinished> epochs;
    std::string line;
    std::string lastEpochLine;
    while (std::getline(file, line)) {
        if (line.empty() || isStep(line)) {
            continue;
        }
        if (line.size() > kMaxLineBytes) {
            ++history.brokenLines;
            continue;
        }
        Json json = jsonOrDiscarded(line);
        if (json.is_discarded() || !json.is_object()) {
            ++history.brokenLines;
            continue;
        }
        const auto type = json.find("type");
        if (type != json.end() && *type == Json("epoch_finished")) {
            json.erase("validation");
        }
        auto event = train::eventFromJson(json);
        if (!event) {
            ++history.brokenLines;
            continue;
        }
        if (auto* started = std::get_if<train::RunStarted>(&event->payload)) {
            // Epochs after the point of resuming are lived through again.
            epochs.erase(epochs.lower_bound(started->firstEpoch), epochs.end());
            history.started = std::move(*started);
            history.ended.reset();
        } else if (auto* epoch = std::get_if<train::EpochFinished>(&event->payload)) {
            epochs[epoch->epoch] = *epoch;
            lastEpochLine = std::move(line);
        } else if (auto* notice = std::get_if<train::Notice>(&event->payload)) {
            history.notices.push_back(std::move(*notice));
        } else if (auto* ended = std::get_if<train::RunEnded>(&event->payload)) {
            history.ended = std::move(*ended);
        }
    }
    for (auto& [number, epoch] : epochs) {
        history.epochs.push_back(std::move(epoch));
    }
    if (withLastValidation && !history.epochs.empty()) {
        const Json json = jsonOrDiscarded(lastEpochLine);
        if (!json.is_discarded()) {
            if (auto event = train::eventFromJson(json)) {
                auto& last = history.epochs.back();
                auto& read = std::get<train::EpochFinished>(event->payload);
                if (read.epoch == last.epoch) {
                    last.validation = read.validation;
                }
            }
        }
    }
    return history;
}

}  // namespace minarai::runs
