// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "zoo/pretrained.h"
#include "support/places.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <set>
#include <stop_token>

#include <nlohmann/json.hpp>

#include "base/json.h"
#include "oracle/torch_oracle.h"
#include "spec/summary.h"
#include "support/promised.h"
#include "zoo/pretrained_files.h"
#include "zoo/zoo.h"

namespace minarai::zoo {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

TEST(Pretrained, CoversAllOfTorchvision) {
    EXPECT_THAT(pretrainedWeights(), SizeIs(114));
    std::set<std::string> architectures;
    for (const PretrainedWeights& entry : pretrainedWeights()) {
        architectures.insert(entry.arch);
        EXPECT_EQ(entry.url, "https://download.pytorch.org/models/" + entry.file);
        EXPECT_THAT(entry.file, HasSubstr("-" + entry.sha256 + ".pth"));
        EXPECT_LE(static_cast<std::uint64_t>(entry.parameters) * 4, entry.bytes + 4096);
        EXPECT_TRUE(entry.fits(entry.bytes));
        EXPECT_FALSE(entry.fits(entry.bytes / 2));
        EXPECT_FALSE(entry.fits(entry.bytes * 2));
        EXPECT_LE(entry.recipe.crop, entry.recipe.resize);
    }
    EXPECT_THAT(architectures, SizeIs(80));
    for (const std::string& arch : architectures) {
        const auto all = pretrainedFor(arch);
        EXPECT_EQ(std::count_if(all.begin(), all.end(), [](auto* e) { return e->isDefault; }), 1);
        EXPECT_TRUE(all.front()->isDefault);
    }
}

TEST(Pretrained, SaysWhatTorchvisionSays) {
    if (!oracle::torchAvailable()) {
        MINARAI_SKIP_WITHOUT("python3-torchvision");
    }
    EXPECT_TRUE(oracle::ask("pretrained_oracle.py", "check '" + tests::sourceFolder() +
                                                        "/resources/pretrained_weights.json'"));
}

TEST(Pretrained, HasTheParametersOfTheZoo) {
    int compared = 0;
    for (const Architecture& arch : architectures()) {
        const PretrainedWeights* published = defaultPretrained(arch.name);
        if (published == nullptr || published->recipe.crop != arch.size) {
            continue;
        }
        const auto model = build(arch.name);
        ASSERT_TRUE(model);
        std::int64_t parameters = 0;
        const auto layout = spec::stateDictLayout(*model);
        ASSERT_TRUE(layout);
        for (const spec::TensorSpec& tensor : *layout) {
            // torchvision's table leaves out GoogLeNet's auxiliary heads, and those alone.
            std::int64_t count = tensor.name.starts_with("aux") ? 0 : 1;
            for (const std::int64_t size : tensor.shape) {
                count *= size;
            }
            parameters += tensor.trainable ? count : 0;
        }
        EXPECT_EQ(parameters, published->parameters) << arch.name;
        ++compared;
    }
    EXPECT_GE(compared, 20);
}

TEST(Pretrained, IsFoundByName) {
    const auto name = [](std::string_view text, std::string_view arch = {}) {
        const auto found = findPretrained(text, arch);
        return found ? (*found)->name : found.error().message();
    };
    EXPECT_EQ(name("resnet50"), "ResNet50_Weights.IMAGENET1K_V2");
    EXPECT_EQ(name("ResNet50_Weights.IMAGENET1K_V1"), "ResNet50_Weights.IMAGENET1K_V1");
    EXPECT_EQ(name("imagenet", "resnet50"), "ResNet50_Weights.IMAGENET1K_V2");
    EXPECT_EQ(name("imagenet1k_v1", "resnet50"), "ResNet50_Weights.IMAGENET1K_V1");
    EXPECT_EQ(name("resnet18", "resnet50"),
              "There are no published weights “resnet18”. Known: ResNet50_Weights.IMAGENET1K_V1, "
              "ResNet50_Weights.IMAGENET1K_V2.");
    EXPECT_THAT(name("imagenet", "lenet5"), HasSubstr("none are published for this architecture"));
    EXPECT_THAT(name("imagenet"), HasSubstr("minarai weights list"));
    EXPECT_EQ(findPretrainedFile("resnet18-f37072fd.pth")->arch, "resnet18");
    // The name that older torchvisions gave to the same file.
    EXPECT_EQ(findPretrainedFile("efficientnet_b0_rwightman-3dd342df.pth"),
              findPretrainedFile("efficientnet_b0_rwightman-7f5810bc.pth"));
    EXPECT_EQ(findPretrainedFile("mine.pth"), nullptr);
    EXPECT_EQ(findPretrainedFile(""), nullptr);
    EXPECT_EQ(defaultPretrained("lenet5"), nullptr);
}

TEST(Pretrained, KnowsAccuracyAndRecipe) {
    const auto accuracy = publishedAccuracy("mobilenet_v2");
    ASSERT_TRUE(accuracy);
    EXPECT_DOUBLE_EQ(accuracy->top1, 72.154);
    EXPECT_DOUBLE_EQ(accuracy->top5, 90.822);
    EXPECT_EQ(accuracy->weights, "IMAGENET1K_V2");
    EXPECT_FALSE(publishedAccuracy("lenet5"));
    EXPECT_EQ(defaultPretrained("efficientnet_b3")->recipe.interpolation, "bicubic");
    EXPECT_THAT(defaultPretrained("googlenet")->recipe.mean, ElementsAre(0.5F, 0.5F, 0.5F));
    EXPECT_EQ(defaultPretrained("inception_v3")->recipe.crop, 299);
}

Json goodTable() {
    return Json::parse(R"({"version":1,"base":"https://example.org/models/","weights":[
        {"arch":"resnet18","name":"R.V1","default":true,"file":"r-01234567.pth",
         "sha256":"01234567","bytes":1000,"parameters":10,"top1":70.0,"top5":90.0,"resize":256,
         "crop":224,"interpolation":"bilinear","mean":[0.5,0.5,0.5],"std":[0.5,0.5,0.5]}]})");
}

