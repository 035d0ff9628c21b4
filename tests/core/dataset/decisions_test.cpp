// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset/decisions.h"

#include <filesystem>
#include <fstream>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/dataset/catalog_fixture.h"

namespace minarai::dataset {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

class DecisionsTest : public CatalogFixture {
  protected:
    DecisionsTest() {
        for (const char* name : {"0.png", "1.png", "2.png"}) {
            tree.file(std::string("set/cats/") + name);
            tree.file(std::string("set/dogs/") + name);
        }
    }
    /// Decides about three images, one of them twice, and closes the catalog.
    [[nodiscard]] fs::path decide() const {
        CatalogStore store = open();
        EXPECT_TRUE(store.exclude({"cats/0.png"}));
        EXPECT_TRUE(store.relabel({"cats/0.png", "cats/1.png"}, "dogs"));
        EXPECT_TRUE(store.group({"dogs/1.png"}, 4));
        EXPECT_TRUE(store.exclude({"dogs/2.png"}));
        EXPECT_TRUE(store.undo());
        return store.file();
    }
    [[nodiscard]] std::set<fs::path> entries() const {
        std::set<fs::path> names;
        for (const auto& entry : fs::directory_iterator(catalogs())) {
            names.insert(entry.path().filename());
        }
        return names;
    }
};

TEST_F(DecisionsTest, AreThoseOfTheCatalogWhichStaysAsItIs) {
    const fs::path file = decide();
    const std::string before = bytesOf(file);
    const std::set<fs::path> names = entries();
    const auto decisions = readDecisions(set(), catalogs());
    ASSERT_TRUE(decisions.has_value()) << decisions.error().message();
    EXPECT_EQ(fs::path(decisions->folder), fs::canonical(set()));
    EXPECT_EQ(bytesOf(file), before);
    EXPECT_EQ(entries(), names);

    const DecidedCatalog result = decided(*scan(set()), decisions->states);
    EXPECT_THAT(pathsOf(result.catalog),
                ElementsAre("cats/2.png", "cats/1.png", "dogs/0.png", "dogs/1.png", "dogs/2.png"));
    EXPECT_EQ(result.catalog.classCounts(), (std::vector<std::uint64_t>{1, 4}));
    EXPECT_EQ(result.catalog.samples[3].group, 4U);
    EXPECT_EQ(result.excluded, 1U);
    EXPECT_EQ(result.relabelled, 2U);
    EXPECT_EQ(result.absent, 0U);
}

TEST_F(DecisionsTest, OfACatalogThatIsInUseAreTheNewest) {
    CatalogStore store = open();
    ASSERT_TRUE(store.exclude({"cats/0.png"}));
    const auto decisions = readDecisions(set(), catalogs());
    ASSERT_TRUE(decisions.has_value()) << decisions.error().message();
    EXPECT_EQ(decisions->states, store.states());
    ASSERT_TRUE(store.exclude({"cats/1.png"})) << "the reader holds nothing";
    EXPECT_EQ(readDecisions(set(), catalogs())->states, store.states());
}

TEST_F(DecisionsTest, OfAnotherMachineCountWhatIsNotHere) {
    const fs::path file = decide();
    tree.file("copy/cats/1.png");
    tree.file("copy/cats/2.png");
    tree.file("copy/foxes/1.png");
    const auto decisions = readDecisionsOf(file);
    ASSERT_TRUE(decisions.has_value()) << decisions.error().message();
    const DecidedCatalog result = decided(*scan(tree.root() / "copy"), decisions->states);
    // "dogs" is no class here, and two of the images are not.
    EXPECT_THAT(pathsOf(result.catalog), ElementsAre("cats/1.png", "cats/2.png", "foxes/1.png"));
    EXPECT_EQ(result.excluded, 0U);
    EXPECT_EQ(result.relabelled, 0U);
    EXPECT_EQ(result.absent, 3U);
}

TEST_F(DecisionsTest, WithoutACatalogNothingIsMade) {
    const auto none = readDecisions(set(), catalogs());
    ASSERT_FALSE(none.has_value());
    EXPECT_EQ(none.error().code, ErrorCode::FileMissing);
    EXPECT_FALSE(fs::exists(catalogs()));
    EXPECT_EQ(readDecisions(tree.root() / "nowhere", catalogs()).error().code,
              ErrorCode::FolderMissing);
}

TEST_F(DecisionsTest, WhatIsNoCatalogIsRefusedAndStays) {
    const fs::path file = decide();
    const std::string good = bytesOf(file);
    const auto refusal = [&](const std::string& sql) {
        std::ofstream(file, std::ios::binary) << good;
        tamper(file, sql);
        const std::string before = bytesOf(file);
        const auto decisions = readDecisions(set(), catalogs());
        EXPECT_EQ(bytesOf(file), before) << sql;
        EXPECT_FALSE(decisions.has_value()) << sql;
        return decisions ? std::string() : decisions.error().message();
    };
    EXPECT_THAT(refusal("PRAGMA application_id = 7"), HasSubstr("no catalog of Minarai"));
    EXPECT_THAT(refusal("PRAGMA user_version = 99"), HasSubstr("newer version"));
    EXPECT_THAT(refusal("CREATE VIEW extra AS SELECT * FROM edits"), HasSubstr("other tables"));
    EXPECT_THAT(refusal("UPDATE edits SET path = '../../cats/0.png'"), HasSubstr("well-formed"));
    EXPECT_THAT(refusal("UPDATE meta SET value = 900 WHERE key = 'applied'"),
                HasSubstr("well-formed"));
    EXPECT_THAT(refusal("UPDATE meta SET value = '/other' WHERE key = 'root'"),
                HasSubstr("another folder"));

    std::ofstream(file, std::ios::binary) << "no database at all, but long enough to be one";
    EXPECT_EQ(readDecisions(set(), catalogs()).error().code, ErrorCode::FileFormat);
    std::ofstream(file, std::ios::binary) << good.substr(0, good.size() / 2);
    EXPECT_FALSE(readDecisions(set(), catalogs()).has_value());
    EXPECT_EQ(bytesOf(file).size(), good.size() / 2);
}

}  // namespace
}  // namespace minarai::dataset
