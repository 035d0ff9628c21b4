// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/forecast.h"

#include <algorithm>

namespace minarai::train {
namespace {

constexpr std::uint64_t kQueuedBatches = 4;  ///< loading::LoaderOptions::prefetch
constexpr double kBesideTensors = 1.1;  ///< what oneDNN and the heap itself take; forecast_bench

/// Seconds of a phase whose steps keep `threads` cores busy for `compute` seconds while loader
/// threads need `loading` seconds of processor time.
double phaseSeconds(double compute, double loading, const Measurement& measured,
                    const Workload& work) {
    const double cores = std::max(work.cores, 1U);
    const double workers = std::clamp(static_cast<double>(work.workers), 1.0, cores);
    const double busy = std::clamp(static_cast<double>(measured.threads), 1.0, cores);
    return std::max({compute, loading / workers, (compute * busy + loading) / cores});
}

}  // namespace

Forecast forecast(const Measurement& measured, const loading::LoadingCost& loading,
                  const Workload& work) {
    const auto train = static_cast<double>(std::max<std::int64_t>(work.trainImages, 0));
    const auto val = static_cast<double>(std::max<std::int64_t>(work.valImages, 0));
    const double computeTrain = train * measured.trainMs / 1000;
    const double computeVal = val * measured.evalMs / 1000;

    // The trainer shares the cache out by numbers of images.
    const double share = static_cast<double>(work.cacheBytes) / std::max(train + val, 1.0);
    const auto kept = [share](std::uint64_t pictureBytes) {
        return std::min(1.0, share / std::max(static_cast<double>(pictureBytes), 1.0));
    };
    const double trainKept = kept(loading.pictureBytes);
    const double valKept = kept(loading.fittedBytes);
    const auto epoch = [&](double trainMissing, double valMissing) {
        const double loadTrain =
            train * (loading.augmentMs + loading.decodeMs * trainMissing) / 1000;
        const double loadVal =
            val * (loading.tensorMs + (loading.decodeMs + loading.fitMs) * valMissing) / 1000;
        return phaseSeconds(computeTrain, loadTrain, measured, work) +
               phaseSeconds(computeVal, loadVal, measured, work);
    };

    Forecast result;
    result.firstEpochSeconds = epoch(1, 1);
    result.epochSeconds = epoch(1 - trainKept, 1 - valKept);
    result.computeSeconds = computeTrain + computeVal;

    const double cached = train * trainKept * static_cast<double>(loading.pictureBytes) +
                          val * valKept * static_cast<double>(loading.fittedBytes);
    const auto batchBytes =
        static_cast<std::uint64_t>(std::max<std::int64_t>(work.batch, 1)) * work.tensorBytes;
    // A queue for training and one for validation, whose buffers go round and are kept.
    const std::uint64_t queues = batchBytes * (kQueuedBatches + 1) * 2;
    const auto tensors = static_cast<double>(std::max(measured.trainBytes, measured.evalBytes));
    result.memoryBytes = queues + static_cast<std::uint64_t>(tensors * kBesideTensors + cached);
    return result;
}

}  // namespace minarai::train