TEST(Pretrained, TableIsNotTrusted) {
    ASSERT_TRUE(parsePretrained(goodTable().dump()));
    EXPECT_EQ(parsePretrained("{").error().code, ErrorCode::JsonInvalid);
    for (const char* text : {"[]", "{}", R"({"version":2,"base":"https://a/","weights":[]})",
                             R"({"version":1,"base":"https://a/","weights":5})"}) {
        EXPECT_EQ(parsePretrained(text).error().code, ErrorCode::FileFormat) << text;
    }
    for (const char* base : {"http://example.org/", "https://example.org", "file:///etc/",
                             "https://a/../", "https://user@host/", "https://a/?x=/"}) {
        Json table = goodTable();
        table["base"] = base;
        EXPECT_FALSE(parsePretrained(table.dump())) << base;
    }
    const std::vector<std::pair<const char*, std::vector<Json>>> wrong{
        {"file", {"../r.pth", "r/r.pth", ".pth", "r.zip", "", 5, "r\n.pth", nullptr}},
        {"former", {"../r.pth"}},
        {"name", {"", "a b", "a/b", std::string(200, 'a')}},
        {"arch", {"", "../x"}},
        {"sha256", {"0123", "0123456G", "", std::string(65, 'a'), "ABCDEF01"}},
        {"bytes", {0, -5, 1.5, "1000", std::uint64_t{1} << 40}},
        {"parameters", {0, -1}},
        {"top1", {-1, 101, "70", nullptr}},
        {"crop", {0, 5000, -224}},
        {"resize", {0, 1e9}},
        {"interpolation", {"", "hamming", 3}},
        {"mean", {Json::array(), {0.5, 0.5}, {0.5, 0.5, "x"}, {0.5, 0.5, 1e9}, 0.5}},
        {"std", {{0.5, 0.5, 0.0}, {0.5, 0.5, -1.0}}}};
    for (const auto& [key, values] : wrong) {
        for (const Json& value : values) {
            Json table = goodTable();
            table["weights"][0][key] = value;
            EXPECT_FALSE(parsePretrained(table.dump())) << key << " " << value.dump();
        }
    }
    Json twice = goodTable();
    twice["weights"].push_back(twice["weights"][0]);
    EXPECT_FALSE(parsePretrained(twice.dump()));
}

/// The environment as it was, when the test is over.
class Environment {
  public:
    Environment(const char* name, const std::string& value) : m_name(name) {
        if (const char* old = std::getenv(name)) {
            m_old = old;
        }
        ::setenv(name, value.c_str(), 1);
    }
    ~Environment() {
        if (m_old) {
            ::setenv(m_name, m_old->c_str(), 1);
        } else {
            ::unsetenv(m_name);
        }
    }
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;

  private:
    const char* m_name;
    std::optional<std::string> m_old;
};

TEST(PretrainedFiles, AreLookedForInBothCaches) {
    const Environment cache("XDG_CACHE_HOME", "/c");
    const Environment torch("TORCH_HOME", "/t");
    const Environment home("HOME", "/h");
    EXPECT_EQ(weightsFolder(), "/c/minarai/weights");
    EXPECT_THAT(weightsFolders(),
                ElementsAre("/c/minarai/weights", "/t/hub/checkpoints", "/c/torch/hub/checkpoints",
                            "/h/.cache/torch/hub/checkpoints"));
    const Environment relative("XDG_CACHE_HOME", "relative");
    EXPECT_EQ(weightsFolder(), "/h/.cache/minarai/weights");
}

TEST(PretrainedFiles, AreFoundAndChecked) {
    const tests::TempFolder folder;
    const fs::path a = folder.path() / "a";
    const fs::path b = folder.path() / "b";
    fs::create_directories(a);
    fs::create_directories(b);
    PretrainedWeights weights;
    weights.name = "R.V1";
    weights.file = "r-2d711642.pth";
    weights.formerFile = "old.pth";
    weights.url = "https://example.org/r-2d711642.pth";
    weights.bytes = 1000;
    // Of a thousand “x”, from coreutils' sha256sum.
    weights.sha256 = "44f83544";
    EXPECT_FALSE(findLocal(weights, {a, b}));
    oracle::spill(a / weights.file, "too short");
    EXPECT_FALSE(findLocal(weights, {a, b}));
    oracle::spill(b / "old.pth", std::string(1000, 'x'));
    EXPECT_EQ(findLocal(weights, {a, b}), b / "old.pth");
    oracle::spill(b / weights.file, std::string(1000, 'x'));
    EXPECT_EQ(findLocal(weights, {a, b}), b / weights.file);

    const Status checked = checkFile(weights, b / weights.file);
    EXPECT_TRUE(checked) << checked.error().message();
    weights.sha256 = "00000000";
    const Status wrong = checkFile(weights, b / weights.file);
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().code, ErrorCode::WeightsDamaged);
    EXPECT_THAT(wrong.error().message(), HasSubstr("its SHA-256 is another one"));
    EXPECT_EQ(checkFile(weights, a / weights.file).error().code, ErrorCode::WeightsDamaged);
    EXPECT_EQ(checkFile(weights, a / "none").error().code, ErrorCode::FileMissing);
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(checkFile(weights, b / weights.file, stop.get_token()).error().code,
              ErrorCode::Cancelled);
}

}  // namespace
}  // namespace minarai::zoo
