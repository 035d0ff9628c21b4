// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "spec/model_spec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.h"
#include "core/spec/specs.h"
#include "oracle/torch_oracle.h"
#include "spec/summary.h"

namespace minarai::spec {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> idsOf(const ModelSpec& spec) {
    std::vector<std::string> ids;
    for (const Node& one : spec.nodes) {
        ids.push_back(one.id);
    }
    return ids;
}

/// Reads the small model after a change and expects a refusal with this text.
void expectRefused(const std::function<void(Json&)>& change, const std::string& text) {
    Json json = smallJson();
    change(json);
    const auto spec = modelSpecFromJson(json);
    ASSERT_FALSE(spec) << text;
    EXPECT_THAT(spec.error().message(), HasSubstr(text));
}

TEST(ModelSpec, ReadsWhatItWrites) {
    const ModelSpec spec = small();
    EXPECT_EQ(spec.name, "small");
    EXPECT_THAT(idsOf(spec), ElementsAre("conv", "relu", "pool", "flatten", "fc"));
    const Json json = modelSpecToJson(spec);
    EXPECT_EQ(modelSpecFromJson(json).value(), spec);
    EXPECT_EQ(json["nodes"][0]["params"],
              (Json{{"out_channels", 4}, {"kernel_size", 3}, {"padding", 1}}));

    const oracle::TempFolder folder;
    ASSERT_TRUE(writeModelSpec(folder / "model.json", spec));
    EXPECT_EQ(readModelSpec(folder / "model.json").value(), spec);
}

TEST(ModelSpec, KeepsWhereNodesWerePut) {
    Json json = smallJson();
    json["places"] = Json::parse(R"([["conv", 12.5, -40], ["fc", 0, 900]])");
    const ModelSpec spec = modelSpecFromJson(json).value();
    ASSERT_EQ(spec.places.size(), 2U);
    EXPECT_EQ(spec.places[0], (Place{"conv", 12.5, -40}));
    EXPECT_EQ(modelSpecFromJson(modelSpecToJson(spec)).value(), spec);
    for (const char* bad : {"{}", "[[\"conv\", 1]]", "[[1, 2, 3]]", "[[\"conv\", 1e300, 0]]",
                            "[[\"conv\", \"a\", 0]]", "7"}) {
        expectRefused([&](Json& changed) { changed["places"] = Json::parse(bad); }, "[key, x, y]");
    }
}

TEST(ModelSpec, RemembersWhatItWasEditedFrom) {
    Json json = smallJson();
    EXPECT_EQ(modelSpecFromJson(json).value().architecture(), "small");
    EXPECT_FALSE(modelSpecToJson(small()).contains("origin"));
    json["origin"] = "resnet18";
    const ModelSpec spec = modelSpecFromJson(json).value();
    EXPECT_EQ(spec.origin, "resnet18");
    EXPECT_EQ(spec.architecture(), "resnet18");
    EXPECT_EQ(spec.name, "small");
    EXPECT_EQ(modelSpecFromJson(modelSpecToJson(spec)).value(), spec);
    EXPECT_EQ(withClasses(withInput(spec, 1, 16, 16).value(), 7).value().origin, "resnet18");
    for (const char* bad : {"", "../resnet18", "res net", "<b>x</b>", "x\ny"}) {
        expectRefused([&](Json& changed) { changed["origin"] = bad; }, "name of an architecture");
    }
    expectRefused([](Json& changed) { changed["origin"] = std::string(101, 'x'); },
                  "name of an architecture");
    expectRefused([](Json& changed) { changed["origin"] = 18; }, "“origin” is missing");
}

TEST(ModelSpec, SortsNodesAndKeepsAnOrderThatIsRight) {
    Json json = smallJson();
    std::swap(json["nodes"][0], json["nodes"][4]);
    std::swap(json["nodes"][1], json["nodes"][3]);
    EXPECT_EQ(modelSpecFromJson(json).value(), small());
}

TEST(ModelSpec, AcceptsInplaceAndGivenChannelCounts) {
    Json json = smallJson();
    json["nodes"][1]["params"]["inplace"] = true;
    json["nodes"][0]["params"]["in_channels"] = 3;
    json["nodes"][4]["params"]["in_features"] = 64;
    const auto spec = modelSpecFromJson(json);
    ASSERT_TRUE(spec) << spec.error().message();
    EXPECT_TRUE(inferShapes(*spec));
    json["nodes"][0]["params"]["in_channels"] = 1;
    const auto shapes = inferShapes(modelSpecFromJson(json).value());
    ASSERT_FALSE(shapes);
    EXPECT_THAT(shapes.error().message(), HasSubstr("“in_channels” is 1, but its input has 3"));
}

TEST(ModelSpec, RefusesWithAReason) {
    expectRefused([](Json& j) { j["nodes"][1]["op"] = "Relu"; }, "no layer “Relu”");
    expectRefused([](Json& j) { j["nodes"][0]["params"]["kernal"] = 3; }, "kernal");
    expectRefused([](Json& j) { j["nodes"][0]["params"]["stride"] = 0; }, "stride");
    expectRefused([](Json& j) { j["nodes"][0]["params"]["stride"] = "two"; }, "stride");
    expectRefused([](Json& j) { j["nodes"][0]["params"].erase("out_channels"); },
                  "needs “out_channels”");
    expectRefused([](Json& j) { j["nodes"][0]["params"] = 3; }, "“params”");
    expectRefused([](Json& j) { j["nodes"][0]["typo"] = 3; }, "no entry “typo”");
    expectRefused([](Json& j) { j["typo"] = 3; }, "no entry “typo”");
    expectRefused([](Json& j) { j["nodes"][1]["id"] = "conv"; }, "two layers have this id");
    expectRefused([](Json& j) { j["nodes"][1]["id"] = "input"; }, "name of the picture");
    expectRefused([](Json& j) { j["nodes"][1]["id"] = "a..b"; }, "letters, digits");
    expectRefused([](Json& j) { j["nodes"][1]["id"] = "conv.relu"; }, "as if it were a group");
    expectRefused([](Json& j) { j["nodes"][1]["inputs"] = list({"gone"}); }, "“gone” does not");
    expectRefused([](Json& j) { j["nodes"][1]["inputs"] = Json::array(); }, "it has 0 inputs");
    expectRefused(
        [](Json& j) {
            j["nodes"][1]["inputs"] = list({"conv", "conv"});
        },
        "it has 2 inputs");
    expectRefused([](Json& j) { j["output"] = "gone"; }, "no layer “gone”");
    expectRefused([](Json& j) { j["output"] = "pool"; }, "nothing uses this layer");
    expectRefused([](Json& j) { j["input"] = {3, 0, 8}; }, "three whole numbers");
    expectRefused([](Json& j) { j["input"] = {3, 8}; }, "three whole numbers");
    expectRefused([](Json& j) { j["nodes"] = Json::array(); }, "0 layers");
    expectRefused([](Json& j) { j["version"] = 2; }, "newer version");
    expectRefused([](Json& j) { j["version"] = "1"; }, "must be 1");
    expectRefused([](Json& j) { j.erase("name"); }, "“name” is missing");
    EXPECT_FALSE(modelSpecFromJson(Json::array()));
}

TEST(ModelSpec, NamesACircle) {
    Json json = smallJson();
    json["nodes"].push_back(node("add", "Add", list({"conv", "back"})));
    json["nodes"].push_back(node("back", "Identity", list({"add"})));
    json["nodes"][1]["inputs"] = list({"add"});
    const auto spec = modelSpecFromJson(json);
    ASSERT_FALSE(spec);
    EXPECT_THAT(spec.error().message(), HasSubstr("add → back → add"));
}

TEST(ModelSpec, SurvivesHostileFiles) {
    const oracle::TempFolder folder;
    const std::string deep(200'000, '[');
    for (const std::string& text :
         {std::string(), std::string("{"), std::string("null"), deep,
          deep + std::string(200'000, ']'), std::string("{\"version\":1,\"name\":\"\xff\"}"),
          "{\"version\":1,\"name\":\"x\",\"input\":[1e300,1,1],\"nodes\":[],\"output\":\"\"}" +
              std::string(),
          "{\"version\":1,\"name\":\"x\",\"input\":" + deep + std::string(200'000, ']') + "}"}) {
        oracle::spill(folder / "bad.json", text);
        EXPECT_FALSE(readModelSpec(folder / "bad.json"));
    }
    std::string keys = "{";
    for (int i = 0; i < 1'000'000; ++i) {
        keys += "\"" + std::to_string(i) + "\":0,";
    }
    oracle::spill(folder / "bad.json", keys + "\"x\":0}");
    EXPECT_THAT(readModelSpec(folder / "bad.json").error().message(),
                HasSubstr("too many entries"));
    Json many = smallJson();
    for (int i = 0; i < 10'001; ++i) {
        many["nodes"].push_back(node("n" + std::to_string(i), "ReLU", list({"conv"})));
    }
    EXPECT_FALSE(modelSpecFromJson(many));
    EXPECT_EQ(readModelSpec(folder / "missing.json").error().code, ErrorCode::FileMissing);
}

TEST(ModelSpec, WhatHasNoNameIsKnownByItsFile) {
    const oracle::TempFolder folder;
    const std::string file = (folder / "mine.json").string();
    const auto refused = [&](const Json& json) {
        oracle::spill(file, json.dump());
        return readModelSpec(file).error().args.at(0);
    };
    EXPECT_EQ(refused(Json::array()), file);
    Json json = smallJson();
    const std::string name = json["name"];
    json["version"] = 2;
    EXPECT_EQ(refused(json), file);
    json["version"] = 1;
    json["output"] = "gone";
    EXPECT_EQ(refused(json), name);
    json.erase("name");
    EXPECT_EQ(refused(json), file);
}

TEST(ModelSpec, RefusesNumbersThatWouldOverflow) {
    // Concatenating a map with itself again and again doubles its channels each time.
    Json json = smallJson();
    Json& nodes = json["nodes"];
    nodes = Json::array({node("c0", "Concat", list({"input", "input"}))});
    for (int i = 1; i < 80; ++i) {
        const std::string last = "c" + std::to_string(i - 1);
        nodes.push_back(node("c" + std::to_string(i), "Concat", list({last, last})));
    }
    json["output"] = "c79";
    auto spec = modelSpecFromJson(json);
    ASSERT_TRUE(spec) << spec.error().message();
    EXPECT_EQ(inferShapes(*spec).error().code, ErrorCode::SpecInvalid);

    json["input"] = {4096, 65536, 64};
    nodes = Json::array({node(
        "conv", "Conv2d", list({"input"}),
        {{"out_channels", 1 << 20}, {"kernel_size", 4096}, {"padding", 4096}, {"stride", 4096}})});
    json["output"] = "conv";
    spec = modelSpecFromJson(json);
    ASSERT_TRUE(spec) << spec.error().message();
    const auto summary = summarize(*spec);
    ASSERT_FALSE(summary);
    EXPECT_THAT(summary.error().message(), HasSubstr("parameters"));
}

}  // namespace
}  // namespace minarai::spec
