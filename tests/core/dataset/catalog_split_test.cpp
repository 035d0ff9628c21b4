// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The split that a folder's catalog keeps.
#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/dataset/catalog_fixture.h"
#include "dataset/split.h"

namespace minarai::dataset {
namespace {

namespace fs = std::filesystem;
using testing::IsEmpty;
using testing::UnorderedElementsAreArray;

std::vector<std::string> pathsOf(const std::vector<Item>& items) {
    std::vector<std::string> paths;
    for (const Item& item : items) {
        paths.push_back(item.path);
    }
    return paths;
}

const Item* find(const Split& split, const std::string& path) {
    for (const auto* items : {&split.train, &split.val, &split.test}) {
        for (const Item& item : *items) {
            if (item.path == path) {
                return &item;
            }
        }
    }
    return nullptr;
}

class CatalogSplitTest : public CatalogFixture {
  protected:
    CatalogSplitTest() {
        for (int i = 0; i < 9; ++i) {
            const std::string name = std::to_string(i) + ".png";
            tree.file("set/cats/" + name, "a cat");
            tree.file("set/dogs/" + name, "a dog");
        }
    }

    static Split draw(const Catalog& catalog, std::uint64_t seed) {
        SplitPlan plan;
        plan.kind = SplitKind::Stratified;
        plan.validationFraction = 0.3;
        plan.testFraction = 0.2;
        plan.seed = seed;
        const auto split = makeSplit(catalog, plan);
        EXPECT_TRUE(split.has_value());
        return split.value_or(Split{});
    }
};

TEST_F(CatalogSplitTest, IsThereTheNextTime) {
    Split drawn;
    {
        CatalogStore store = open();
        EXPECT_FALSE((*store.split()).has_value());
        ASSERT_TRUE(store.keepSplit(draw(store.view(), 1)));
        drawn = draw(store.view(), 8);
        ASSERT_TRUE(store.keepSplit(drawn));
    }
    const auto kept = open().split();
    ASSERT_TRUE(kept.has_value() && kept->has_value());
    const Split& split = **kept;
    EXPECT_EQ(split.kind, "stratified");
    EXPECT_EQ(split.seed, 8U);
    EXPECT_EQ(split.validationFraction, 0.3);
    EXPECT_EQ(split.testFraction, 0.2);
    ASSERT_FALSE(drawn.train.empty() || drawn.val.empty() || drawn.test.empty());
    EXPECT_THAT(pathsOf(split.train), UnorderedElementsAreArray(pathsOf(drawn.train)));
    EXPECT_THAT(pathsOf(split.val), UnorderedElementsAreArray(pathsOf(drawn.val)));
    EXPECT_THAT(pathsOf(split.test), UnorderedElementsAreArray(pathsOf(drawn.test)));
    for (const Item& item : drawn.val) {
        const Item* same = find(split, item.path);
        ASSERT_NE(same, nullptr);
        EXPECT_EQ(same->label, item.label);
        EXPECT_EQ(same->id, item.id);
    }
}

TEST_F(CatalogSplitTest, KeepsHowFoldsAndGroupsWereDrawn) {
    CatalogStore store = open();
    SplitPlan plan;
    plan.kind = SplitKind::KFold;
    plan.folds = 3;
    plan.fold = 2;
    plan.groupPattern = "^([0-4])";
    const auto drawn = makeSplit(store.view(), plan);
    ASSERT_TRUE(drawn.has_value());
    ASSERT_TRUE(store.keepSplit(*drawn));
    const Split split = (*open().split()).value();
    EXPECT_EQ(split.kind, "grouped_kfold");
    EXPECT_EQ(split.groupPattern, "^([0-4])");
    EXPECT_EQ(split.folds, 3);
    EXPECT_EQ(split.fold, 2);
    EXPECT_EQ(split.groups, 5U) << "each of five numbers is a cat's and a dog's";
    EXPECT_EQ(split.ungrouped, 8U);
}

TEST_F(CatalogSplitTest, FollowsTheFolderAndThePersonsDecisions) {
    Split drawn;
    {
        CatalogStore store = open();
        drawn = draw(store.view(), 3);
        ASSERT_TRUE(store.keepSplit(drawn));
    }
    const std::string gone = drawn.val.front().path;
    const std::string excluded = drawn.train.front().path;
    const std::string relabelled = drawn.train.back().path;
    ASSERT_EQ(drawn.train.back().label, 1);
    fs::remove(set() / gone);
    tree.file("set/cats/new.png", "another cat");
    CatalogStore store = open();
    ASSERT_TRUE(store.exclude({excluded}));
    ASSERT_TRUE(store.relabel({relabelled}, "cats"));
    Split split = (*store.split()).value();
    EXPECT_EQ(find(split, gone), nullptr);
    EXPECT_EQ(find(split, excluded), nullptr);
    EXPECT_EQ(find(split, "cats/new.png"), nullptr) << "it has no part yet";
    ASSERT_NE(find(split, relabelled), nullptr);
    EXPECT_EQ(find(split, relabelled)->label, 0);
    EXPECT_EQ(split.train.size() + split.val.size() + split.test.size(), 16U);
    ASSERT_TRUE(store.undo());
    ASSERT_TRUE(store.undo());
    split = (*store.split()).value();
    EXPECT_NE(find(split, excluded), nullptr) << "its part is known still";
}

TEST_F(CatalogSplitTest, ANewImageDoesNotInheritThePartOfOneThatIsGone) {
    {
        CatalogStore store = open();
        ASSERT_TRUE(store.keepSplit(draw(store.view(), 3)));
    }
    fs::remove(set() / "dogs/8.png");  // the last one of the table
    { (void)open(); }
    tree.file("set/dogs/new.png", "another dog");
    const Split split = (*open().split()).value();
    EXPECT_EQ(find(split, "dogs/new.png"), nullptr);
    EXPECT_EQ(split.train.size() + split.val.size() + split.test.size(), 17U);
}

TEST_F(CatalogSplitTest, WhatAStrangerWroteIsNoSplit) {
    fs::path file;
    {
        CatalogStore store = open();
        file = store.file();
        ASSERT_TRUE(store.keepSplit(draw(store.view(), 3)));
    }
    tamper(file,
           "UPDATE parts SET part = 7 WHERE sample = 1; UPDATE parts SET part = -1 WHERE "
           "sample = 2; INSERT INTO parts VALUES (9999, 0)");
    const Split split = (*open().split()).value();
    EXPECT_EQ(split.train.size() + split.val.size() + split.test.size(), 16U);
    for (const char* head : {"", "{", "[]", "{\"kind\":1}",
                             "{\"kind\":\"stratified\",\"seed\":1,\"validation_fraction\":0.2,"
                             "\"train\":[[\"x.png\",0]],"
                             "\"val\":[],\"test\":[]}"}) {
        tamper(file, "UPDATE meta SET value = '" + std::string(head) + "' WHERE key = 'split'");
        const auto kept = open().split();
        ASSERT_TRUE(kept.has_value()) << head;
        EXPECT_FALSE(kept->has_value()) << head;
    }
}

}  // namespace
}  // namespace minarai::dataset
