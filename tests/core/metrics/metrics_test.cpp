// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/metrics.h"

#include <vector>

#include <gtest/gtest.h>

namespace minarai::metrics {
namespace {

TEST(RunningMean, WeighsAnUnevenLastBatchByItsSize) {
    RunningMean mean;
    mean.add(4 * 1.0, 4);
    mean.add(1 * 6.0, 1);
    EXPECT_DOUBLE_EQ(mean.value(), 2.0);
    mean.reset();
    EXPECT_EQ(mean.value(), 0.0);
}

ConfusionMatrix fromLists(std::size_t classes, const std::vector<std::size_t>& truth,
                          const std::vector<std::size_t>& predicted) {
    ConfusionMatrix matrix(classes);
    for (std::size_t i = 0; i < truth.size(); ++i) {
        matrix.add(truth[i], predicted[i]);
    }
    return matrix;
}

// The example of scikit-learn's documentation of classification_report:
// y_true = [0, 1, 2, 2, 2], y_pred = [0, 0, 2, 2, 1].
TEST(ClassReports, AgreeWithScikitLearnsDocumentation) {
    const auto matrix = fromLists(3, {0, 1, 2, 2, 2}, {0, 0, 2, 2, 1});
    const auto reports = classReports(matrix);
    EXPECT_NEAR(reports[0].precision, 0.50, 1e-9);
    EXPECT_NEAR(reports[0].recall, 1.00, 1e-9);
    EXPECT_NEAR(reports[0].f1, 2.0 / 3, 1e-9);
    EXPECT_NEAR(reports[1].precision, 0.0, 1e-9);
    EXPECT_NEAR(reports[1].f1, 0.0, 1e-9);
    EXPECT_NEAR(reports[2].precision, 1.0, 1e-9);
    EXPECT_NEAR(reports[2].recall, 2.0 / 3, 1e-9);
    EXPECT_NEAR(reports[2].f1, 0.8, 1e-9);
    EXPECT_EQ(reports[2].support, 3U);
    EXPECT_NEAR(macroAverage(reports).precision, 0.5, 1e-9);
    EXPECT_NEAR(macroAverage(reports).recall, 0.5556, 1e-4);
    EXPECT_NEAR(macroAverage(reports).f1, 0.4889, 1e-4);
    EXPECT_NEAR(weightedAverage(reports).precision, 0.70, 1e-9);
    EXPECT_NEAR(weightedAverage(reports).recall, 0.60, 1e-9);
    EXPECT_NEAR(weightedAverage(reports).f1, 0.6133, 1e-4);
    EXPECT_NEAR(matrix.accuracy(), 0.6, 1e-12);
}

TEST(ConfusionMatrix, RowsAreTheTruth) {
    const auto matrix = fromLists(2, {0, 0, 1}, {1, 1, 1});
    EXPECT_EQ(matrix.at(0, 1), 2U);
    EXPECT_EQ(matrix.rowTotal(0), 2U);
    EXPECT_EQ(matrix.columnTotal(1), 3U);
    EXPECT_EQ(matrix.total(), 3U);
}

TEST(ConfusionMatrix, EmptyHasNoAccuracyButNoCrashEither) {
    EXPECT_EQ(ConfusionMatrix(3).accuracy(), 0.0);
    EXPECT_EQ(classReports(ConfusionMatrix(3)).size(), 3U);
}

TEST(TopK, TiesGoToTheLowerIndex) {
    const std::vector<float> values{0.1F, 0.3F, 0.3F, 0.2F, 0.1F};
    EXPECT_EQ(topK(values, 3), (std::vector<std::size_t>{1, 2, 3}));
    EXPECT_EQ(topK(values, 99).size(), 5U);
    EXPECT_TRUE(inTopK(values, 1, 1));
    EXPECT_FALSE(inTopK(values, 2, 1));
    EXPECT_TRUE(inTopK(values, 2, 2));
    EXPECT_TRUE(inTopK(values, 4, 5));
}

TEST(ExpectedCalibrationError, ByHand) {
    // Two bins of width 0.5: (0.3, 0.4 | one right) and (0.9 | right).
    const std::vector<float> confidences{0.3F, 0.4F, 0.9F};
    const std::vector<std::uint8_t> correct{1, 0, 1};
    const double expected = 2.0 / 3 * (0.5 - 0.35) + 1.0 / 3 * (1.0 - 0.9);
    EXPECT_NEAR(expectedCalibrationError(confidences, correct, 2), expected, 1e-6);
    EXPECT_EQ(expectedCalibrationError({}, {}, 15), 0.0);
}

TEST(ExpectedCalibrationError, SureAndRightIsPerfect) {
    const std::vector<float> confidences{1.0F, 1.0F, 0.0F};
    const std::vector<std::uint8_t> correct{1, 1, 0};
    EXPECT_NEAR(expectedCalibrationError(confidences, correct), 0.0, 1e-9);
}

}  // namespace
}  // namespace minarai::metrics
