// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/run_choice.h"

#include <algorithm>

namespace minarai::studio {

namespace {

/// What is less is chance.
constexpr double kClearly = 0.005;

}  // namespace

const RunSummary* betterRun(const std::vector<RunSummary>& runs,
                            const std::filesystem::path& folder) {
    const auto shown = std::find_if(runs.begin(), runs.end(),
                                    [&](const RunSummary& run) { return run.folder == folder; });
    if (shown == runs.end()) {
        return nullptr;
    }
    const RunSummary* best = nullptr;
    for (const RunSummary& run : runs) {
        const double least =
            best == nullptr ? shown->bestValAccuracy + kClearly : best->bestValAccuracy;
        if (run.predicts && run.bestEpoch > 0 && run.classes == shown->classes &&
            run.bestValAccuracy > least) {
            best = &run;
        }
    }
    return best;
}

}  // namespace minarai::studio
