// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The measurement that the engine offers.
#pragma once

#include <stop_token>

#include "train/measurement.h"

namespace minarai::train {

/// Runs the trainer's own steps on random images, with a learning rate of 0. Blocks; a stop
/// request ends it after the step (Cancelled). OutOfMemory, before anything is allocated, when the
/// machine has too little memory for the smallest batch. Touches no generator but its own.
Result<Measurement> measureTorch(const MeasureRequest& request, const std::stop_token& stop);

}  // namespace minarai::train
