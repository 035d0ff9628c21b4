// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/pace.h"

namespace minarai::studio {

std::optional<double> secondsLeftAtPace(const Progress& seen, const QElapsedTimer& clock) {
    constexpr double kKnownAfterSeconds = 1;
    const double seconds = static_cast<double>(clock.elapsed()) / 1000;
    if (seen.done == 0 || seen.total == 0 || seconds < kKnownAfterSeconds) {
        return std::nullopt;
    }
    return seconds * static_cast<double>(seen.total - seen.done) / static_cast<double>(seen.done);
}

}  // namespace minarai::studio
