// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// `minarai bench compute`: figures of this machine, kept for the studio.
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "cli/program.h"

namespace minarai::cli {
namespace {

class BenchCompute : public testing::Test {
  protected:
    void SetUp() override { ::setenv("XDG_CACHE_HOME", (m_folder / "cache").c_str(), 1); }

    [[nodiscard]] json kept() const {
        std::ifstream file(m_folder / "cache/minarai/measurements.json");
        return json::parse(file, nullptr, false);
    }

    TemporaryFolder m_folder;
};

TEST_F(BenchCompute, MeasuresAndKeepsTheResult) {
    const Outcome outcome = run({"bench", "compute", "--arch", "lite_cnn", "--classes", "5",
                                 "--size", "40", "--batch", "8", "--json"});
    ASSERT_EQ(outcome.exitCode, 0) << outcome.err;
    const json document = outcome.document();
    EXPECT_EQ(document.at("model"), "lite_cnn");
    EXPECT_EQ(document.at("input"), json::parse("[3,40,40]"));
    EXPECT_EQ(document.at("batch"), 8);
    EXPECT_GT(document.at("train_ms").get<double>(), document.at("eval_ms").get<double>());
    EXPECT_GT(document.at("eval_ms").get<double>(), 0);
    EXPECT_GT(document.at("train_bytes").get<double>(), 1e6);
    EXPECT_NEAR(document.at("train_images_per_s").get<double>(),
                1000 / document.at("train_ms").get<double>(), 1e-6);
    EXPECT_FALSE(document.contains("forecast"));

    const json cache = kept();
    ASSERT_EQ(cache.at("measurements").size(), 1U);
    EXPECT_EQ(cache.at("measurements").at(0).at("result").at("train_ms"), document.at("train_ms"));
    // As the studio asks for it: nothing is frozen.
    EXPECT_NE(cache.dump().find("adamw, none, features"), std::string::npos) << cache.dump();
}

TEST_F(BenchCompute, ForecastsAnEpochOnAFolder) {
    writeTwoClasses(m_folder / "data", 8);
    const Outcome outcome = run({"bench", "compute", "--arch", "lite_cnn", "--size", "40", "--data",
                                 m_folder / "data", "--json"});
    ASSERT_EQ(outcome.exitCode, 0) << outcome.err;
    const json forecast = outcome.document().at("forecast");
    EXPECT_EQ(forecast.at("train_images").get<int>() + forecast.at("val_images").get<int>(), 16);
    EXPECT_GE(forecast.at("first_epoch_seconds"), forecast.at("epoch_seconds"));
    EXPECT_GE(forecast.at("epoch_seconds"), forecast.at("compute_seconds"));
    EXPECT_GE(forecast.at("memory_bytes"), outcome.document().at("train_bytes"));
    const Outcome text = run({"bench", "compute", "--arch", "lite_cnn", "--size", "40", "--data",
                              m_folder / "data", "--quiet"});
    EXPECT_NE(text.out.find("an epoch: about"), std::string::npos);
    EXPECT_TRUE(text.err.empty()) << text.err;
}

TEST_F(BenchCompute, MeasuresEachSizeOfGrowingImages) {
    writeTwoClasses(m_folder / "data", 8);
    const Outcome outcome =
        run({"bench", "compute", "--arch", "shufflenet_v2_x0_5", "--set", "phases=32:1,48:1",
             "--batch", "4", "--precision", "fp32", "--data", m_folder / "data", "--json"});
    ASSERT_EQ(outcome.exitCode, 0) << outcome.err;
    EXPECT_EQ(outcome.document().at("input"), json::parse("[3,48,48]"));
    EXPECT_EQ(outcome.document().at("forecast").at("estimated"), false);
    const json cache = kept();
    ASSERT_EQ(cache.at("measurements").size(), 2U);
    std::vector<std::string> models;
    for (const json& entry : cache.at("measurements")) {
        models.push_back(entry.at("key").at("model").get<std::string>());
    }
    EXPECT_NE(models.at(0).find("3×48×48"), std::string::npos) << models.at(0);
    EXPECT_NE(models.at(1).find("3×32×32"), std::string::npos) << models.at(1);
}

TEST_F(BenchCompute, ProfilesAStep) {
    const Outcome outcome = run({"bench", "compute", "--arch", "lite_cnn", "--size", "40",
                                 "--batch", "8", "--profile", "--precision", "fp32", "--json"});
    ASSERT_EQ(outcome.exitCode, 0) << outcome.err;
    const json profile = outcome.document().at("profile");
    EXPECT_EQ(profile.at("precision"), "fp32");
    EXPECT_GT(profile.at("peak_macs_per_s").get<double>(), 1e8);
    EXPECT_GT(profile.at("peak_share").get<double>(), 0);
    // All parts together are the step.
    double parts = profile.at("overhead_ms").get<double>();
    bool convolves = false;
    bool updates = false;
    for (const json& one : profile.at("operators")) {
        parts += one.at("computes").get<bool>() ? one.at("ms").get<double>() : 0;
        const auto name = one.at("name").get<std::string>();
        convolves |= name.find("convolution") != std::string::npos && one.at("computes");
        updates |= name == "minarai::update_weights" && one.at("calls") == 1;
    }
    EXPECT_TRUE(convolves);
    EXPECT_TRUE(updates);
    EXPECT_NEAR(parts, profile.at("step_ms").get<double>(), 1e-6);
    EXPECT_GT(profile.at("overhead_ms").get<double>(), 0);
    const Outcome text = run({"bench", "compute", "--arch", "lite_cnn", "--size", "40", "--batch",
                              "8", "--profile", "--quiet"});
    EXPECT_NE(text.out.find("outside of them"), std::string::npos) << text.out;
}

TEST_F(BenchCompute, SaysWhatIsWrong) {
    EXPECT_EQ(run({"bench", "compute"}).exitCode, 2);
    EXPECT_EQ(run({"bench", "compute", "--arch", "lite_cnn", "--batch", "0"}).exitCode, 2);
    EXPECT_EQ(run({"bench", "compute", "--arch", "lite_cnn", "--set", "batch"}).exitCode, 2);
    expectOneSentence(
        run({"bench", "compute", "--arch", "lite_cnn", "--set", "nothing=1", "--quiet"}), 2,
        "nothing");
    expectOneSentence(run({"bench", "compute", "--arch", "lenet5", "--size", "2", "--quiet"}), 1,
                      "too small");
    expectOneSentence(
        run({"bench", "compute", "--arch", "lite_cnn", "--data", m_folder / "nothing", "--quiet"}),
        1, "does not exist");
}

TEST(BenchTrain, ComparesWithTheSameStepsOnRandomNumbers) {
    const TemporaryFolder folder;
    writeTwoClasses(folder / "data", 12);
    const Outcome outcome =
        run({"bench", "train", folder / "data", "--arch", "lite_cnn", "--set", "size=40", "batch=4",
             "precision=fp32", "--seconds", "1", "--json", "--quiet"});
    ASSERT_EQ(outcome.exitCode, 0) << outcome.err;
    const json document = outcome.document();
    EXPECT_GE(document.at("steps"), 4);
    EXPECT_EQ(document.at("compute_classes"), 2) << "as many as the run has";
    EXPECT_EQ(document.at("precision"), "fp32");
    EXPECT_EQ(document.at("compute_precision"), document.at("precision"));
    EXPECT_GT(document.at("images_per_s").get<double>(), 0);
    EXPECT_NEAR(document.at("ratio").get<double>(),
                document.at("images_per_s").get<double>() /
                    document.at("compute_images_per_s").get<double>(),
                1e-9);
    expectOneSentence(run({"bench", "train", folder / "nothing", "--arch", "lite_cnn", "--quiet"}),
                      1, "does not exist");
}

TEST_F(BenchCompute, CtrlCEndsIt) {
    RunOptions options;
    options.interruptAfter = "measuring";
    const Outcome outcome =
        run({"bench", "compute", "--arch", "resnet18", "--size", "96"}, options);
    EXPECT_EQ(outcome.exitCode, 130) << outcome.err;
    EXPECT_TRUE(outcome.out.empty());
}

}  // namespace
}  // namespace minarai::cli
