// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a set of predictions is worth: means, top-k, confusion matrix, report, calibration.
//
// The only place where a metric is computed; views and commands show these values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace minarai::metrics {

/// A mean over samples (never over batch means): add(sum of the batch, size of the batch).
class RunningMean {
  public:
    void add(double sum, std::uint64_t count) {
        m_sum += sum;
        m_count += count;
    }
    [[nodiscard]] double value() const {
        return m_count == 0 ? 0.0 : m_sum / static_cast<double>(m_count);
    }
    [[nodiscard]] double sum() const { return m_sum; }
    [[nodiscard]] std::uint64_t count() const { return m_count; }
    void reset() { *this = {}; }

  private:
    double m_sum = 0;
    std::uint64_t m_count = 0;
};

/// Counts of (true class, predicted class); rows are the truth, as in scikit-learn.
class ConfusionMatrix {
  public:
    ConfusionMatrix() = default;
    explicit ConfusionMatrix(std::size_t classes)
        : m_classes(classes), m_counts(classes * classes) {}

    /// Both must be below classes().
    void add(std::size_t truth, std::size_t predicted) {
        ++m_counts[truth * m_classes + predicted];
    }
    [[nodiscard]] std::size_t classes() const { return m_classes; }
    [[nodiscard]] std::uint32_t at(std::size_t truth, std::size_t predicted) const {
        return m_counts[truth * m_classes + predicted];
    }
    [[nodiscard]] std::uint64_t total() const;
    [[nodiscard]] std::uint64_t rowTotal(std::size_t truth) const;
    [[nodiscard]] std::uint64_t columnTotal(std::size_t predicted) const;
    [[nodiscard]] double accuracy() const;
    bool operator==(const ConfusionMatrix&) const = default;

  private:
    std::size_t m_classes = 0;
    std::vector<std::uint32_t> m_counts;
};

/// Precision, recall and F1 of one class; 0 where the denominator is 0 (scikit-learn's default).
struct ClassReport {
    double precision = 0;
    double recall = 0;
    double f1 = 0;
    std::uint64_t support = 0;
};
std::vector<ClassReport> classReports(const ConfusionMatrix& matrix);

struct Average {
    double precision = 0;
    double recall = 0;
    double f1 = 0;
};
Average macroAverage(std::span<const ClassReport> reports);
Average weightedAverage(std::span<const ClassReport> reports);

/// True if `truth` is among the k most probable classes; ties go to the lower index.
bool inTopK(std::span<const float> probabilities, std::size_t truth, std::size_t k);

/// The indices of the k largest values, largest first; ties go to the lower index.
std::vector<std::size_t> topK(std::span<const float> values, std::size_t k);

/// Expected calibration error with equal-width bins of the top confidence (Guo et al. 2017),
/// in 0 ... 1. confidences[i] in 0 ... 1, correct[i] 0 or 1.
double expectedCalibrationError(std::span<const float> confidences,
                                std::span<const std::uint8_t> correct, std::size_t bins = 15);

}  // namespace minarai::metrics
