// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The profile that the engine offers.
#pragma once

#include <stop_token>

#include "base/error.h"
#include "train/measurement.h"
#include "train/step_profile.h"

namespace minarai::train {

/// Runs the trainer's own steps on random images of the batch asked for and watches the operators
/// that they call. Blocks for about three times `request.seconds`; a stop request ends it after
/// the step (Cancelled). OutOfMemory where the batch does not fit.
Result<StepProfile> profileStepTorch(const MeasureRequest& request, const std::stop_token& stop);

}  // namespace minarai::train
