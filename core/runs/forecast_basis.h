// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a forecast needs to know of the images: how many there are and what loading one costs.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>

#include "augment/pipeline.h"
#include "base/error.h"
#include "base/param_spec.h"
#include "dataset/split.h"
#include "engine/engine.h"
#include "loading/loading_cost.h"
#include "train/forecast.h"
#include "train/measurement.h"

namespace minarai::runs {

struct ForecastBasis {
    train::Workload work;
    loading::LoadingCost loading;
};

/// Loads a few of the images as a run with these settings would. `settings` are valid, as a run has
/// them (train::applyPhases); images lie below root. Blocks for a fraction of a second.
Result<ForecastBasis> forecastBasis(const std::filesystem::path& root, const dataset::Split& split,
                                    const Params& settings,
                                    const augment::PreprocessSpec& preprocess,
                                    const std::stop_token& stop = {});

/// The phases of this size cost what was measured at it.
void takePhase(train::Workload& work, std::int64_t size, const train::Measurement& measured);

using PhaseObserver = std::function<void(const train::MeasureRequest&, const train::Measurement&)>;

/// Measures the network of `request` at the other sizes of its phases, for work.phases. A size that
/// cannot be measured stays one that is told from the pixels; only Cancelled is a failure. Blocks
/// for seconds a size; `observer` hears of each.
Status measurePhases(const engine::Engine& engine, const train::MeasureRequest& request,
                     train::Workload& work, const std::stop_token& stop,
                     const PhaseObserver& observer = {});

}  // namespace minarai::runs
