// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Trials before a run: they train a network of their own for a moment and throw it away. Nothing is
// written, and a later run of the same job begins as if they had never been.
#pragma once

#include <stop_token>

#include "base/error.h"
#include "train/preflight.h"
#include "train/range_test.h"
#include "train/trainer.h"

namespace minarai::train {

/// Blocks; a stop request ends it after the step (Cancelled). TooManyBadImages, OutOfMemory, ...
Result<RangeTest> rangeTestTorch(const TrainJob& job, const RangeTestRequest& request,
                                 const std::stop_token& stop, const RangeObserver& observer);

/// Blocks for some seconds, with the same ends.
Result<DryRun> dryRunTorch(const TrainJob& job, const std::stop_token& stop);

}  // namespace minarai::train
