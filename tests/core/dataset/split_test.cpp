// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset/split.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

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

/// Images of each class in a part.
std::map<int, int> countsOf(const std::vector<Item>& items) {
    std::map<int, int> counts;
    for (const Item& item : items) {
        ++counts[item.label];
    }
    return counts;
}

void expectEachImageOnce(const Split& split, const Catalog& catalog) {
    std::set<std::string> all = pathsOf(split.train);
    all.merge(pathsOf(split.val));
    all.merge(pathsOf(split.test));
    EXPECT_EQ(all.size(), catalog.samples.size());
    EXPECT_EQ(split.train.size() + split.val.size() + split.test.size(), catalog.samples.size());
}

TEST(MakeSplit, ATestPartIsHeldOutWithinOneImageOfEachClass) {
    Rng rng(11);
    for (int round = 0; round < 300; ++round) {
        std::vector<int> sizes(2 + rng.below(4));
        for (int& size : sizes) {
            size = static_cast<int>(1 + rng.below(rng.chance(0.5) ? 8 : 120));
        }
        sizes[0] = std::max(sizes[0], 3);
        const Catalog catalog = catalogOf(sizes);
        SplitPlan plan;
        plan.seed = rng.below(1000);
        plan.testFraction = 0.01 * static_cast<double>(1 + rng.below(50));
        plan.validationFraction = 0.01 * static_cast<double>(1 + rng.below(45));
        plan.kind = round % 2 == 0 ? SplitKind::Auto : SplitKind::Grouped;
        plan.groupPattern = "^(\\d+)\\.jpg$";
        const auto split = makeSplit(catalog, plan);
        ASSERT_TRUE(split.has_value()) << split.error().message();
        expectEachImageOnce(*split, catalog);
        EXPECT_EQ(split->testFraction, plan.testFraction);
        if (plan.kind == SplitKind::Grouped) {
            // Images of one number are a group across the classes; shares are as near as they
            // allow.
            EXPECT_EQ(split->kind, "grouped");
            continue;
        }
        EXPECT_EQ(split->kind, "stratified");
        auto trained = countsOf(split->train);
        auto validated = countsOf(split->val);
        auto tested = countsOf(split->test);
        for (std::size_t c = 0; c < sizes.size(); ++c) {
            const int label = static_cast<int>(c);
            const double tests = sizes[c] * plan.testFraction;
            const double validates = sizes[c] * plan.validationFraction;
            constexpr double kOne = 1 + 1e-9;
            EXPECT_LE(std::abs(tested[label] - tests), kOne) << sizes[c];
            EXPECT_LE(std::abs(validated[label] - validates), kOne) << sizes[c];
            EXPECT_LE(std::abs(trained[label] - (sizes[c] - tests - validates)), kOne) << sizes[c];
            EXPECT_GE(trained[label], 1) << sizes[c];
            EXPECT_GE(validated[label], sizes[c] >= 2 ? 1 : 0) << sizes[c];
        }
    }
}

TEST(MakeSplit, GroupsOfOneKeepTheSharesOfAllThreeParts) {
    Catalog catalog = catalogOf({60, 45, 7});
    catalog.samples[0].group = catalog.samples[1].group = 1;  // one pair, made by hand
    SplitPlan plan;
    plan.validationFraction = plan.testFraction = 0.15;
    const auto split = makeSplit(catalog, plan);
    ASSERT_TRUE(split.has_value()) << split.error().message();
    EXPECT_EQ(split->kind, "grouped");
    expectEachImageOnce(*split, catalog);
    auto validated = countsOf(split->val);
    auto tested = countsOf(split->test);
    const int sizes[] = {60, 45, 7};
    for (int label = 0; label < 3; ++label) {
        EXPECT_NEAR(validated[label], sizes[label] * 0.15, 1) << label;
        EXPECT_NEAR(tested[label], sizes[label] * 0.15, 1) << label;
    }
}

