// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The Predictor that the engine offers.
#pragma once

#include <memory>

#include "predict/predictor.h"

namespace minarai::predict {

/// Builds the network and loads its weights (they must fit). Uses no generator.
Result<std::unique_ptr<Predictor>> openTorchPredictor(PredictorConfig config);

}  // namespace minarai::predict
