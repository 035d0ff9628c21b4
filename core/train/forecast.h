// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How long an epoch will take and how much memory, before it is begun: arithmetic on what was
// measured.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "loading/loading_cost.h"
#include "train/measurement.h"

namespace minarai::train {

/// Some epochs of a run that grows its images (train/phases.h).
struct PhaseWork {
    double pixels = 1;  ///< of a training image over those of the measured one
    std::int64_t epochs = 0;
    std::int64_t size = 0;  ///< px, edge of the training images
    /// The network at that size, of which the training counts. Nothing: as the measured one, in
    /// proportion to the pixels, though small images cost more than that.
    std::optional<Measurement> measured{};
};

/// What is to be trained on, and with how much of the machine.
struct Workload {
    std::int64_t trainImages = 0;
    std::int64_t valImages = 0;
    std::int64_t batch = 32;
    std::uint64_t tensorBytes = 0;  ///< of one image as the network sees it
    std::uint64_t cacheBytes = 0;   ///< for decoded images, as the setting says
    std::int64_t epochs = 1;
    std::vector<PhaseWork> phases;  ///< of these epochs; empty: all are as measured
    std::int64_t views = 1;         ///< of an image that frozen layers see (featureViews)
    unsigned workers = 1;           ///< loader threads
    unsigned cores = 1;             ///< of the machine
};

struct Forecast {
    double firstEpochSeconds = 0;   ///< every image is decoded
    double epochSeconds = 0;        ///< later ones: what fits into the cache is not decoded again;
                                    ///< their mean, where they differ in features or in size
    double computeSeconds = 0;      ///< of epochSeconds, with images that cost nothing
    std::uint64_t memoryBytes = 0;  ///< what training adds to the program at its peak
    bool isScaled = false;  ///< some phase was not measured: its share is in proportion to pixels
};

/// Loading and computing share the cores: each alone would be done sooner.
Forecast forecast(const Measurement& measured, const loading::LoadingCost& loading,
                  const Workload& work);

}  // namespace minarai::train
