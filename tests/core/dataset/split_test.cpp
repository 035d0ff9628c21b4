// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset/split.h"

#include <cmath>
#include <map>
#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "base/rng.h"

namespace minarai::dataset {
namespace {

Catalog catalogOf(const std::vector<int>& perClass) {
    Catalog catalog;
    catalog.root = "data";
    for (std::size_t c = 0; c < perClass.size(); ++c) {
        catalog.classes.push_back("class" + std::to_string(c));
        for (int i = 0; i < perClass[c]; ++i) {
            Sample sample;
            sample.path = catalog.classes.back() + "/" + std::to_string(i) + ".jpg";
            sample.label = static_cast<std::int32_t>(c);
            catalog.samples.push_back(sample);
        }
    }
    return catalog;
}

std::set<std::string> pathsOf(const std::vector<Item>& items) {
    std::set<std::string> paths;
    for (const Item& item : items) {
        paths.insert(item.path);
    }
    return paths;
}

TEST(MakeSplit, IsStratifiedAndDisjoint) {
    const std::vector<int> sizes{100, 37, 2, 1, 250, 3};
    for (const double fraction : {0.01, 0.2, 0.5, 0.9}) {
        const Catalog catalog = catalogOf(sizes);
        const auto split = makeSplit(catalog, fraction, 5);
        ASSERT_TRUE(split.has_value()) << split.error().message();
        EXPECT_EQ(split->kind, "stratified");
        std::map<int, int> counts;
        for (const Item& item : split->val) {
            ++counts[item.label];
        }
        for (std::size_t c = 0; c < sizes.size(); ++c) {
            const int count = counts[static_cast<int>(c)];
            EXPECT_LE(std::abs(count - sizes[c] * fraction), 1.0) << c;
            EXPECT_GE(count, sizes[c] >= 2 ? 1 : 0) << c;
            EXPECT_LT(count, sizes[c]) << c;
        }
        std::set<std::string> all = pathsOf(split->train);
        all.merge(pathsOf(split->val));
        EXPECT_EQ(all.size(), catalog.samples.size());
        EXPECT_EQ(split->train.size() + split->val.size(), catalog.samples.size());
        EXPECT_EQ(split->train[0].id, stableHash(split->train[0].path));
    }
}

TEST(MakeSplit, TheSeedDecides) {
    const Catalog catalog = catalogOf({60, 60});
    const auto a = makeSplit(catalog, 0.3, 1);
    const auto b = makeSplit(catalog, 0.3, 1);
    const auto c = makeSplit(catalog, 0.3, 2);
    ASSERT_TRUE(a && b && c);
    EXPECT_EQ(splitToJson(*a), splitToJson(*b));
    EXPECT_NE(pathsOf(a->val), pathsOf(c->val));
}

TEST(MakeSplit, NewImagesHardlyMoveTheOthers) {
    const auto before = makeSplit(catalogOf({100, 100}), 0.2, 1);
    const auto after = makeSplit(catalogOf({105, 100}), 0.2, 1);
    ASSERT_TRUE(before && after);
    int kept = 0;
    const auto now = pathsOf(after->val);
    for (const std::string& path : pathsOf(before->val)) {
        kept += now.contains(path) ? 1 : 0;
    }
    EXPECT_GE(kept, 35);
}

TEST(MakeSplit, FoldersDecideWhereThereAreSome) {
    Catalog catalog = catalogOf({6, 6});
    catalog.hasParts = true;
    catalog.samples[1].part = Part::Val;
    catalog.samples[8].part = Part::Val;
    catalog.samples[9].part = Part::Test;
    const auto split = makeSplit(catalog, 0.5, 1);
    ASSERT_TRUE(split.has_value());
    EXPECT_EQ(split->kind, "folders");
    EXPECT_EQ(split->train.size(), 9U);
    EXPECT_EQ(split->val.size(), 2U);
    EXPECT_EQ(split->test.size(), 1U);

    catalog.samples[1].part = Part::Train;
    catalog.samples[8].part = Part::Train;
    const auto drawn = makeSplit(catalog, 0.5, 1);
    ASSERT_TRUE(drawn.has_value());
    EXPECT_EQ(drawn->kind, "stratified");
    EXPECT_EQ(drawn->test.size(), 1U);
    EXPECT_GE(drawn->val.size(), 5U);
}

TEST(MakeSplit, SaysWhyNot) {
    EXPECT_EQ(makeSplit(catalogOf({9, 0}), 0.2, 1).error().code, ErrorCode::TooFewClasses);
    EXPECT_EQ(makeSplit(catalogOf({9, 9}), 0.0, 1).error().code, ErrorCode::NoValidationImages);
    EXPECT_EQ(makeSplit(catalogOf({9, 9}), std::nan(""), 1).error().code,
              ErrorCode::NoValidationImages);
    EXPECT_EQ(makeSplit(catalogOf({1, 1}), 0.5, 1).error().code, ErrorCode::TooFewImages);
    EXPECT_EQ(makeSplit(catalogOf({}), 0.5, 1).error().code, ErrorCode::TooFewImages);
}

TEST(SplitJson, ComesBackTheSame) {
    const auto split = makeSplit(catalogOf({5, 7}), 0.25, 0xFFFF'FFFF'FFFF'FFFF);
    ASSERT_TRUE(split.has_value());
    const Json json = Json::parse(splitToJson(*split).dump());
    const auto back = splitFromJson(json, 2);
    ASSERT_TRUE(back.has_value()) << back.error().message();
    EXPECT_EQ(splitToJson(*back), splitToJson(*split));
    EXPECT_EQ(back->val[0].id, split->val[0].id);
}

TEST(SplitJson, HostileOnesAreRefused) {
    const auto with = [](const char* items) {
        return Json::parse(std::string(R"({"kind":"stratified","seed":1,"validation_fraction":0.2,)"
                                       R"("val":[],"test":[],"train":)") +
                           items + "}");
    };
    EXPECT_TRUE(splitFromJson(with(R"([["a/1.jpg",0],["a/..b.jpg",1]])"), 2).has_value());
    for (const char* items : {R"([["/etc/passwd",0]])", R"([["../x.jpg",0]])",
                              R"([["a/../../x.jpg",0]])", R"([["a/..",0]])", R"([["",0]])",
                              R"([["a//b",0]])", R"([["./a",0]])", R"([["a\u0000b",0]])"}) {
        const auto split = splitFromJson(with(items), 2);
        ASSERT_FALSE(split.has_value()) << items;
        EXPECT_EQ(split.error().code, ErrorCode::PathUnsafe) << items;
    }
    for (const char* items :
         {R"([["a",2]])", R"([["a",-1]])", R"([["a",18446744073709551615]])", R"([["a",0.5]])",
          R"([["a"]])", R"([[0,"a"]])", R"(["a"])", R"({})", R"(null)", R"([["a",0],["a",1]])"}) {
        const auto split = splitFromJson(with(items), 2);
        ASSERT_FALSE(split.has_value()) << items;
        EXPECT_EQ(split.error().code, ErrorCode::FileFormat) << items;
    }
    for (const char* text : {"[]", "3", "{}", R"({"kind":1,"seed":1,"validation_fraction":0})",
                             R"({"kind":"x","seed":"1","validation_fraction":0})"}) {
        EXPECT_FALSE(splitFromJson(Json::parse(text), 2).has_value()) << text;
    }
}

}  // namespace
}  // namespace minarai::dataset
