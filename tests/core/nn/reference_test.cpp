// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Networks against PyTorch's own: logits, gradients, running statistics, initial weights.
#include <gtest/gtest.h>

#include <functional>

#include <ATen/ATen.h>

#include "core/nn/torchvision_model.h"
#include "core/spec/random_layers.h"
#include "spec/summary.h"
#include "support/promised.h"

namespace minarai::nn {
namespace {

namespace fs = std::filesystem;

/// One of the oracle's networks: ours with its weights, and what PyTorch computed.
class Sample {
  public:
    Sample(const fs::path& folder, const std::string& name)
        : m_data(weights::readWeights(folder / (name + "_data.pth")).value()) {
        const auto shape = of("x").sizes();
        network = build(specOf({name, {shape[1], shape[2], shape[3]}, 1, true})).value();
        const fs::path file = folder / (name + ".pth");
        const auto state = weights::readWeights(file).value();
        const auto report = weights::loadInto(namedTensors(*network), state, {}, file);
        EXPECT_EQ(report.value().taken.size(), state.size());
    }
    [[nodiscard]] const at::Tensor& of(const std::string& name) const {
        return *weights::findTensor(m_data, name);
    }

    std::shared_ptr<Network> network;

  private:
    weights::StateDict m_data;
};

/// Each test asks for all networks at once: importing torch takes seconds.
class Reference : public testing::Test {
  protected:
    void SetUp() override {
        if (!oracle::torchAvailable()) {
            MINARAI_SKIP_WITHOUT("python3-torchvision");
        }
        ASSERT_TRUE(oracle::ask("network_oracle.py", "write " + m_folder.path().string()));
    }
    void forEach(const std::function<void(const Sample&)>& check) const {
        for (const char* name : {"resnet18", "lenet5", "lite_cnn", "squeezenet1_1", "mobilenet_v2",
                                 "face_cnn", "alexnet_original"}) {
            SCOPED_TRACE(name);
            check(Sample(m_folder.path(), name));
        }
    }

  private:
    oracle::TempFolder m_folder;
};

TEST_F(Reference, GivesTheSameLogits) {
    forEach([](const Sample& sample) {
        {
            const EvalGuard guard(*sample.network);
            EXPECT_LT(difference(sample.network->forward(sample.of("x")), sample.of("logits")),
                      1e-4);
            // One image alone as well as in a batch.
            EXPECT_LT(difference(sample.network->forward(sample.of("x").slice(0, 2, 3)),
                                 sample.of("logits").slice(0, 2, 3)),
                      1e-4);
            sample.network->useChannelsLast();
            EXPECT_LT(difference(sample.network->forward(sample.of("x")), sample.of("logits")),
                      1e-4);
        }
        EXPECT_TRUE(sample.network->is_training());
    });
}

TEST_F(Reference, LearnsTheSame) {
    forEach([](const Sample& sample) {
        sample.network->to(at::kDouble);
        sample.network->train();
        sample.network->seedDropout(5);
        const auto logits = sample.network->forward(sample.of("x").to(at::kDouble));
        EXPECT_LT(difference(logits.detach(), sample.of("train_logits")), 1e-9);
        at::cross_entropy_loss(logits, sample.of("labels")).backward();
        std::size_t parameters = 0;
        for (const auto& entry : sample.network->named_parameters()) {
            EXPECT_LT(difference(entry.value().grad(), sample.of("grad." + entry.key())), 1e-6)
                << entry.key();
            ++parameters;
        }
        EXPECT_GT(parameters, 0U);
        for (const auto& entry : sample.network->named_buffers()) {
            EXPECT_LT(difference(entry.value(), sample.of("after." + entry.key())), 1e-9)
                << entry.key();
        }
    });
}

TEST_F(Reference, BeginsAsPyTorchBegins) {
    forEach([](const Sample& sample) {
        initParameters(*sample.network, makeGenerator(11));
        for (const auto& entry : sample.network->named_parameters()) {
            const auto& p = entry.value();
            const auto reference = sample.of("init." + entry.key());
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
        for (const auto& entry : sample.network->named_buffers()) {
            const bool isVariance = entry.key().ends_with("running_var");
            EXPECT_TRUE(entry.value().eq(isVariance ? 1 : 0).all().item<bool>()) << entry.key();
        }
    });
}

TEST(Layers, ComputeWhatTorchComputes) {
    if (!oracle::torchAvailable()) {
        MINARAI_SKIP_WITHOUT("python3-torchvision");
    }
    Rng rng(8);
    Json cases = Json::array();
    for (int i = 0; i < 400; ++i) {
        cases.push_back(spec::randomLayer(rng));
    }
    const oracle::TempFolder folder;
    oracle::spill(folder / "cases.json", cases.dump());
    ASSERT_TRUE(oracle::ask("layers_oracle.py", (folder / "cases.json").string() + " " +
                                                    (folder / "shapes.json").string() + " " +
                                                    (folder / "values.pth").string()));
    const auto values = weights::readWeights(folder / "values.pth").value();
    std::size_t compared = 0;
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const std::string prefix = std::to_string(i) + ".";
        const at::Tensor* expected = weights::findTensor(values, prefix + "y");
        const at::Tensor* other = weights::findTensor(values, prefix + "x1");
        // A network has one input; layers with two are tested in the graphs of network_test.
        if (expected == nullptr || other != nullptr) {
            continue;
        }
        const Json& one = cases[i];
        const auto op = one["op"].get<std::string>();
        spec::ModelSpec spec;
        const auto shape = one["inputs"][0].get<std::vector<std::int64_t>>();
        spec.input = {shape[0], shape[1], shape[2]};
        spec.nodes = {
            {"layer", op, {"input"}, spec::findOp(op)->schema().fromJson(one["params"]).value()}};
        spec.output = "layer";
        const auto network = build(spec).value();
        weights::StateDict state;
        for (const auto& target : namedTensors(*network)) {
            const auto name = prefix + target.first.substr(std::string("layer.").size());
            state.emplace_back(target.first, *weights::findTensor(values, name));
        }
        ASSERT_TRUE(weights::loadInto(namedTensors(*network), state, {}, "values.pth"));
        const EvalGuard guard(*network);
        const auto y = network->forward(*weights::findTensor(values, prefix + "x0"));
        // Equal infinities come from windows which see only the border.
        EXPECT_TRUE(at::equal(y, *expected) || difference(y, *expected) < 1e-5) << one;
        ++compared;
    }
    EXPECT_GT(compared, 150U);
}

TEST(Written, IsReadByTorchvision) {
    if (!oracle::torchAvailable()) {
        MINARAI_SKIP_WITHOUT("python3-torchvision");
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
