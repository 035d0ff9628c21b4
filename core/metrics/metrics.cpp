// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/metrics.h"

#include <algorithm>
#include <numeric>

namespace minarai::metrics {
namespace {

double ratio(double part, double whole) {
    return whole > 0 ? part / whole : 0.0;
}

Average average(std::span<const ClassReport> reports, bool bySupport) {
    Average sum;
    double weights = 0;
    for (const ClassReport& report : reports) {
        const double weight = bySupport ? static_cast<double>(report.support) : 1.0;
        sum.precision += weight * report.precision;
        sum.recall += weight * report.recall;
        sum.f1 += weight * report.f1;
        weights += weight;
    }
    return {ratio(sum.precision, weights), ratio(sum.recall, weights), ratio(sum.f1, weights)};
}

}  // namespace

std::uint64_t ConfusionMatrix::total() const {
    return std::accumulate(m_counts.begin(), m_counts.end(), std::uint64_t{0});
}

std::uint64_t ConfusionMatrix::rowTotal(std::size_t truth) const {
    std::uint64_t sum = 0;
    for (std::size_t predicted = 0; predicted < m_classes; ++predicted) {
        sum += at(truth, predicted);
    }
    return sum;
}

std::uint64_t ConfusionMatrix::columnTotal(std::size_t predicted) const {
    std::uint64_t sum = 0;
    for (std::size_t truth = 0; truth < m_classes; ++truth) {
        sum += at(truth, predicted);
    }
    return sum;
}

double ConfusionMatrix::accuracy() const {
    std::uint64_t right = 0;
    for (std::size_t i = 0; i < m_classes; ++i) {
        right += at(i, i);
    }
    return ratio(static_cast<double>(right), static_cast<double>(total()));
}

std::vector<ClassReport> classReports(const ConfusionMatrix& matrix) {
    std::vector<ClassReport> reports(matrix.classes());
    for (std::size_t i = 0; i < reports.size(); ++i) {
        const double right = matrix.at(i, i);
        ClassReport& report = reports[i];
        report.support = matrix.rowTotal(i);
        report.precision = ratio(right, static_cast<double>(matrix.columnTotal(i)));
        report.recall = ratio(right, static_cast<double>(report.support));
        report.f1 = ratio(2 * report.precision * report.recall, report.precision + report.recall);
    }
    return reports;
}

Average macroAverage(std::span<const ClassReport> reports) {
    return average(reports, false);
}

Average weightedAverage(std::span<const ClassReport> reports) {
    return average(reports, true);
}

bool inTopK(std::span<const float> probabilities, std::size_t truth, std::size_t k) {
    std::size_t ahead = 0;
    for (std::size_t i = 0; i < probabilities.size(); ++i) {
        if (probabilities[i] > probabilities[truth] ||
            (probabilities[i] == probabilities[truth] && i < truth)) {
            ++ahead;
        }
    }
    return ahead < k;
}

std::vector<std::size_t> topK(std::span<const float> values, std::size_t k) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    k = std::min(k, order.size());
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(k), order.end(),
                      [&](std::size_t a, std::size_t b) {
                          return values[a] != values[b] ? values[a] > values[b] : a < b;
                      });
    order.resize(k);
    return order;
}

double expectedCalibrationError(std::span<const float> confidences,
                                std::span<const std::uint8_t> correct, std::size_t bins) {
    const std::size_t count = std::min(confidences.size(), correct.size());
    if (count == 0 || bins == 0) {
        return 0.0;
    }
    std::vector<RunningMean> confidence(bins);
    std::vector<RunningMean> accuracy(bins);
    for (std::size_t i = 0; i < count; ++i) {
        // Bins are (low, high] as in the paper's code; 0 itself falls into the first.
        const double scaled = static_cast<double>(confidences[i]) * static_cast<double>(bins);
        std::size_t bin = scaled <= 0 ? 0 : static_cast<std::size_t>(scaled);
        if (bin > 0 && static_cast<double>(bin) == scaled) {
            --bin;
        }
        bin = std::min(bin, bins - 1);
        confidence[bin].add(static_cast<double>(confidences[i]), 1);
        accuracy[bin].add(correct[i] != 0 ? 1.0 : 0.0, 1);
    }
    double error = 0;
    for (std::size_t bin = 0; bin < bins; ++bin) {
        const double share =
            static_cast<double>(confidence[bin].count()) / static_cast<double>(count);
        const double gap = confidence[bin].value() - accuracy[bin].value();
        error += share * (gap < 0 ? -gap : gap);
    }
    return error;
}

}  // namespace minarai::metrics
