// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The random variables of AugMix, Mixup and CutMix.
#pragma once

#include <cstddef>
#include <vector>

#include "base/rng.h"

namespace minarai::augment {

/// One draw of Dirichlet(alpha, ..., alpha): `count` weights that add up to 1. alpha over 0; small
/// values put nearly all of the weight on one place, without ever underflowing to 0 / 0.
std::vector<double> drawDirichlet(double alpha, std::size_t count, Rng& rng);

/// One draw of Beta(alpha, alpha), in [0, 1].
double drawBeta(double alpha, Rng& rng);

}  // namespace minarai::augment
