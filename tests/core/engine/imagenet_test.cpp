// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Real ImageNet weights on real photographs: the whole way from file to class.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include "augment/pipeline.h"
#include "engine/engine_library.h"
#include "image/decode.h"
#include "oracle/torch_oracle.h"
#include "support/promised.h"
#include "zoo/pretrained.h"
#include "zoo/zoo.h"

namespace minarai::engine {
namespace {

namespace fs = std::filesystem;

const fs::path kShared = fs::path(tests::sourceFolder()) / ".." / "shared" / "data";
constexpr std::size_t kClasses = 1000;

/// As the published weights were measured: shorter edge to `resize`, the middle of `crop`.
augment::PreprocessSpec recipeOf(const char* weights) {
    const zoo::PretrainedRecipe& recipe = zoo::findPretrained(weights).value()->recipe;
    augment::PreprocessSpec spec;
    spec.height = spec.width = static_cast<int>(recipe.crop);
    spec.geometry = "crop";
    spec.resizeShortEdge = static_cast<int>(recipe.resize);
    spec.interpolation = augment::interpolationFromName(recipe.interpolation);
    spec.mean = recipe.mean;
    spec.std = recipe.std;
    return spec;
}

std::vector<fs::path> photos(const std::string& flower) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(kShared / "flowers" / flower)) {
        files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

/// The line of imagenet_classes.tsv: index, wnid, name.
std::string className(std::size_t index) {
    std::ifstream in(kShared / "weights" / "imagenet_classes.tsv");
    std::string line;
    while (std::getline(in, line)) {
        if (line.starts_with(std::to_string(index) + "\t")) {
            return line.substr(line.rfind('\t') + 1);
        }
    }
    return {};
}

std::size_t largest(const float* logits) {
    return static_cast<std::size_t>(std::max_element(logits, logits + kClasses) - logits);
}

class ImageNet : public testing::Test {
  protected:
    void SetUp() override {
        if (!fs::exists(kShared / "weights") || !fs::exists(kShared / "flowers")) {
            GTEST_SKIP() << "the shared weights and photos are not here";
        }
    }

    /// The class of each daisy's largest logit, by `minarai forward`'s way.
    static std::vector<std::size_t> answers(const char* arch, const fs::path& weights,
                                            const char* recipe) {
        const augment::PreprocessSpec spec = recipeOf(recipe);
        FloatTensor images{{0, 3, spec.height, spec.width}, {}};
        for (const fs::path& path : photos("daisy")) {
            const auto picture = image::decodeFile(path);
            EXPECT_TRUE(picture) << path;
            const std::vector<float> tensor = augment::preprocess(*picture, spec);
            images.values.insert(images.values.end(), tensor.begin(), tensor.end());
            ++images.shape[0];
        }
        const auto model = zoo::build(arch);
        EXPECT_TRUE(model);
        const auto engine = loadEngine();
        EXPECT_TRUE(engine) << engine.error().message();
        const auto logits = (*engine)->forward(*model, weights, images, ForwardOptions());
        EXPECT_TRUE(logits) << logits.error().message();
        EXPECT_EQ(logits->shape, (std::vector<std::int64_t>{images.shape[0], kClasses}));
        std::vector<std::size_t> classes;
        for (std::int64_t i = 0; i < images.shape[0]; ++i) {
            classes.push_back(largest(logits->values.data() + i * std::int64_t{kClasses}));
        }
        return classes;
    }

    /// Every daisy gets the class that Python's torchvision gives it. Where the best two are as
    /// good as equal, a rounding decides between them.
    static void expectTorchvisionsAnswers(const char* arch, const char* file, const char* recipe) {
        if (!oracle::torchAvailable()) {
            MINARAI_SKIP_WITHOUT("python3-torchvision");
        }
        const fs::path weights = kShared / "weights" / file;
        const oracle::TempFolder folder;
        const fs::path table = folder / "answers.txt";
        ASSERT_TRUE(oracle::ask("imagenet_oracle.py",
                                "'" + table.string() + "' " + recipe + " '" + weights.string() +
                                    "' '" + (kShared / "flowers/daisy").string() + "'"));
        const std::vector<std::size_t> ours = answers(arch, weights, recipe);
        const std::vector<fs::path> files = photos("daisy");
        std::ifstream lines(table);
        std::size_t at = 0;
        std::size_t undecided = 0;
        std::size_t theirs = 0;
        double lead = 0;
        std::string name;
        while (lines >> theirs >> lead >> name) {
            ASSERT_LT(at, files.size());
            ASSERT_EQ(name, files[at].filename().string());
            if (lead > 0.02) {
                EXPECT_EQ(ours[at], theirs) << name << " leads by " << lead;
            } else {
                ++undecided;
            }
            ++at;
        }
        EXPECT_EQ(at, files.size());
        EXPECT_LE(undecided, 3U);
    }
};

TEST_F(ImageNet, MobileNetAnswersAsTorchvisionsDoes) {
    ASSERT_EQ(className(985), "daisy");
    expectTorchvisionsAnswers("mobilenet_v2", "mobilenet_v2_imagenet_fp16.pth",
                              "MobileNet_V2_Weights.IMAGENET1K_V1");
}

TEST_F(ImageNet, SqueezeNetAnswersAsTorchvisionsDoes) {
    expectTorchvisionsAnswers("squeezenet1_1", "squeezenet1_1_imagenet_fp16_legacy.pth",
                              "SqueezeNet1_1_Weights.IMAGENET1K_V1");
}

TEST_F(ImageNet, MobileNetRecognisesDaisies) {
    // Python's torchvision recognises 95 of these 110 by the same recipe and weights.
    const auto classes = answers("mobilenet_v2", kShared / "weights/mobilenet_v2_imagenet_fp16.pth",
                                 "MobileNet_V2_Weights.IMAGENET1K_V1");
    const auto right = std::count(classes.begin(), classes.end(), 985U);
    EXPECT_NEAR(static_cast<double>(right) / static_cast<double>(classes.size()), 95.0 / 110, 0.02);
}

TEST_F(ImageNet, PredictorNamesTheFlower) {
    const auto engine = loadEngine();
    ASSERT_TRUE(engine) << engine.error().message();
    predict::PredictorConfig config;
    config.model = zoo::build("mobilenet_v2").value();
    config.weights = kShared / "weights" / "mobilenet_v2_imagenet_fp16_legacy.pth";
    config.preprocess = recipeOf("MobileNet_V2_Weights.IMAGENET1K_V1");
    for (std::size_t i = 0; i < kClasses; ++i) {
        config.classes.push_back(className(i));
    }
    const auto predictor = (*engine)->openPredictor(config);
    ASSERT_TRUE(predictor) << predictor.error().message();
    int right = 0;
    const auto files = photos("daisy");
    for (std::size_t i = 0; i < 20; ++i) {
        const auto probabilities = (*predictor)->probabilities(image::decodeFile(files[i]).value());
        ASSERT_TRUE(probabilities);
        ASSERT_EQ(probabilities->size(), kClasses);
        right += config.classes[largest(probabilities->data())] == "daisy" ? 1 : 0;
    }
    EXPECT_GE(right, 13);
}

}  // namespace
}  // namespace minarai::engine
