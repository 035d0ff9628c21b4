// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "augment/pipeline.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <nlohmann/json.hpp>

#include "test_pictures.h"

namespace minarai::augment {
namespace {

using test::noise;

Result<Pipeline> parse(const char* json, PreprocessSpec* preprocess = nullptr) {
    return pipelineFromJson(Json::parse(json), preprocess);
}

PreprocessSpec specOf(int height, int width) {
    PreprocessSpec spec;
    spec.height = height;
    spec.width = width;
    return spec;
}

TEST(Pipeline, SurvivesJson) {
    for (const char* preset : {"none", "standard", "strong"}) {
        auto pipeline = presetPipeline(preset, specOf(60, 50));
        ASSERT_TRUE(pipeline);
        pipeline->steps.front().probability = 0.25;
        pipeline->steps.back().enabled = false;
        const auto read = pipelineFromJson(Json::parse(pipelineToJson(*pipeline).dump()));
        ASSERT_TRUE(read) << read.error().message();
        EXPECT_EQ(read->name, preset);
        ASSERT_EQ(read->steps.size(), pipeline->steps.size());
        for (std::size_t i = 0; i < read->steps.size(); ++i) {
            EXPECT_EQ(read->steps[i].transform, pipeline->steps[i].transform);
            EXPECT_EQ(read->steps[i].probability, pipeline->steps[i].probability);
            EXPECT_EQ(read->steps[i].enabled, pipeline->steps[i].enabled);
        }
        EXPECT_EQ(pipelineToJson(*read), pipelineToJson(*pipeline));
        const image::Image picture = noise(80, 70, 2);
        for (std::uint64_t seed = 0; seed < 5; ++seed) {
            EXPECT_EQ(applySteps(*read, picture, seed), applySteps(*pipeline, picture, seed));
        }
    }
}

TEST(Pipeline, IsAlsoABareListAndMayEndWithNormalize) {
    PreprocessSpec spec;
    const auto pipeline =
        parse(R"(["RandomHorizontalFlip", {"name":"CenterCrop","params":{"size":32}},
                  {"name":"ToTensor"},
                  {"name":"Normalize","params":{"mean":[0.1,0.2,0.3],"std":[0.5,0.5,0.25]}}])",
              &spec);
    ASSERT_TRUE(pipeline) << pipeline.error().message();
    EXPECT_EQ(pipeline->steps.size(), 2U);
    EXPECT_TRUE(spec.normalize);
    EXPECT_EQ(spec.mean, (std::array<float, 3>{0.1F, 0.2F, 0.3F}));
    EXPECT_EQ(spec.std, (std::array<float, 3>{0.5F, 0.5F, 0.25F}));
    EXPECT_EQ(applySteps(*pipeline, noise(50, 40, 1), 3).width, 32);
}

TEST(Pipeline, RefusesWhatMakesNoSense) {
    struct Case {
        const char* json;
        ErrorCode code;
        const char* mentions;
    };
    for (const Case& one : std::vector<Case>{
             {"3", ErrorCode::FileFormat, "list"},
             {"{}", ErrorCode::FileFormat, "transforms"},
             {R"({"transforms":{}})", ErrorCode::FileFormat, "list"},
             {R"({"version":2,"transforms":[]})", ErrorCode::VersionTooNew, "2"},
             {R"({"version":"x","transforms":[]})", ErrorCode::FileFormat, "version"},
             {R"(["RandomFlop"])", ErrorCode::PipelineInvalid, "RandomHorizontalFlip"},
             {R"([4])", ErrorCode::PipelineInvalid, "name"},
             {R"([{"name":7}])", ErrorCode::PipelineInvalid, "name"},
             {R"(["Resize",{"name":"RandomRotation","params":{"degrees":-1}}])",
              ErrorCode::PipelineInvalid, "2 (RandomRotation)"},
             {R"([{"name":"Resize","params":{"size":99999}}])", ErrorCode::PipelineInvalid, "8192"},
             {R"([{"name":"Resize","probability":2}])", ErrorCode::PipelineInvalid, "probability"},
             {R"([{"name":"Resize","odds":1}])", ErrorCode::PipelineInvalid, "odds"},
             {R"(["ToTensor","Resize"])", ErrorCode::PipelineInvalid, "end"},
             {R"(["ToTensor","RandomErasing","Normalize"])", ErrorCode::PipelineInvalid,
              "after Normalize"},
             {R"([{"name":"RandomErasing","params":{"value":"noise"}}])",
              ErrorCode::PipelineInvalid, "random"},
             {R"([{"name":"AutoAugment","params":{"policy":"mnist"}}])", ErrorCode::PipelineInvalid,
              "svhn"},
             {R"([{"name":"Normalize","params":{"std":[0]}}])", ErrorCode::PipelineInvalid, "std"},
             {R"([{"name":"Normalize","params":{"height":3}}])", ErrorCode::PipelineInvalid,
              "height"},
         }) {
        const auto pipeline = parse(one.json);
        ASSERT_FALSE(pipeline) << one.json;
        EXPECT_EQ(pipeline.error().code, one.code) << pipeline.error().message();
        EXPECT_NE(pipeline.error().message().find(one.mentions), std::string::npos)
            << pipeline.error().message();
    }
    Json many = Json::array();
    for (int i = 0; i < 65; ++i) {
        many.push_back("Grayscale");
    }
    EXPECT_FALSE(pipelineFromJson(many));
    many.erase(many.begin());
    EXPECT_TRUE(pipelineFromJson(many));
}

