// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset/groups.h"

#include <cmath>
#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "base/rng.h"
#include "core/dataset/tree.h"
#include "dataset/sample_set.h"
#include "dataset/split.h"
#include "image/decode.h"
#include "image/resample.h"

namespace minarai::dataset {
namespace {

using testing::HasSubstr;

/// Patients with one to nine pictures in one or two of three classes, seeded.
Catalog patients(int count, std::uint64_t seed) {
    Catalog catalog;
    catalog.root = "data";
    catalog.classes = {"a", "b", "c"};
    Rng rng(seed);
    for (int patient = 0; patient < count; ++patient) {
        const std::uint64_t label = rng.below(3);
        for (std::uint64_t i = 0; i <= rng.below(9); ++i) {
            Sample sample;
            sample.label = static_cast<std::int32_t>(rng.chance(0.9) ? label : rng.below(3));
            sample.path = catalog.classes[static_cast<std::size_t>(sample.label)] + "/p" +
                          std::to_string(patient) + "_" + std::to_string(i) + ".png";
            catalog.samples.push_back(sample);
        }
    }
    return catalog;
}

std::string patientOf(const Item& item) {
    const auto begin = item.path.find('/') + 1;
    return item.path.substr(begin, item.path.find('_') - begin);
}

std::set<std::string> patientsOf(const std::vector<Item>& items) {
    std::set<std::string> names;
    for (const Item& item : items) {
        names.insert(patientOf(item));
    }
    return names;
}

bool disjoint(const std::set<std::string>& a, const std::set<std::string>& b) {
    return std::none_of(a.begin(), a.end(), [&](const auto& each) { return b.contains(each); });
}

std::map<int, double> countsOf(const std::vector<Item>& items) {
    std::map<int, double> counts;
    for (const Item& item : items) {
        ++counts[item.label];
    }
    return counts;
}

SplitPlan grouped() {
    SplitPlan plan;
    plan.kind = SplitKind::Grouped;
    plan.groupPattern = "^(p\\d+)_";
    return plan;
}

TEST(GroupedSplit, NeverTearsAGroupAndKeepsTheShares) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const Catalog catalog = patients(120, seed);
        SplitPlan plan = grouped();
        plan.seed = seed;
        plan.validationFraction = seed % 2 == 0 ? 0.2 : 0.35;
        const auto split = makeSplit(catalog, plan);
        ASSERT_TRUE(split.has_value()) << split.error().message();
        EXPECT_EQ(split->kind, "grouped");
        EXPECT_GT(split->groups, 50U);
        EXPECT_EQ(split->train.size() + split->val.size(), catalog.samples.size());
        EXPECT_TRUE(disjoint(patientsOf(split->train), patientsOf(split->val)));
        const auto all = catalog.classCounts();
        const auto validated = countsOf(split->val);
        for (std::size_t label = 0; label < all.size(); ++label) {
            // Groups have up to nine images: half of that is as near as they must come.
            EXPECT_NEAR(validated.at(static_cast<int>(label)),
                        static_cast<double>(all[label]) * plan.validationFraction, 5)
                << seed;
        }
        EXPECT_EQ(splitToJson(*makeSplit(catalog, plan)), splitToJson(*split));
    }
}

TEST(GroupedSplit, ATestPartTearsNoGroupEither) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const Catalog catalog = patients(120, seed);
        SplitPlan plan = grouped();
        plan.kind = seed % 2 == 0 ? SplitKind::Grouped : SplitKind::KFold;
        plan.seed = seed;
        plan.testFraction = 0.15;
        plan.validationFraction = 0.2;
        const auto split = makeSplit(catalog, plan);
        ASSERT_TRUE(split.has_value()) << split.error().message();
        EXPECT_EQ(split->train.size() + split->val.size() + split->test.size(),
                  catalog.samples.size());
        EXPECT_TRUE(disjoint(patientsOf(split->train), patientsOf(split->test)));
        EXPECT_TRUE(disjoint(patientsOf(split->val), patientsOf(split->test)));
        EXPECT_TRUE(disjoint(patientsOf(split->train), patientsOf(split->val)));
        const auto all = catalog.classCounts();
        const auto tested = countsOf(split->test);
        const auto validated = countsOf(split->val);
        for (std::size_t label = 0; label < all.size(); ++label) {
            const auto images = static_cast<double>(all[label]);
            // Within the largest group.
            EXPECT_NEAR(tested.at(static_cast<int>(label)), images * 0.15, 9) << seed;
            const double share = plan.kind == SplitKind::KFold ? 0.85 / 5 : 0.2;
            EXPECT_NEAR(validated.at(static_cast<int>(label)), images * share, 9) << seed;
        }
    }
}

