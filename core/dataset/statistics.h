// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Mean and standard deviation of a data set, as normalisation takes them.
#pragma once

#include <array>
#include <cstdint>
#include <stop_token>

#include "base/error.h"
#include "base/json.h"
#include "base/progress.h"
#include "dataset/catalog.h"
#include "dataset/look.h"

namespace minarai::dataset {

/// Over all pixels of the pictures at their own size, in [0, 1]; the deviation is that of the
/// population (NumPy's `std`). Made of whole-number sums: exact whatever the order.
struct Statistics {
    std::uint64_t images = 0;
    std::uint64_t pixels = 0;
    std::array<double, 3> mean{};
    std::array<double, 3> std{};
    bool operator==(const Statistics&) const = default;
};

Statistics statisticsOf(const ChannelSums& sums, std::uint64_t images);

/// {"images","pixels","mean":[R,G,B],"std":[R,G,B]}
Json statisticsToJson(const Statistics& statistics);

/// What training sees, and all: they differ where there are val or test folders.
struct DataStatistics {
    Statistics train;
    Statistics all;
};

/// Decodes every picture once, in parallel; unreadable ones are left out. OutOfMemory, Cancelled.
Result<DataStatistics> measureStatistics(const Catalog& catalog, unsigned threads = 0,
                                         const ProgressCallback& progress = {},
                                         const std::stop_token& stop = {});

}  // namespace minarai::dataset