TEST(Pipeline, TheSameSeedGivesTheSamePicture) {
    const PreprocessSpec spec = specOf(64, 48);
    const auto pipeline = presetPipeline("strong", spec);
    ASSERT_TRUE(pipeline);
    const image::Image picture = noise(120, 90, 8);
    int changed = 0;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const image::Image one = applyPipeline(*pipeline, picture, spec, seed);
        EXPECT_EQ(one, applyPipeline(*pipeline, picture, spec, seed));
        EXPECT_EQ(one.width, 48);
        EXPECT_EQ(one.height, 64);
        changed += one != applyPipeline(*pipeline, picture, spec, seed + 1) ? 1 : 0;
    }
    EXPECT_EQ(changed, 20);
}

TEST(Pipeline, AStepsDrawsDoNotDependOnTheOthers) {
    const image::Image picture = noise(40, 40, 8);
    auto pipeline =
        parse(R"([{"name":"Grayscale"},{"name":"RandomRotation","params":{"degrees":90}}])");
    ASSERT_TRUE(pipeline);
    auto without = *pipeline;
    without.steps[0].enabled = false;
    const Transform* grey = findTransform("Grayscale");
    Rng rng(0);
    const Params drawn = grey->draw(pipeline->steps[0].params, 40, 40, rng);
    EXPECT_EQ(applySteps(*pipeline, picture, 4),
              grey->apply(applySteps(without, picture, 4), pipeline->steps[0].params, drawn));
}

TEST(Pipeline, ProbabilityOfAStep) {
    auto pipeline = parse(R"([{"name":"Grayscale","probability":0.3}])");
    ASSERT_TRUE(pipeline);
    const image::Image picture = noise(4, 4, 8);
    int acted = 0;
    for (std::uint64_t seed = 0; seed < 2000; ++seed) {
        acted += applySteps(*pipeline, picture, seed) != picture ? 1 : 0;
    }
    EXPECT_NEAR(acted, 600, 80);  // four standard deviations
    pipeline->steps[0].enabled = false;
    EXPECT_EQ(applySteps(*pipeline, picture, 1), picture);
}

TEST(Presets, NoneIsTheEvaluationsGeometry) {
    PreprocessSpec spec = specOf(30, 40);
    const image::Image picture = noise(77, 101, 4);
    for (const char* geometry : {"stretch", "crop"}) {
        spec.geometry = geometry;
        for (const int edge : {0, 50}) {
            spec.resizeShortEdge = edge;
            const auto none = presetPipeline("none", spec);
            ASSERT_TRUE(none);
            EXPECT_EQ(applyPipeline(*none, picture, spec, 1), fit(picture, spec));
        }
    }
}

TEST(Presets, StandardIsTheContracts) {
    const auto standard = presetPipeline("standard", specOf(224, 200));
    ASSERT_TRUE(standard);
    ASSERT_EQ(standard->steps.size(), 4U);
    EXPECT_EQ(standard->steps[0].transform->name(), "RandomResizedCrop");
    EXPECT_EQ(standard->steps[0].params.integers("size"), (std::vector<std::int64_t>{224, 200}));
    EXPECT_EQ(standard->steps[1].transform->name(), "RandomHorizontalFlip");
    EXPECT_EQ(standard->steps[2].transform->name(), "RandomRotation");
    EXPECT_EQ(standard->steps[2].params.reals("degrees"), std::vector<double>{15});
    EXPECT_EQ(standard->steps[3].transform->name(), "ColorJitter");
    EXPECT_EQ(standard->steps[3].params.reals("saturation"), std::vector<double>{0.2});
    EXPECT_EQ(standard->steps[3].params.reals("hue"), std::vector<double>{0});
    const auto small = presetPipeline("standard", specOf(32, 32));
    ASSERT_TRUE(small);
    EXPECT_GT(small->steps[0].params.reals("scale")[0],
              standard->steps[0].params.reals("scale")[0]);
    EXPECT_FALSE(presetPipeline("wild", specOf(32, 32)));
}

TEST(Presets, StrongIsTheRecipeOfTorchvisionsNewerWeights) {
    const auto strong = presetPipeline("strong", specOf(224, 200));
    ASSERT_TRUE(strong);
    std::vector<std::string_view> names;
    for (const Step& step : strong->steps) {
        names.push_back(step.transform->name());
    }
    EXPECT_EQ(names, (std::vector<std::string_view>{"RandomResizedCrop", "RandomHorizontalFlip",
                                                    "TrivialAugmentWide", "RandomErasing"}));
    EXPECT_EQ(strong->steps[3].params.real("p"), 0.1);
}

