// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/trials.h"

#include <algorithm>
#include <cmath>

#include "loading/free_memory.h"
#include "runs/forecast_basis.h"
#include "runs/prepare.h"

namespace minarai::runs {
namespace {

/// The class that most training images have, and its share of the validation images.
void guessMajority(const train::TrainJob& job, train::Preflight& preflight) {
    std::vector<std::size_t> counts(job.classes.size());
    for (const dataset::Item& item : job.split.train) {
        ++counts[static_cast<std::size_t>(item.label)];
    }
    const auto most = std::max_element(counts.begin(), counts.end()) - counts.begin();
    preflight.majorityClass = job.classes[static_cast<std::size_t>(most)];
    const auto right = std::count_if(job.split.val.begin(), job.split.val.end(),
                                     [&](const dataset::Item& item) { return item.label == most; });
    if (!job.split.val.empty()) {
        preflight.majorityAccuracy =
            static_cast<double>(right) / static_cast<double>(job.split.val.size());
    }
    preflight.chanceLoss = std::log(static_cast<double>(job.classes.size()));
}

Result<train::TrainJob> makeJob(const TrainRequest& request, const std::stop_token& stop) {
    MN_TRY(checkRequest(request));
    MN_ASSIGN(const Prepared prepared, prepareNew(request, stop));
    return jobOf(prepared, request);
}

}  // namespace

Result<train::RangeTest> findRate(const TrainRequest& request, const engine::Engine& engine,
                                  const train::RangeTestRequest& range, const std::stop_token& stop,
                                  const train::RangeObserver& observer) {
    MN_ASSIGN(const train::TrainJob job, makeJob(request, stop));
    return engine.findRate(job, range, stop, observer);
}

Result<train::Preflight> preflight(const TrainRequest& request, const engine::Engine& engine,
                                   const std::stop_token& stop) {
    MN_ASSIGN(const train::TrainJob job, makeJob(request, stop));
    train::Preflight result;
    guessMajority(job, result);
    result.availableBytes = loading::availableMemory().value_or(0);
    MN_ASSIGN(result.dryRun, engine.dryRun(job, stop));

    train::MeasureRequest measure;
    measure.model = job.model;
    measure.settings = job.settings;
    measure.device = job.device;
    measure.threads = job.threads;
    MN_ASSIGN(const train::Measurement measured, engine.measure(measure, stop));
    MN_ASSIGN(ForecastBasis basis,
              forecastBasis(job.dataRoot, job.split, job.settings, job.preprocess, stop));
    MN_TRY(measurePhases(engine, measure, basis.work, stop));
    result.forecast = train::forecast(measured, basis.loading, basis.work);

    result.trainImages = basis.work.trainImages;
    result.valImages = basis.work.valImages;
    result.epochs = job.settings.integer("epochs");
    const std::int64_t ofUpdate =
        job.settings.integer("batch") * job.settings.integer("accumulate");
    result.stepsPerEpoch = (result.trainImages + ofUpdate - 1) / ofUpdate;
    result.totalSeconds = result.forecast.firstEpochSeconds +
                          result.forecast.epochSeconds *
                              static_cast<double>(std::max<std::int64_t>(result.epochs - 1, 0));
    return result;
}

}  // namespace minarai::runs
