// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Networks against PyTorch's own: logits, gradients, running statistics, initial weights.
#include <gtest/gtest.h>

#include <ATen/ATen.h>

#include "nn/module_torch.h"
#include "oracle/torch_oracle.h"
#include "spec/summary.h"
#include "zoo/zoo.h"

namespace minarai::nn {
namespace {

namespace fs = std::filesystem;

class Reference : public testing::TestWithParam<const char*> {
  protected:
    static void SetUpTestSuite() {
        if (oracle::torchAvailable()) {
            s_folder = new oracle::TempFolder;
            s_written = oracle::ask("network_oracle.py", "write " + s_folder->path().string());
        }
    }
    static void TearDownTestSuite() {
        delete s_folder;
        s_folder = nullptr;
    }
    void SetUp() override {
        if (s_folder == nullptr) {
            GTEST_SKIP() << "python3-torchvision is not installed";
        }
        ASSERT_TRUE(s_written);
        m_data = weights::readWeights(file("_data.pth")).value();
        const auto shape = of("x").sizes();
        m_network = build(zoo::build(GetParam(), 10, shape[1], shape[2], shape[3]).value()).value();
        const auto state = weights::readWeights(file(".pth")).value();
        const auto report = weights::loadInto(namedTensors(*m_network), state, {}, file(".pth"));
        ASSERT_TRUE(report) << report.error().message();
        EXPECT_EQ(report->taken.size(), state.size());
    }
    static fs::path file(const std::string& end) { return *s_folder / (GetParam() + end); }
    [[nodiscard]] const at::Tensor& of(const std::string& name) const {
        return *weights::findTensor(m_data, name);
    }

    std::shared_ptr<Network> m_network;

  private:
    static inline oracle::TempFolder* s_folder = nullptr;
    static inline bool s_written = false;
    weights::StateDict m_data;
};

/// The largest difference relative to the largest value of the reference.
double difference(const at::Tensor& ours, const at::Tensor& reference) {
    if (ours.sizes() != reference.sizes()) {
        return std::numeric_limits<double>::infinity();
    }
    const auto a = ours.to(at::kDouble);
    const auto b = reference.to(at::kDouble);
    const double scale = b.abs().max().item<double>();
    return (a - b).abs().max().item<double>() / std::max(scale, 1e-12);
}

TEST_P(Reference, GivesTheSameLogits) {
    {
        const EvalGuard guard(*m_network);
        EXPECT_LT(difference(m_network->forward(of("x")), of("logits")), 1e-4);
        // One image alone as well as in a batch.
        EXPECT_LT(
            difference(m_network->forward(of("x").slice(0, 2, 3)), of("logits").slice(0, 2, 3)),
            1e-4);
        m_network->useChannelsLast();
        EXPECT_LT(difference(m_network->forward(of("x")), of("logits")), 1e-4);
    }
    EXPECT_TRUE(m_network->is_training());
}

TEST_P(Reference, LearnsTheSame) {
    m_network->to(at::kDouble);
    m_network->train();
    m_network->seedDropout(5);
    const auto logits = m_network->forward(of("x").to(at::kDouble));
    EXPECT_LT(difference(logits.detach(), of("train_logits")), 1e-9);
    at::cross_entropy_loss(logits, of("labels")).backward();
    std::size_t parameters = 0;
    for (const auto& entry : m_network->named_parameters()) {
        EXPECT_LT(difference(entry.value().grad(), of("grad." + entry.key())), 1e-6) << entry.key();
        ++parameters;
    }
    EXPECT_GT(parameters, 0U);
    for (const auto& entry : m_network->named_buffers()) {
        EXPECT_LT(difference(entry.value(), of("after." + entry.key())), 1e-9) << entry.key();
    }
}

TEST_P(Reference, BeginsAsPyTorchBegins) {
    initParameters(*m_network, makeGenerator(11));
    for (const auto& entry : m_network->named_parameters()) {
        const auto& p = entry.value();
        const auto reference = of("init." + entry.key());
        const double mean = reference[0].item<double>();
        const double std = reference[1].item<double>();
        const double largest = reference[2].item<double>();
        // Both are samples: their means and spreads differ as those of two samples do.
        const double error = 6 / std::sqrt(static_cast<double>(p.numel()));
        EXPECT_NEAR(p.mean().item<double>(), mean, std * error + 1e-12) << entry.key();
        EXPECT_NEAR(p.std(false).item<double>(), std, std * error + 1e-12) << entry.key();
        if (p.numel() > 1000) {
            // A uniform distribution ends at 1.73 times its spread, a normal one has no end.
            EXPECT_EQ(p.abs().max().item<double>() < 2 * std, largest < 2 * std) << entry.key();
        }
    }
    for (const auto& entry : m_network->named_buffers()) {
        const bool isVariance = entry.key().ends_with("running_var");
        EXPECT_TRUE(entry.value().eq(isVariance ? 1 : 0).all().item<bool>()) << entry.key();
    }
}

INSTANTIATE_TEST_SUITE_P(Networks, Reference,
                         testing::Values("resnet18", "lenet5", "lite_cnn", "squeezenet1_1",
                                         "mobilenet_v2"),
                         [](const auto& row) { return std::string(row.param); });

TEST(Written, IsReadByTorchvision) {
    if (!oracle::torchAvailable()) {
        GTEST_SKIP() << "python3-torchvision is not installed";
    }
    const auto network = build(zoo::build("resnet18", 10, 3, 64, 64).value()).value();
    initParameters(*network, makeGenerator(3));
    const auto x = at::rand({2, 3, 64, 64}, makeGenerator(4), at::kFloat);
    const EvalGuard guard(*network);
    const oracle::TempFolder folder;
    ASSERT_TRUE(weights::writeWeights(folder / "ours.pth", namedTensors(*network)));
    ASSERT_TRUE(weights::writeWeights(folder / "ours_data.pth",
                                      {{"x", x}, {"logits", network->forward(x)}}));
    EXPECT_TRUE(oracle::ask("network_oracle.py", "check " + folder.path().string()));
}

}  // namespace
}  // namespace minarai::nn
