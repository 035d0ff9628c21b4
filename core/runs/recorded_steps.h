// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The steps of a run out of its events.jsonl: what the curves of a run of the past are drawn from.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <stop_token>

#include "base/error.h"
#include "train/event.h"

namespace minarai::runs {

/// Visits each RunStarted and the StepFinished in the order of the file; other lines and those that
/// are damaged are passed over. Of a long run not every step is parsed: beyond kParsedWhole every
/// second one until as many have been parsed again, then every fourth, and so on, so that a million
/// steps take little longer than reading their file. RunMissing; a stop ends it early.
Status visitSteps(const std::filesystem::path& runFolder,
                  const std::function<void(const train::Event& event)>& visit,
                  const std::stop_token& stop = {});
constexpr std::size_t kParsedWhole = 20'000;

}  // namespace minarai::runs
