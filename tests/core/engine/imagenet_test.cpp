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
#include "support/places.h"
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

    /// Share of the daisies (class 985) that are recognised, by `minarai forward`'s way.
    static double daisies(const char* arch, const char* file, const char* recipe) {
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
        const auto logits =
            (*engine)->forward(*model, kShared / "weights" / file, images, ForwardOptions());
        EXPECT_TRUE(logits) << logits.error().message();
        EXPECT_EQ(logits->shape, (std::vector<std::int64_t>{images.shape[0], kClasses}));
        int right = 0;
        for (std::int64_t i = 0; i < images.shape[0]; ++i) {
            right += largest(logits->values.data() + i * std::int64_t{kClasses}) == 985 ? 1 : 0;
        }
        const double share = right / static_cast<double>(images.shape[0]);
        std::printf("%s: %d of %d daisies, %.1f %%\n", arch, right,
                    static_cast<int>(images.shape[0]), share * 100);
        return share;
    }
};

TEST_F(ImageNet, MobileNetRecognisesDaisies) {
    ASSERT_EQ(className(985), "daisy");
    // Python's torchvision recognises 95 of these 110 by the same recipe and weights.
    EXPECT_NEAR(daisies("mobilenet_v2", "mobilenet_v2_imagenet_fp16.pth",
                        "MobileNet_V2_Weights.IMAGENET1K_V1"),
                95.0 / 110, 0.02);
}

TEST_F(ImageNet, SqueezeNetRecognisesDaisies) {
    EXPECT_GT(daisies("squeezenet1_1", "squeezenet1_1_imagenet_fp16_legacy.pth",
                      "SqueezeNet1_1_Weights.IMAGENET1K_V1"),
              0.6);
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
