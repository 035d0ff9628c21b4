// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/cross_entropy.h"

#include <cmath>

#include <gtest/gtest.h>

namespace minarai::metrics {
namespace {

// torch.nn.functional.nll_loss(torch.log(torch.tensor([[p]], dtype=torch.float64)), [0])
TEST(CrossEntropy, IsThatOfTorch) {
    EXPECT_DOUBLE_EQ(crossEntropy(0.93), 0.07257069283483537);
    EXPECT_DOUBLE_EQ(crossEntropy(0.25), 1.3862943611198906);
    EXPECT_DOUBLE_EQ(crossEntropy(0.05), 2.995732273553991);
    EXPECT_DOUBLE_EQ(crossEntropy(3.912e-07), 14.754046898785749);
}

TEST(CrossEntropy, EndsAtCertaintyAndAtNothing) {
    EXPECT_EQ(crossEntropy(1), 0);
    EXPECT_FALSE(std::signbit(crossEntropy(1)));
    EXPECT_TRUE(std::isinf(crossEntropy(0)));
    // A file of a stranger.
    EXPECT_EQ(crossEntropy(3), 0);
    EXPECT_TRUE(std::isinf(crossEntropy(-1)));
}

}  // namespace
}  // namespace minarai::metrics
