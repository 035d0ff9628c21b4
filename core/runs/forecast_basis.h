// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a forecast needs to know of the images: how many there are and what loading one costs.
#pragma once

#include <filesystem>
#include <stop_token>

#include "base/error.h"
#include "base/param_spec.h"
#include "dataset/split.h"
#include "loading/loading_cost.h"
#include "train/forecast.h"

namespace minarai::runs {

struct ForecastBasis {
    train::Workload work;
    loading::LoadingCost loading;
};

/// Loads a few of the images as a run with these settings would. `settings` are valid, as a run has
/// them (train::applyPhases), and name a size over 0; images lie below root. Blocks for a fraction
/// of a second.
Result<ForecastBasis> forecastBasis(const std::filesystem::path& root, const dataset::Split& split,
                                    const Params& settings, int channels,
                                    const std::stop_token& stop = {});

}  // namespace minarai::runs
