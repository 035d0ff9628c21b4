// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/cross_entropy.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace minarai::metrics {

double crossEntropy(double truthProbability) {
    const double probability = std::clamp(truthProbability, 0.0, 1.0);
    if (probability <= 0) {
        return std::numeric_limits<double>::infinity();
    }
    return probability < 1 ? -std::log(probability) : 0.0;  // and not -0
}

}  // namespace minarai::metrics
