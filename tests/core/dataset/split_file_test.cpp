// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset/split_file.h"

#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "core/dataset/tree.h"

namespace minarai::dataset {
namespace {

using testing::HasSubstr;

/// Six images in each of two classes.
Catalog twoClasses() {
    Catalog catalog;
    catalog.root = "data";
    catalog.classes = {"cats", "dogs"};
    for (std::int32_t label = 0; label < 2; ++label) {
        for (int i = 0; i < 6; ++i) {
            Sample sample;
            sample.label = label;
            sample.path =
                catalog.classes[static_cast<std::size_t>(label)] + "/" + std::to_string(i) + ".png";
            catalog.samples.push_back(sample);
        }
    }
    return catalog;
}

Split splitOf(const Catalog& catalog) {
    SplitPlan plan;
    plan.validationFraction = plan.testFraction = 0.2;
    return makeSplit(catalog, plan).value();
}

/// The document as it comes from the disk.
Json document(const Catalog& catalog) {
    return Json::parse(splitFileToJson(splitOf(catalog), catalog.classes).dump());
}

TEST(SplitFile, ComesBackFromTheDiskTheSame) {
    const Tree tree;
    const Catalog catalog = twoClasses();
    const Split split = splitOf(catalog);
    const auto file = tree.root() / "parts.json";
    ASSERT_TRUE(writeSplitFile(file, split, catalog.classes));
    const auto back = readSplitFile(file, catalog);
    ASSERT_TRUE(back.has_value()) << back.error().message();
    EXPECT_EQ(splitToJson(*back), splitToJson(split));
    EXPECT_EQ(back->test.size(), 2U);
    EXPECT_EQ(back->train[0].id, split.train[0].id);

    SplitPlan plan;
    plan.kind = SplitKind::File;
    plan.file = toUtf8(file);
    plan.validationFraction = 0;  // what the file says is not drawn again
    const auto planned = makeSplit(catalog, plan);
    ASSERT_TRUE(planned.has_value()) << planned.error().message();
    EXPECT_EQ(splitToJson(*planned), splitToJson(split));
}

TEST(SplitFile, LabelsFollowTheNamesOfTheClasses) {
    const Json json = document(twoClasses());
    Catalog more = twoClasses();
    more.classes = {"birds", "cats", "dogs"};
    for (Sample& sample : more.samples) {
        ++sample.label;
    }
    const auto split = splitFromFileJson(json, "parts.json", more);
    ASSERT_TRUE(split.has_value()) << split.error().message();
    for (const auto* part : {&split->train, &split->val, &split->test}) {
        for (const Item& item : *part) {
            EXPECT_EQ(item.label, item.path.starts_with("cats") ? 1 : 2) << item.path;
        }
    }
}

TEST(SplitFile, SaysWhichImageDoesNotFit) {
    const Catalog catalog = twoClasses();
    struct Case {
        const char* about;
        std::function<void(Json&)> change;
        ErrorCode code;
        std::vector<std::string> says;
    };
    const auto first = [](Json& json, const char* part) -> Json& { return json["split"][part][0]; };
    const std::vector<Case> cases{
        {"outside",
         [&](Json& json) { first(json, "val")[0] = "../cats/1.png"; },
         ErrorCode::PathUnsafe,
         {"../cats/1.png"}},
        {"absolute",
         [&](Json& json) { first(json, "val")[0] = "/etc/passwd"; },
         ErrorCode::PathUnsafe,
         {"/etc/passwd"}},
        {"unknown",
         [&](Json& json) { first(json, "test")[0] = "cats/99.png"; },
         ErrorCode::FileFormat,
         {"parts.json", "cats/99.png", "no such image"}},
        {"in two parts",
         [&](Json& json) { json["split"]["test"].push_back(first(json, "train")); },
         ErrorCode::FileFormat,
         {"parts.json", "listed twice"}},
        {"missing",
         [&](Json& json) { json["split"]["train"].erase(std::size_t{0}); },
         ErrorCode::FileFormat,
         {"parts.json", "in no part"}},
        {"another class",
         [&](Json& json) { first(json, "train")[1] = 1; },
         ErrorCode::FileFormat,
         {"parts.json", "another class"}},
        {"no such class",
         [&](Json& json) { json["classes"][0] = "horses"; },
         ErrorCode::FileFormat,
         {"parts.json", "another class"}},
        {"label out of range",
         [&](Json& json) { first(json, "val")[1] = 2; },
         ErrorCode::FileFormat,
         {"parts.json", "not one of the classes"}},
        {"classes are missing",
         [](Json& json) { json.erase("classes"); },
         ErrorCode::FileFormat,
         {"parts.json", "“classes”"}},
        {"classes are numbers",
         [](Json& json) { json["classes"] = Json::parse("[1, 2]"); },
         ErrorCode::FileFormat,
         {"parts.json", "“classes”"}},
        {"no split",
         [](Json& json) { json.erase("split"); },
         ErrorCode::FileFormat,
         {"parts.json", "no split"}},
        {"split is a list",
         [](Json& json) { json["split"] = Json::array(); },
         ErrorCode::FileFormat,
         {"parts.json", "not a JSON object"}},
        {"no version",
         [](Json& json) { json.erase("version"); },
         ErrorCode::FileFormat,
         {"parts.json", "no split"}},
        {"newer version",
         [](Json& json) { json["version"] = 2U; },
         ErrorCode::VersionTooNew,
         {"parts.json", "2"}},
        {"nothing validates",
         [](Json& json) {
             for (const Json& item : json["split"]["val"]) {
                 json["split"]["train"].push_back(item);
             }
             json["split"]["val"] = Json::array();
         },
         ErrorCode::TooFewImages,
         {"10", "0"}},
        {"one class trains",
         [](Json& json) {
             Json kept = Json::array();
             for (const Json& item : json["split"]["train"]) {
                 (item[1] == 0 ? kept : json["split"]["test"]).push_back(item);
             }
             json["split"]["train"] = kept;
         },
         ErrorCode::TooFewClasses,
         {"cats"}},
    };
    ASSERT_TRUE(splitFromFileJson(document(catalog), "parts.json", catalog).has_value());
    for (const Case& each : cases) {
        Json json = document(catalog);
        each.change(json);
        const auto split = splitFromFileJson(json, "parts.json", catalog);
        ASSERT_FALSE(split.has_value()) << each.about;
        EXPECT_EQ(split.error().code, each.code) << each.about << ": " << split.error().message();
        for (const std::string& text : each.says) {
            EXPECT_THAT(split.error().message(), HasSubstr(text)) << each.about;
        }
    }
    for (const char* text : {"[]", "3", "null", R"("split")"}) {
        EXPECT_FALSE(splitFromFileJson(Json::parse(text), "parts.json", catalog)) << text;
    }
}

TEST(SplitFile, AnUnknownKindIsAFile) {
    const Catalog catalog = twoClasses();
    Json json = document(catalog);
    json["split"]["kind"] = "\x1b[2Jmine";
    const auto split = splitFromFileJson(json, "parts.json", catalog);
    ASSERT_TRUE(split.has_value()) << split.error().message();
    EXPECT_EQ(split->kind, "file");
}

TEST(SplitFile, DecisionsOfAReviewStandAboveIt) {
    const Catalog onDisk = twoClasses();
    const Json json = document(onDisk);
    Catalog reviewed = onDisk;
    reviewed.samples[7].label = 0;
    const std::string changed = reviewed.samples[7].path;
    const std::string excluded = reviewed.samples[2].path;
    reviewed.samples.erase(reviewed.samples.begin() + 2);
    const auto split = splitFromFileJson(json, "parts.json", reviewed, &onDisk);
    ASSERT_TRUE(split.has_value()) << split.error().message();
    std::size_t images = 0;
    for (const auto* part : {&split->train, &split->val, &split->test}) {
        images += part->size();
        for (const Item& item : *part) {
            EXPECT_NE(item.path, excluded);
            EXPECT_EQ(item.label, item.path.starts_with("cats") || item.path == changed ? 0 : 1);
        }
    }
    EXPECT_EQ(images, 11U);
    EXPECT_FALSE(splitFromFileJson(json, "parts.json", reviewed)) << "on disk it is another folder";
}

TEST(SplitFile, FilesThatAreNone) {
    const Tree tree;
    const Catalog catalog = twoClasses();
    EXPECT_EQ(readSplitFile(tree.root() / "none.json", catalog).error().code,
              ErrorCode::FileMissing);
    tree.file("cut.json", R"({"version":1,"classes":["cats")");
    const auto cut = readSplitFile(tree.root() / "cut.json", catalog);
    ASSERT_FALSE(cut.has_value());
    EXPECT_EQ(cut.error().code, ErrorCode::JsonInvalid);
    EXPECT_THAT(cut.error().message(), HasSubstr("cut.json"));
}

}  // namespace
}  // namespace minarai::dataset