TEST(GroupedSplit, OneLargeGroupStaysInTraining) {
    Catalog catalog;
    catalog.classes = {"a", "b"};
    for (int i = 0; i < 40; ++i) {
        Sample sample;
        sample.label = i % 2;
        sample.path = catalog.classes[static_cast<std::size_t>(i % 2)] + "/" +
                      (i < 30 ? "p1_" : "p" + std::to_string(i) + "_") + std::to_string(i) + ".png";
        catalog.samples.push_back(sample);
    }
    const auto split = makeSplit(catalog, grouped());
    ASSERT_TRUE(split.has_value());
    EXPECT_FALSE(patientsOf(split->val).contains("p1"));
    EXPECT_EQ(split->val.size(), 8U);
}

TEST(GroupedSplit, AGroupThatReachesIntoTestJoinsIt) {
    Catalog catalog = patients(30, 4);
    catalog.hasParts = true;
    for (Sample& sample : catalog.samples) {
        sample.path = "train/" + sample.path;
    }
    Sample tested;
    tested.part = Part::Test;
    tested.label = catalog.samples[0].label;
    tested.path = "test/" + catalog.classes[static_cast<std::size_t>(tested.label)] + "/p3_99.png";
    catalog.samples.push_back(tested);
    const auto split = makeSplit(catalog, grouped());
    ASSERT_TRUE(split.has_value()) << split.error().message();
    EXPECT_GT(split->test.size(), 1U);
    for (const auto* part : {&split->train, &split->val}) {
        for (const Item& item : *part) {
            EXPECT_THAT(item.path, testing::Not(HasSubstr("/p3_")));
        }
    }
    EXPECT_EQ(split->train.size() + split->val.size() + split->test.size(), catalog.samples.size());
}

TEST(GroupedSplit, PatternsThatDoNotFit) {
    const Catalog catalog = patients(10, 1);
    SplitPlan plan = grouped();
    for (const auto& [pattern, says] : std::vector<std::pair<std::string, std::string>>{
             {"p\\d+", "no group"}, {"(", "not a regular expression"}, {"^(x+)", "no image has"}}) {
        plan.groupPattern = pattern;
        const auto split = makeSplit(catalog, plan);
        ASSERT_FALSE(split.has_value()) << pattern;
        EXPECT_EQ(split.error().code, ErrorCode::SplitPattern) << pattern;
        EXPECT_THAT(split.error().message(), HasSubstr(pattern));
    }
    plan.groupPattern = "^(p[12])_";
    const auto split = makeSplit(catalog, plan);
    ASSERT_TRUE(split.has_value());
    EXPECT_GT(split->ungrouped, 0U);
    // A pattern that would keep a backtracking matcher busy for ever.
    plan.groupPattern = "((a+)+)+x|^(p)";
    Catalog slow = catalog;
    slow.samples.front().path = "a/" + std::string(60, 'a') + ".png";
    EXPECT_FALSE(makeSplit(slow, plan).has_value());
}