/// A step on the tensor acts after Normalize, wherever its card stands, and draws by its place.
TEST(TensorSteps, ActAfterNormalizeWhereverTheyStand) {
    PreprocessSpec spec = specOf(40, 30);
    const image::Image picture = noise(30, 40, 6);
    for (const char* json : {R"([{"name":"RandomErasing","params":{"p":1,"value":9}},
                                 {"name":"RandomInvert","params":{"p":1}}])",
                             R"([{"name":"RandomInvert","params":{"p":1}},"ToTensor",
                                 {"name":"Normalize","params":{"mean":[0.5],"std":[0.5]}},
                                 {"name":"RandomErasing","params":{"p":1,"value":9}}])"}) {
        const auto pipeline = parse(json, &spec);
        ASSERT_TRUE(pipeline) << pipeline.error().message();
        const image::Image inverted = applyPipeline(*pipeline, picture, spec, 3);
        std::vector<float> plain(tensorSize(spec));
        toTensor(inverted, spec, plain.data());
        std::vector<float> erased(plain.size());
        trainingTensor(*pipeline, picture, spec, 3, erased.data());
        std::size_t nines = 0;
        for (std::size_t i = 0; i < plain.size(); ++i) {
            if (erased[i] == 9.0F) {
                ++nines;
            } else {
                ASSERT_EQ(erased[i], plain[i]);
            }
        }
        EXPECT_GT(nines, 0U);
        EXPECT_LT(nines, plain.size() / 2);
        std::vector<float> again(plain.size());
        trainingTensor(*pipeline, picture, spec, 3, again.data());
        EXPECT_EQ(again, erased);
        // The preview shows the same: everything else as it was, and the area at its brightest.
        const image::Image seen = trainingPicture(*pipeline, picture, spec, 3);
        const std::size_t pixels = plain.size() / 3;
        for (std::size_t i = 0; i < seen.rgb.size(); ++i) {
            const bool isErased = erased[i % 3 * pixels + i / 3] == 9.0F;
            ASSERT_EQ(seen.rgb[i], isErased ? 255 : inverted.rgb[i]);
        }
    }
}

TEST(TensorSteps, GreyNetworksAreErasedToo) {
    PreprocessSpec spec = specOf(20, 20);
    spec.channels = 1;
    const auto pipeline =
        parse(R"([{"name":"RandomErasing","params":{"p":1,"value":[7,8,9]}}])", &spec);
    ASSERT_TRUE(pipeline);
    std::vector<float> tensor(tensorSize(spec));
    trainingTensor(*pipeline, noise(20, 20, 1), spec, 5, tensor.data());
    EXPECT_GT(std::count(tensor.begin(), tensor.end(), 7.0F), 0);
}

class PipelineFile : public ::testing::Test {
  protected:
    void SetUp() override {
        m_path = std::filesystem::temp_directory_path() /
                 ("minarai-pipeline-" + std::to_string(::getpid()) + ".json");
    }
    void TearDown() override { std::filesystem::remove(m_path); }
    void write(const std::string& text) { std::ofstream(m_path) << text; }

    std::filesystem::path m_path;
};

TEST_F(PipelineFile, IsReadByItsPath) {
    write(R"({"version":1,"transforms":[{"name":"RandomVerticalFlip","params":{"p":1}},
            "ToTensor",{"name":"Normalize","params":{"mean":[0.5],"std":[0.5]}}]})");
    PreprocessSpec spec;
    const auto pipeline = pipelineFor(m_path.string(), spec);
    ASSERT_TRUE(pipeline) << pipeline.error().message();
    EXPECT_EQ(pipeline->name, m_path.stem().string());
    EXPECT_EQ(pipeline->steps.at(0).params.real("p"), 1.0);
    EXPECT_EQ(spec.mean[2], 0.5F);
}

TEST_F(PipelineFile, ErrorsNameTheFile) {
    for (const std::string& text :
         {std::string("{"), std::string("[\"Nothing\"]"), std::string("{\"transforms\":1}"),
          std::string(""), std::string("\xff\xfe"), std::string(100000, '[')}) {
        write(text);
        const auto pipeline = readPipeline(m_path);
        ASSERT_FALSE(pipeline);
        EXPECT_NE(pipeline.error().message().find(m_path.string()), std::string::npos)
            << pipeline.error().message();
    }
    PreprocessSpec spec;
    for (const char* file : {"no/such/file", "no_such_file.json"}) {
        const auto missing = pipelineFor(file, spec);
        ASSERT_FALSE(missing);
        EXPECT_EQ(missing.error(), Error(ErrorCode::FileMissing, {file}));
    }
    EXPECT_EQ(pipelineFor("stronger", spec).error().code, ErrorCode::SettingChoice);
}

}  // namespace
}  // namespace minarai::augment
