// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "predict/predictor.h"

namespace minarai::predict {

std::vector<float> softmax(const std::vector<float>& logits, std::size_t columns) {
    std::vector<float> probabilities(logits.size());
    for (std::size_t row = 0; columns > 0 && row + columns <= logits.size(); row += columns) {
        const float* in = logits.data() + row;
        const double largest = *std::max_element(in, in + columns);
        double sum = 0;
        for (std::size_t i = 0; i < columns; ++i) {
            sum += std::exp(static_cast<double>(in[i]) - largest);
        }
        for (std::size_t i = 0; i < columns; ++i) {
            probabilities[row + i] =
                static_cast<float>(std::exp(static_cast<double>(in[i]) - largest) / sum);
        }
    }
    return probabilities;
}

double crossEntropy(std::span<const float> logits, std::size_t truth) {
    const double largest = *std::max_element(logits.begin(), logits.end());
    double sum = 0;
    for (const float value : logits) {
        sum += std::exp(static_cast<double>(value) - largest);
    }
    return std::log(sum) + largest - static_cast<double>(logits[truth]);
}

}  // namespace minarai::predict
