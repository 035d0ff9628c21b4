// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset/statistics.h"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "dataset/audit.h"

namespace minarai::dataset {

Statistics statisticsOf(const ChannelSums& sums, std::uint64_t images) {
    Statistics statistics;
    statistics.images = images;
    statistics.pixels = sums.pixels;
    if (sums.pixels == 0) {
        return statistics;
    }
    const auto count = static_cast<long double>(sums.pixels);
    for (std::size_t c = 0; c < 3; ++c) {
        const auto sum = static_cast<long double>(sums.sum[c]);
        const auto squares = static_cast<long double>(sums.squares[c]);
        statistics.mean[c] = static_cast<double>(sum / count / 255);
        // One subtraction of what may be nearly equal, of whole numbers with 64 bits each.
        const long double variance = (squares - sum / count * sum) / count;
        statistics.std[c] =
            static_cast<double>(std::sqrt(std::max(variance, static_cast<long double>(0))) / 255);
    }
    return statistics;
}

Json statisticsToJson(const Statistics& statistics) {
    return {{"images", statistics.images},
            {"pixels", statistics.pixels},
            {"mean", statistics.mean},
            {"std", statistics.std}};
}

Result<DataStatistics> measureStatistics(const Catalog& catalog, unsigned threads,
                                         const ProgressCallback& progress,
                                         const std::stop_token& stop) {
    AuditOptions options;
    options.duplicates = false;
    options.nearDuplicates = false;
    options.outliers = false;
    options.threads = threads;
    MN_ASSIGN(const AuditReport report, inspect(catalog, options, progress, stop));
    return report.statistics;
}

}  // namespace minarai::dataset
