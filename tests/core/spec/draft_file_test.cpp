// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "spec/draft_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "core/spec/random_graphs.h"
#include "core/spec/specs.h"
#include "spec/graph.h"
#include "support/temp_folder.h"

namespace minarai::spec {
namespace {

using testing::HasSubstr;

/// The small model in pieces: an open input, no output, a layer that nobody uses, a place.
ModelSpec pieces() {
    ModelSpec draft = small();
    disconnect(draft, {"pool", 0});
    disconnect(draft, {});
    addFragment(draft, *layerFragment("Add"), {});
    draft.places.push_back({"pool", 12, -30.5});
    draft.origin = "resnet18";
    return draft;
}

void expectRefused(const std::function<void(Json&)>& change, const char* reason) {
    Json json = draftToJson(pieces());
    change(json);
    const auto draft = draftFromJson(json);
    ASSERT_FALSE(draft) << reason;
    EXPECT_THAT(draft.error().message(), HasSubstr(reason));
}

TEST(DraftFile, KeepsWhatIsNotFinishedInItsOrder) {
    const tests::TempFolder folder;
    ModelSpec draft = pieces();
    std::swap(draft.nodes[0], draft.nodes[3]);
    ASSERT_TRUE(writeDraft(folder / "draft.json", draft));
    const auto again = readDraft(folder / "draft.json");
    ASSERT_TRUE(again) << again.error().message();
    EXPECT_EQ(*again, draft);
    ModelSpec empty;
    empty.name = "empty";
    ASSERT_TRUE(writeDraft(folder / "draft.json", empty));
    EXPECT_EQ(readDraft(folder / "draft.json").value(), empty);
}

TEST(DraftFile, WhoNeedsANetworkRefusesItWithTheCure) {
    const tests::TempFolder folder;
    ASSERT_TRUE(writeDraft(folder / "draft.json", pieces()));
    const auto model = readModelSpec(folder / "draft.json");
    ASSERT_FALSE(model);
    EXPECT_EQ(model.error().code, ErrorCode::SpecInvalid);
    EXPECT_THAT(model.error().message(), HasSubstr("small"));
    EXPECT_THAT(model.error().message(), HasSubstr("not finished yet; open it in the composer"));
    // Marked is marked, even when nothing is open.
    EXPECT_FALSE(modelSpecFromJson(draftToJson(small())));
}

TEST(DraftFile, ReadsFinishedModelsAsStrictlyAsEver) {
    const tests::TempFolder folder;
    ASSERT_TRUE(writeModelSpec(folder / "model.json", small()));
    EXPECT_EQ(readDraft(folder / "model.json").value(), small());
    Json json = smallJson();
    json["nodes"][1]["inputs"] = list({""});
    EXPECT_FALSE(draftFromJson(json)) << "without the mark";
    json["draft"] = false;
    EXPECT_FALSE(draftFromJson(json));
    json["draft"] = true;
    EXPECT_TRUE(draftFromJson(json));
}

TEST(DraftFile, ChecksSizesCountsAndNames) {
    expectRefused([](Json& j) { j["draft"] = 1; }, "true or false");
    expectRefused([](Json& j) { j["version"] = 2; }, "newer version");
    expectRefused([](Json& j) { j["typo"] = 3; }, "no entry “typo”");
    expectRefused([](Json& j) { j["origin"] = "a/b"; }, "name of an architecture");
    expectRefused([](Json& j) { j["input"] = {3, 0, 8}; }, "three whole numbers");
    expectRefused([](Json& j) { j["nodes"][1]["id"] = "a..b"; }, "letters, digits");
    expectRefused([](Json& j) { j["nodes"][1]["id"] = "input"; }, "name of the picture");
    expectRefused([](Json& j) { j["nodes"][1]["id"] = "conv"; }, "two layers have this id");
    expectRefused([](Json& j) { j["nodes"][1]["id"] = "conv.relu"; }, "as if it were a group");
    expectRefused([](Json& j) { j["nodes"][1]["op"] = "Relu"; }, "no layer “Relu”");
    expectRefused([](Json& j) { j["nodes"][0]["params"]["stride"] = 0; }, "stride");
    expectRefused([](Json& j) { j["nodes"][0]["params"].erase("out_channels"); },
                  "needs “out_channels”");
    expectRefused([](Json& j) { j["nodes"][1]["inputs"] = list({"gone"}); }, "“gone” does not");
    expectRefused([](Json& j) { j["output"] = "gone"; }, "no layer “gone”");
    expectRefused([](Json& j) { j["auxiliary"] = list({"gone"}); }, "“gone” is not a layer");
    expectRefused(
        [](Json& j) {
            j["places"] = Json::array({Json::array({"conv", 1e9, 0})});
        },
        "within a million");
    expectRefused([](Json& j) { j["nodes"][1]["inputs"] = std::vector<std::string>(1001, "conv"); },
                  "at most 1000 ids");
    expectRefused(
        [](Json& j) {
            for (int i = 0; i < 10'001; ++i) {
                j["nodes"].push_back(node("n" + std::to_string(i), "ReLU", list({""})));
            }
        },
        "at most 10000 layers");
    expectRefused(
        [](Json& j) {
            for (int i = 0; i < 101; ++i) {
                j["nodes"].push_back(node("n" + std::to_string(i), "Concat", Json::array()));
                j["nodes"].back()["inputs"] = std::vector<std::string>(1000);
            }
        },
        "at most 100000 are possible");
}

TEST(DraftFile, WritesNothingThatCouldNotBeReadAgain) {
    const tests::TempFolder folder;
    ASSERT_TRUE(writeDraft(folder / "draft.json", pieces()));
    ModelSpec broken = pieces();
    broken.nodes[1].id = broken.nodes[0].id;
    EXPECT_FALSE(writeDraft(folder / "draft.json", broken));
    EXPECT_EQ(readDraft(folder / "draft.json").value(), pieces());
}

TEST(DraftFile, WhateverIsEditedCanBeKept) {
    Rng rng(11);
    for (int round = 0; round < 40; ++round) {
        // As it comes from a file: every layer has all of its parameters.
        ModelSpec draft = draftFromJson(draftToJson(randomSpec(rng, 10, 2))).value();
        for (int i = 0; i < 15; ++i) {
            const auto some = [&]() -> std::string {
                return draft.nodes.empty() ? std::string()
                                           : draft.nodes[rng.below(draft.nodes.size())].id;
            };
            const std::string op(allOps()[rng.below(allOps().size())]->name());
            switch (rng.below(6)) {
                case 0:
                    disconnect(draft, {rng.chance(0.2) ? std::string() : some(), rng.below(2)});
                    break;
                case 1:
                    removeNodes(draft, std::vector<std::string>{some()});
                    break;
                case 2:
                    insertFragment(draft, *layerFragment(op), {some(), 0});
                    break;
                case 3:
                    static_cast<void>(connect(draft, some(), some()));
                    break;
                case 4:
                    static_cast<void>(renameNode(draft, some(), "body.layer" + std::to_string(i)));
                    break;
                default:
                    setOutput(draft, some());
                    break;
            }
            const auto again = draftFromJson(draftToJson(draft));
            ASSERT_TRUE(again) << again.error().message();
            ASSERT_EQ(*again, draft);
        }
    }
}

}  // namespace
}  // namespace minarai::spec
