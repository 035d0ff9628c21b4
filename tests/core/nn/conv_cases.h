// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the tests of our own convolutions in steps have in common.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <gtest/gtest.h>

#include "nn/gathered_conv_torch.h"

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

/// Gives the number of torch's threads back.
class ThreadsGuard {
  public:
    ThreadsGuard() = default;
    ~ThreadsGuard() { at::set_num_threads(m_before); }
    ThreadsGuard(const ThreadsGuard&) = delete;
    ThreadsGuard& operator=(const ThreadsGuard&) = delete;

  private:
    int m_before = at::get_num_threads();
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

    /// With and without an addend, which is kept unless it may be overwritten.
    void expectSumsAndActivations(const Shape& shape) {
        const at::Tensor x = randomValues(shape.x);
        const at::Tensor weight = randomValues(shape.weight) * 0.1;
        const at::Tensor bias = randomValues({shape.weight[0]}) * 5;
        for (const std::string activation : {"", "ReLU", "ReLU6", "SiLU", "Hardswish", "Sigmoid"}) {
            SCOPED_TRACE(activation);
            const auto plain = makePlainConv(weight, bias, shape.geometry, activation, at::kFloat);
            const auto conv = makeFusedConv(weight, bias, shape.geometry, activation, at::kFloat);
            const at::Tensor alone = plain->run(x, {}, false).to(at::kDouble);
            EXPECT_LT(difference(conv->run(x, {}, false), alone), 1e-5);
            const at::Tensor addend =
                (randomValues(alone.sizes().vec()) * 5).contiguous(at::MemoryFormat::ChannelsLast);
            const at::Tensor sum = plain->run(x, addend, false).to(at::kDouble);
            at::Tensor other = addend.clone();
            EXPECT_LT(difference(conv->run(x, other, false), sum), 1e-5);
            EXPECT_TRUE(other.equal(addend));
            EXPECT_LT(difference(conv->run(x, other, true), sum), 1e-5);
            EXPECT_LT(difference(conv->run(x, addend.contiguous(), false), sum), 1e-5);
        }
    }

    /// What `run` returns, on any number of threads.
    template <typename Run>
    static void expectSameBits(const Run& run) {
        const ThreadsGuard guard;
        std::vector<at::Tensor> results;
        for (const int threads : {1, 2, 3, 5}) {
            at::set_num_threads(threads);
            results.push_back(run());
        }
        for (const at::Tensor& result : results) {
            EXPECT_TRUE(result.equal(results.front()));
        }
    }

  private:
    at::NoGradGuard m_noGrad;
    at::Generator m_generator = at::detail::createCPUGenerator(7);
};

}  // namespace minarai::nn
