// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Before a run: its learning-rate range test and its pre-flight. Neither needs a run folder nor
// writes anything, and a later run of the same request begins as if they had never been.
#pragma once

#include <stop_token>

#include "base/error.h"
#include "engine/engine.h"
#include "runs/training.h"
#include "train/preflight.h"
#include "train/range_test.h"

namespace minarai::runs {

/// Blocks; `observer` (may be empty) hears of each step on the calling thread. Cancelled.
Result<train::RangeTest> findRate(const TrainRequest& request, const engine::Engine& engine,
                                  const train::RangeTestRequest& range, const std::stop_token& stop,
                                  const train::RangeObserver& observer = {});

/// One dry batch, learning it by heart, time and memory of an epoch, what guessing would reach.
/// Blocks for some seconds. Cancelled.
Result<train::Preflight> preflight(const TrainRequest& request, const engine::Engine& engine,
                                   const std::stop_token& stop);

}  // namespace minarai::runs