TEST(MakeSplit, EveryFoldHasTheSameTestPart) {
    const Catalog catalog = catalogOf({53, 20, 9});
    SplitPlan plan;
    plan.kind = SplitKind::KFold;
    plan.folds = 4;
    plan.testFraction = 0.2;
    std::set<std::string> tested;
    std::multiset<std::string> validated;
    for (plan.fold = 1; plan.fold <= plan.folds; ++plan.fold) {
        const auto split = makeSplit(catalog, plan);
        ASSERT_TRUE(split.has_value()) << split.error().message();
        expectEachImageOnce(*split, catalog);
        auto counts = countsOf(split->test);
        EXPECT_EQ(counts[0], 11);  // a fifth of 53, 20 and 9
        EXPECT_EQ(counts[1], 4);
        EXPECT_EQ(counts[2], 2);
        EXPECT_TRUE(plan.fold == 1 || pathsOf(split->test) == tested);
        tested = pathsOf(split->test);
        for (const Item& item : split->val) {
            validated.insert(item.path);
        }
        auto folded = countsOf(split->val);
        EXPECT_LE(std::abs(folded[0] - 42 / 4.0), 1) << plan.fold;
        EXPECT_LE(std::abs(folded[1] - 16 / 4.0), 1) << plan.fold;
        EXPECT_LE(std::abs(folded[2] - 7 / 4.0), 1) << plan.fold;
    }
    EXPECT_EQ(validated.size(), 65U);
    EXPECT_EQ(std::set<std::string>(validated.begin(), validated.end()).size(), 65U);
}

TEST(MakeSplit, ATestPartOfFoldersComesFromTheTrainFolder) {
    Catalog catalog = catalogOf({20, 20});
    catalog.hasParts = true;
    for (std::size_t i = 0; i < catalog.samples.size(); i += 4) {
        catalog.samples[i].part = Part::Val;
    }
    SplitPlan plan;
    plan.testFraction = 0.2;
    const auto split = makeSplit(catalog, plan);
    ASSERT_TRUE(split.has_value()) << split.error().message();
    EXPECT_EQ(split->kind, "folders");
    expectEachImageOnce(*split, catalog);
    EXPECT_EQ(split->val.size(), 10U);
    auto tested = countsOf(split->test);
    EXPECT_EQ(tested[0], 3);  // of 15 in the train folder
    EXPECT_EQ(tested[1], 3);
    // An image that belongs to one which validates is not taken out of training for the test.
    for (Sample& sample : catalog.samples) {
        sample.group = sample.label == 0 ? 1 : 0;
    }
    const auto grouped = makeSplit(catalog, plan);
    ASSERT_TRUE(grouped.has_value()) << grouped.error().message();
    EXPECT_EQ(countsOf(grouped->test)[0], 0);
    EXPECT_EQ(countsOf(grouped->test)[1], 3);

    catalog.samples[1].part = Part::Test;
    for (const SplitKind kind : {SplitKind::Auto, SplitKind::Stratified, SplitKind::KFold}) {
        plan.kind = kind;
        Catalog ungrouped = catalog;
        for (Sample& sample : ungrouped.samples) {
            sample.group = 0;
        }
        const auto own = makeSplit(ungrouped, plan);
        ASSERT_TRUE(own.has_value()) << own.error().message();
        EXPECT_EQ(own->test.size(), 1U) << "a test folder is the test part";
        EXPECT_EQ(own->testFraction, 0);
    }
}

TEST(MakeSplit, WithoutATestShareNothingMoves) {
    const Catalog catalog = catalogOf({60, 31});
    SplitPlan plan;
    const auto plain = makeSplit(catalog, plan);
    ASSERT_TRUE(plain.has_value());
    EXPECT_TRUE(plain->test.empty());
    EXPECT_FALSE(splitToJson(*plain).contains("test_fraction"))
        << "older runs know their split by it";
    for (const auto& [validation, test] : {std::pair(0.6, 0.4), std::pair(0.2, 0.51),
                                           std::pair(0.2, -0.1), std::pair(0.2, std::nan(""))}) {
        plan.validationFraction = validation;
        plan.testFraction = test;
        const auto refused = makeSplit(catalog, plan);
        ASSERT_FALSE(refused.has_value()) << test;
        EXPECT_EQ(refused.error().code, ErrorCode::SettingConflict) << test;
    }
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

    SplitPlan plan;
    plan.testFraction = 0.2;
    const auto tested = makeSplit(catalogOf({9, 9}), plan);
    ASSERT_TRUE(tested.has_value());
    const auto again = splitFromJson(Json::parse(splitToJson(*tested).dump()), 2);
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->testFraction, 0.2);
    EXPECT_EQ(again->test.size(), 4U);
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