TEST(KFold, EachImageValidatesOnceAndClassesAreEqual) {
    Catalog catalog;
    catalog.classes = {"a", "b", "c"};
    const int sizes[] = {53, 20, 7};
    for (int label = 0; label < 3; ++label) {
        for (int i = 0; i < sizes[label]; ++i) {
            Sample sample;
            sample.label = label;
            sample.path =
                catalog.classes[static_cast<std::size_t>(label)] + "/" + std::to_string(i) + ".png";
            catalog.samples.push_back(sample);
        }
    }
    SplitPlan plan;
    plan.kind = SplitKind::KFold;
    plan.folds = 4;
    std::map<std::string, int> validated;
    for (plan.fold = 1; plan.fold <= 4; ++plan.fold) {
        const auto split = makeSplit(catalog, plan);
        ASSERT_TRUE(split.has_value());
        EXPECT_EQ(split->kind, "kfold");
        EXPECT_EQ(split->fold, plan.fold);
        EXPECT_EQ(split->val.size(), 20U);
        EXPECT_EQ(split->train.size(), 60U);
        for (const Item& item : split->val) {
            ++validated[item.path];
        }
        const auto counts = countsOf(split->val);
        for (int label = 0; label < 3; ++label) {
            EXPECT_LT(std::abs(counts.at(label) - sizes[label] / 4.0), 1.0) << label;
        }
    }
    EXPECT_EQ(validated.size(), 80U);
    EXPECT_TRUE(std::all_of(validated.begin(), validated.end(),
                            [](const auto& entry) { return entry.second == 1; }));
    plan.fold = 5;
    EXPECT_EQ(makeSplit(catalog, plan).error().code, ErrorCode::SplitFold);
}

TEST(KFold, KeepsGroupsTogether) {
    const Catalog catalog = patients(150, 9);
    SplitPlan plan = grouped();
    plan.kind = SplitKind::KFold;
    plan.folds = 5;
    std::size_t total = 0;
    for (plan.fold = 1; plan.fold <= 5; ++plan.fold) {
        const auto split = makeSplit(catalog, plan);
        ASSERT_TRUE(split.has_value());
        EXPECT_EQ(split->kind, "grouped_kfold");
        EXPECT_TRUE(disjoint(patientsOf(split->train), patientsOf(split->val)));
        total += split->val.size();
        const auto all = catalog.classCounts();
        const auto counts = countsOf(split->val);
        for (std::size_t label = 0; label < all.size(); ++label) {
            EXPECT_NEAR(counts.at(static_cast<int>(label)), static_cast<double>(all[label]) / 5, 5);
        }
        const auto back = splitFromJson(Json::parse(splitToJson(*split).dump()), 3);
        ASSERT_TRUE(back.has_value()) << back.error().message();
        EXPECT_EQ(splitToJson(*back), splitToJson(*split));
    }
    EXPECT_EQ(total, catalog.samples.size());
}

TEST(StratifiedSplit, DrawsFromTrainAndValFolders) {
    Catalog catalog = patients(40, 2);
    catalog.hasParts = true;
    for (std::size_t i = 0; i < catalog.samples.size(); ++i) {
        catalog.samples[i].part = i % 5 == 0 ? Part::Val : Part::Train;
    }
    SplitPlan plan;
    plan.validationFraction = 0.5;
    EXPECT_EQ(makeSplit(catalog, plan)->kind, "folders");
    plan.kind = SplitKind::Stratified;
    const auto split = makeSplit(catalog, plan);
    ASSERT_TRUE(split.has_value());
    EXPECT_EQ(split->kind, "stratified");
    EXPECT_NEAR(static_cast<double>(split->val.size()),
                static_cast<double>(catalog.samples.size()) / 2, 2);
}

TEST(GroupedSplit, NearDuplicatesStayTogether) {
    const Tree tree;
    for (int i = 0; i < 24; ++i) {
        const auto index = static_cast<std::uint64_t>(i);
        const image::Image picture = drawSample(index % 8, index);
        const std::string folder = i % 2 == 0 ? "a/" : "b/";
        for (int size : {64, 50, 40}) {
            const auto bytes = image::encodePng(image::resize(picture, size, size));
            tree.file(folder + std::to_string(i) + "_" + std::to_string(size) + ".png",
                      {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
        }
    }
    const auto catalog = scan(tree.root());
    ASSERT_TRUE(catalog.has_value());
    SplitPlan plan;
    plan.kind = SplitKind::Grouped;
    plan.validationFraction = 0.25;
    const auto split = makeSplit(*catalog, plan);
    ASSERT_TRUE(split.has_value()) << split.error().message();
    EXPECT_EQ(split->groupPattern, kNearDuplicateGroups);
    EXPECT_EQ(split->groups, 24U);
    EXPECT_EQ(split->val.size(), 18U);
    EXPECT_TRUE(disjoint(patientsOf(split->train), patientsOf(split->val)));
}

}  // namespace
}  // namespace minarai::dataset
