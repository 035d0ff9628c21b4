// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "augment/distributions.h"

#include <algorithm>
#include <cmath>

namespace minarai::augment {
namespace {

/// The logarithm of a Gamma(shape, 1) variable, after Marsaglia and Tsang (2000). For shapes below
/// 1 it is that of Gamma(shape + 1) times uniform^(1 / shape), which would underflow as a number.
double drawLogGamma(double shape, Rng& rng) {
    if (shape < 1.0) {
        const double logUniform = std::log(1.0 - rng.uniform());
        return drawLogGamma(shape + 1.0, rng) + logUniform / shape;
    }
    const double d = shape - 1.0 / 3.0;
    const double c = 1.0 / std::sqrt(9.0 * d);
    for (;;) {
        const double x = rng.normal();
        const double base = 1.0 + c * x;
        if (base <= 0.0) {
            continue;
        }
        const double v = base * base * base;
        const double logUniform = std::log(1.0 - rng.uniform());
        if (logUniform < 0.5 * x * x + d - d * v + d * std::log(v)) {
            return std::log(d * v);
        }
    }
}

}  // namespace

std::vector<double> drawDirichlet(double alpha, std::size_t count, Rng& rng) {
    std::vector<double> weights(count);
    for (double& weight : weights) {
        weight = drawLogGamma(alpha, rng);
    }
    if (weights.empty()) {
        return weights;
    }
    const double largest = *std::max_element(weights.begin(), weights.end());
    double sum = 0;
    for (double& weight : weights) {
        weight = std::exp(weight - largest);
        sum += weight;
    }
    for (double& weight : weights) {
        weight /= sum;
    }
    return weights;
}

double drawBeta(double alpha, Rng& rng) {
    return drawDirichlet(alpha, 2, rng).front();
}

}  // namespace minarai::augment
