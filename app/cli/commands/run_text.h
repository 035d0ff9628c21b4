// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How the `runs` commands word what a run.json holds.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/json.h"
#include "runs/run_directory.h"

namespace minarai::cli {

/// The state by name; a run that says "running" without a living process was interrupted.
std::string stateText(const runs::RunInfo& info, const std::filesystem::path& folder);

/// The value of the best epoch, or null while there is none.
Json bestOrNull(const runs::RunInfo& info, double value);

/// The history's epochs as every `runs` command shows them.
Json epochsToJson(const runs::RunHistory& history);

/// "2026-03-01 12:30".
std::string timeText(std::int64_t sinceEpochMs);

}  // namespace minarai::cli
