// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands/run_text.h"

#include <ctime>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace minarai::cli {

std::string stateText(const runs::RunInfo& info, const std::filesystem::path& folder) {
    const bool crashed = info.state == runs::RunState::Running && !runs::isBeingTrained(folder);
    return std::string(runs::runStateName(crashed ? runs::RunState::Interrupted : info.state));
}

Json bestOrNull(const runs::RunInfo& info, double value) {
    return info.bestEpoch > 0 ? Json(value) : Json(nullptr);
}

Json epochsToJson(const runs::RunHistory& history) {
    Json epochs = Json::array();
    for (const train::EpochFinished& epoch : history.epochs) {
        epochs.push_back({{"epoch", epoch.epoch},
                          {"train_loss", epoch.trainLoss},
                          {"train_accuracy", epoch.trainAccuracy},
                          {"val_loss", epoch.valLoss},
                          {"val_accuracy", epoch.valAccuracy},
                          {"learning_rate", epoch.learningRate},
                          {"seconds", epoch.seconds},
                          {"images_per_s", epoch.imagesPerSecond}});
    }
    return epochs;
}

std::string timeText(std::int64_t sinceEpochMs) {
    const auto seconds = static_cast<std::time_t>(sinceEpochMs / 1000);
    std::tm parts{};
    if (::gmtime_r(&seconds, &parts) == nullptr) {
        return "?";
    }
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}", parts.tm_year + 1900, parts.tm_mon + 1,
                       parts.tm_mday, parts.tm_hour, parts.tm_min);
}

}  // namespace minarai::cli
