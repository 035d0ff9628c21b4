// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The setting “normalization”, from the training images to the tensor that the network sees.
#include <algorithm>
#include <filesystem>
#include <fstream>

#include "cli/program.h"

namespace minarai::cli {
namespace {

class NormalizationTest : public testing::Test {
  protected:
    NormalizationTest() {
        writeTwoClasses(folder / "set", 8, 24);
        // Every pixel counts the same, and not every picture.
        writePicture(folder / "set/dark/large.ppm", 90, 70, 30);
        writePicture(folder / "in.ppm", 61, 47, 90);
    }
    /// run.json's preprocess after a short run.
    json train(const std::string& name, const std::string& arch, std::vector<std::string> more) {
        std::vector<std::string> words{"train", folder / "set", "--out", folder / name, "--arch",
                                       arch,    "--device",     "cpu",   "--quiet"};
        words.insert(words.end(), more.begin(), more.end());
        words.insert(words.end(), {"--set", "epochs=1", "size=40", "batch=8", "augment=none"});
        const Outcome outcome = run(words);
        EXPECT_EQ(outcome.exitCode, 0) << outcome.err;
        std::ifstream stream(folder.path() / name / "run.json");
        return json::parse(stream).at("preprocess");
    }
    Array seen(const std::string& name, bool normalized = true) {
        std::vector<std::string> words{"preprocess", "--run", folder / name, folder / "in.ppm",
                                       folder / "out.npy"};
        if (!normalized) {
            words.emplace_back("--no-normalize");
        }
        const Outcome outcome = run(words);
        EXPECT_EQ(outcome.exitCode, 0) << outcome.err;
        return readArray(folder.path() / "out.npy");
    }

    TemporaryFolder folder;
    const json imagenetMean = json::parse("[0.485,0.456,0.406]");
};

TEST_F(NormalizationTest, IsMeasuredOverTheTrainingImagesAsNumpyDoes) {
    for (const char* arch : {"lite_cnn", "lenet5"}) {
        (void)train(arch, arch, {"--set", "normalization=dataset"});
        (void)seen(arch);
        EXPECT_EQ(runOracle("normalization_oracle.py",
                            {folder / arch, folder / "set", folder / "in.ppm", folder / "out.npy"}),
                  0)
            << arch;
    }
}

TEST_F(NormalizationTest, IsThatOfTheWeightsUnlessItIsChosen) {
    EXPECT_EQ(train("plain", "lite_cnn", {}).at("mean"), imagenetMean);
    const json measured = train("measured", "lite_cnn", {"--set", "normalization=dataset"});
    EXPECT_NE(measured.at("mean"), imagenetMean);
    const std::vector<std::string> weights{"--weights", folder / "measured/best.pth"};
    EXPECT_EQ(train("further", "lite_cnn", weights), measured);
    std::vector<std::string> chosen = weights;
    chosen.insert(chosen.end(), {"--set", "normalization=imagenet"});
    const json preprocess = train("chosen", "lite_cnn", chosen);
    EXPECT_EQ(preprocess.at("mean"), imagenetMean);
    EXPECT_EQ(preprocess.at("std"), json::parse("[0.229,0.224,0.225]"));
}

TEST_F(NormalizationTest, NoneLeavesValuesFromZeroToOne) {
    EXPECT_EQ(train("none", "lite_cnn", {"--set", "normalization=none"}).at("normalize"), false);
    const Array tensor = seen("none");
    ASSERT_FALSE(tensor.values.empty());
    const auto [low, high] = std::minmax_element(tensor.values.begin(), tensor.values.end());
    EXPECT_GE(*low, 0);
    EXPECT_LE(*high, 1);
    EXPECT_EQ(seen("none", false).values, tensor.values);
}

TEST_F(NormalizationTest, IsThatOfAPipelineFileUnlessItIsChosen) {
    std::ofstream(folder.path() / "own.json")
        << R"([{"name":"RandomHorizontalFlip"},{"name":"ToTensor"},
               {"name":"Normalize","params":{"mean":[0.5,0.5,0.5],"std":[0.25,0.25,0.25]}}])";
    const json ofFile = json::parse("[0.5,0.5,0.5]");
    const auto own = [&](const std::string& name, const std::string& normalization) {
        const Outcome outcome =
            run({"train", folder / "set", "--out", folder / name, "--arch", "lite_cnn", "--device",
                 "cpu", "--quiet", "--set", "epochs=1", "size=40", "batch=8",
                 "augment=" + folder / "own.json", "normalization=" + normalization});
        EXPECT_EQ(outcome.exitCode, 0) << outcome.err;
        std::ifstream stream(folder.path() / name / "run.json");
        return json::parse(stream).at("preprocess");
    };
    EXPECT_EQ(own("auto", "auto").at("mean"), ofFile);
    EXPECT_EQ(own("imagenet", "imagenet").at("mean"), imagenetMean);
    EXPECT_EQ(own("none", "none").at("normalize"), false);
    EXPECT_EQ(own("measured", "dataset"),
              train("plain", "lite_cnn", {"--set", "normalization=dataset"}));
}

TEST_F(NormalizationTest, IsNoSettingOfARunThatGoesOn) {
    (void)train("run", "lite_cnn", {});
    expectOneSentence(run({"train", "--out", folder / "run", "--resume", "--set",
                           "normalization=none", "--quiet"}),
                      1, "normalization");
    expectOneSentence(run({"train", folder / "set", "--out", folder / "x", "--arch", "lite_cnn",
                           "--set", "normalization=zscore", "--quiet"}),
                      2, "normalization");
}

}  // namespace
}  // namespace minarai::cli
