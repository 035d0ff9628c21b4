// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/forecast.h"

#include <algorithm>
#include <set>

#include "train/feature_turns.h"

namespace minarai::train {
namespace {

constexpr std::uint64_t kQueuedBatches = 4;  ///< loading::LoaderOptions::prefetch
/// Blocks that wait in the tensor pool (a quarter at most), oneDNN and the heap; forecast_bench.
constexpr double kBesideTensors = 1.3;

/// Seconds of a part of an epoch whose steps keep `threads` cores busy for `compute` seconds while
/// loader threads need `loading` seconds of processor time.
double stageSeconds(double compute, double loading, const Measurement& measured,
                    const Workload& work) {
    const double cores = std::max(work.cores, 1U);
    const double workers = std::clamp(static_cast<double>(work.workers), 1.0, cores);
    const double busy = std::clamp(static_cast<double>(measured.threads), 1.0, cores);
    return std::max({compute, loading / workers, (compute * busy + loading) / cores});
}

/// The views that the run's epochs come to compute.
std::size_t viewsSeen(const Workload& work) {
    std::set<std::int64_t> seen;
    for (std::int64_t epoch = 0; epoch < std::max<std::int64_t>(work.epochs, 1); ++epoch) {
        seen.insert(viewOfEpoch(epoch, work.epochs, work.views));
    }
    return seen.size();
}

/// What training costs in a phase: as measured at its size, or in proportion to its pixels.
double phaseTrainMs(const PhaseWork& phase, const Measurement& measured) {
    return phase.measured ? phase.measured->trainMs : measured.trainMs * phase.pixels;
}

double phaseTrainBytes(const PhaseWork& phase, const Measurement& measured) {
    return phase.measured ? static_cast<double>(phase.measured->trainBytes)
                          : static_cast<double>(measured.trainBytes) * phase.pixels;
}

bool isScaled(const PhaseWork& phase) {
    return phase.epochs > 0 && phase.pixels != 1 && !phase.measured;
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
    const auto loadTrain = [&](double missing, double pixels = 1) {
        return train * (loading.augmentMs * pixels + loading.decodeMs * missing) / 1000;
    };
    const auto loadVal = [&](double missing) {
        return val * (loading.tensorMs + (loading.decodeMs + loading.fitMs) * missing) / 1000;
    };

    Forecast result;
    double cached = 0;
    double mostPixels = 1;
    auto trainBytes = static_cast<double>(measured.trainBytes);
    result.computeSeconds = computeTrain + computeVal;
    if (measured.featureMs > 0) {
        const auto seen = [&](double images, double load) {
            return stageSeconds(images * measured.featureMs / 1000, load, measured, work);
        };
        const auto laterEpochs = static_cast<double>(std::max<std::int64_t>(work.epochs - 1, 1));
        // The first epoch has seen one of them.
        const double fresh = static_cast<double>(viewsSeen(work) - 1) / laterEpochs;
        const double learning = computeTrain + computeVal;
        result.firstEpochSeconds = seen(train, loadTrain(1)) + seen(val, loadVal(1)) + learning;
        result.epochSeconds = fresh * seen(train, loadTrain(1 - trainKept)) + learning;
        const auto tableViews = static_cast<double>(viewsSeen(work));
        const double tables =
            (train * tableViews + val) * static_cast<double>(measured.featureBytes);
        cached =
            std::min(tables, static_cast<double>(work.cacheBytes)) +
            (work.views > 2 ? train * trainKept * static_cast<double>(loading.pictureBytes) : 0);
    } else {
        const auto epoch = [&](double trainMissing, double valMissing,
                               const PhaseWork& phase = {}) {
            return stageSeconds(train * phaseTrainMs(phase, measured) / 1000,
                                loadTrain(trainMissing, phase.pixels), measured, work) +
                   stageSeconds(computeVal, loadVal(valMissing), measured, work);
        };
        result.firstEpochSeconds = epoch(1, 1);
        result.epochSeconds = epoch(1 - trainKept, 1 - valKept);
        if (!work.phases.empty()) {
            result.firstEpochSeconds = epoch(1, 1, work.phases.front());
            mostPixels = 0;
            trainBytes = 0;
            double seconds = 0;
            double compute = 0;
            double epochs = 0;
            for (const PhaseWork& phase : work.phases) {
                // Each phase begins with a cache of its own, the run's first epoch apart.
                const double begins = &phase == &work.phases.front() ? 0 : 1;
                const auto later = static_cast<double>(phase.epochs - 1);
                seconds += begins * epoch(1, 1 - valKept, phase) +
                           later * epoch(1 - trainKept, 1 - valKept, phase);
                compute += (begins + later) * train * phaseTrainMs(phase, measured) / 1000;
                epochs += begins + later;
                mostPixels = std::max(mostPixels, phase.pixels);
                trainBytes = std::max(trainBytes, phaseTrainBytes(phase, measured));
                result.isScaled = result.isScaled || isScaled(phase);
            }
            if (epochs > 0) {
                result.epochSeconds = seconds / epochs;
                result.computeSeconds = compute / epochs + computeVal;
            }
        }
        cached = train * trainKept * static_cast<double>(loading.pictureBytes) +
                 val * valKept * static_cast<double>(loading.fittedBytes);
    }
    const auto batchBytes =
        static_cast<std::uint64_t>(std::max<std::int64_t>(work.batch, 1)) * work.tensorBytes;
    // A queue for training and one for validation, whose buffers go round and are kept.
    const auto batches = static_cast<double>(batchBytes * (kQueuedBatches + 1));
    const double queues = batches * mostPixels + batches;
    // Validation runs at the measured size whatever the phases are.
    const double tensors = std::max(trainBytes, static_cast<double>(measured.evalBytes));
    result.memoryBytes = static_cast<std::uint64_t>(queues + tensors * kBesideTensors + cached);
    return result;
}

}  // namespace minarai::train
