// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the tests of our own convolutions in steps have in common.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "nn/conv_tools_torch.h"

namespace minarai::nn {

/// Of the largest value.
inline constexpr double kTolerance = 5e-6;

using Pair = std::array<std::int64_t, 2>;

inline ConvGeometry inSteps(Pair stride, Pair padding, Pair dilation = {1, 1}) {
    return {stride, padding, dilation, 1};
}

struct Shape {
    std::vector<std::int64_t> x;
    std::vector<std::int64_t> weight;
    ConvGeometry geometry;
};

class StridedConvTest : public testing::Test {
  protected:
    void SetUp() override {
        if (!maySuitGathering(at::zeros({16, 1, 1, 1}), inSteps({2, 2}, {0, 0}))) {
            GTEST_SKIP() << "for processors with AVX2 and without AVX-512, built with OpenMP";
        }
    }

    at::Tensor randomValues(const std::vector<std::int64_t>& sizes) {
        return at::randn(sizes, m_generator);
    }

    static double difference(const at::Tensor& got, const at::Tensor& want) {
        return (got.to(at::kDouble) - want).abs().max().item<double>() /
               want.abs().max().item<double>();
    }

    static at::Tensor wanted(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                             const ConvGeometry& geometry) {
        return at::conv2d(x.to(at::kDouble), weight.to(at::kDouble), bias.to(at::kDouble),
                          geometry.stride, geometry.padding, geometry.dilation);
    }

  private:
    at::NoGradGuard m_noGrad;
    at::Generator m_generator = at::detail::createCPUGenerator(7);
};

}  // namespace minarai::nn
