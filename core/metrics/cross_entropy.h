// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The loss of one image from the probability that a network gave its true class.
#pragma once

namespace minarai::metrics {

/// -ln of a softmax probability in 0 ... 1, as torch's nll_loss of its logarithm; infinite for 0.
/// What lies outside counts as the nearer end.
double crossEntropy(double truthProbability);

}  // namespace minarai::metrics
