// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset/catalog_store.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/dataset/catalog_fixture.h"
#include "dataset/decisions.h"
#include "dataset/sample_set.h"
#include "dataset/split.h"
#include "image/decode.h"

namespace minarai::dataset {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

std::string picture(std::uint64_t index) {
    const auto bytes = image::encodePng(drawSample(index % 8, index));
    return {bytes.begin(), bytes.end()};
}

class CatalogStoreTest : public CatalogFixture {
  protected:
    CatalogStoreTest() {
        for (std::uint64_t i = 0; i < 4; ++i) {
            const std::string name = std::to_string(i) + ".png";
            tree.file("set/cats/" + name, picture(i));
            tree.file("set/dogs/" + name, picture(i + 20));
        }
    }
};

TEST_F(CatalogStoreTest, KnowsTheFolderTheNextTime) {
    {
        const CatalogStore store = open();
        EXPECT_FALSE(store.changes().known);
        EXPECT_FALSE(store.notice().has_value());
        EXPECT_EQ(store.scanned()->samples.size(), 8U);
        EXPECT_EQ(pathsOf(store.view()), pathsOf(*scan(set())));
    }
    const CatalogStore again = open();
    EXPECT_TRUE(again.changes().known);
    EXPECT_THAT(again.changes().added, IsEmpty());
    EXPECT_THAT(again.changes().removed, IsEmpty());
    EXPECT_THAT(again.changes().changed, IsEmpty());
    // A database that readers and a writer share (https://sqlite.org/fileformat2.html, bytes 18
    // and 19): with a write-ahead log.
    std::ifstream file(again.file(), std::ios::binary);
    std::string head(20, '\0');
    ASSERT_TRUE(file.read(head.data(), 20));
    EXPECT_EQ(head.substr(0, 15), "SQLite format 3");
    EXPECT_EQ(head.substr(18), "\2\2");
    // The user's folder holds what it held.
    EXPECT_EQ(std::distance(fs::directory_iterator(set()), fs::directory_iterator()), 2);
}

TEST_F(CatalogStoreTest, NoticesWhatChangedOnDisk) {
    { (void)open(); }
    tree.file("set/cats/new.png", picture(9));
    tree.file("set/dogs/1.png", picture(11));
    fs::last_write_time(set() / "dogs/1.png",
                        fs::file_time_type::clock::now() + std::chrono::hours(1));
    fs::remove(set() / "cats/0.png");
    const CatalogStore store = open();
    EXPECT_THAT(store.changes().added, ElementsAre("cats/new.png"));
    EXPECT_THAT(store.changes().removed, ElementsAre("cats/0.png"));
    EXPECT_THAT(store.changes().changed, ElementsAre("dogs/1.png"));
    const CatalogStore again = open();
    EXPECT_THAT(again.changes().changed, IsEmpty());
}

TEST_F(CatalogStoreTest, EditsAreUndoneAndRedoneAndKept) {
    {
        CatalogStore store = open();
        ASSERT_TRUE(store.exclude({"cats/0.png", "dogs/0.png"}));
        ASSERT_TRUE(store.relabel({"cats/1.png"}, "dogs"));
        const Catalog view = store.view();
        EXPECT_THAT(pathsOf(view), ElementsAre("cats/2.png", "cats/3.png", "cats/1.png",
                                               "dogs/1.png", "dogs/2.png", "dogs/3.png"));
        EXPECT_EQ(view.classCounts(), (std::vector<std::uint64_t>{2, 4}));
        EXPECT_TRUE(store.stateOf("dogs/0.png").excluded);
        EXPECT_EQ(store.stateOf("cats/1.png").className, "dogs");
        EXPECT_EQ(store.scanned()->samples.size(), 8U);
    }
    CatalogStore store = open();
    ASSERT_EQ(store.journal().size(), 2U);
    EXPECT_EQ(store.view().samples.size(), 6U);
    auto step = store.undo();
    ASSERT_TRUE(step && *step);
    EXPECT_EQ((*step)->edits, (std::vector<Edit>{{"cats/1.png", {false, "dogs", 0}}}));
    EXPECT_EQ(store.stateOf("cats/1.png"), ImageState{});
    EXPECT_TRUE((*store.undo()).has_value());
    EXPECT_FALSE((*store.undo()).has_value());
    EXPECT_EQ(store.view().samples.size(), 8U);
    EXPECT_FALSE(store.journal()[0].applied);
    EXPECT_TRUE((*store.redo()).has_value());
    EXPECT_EQ(store.view().samples.size(), 6U);
    // A new edit takes the place of what was undone.
    ASSERT_TRUE(store.restore({"cats/0.png"}));
    EXPECT_FALSE((*store.redo()).has_value());
    EXPECT_EQ(store.view().samples.size(), 7U);
    EXPECT_EQ(open().view().samples.size(), 7U);
}

TEST_F(CatalogStoreTest, ManyEditsAreOneStep) {
    CatalogStore store = open();
    ASSERT_TRUE(store.apply({{"cats/0.png", {true, "", 0}},
                             {"cats/1.png", {false, "dogs", 3}},
                             {"dogs/2.png", {false, "", 3}}}));
    EXPECT_EQ(store.undoSteps(), 1U);
    EXPECT_EQ(store.redoSteps(), 0U);
    const Catalog view = store.view();
    EXPECT_EQ(view.samples.size(), 7U);
    EXPECT_EQ(view.samples.at(2).path, "cats/1.png");
    EXPECT_EQ(view.samples.at(2).group, 3U);
    for (std::uint64_t seed = 0; seed < 12; ++seed) {
        const auto split = makeSplit(view, 0.4, seed);
        ASSERT_TRUE(split.has_value());
        EXPECT_EQ(split->kind, "grouped");
        const auto inTrain = [&](const char* path) {
            return std::any_of(split->train.begin(), split->train.end(),
                               [&](const Item& item) { return item.path == path; });
        };
        EXPECT_EQ(inTrain("cats/1.png"), inTrain("dogs/2.png"));
    }
    ASSERT_TRUE(store.undo());
    EXPECT_EQ(store.redoSteps(), 1U);
    EXPECT_TRUE(store.states().empty());
    const CatalogStore again = open();
    EXPECT_EQ(again.redoSteps(), 1U);
}

TEST_F(CatalogStoreTest, EditsThatChangeNothingAreNoSteps) {
    CatalogStore store = open();
    ASSERT_TRUE(store.exclude({"cats/0.png", "cats/0.png"}));
    ASSERT_TRUE(store.exclude({"cats/0.png"}));
    ASSERT_TRUE(store.restore({"cats/1.png"}));
    ASSERT_EQ(store.journal().size(), 1U);
    EXPECT_EQ(store.journal()[0].edits.size(), 1U);
    EXPECT_EQ(store.exclude({"cats/none.png"}).error().code, ErrorCode::FileMissing);
    EXPECT_EQ(store.relabel({"cats/1.png"}, "birds").error().code, ErrorCode::SettingChoice);
    EXPECT_EQ(store.journal().size(), 1U);
}

TEST_F(CatalogStoreTest, TwoAtATimeSeeEachOthersEdits) {
    CatalogStore one = open();
    CatalogStore other = open();
    ASSERT_TRUE(one.exclude({"cats/0.png"}));
    ASSERT_TRUE(other.exclude({"cats/1.png"}));
    EXPECT_TRUE(other.stateOf("cats/0.png").excluded);
    EXPECT_EQ(other.journal().size(), 2U);
    EXPECT_EQ(open().view().samples.size(), 6U);
}

TEST_F(CatalogStoreTest, AnAuditIsDoneOnce) {
    tree.file("set/cats/broken.png", "no picture");
    tree.file("set/dogs/again.png", picture(21));
    std::vector<Problem> problems;
    DataStatistics statistics;
    {
        CatalogStore store = open();
        EXPECT_FALSE((*store.problems()).has_value());
        const auto report = inspect(*store.scanned());
        ASSERT_TRUE(report.has_value());
        ASSERT_TRUE(store.storeAudit(*report));
        problems = report->problems;
        statistics = report->statistics;
    }
    const CatalogStore store = open();
    const auto kept = *store.problems();
    ASSERT_TRUE(kept.has_value());
    EXPECT_EQ(namesOf(*kept), namesOf(problems));
    EXPECT_THAT(namesOf(*kept),
                ElementsAre("unreadable cats/broken.png", "duplicate dogs/again.png"));
    EXPECT_EQ(kept->at(1).detail, problems.at(1).detail);
    EXPECT_EQ((*store.statistics())->all, statistics.all);
    const auto alike = *store.alike();
    ASSERT_EQ(alike.size(), 1U);
    EXPECT_TRUE(alike[0].same);
    EXPECT_EQ(store.scanned()->samples[alike[0].a].path, "dogs/1.png");
    EXPECT_EQ(store.scanned()->samples[alike[0].b].path, "dogs/again.png");

    // With what is known no file is opened again: not even one that is gone by now.
    fs::rename(set(), tree.root() / "elsewhere");
    const auto again = inspect(*store.scanned(), {}, {}, {}, *store.findings());
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(namesOf(again->problems), namesOf(problems));
    EXPECT_EQ(again->statistics.all, statistics.all);
    fs::rename(tree.root() / "elsewhere", set());

    tree.file("set/cats/broken.png", picture(50));
    const CatalogStore changed = open();
    EXPECT_FALSE((*changed.problems()).has_value());
    EXPECT_THAT(*changed.alike(), IsEmpty());
    const auto findings = *changed.findings();
    const auto opened = std::count_if(findings.begin(), findings.end(),
                                      [](const Finding& finding) { return finding.opened; });
    EXPECT_EQ(opened, 9);
}

TEST_F(CatalogStoreTest, AStoppedAuditGoesOnWhereItWas) {
    constexpr std::uint64_t kSeen = 3;
    {
        CatalogStore store = open();
        std::stop_source stop;
        AuditOptions options;
        options.threads = 1;
        std::vector<Finding> findings;
        const Status looked = openImages(
            *store.scanned(), options,
            [&](const Progress& now) {
                if (now.done == kSeen) {
                    stop.request_stop();
                }
            },
            stop.get_token(), findings);
        ASSERT_FALSE(looked);
        EXPECT_EQ(looked.error().code, ErrorCode::Cancelled);
        ASSERT_TRUE(store.storeFindings(findings));
    }
    const CatalogStore store = open();
    EXPECT_FALSE((*store.problems()).has_value());
    const auto known = *store.findings();
    EXPECT_EQ(std::count_if(known.begin(), known.end(),
                            [](const Finding& finding) { return finding.opened; }),
              kSeen);
    // What is known is not opened again, though it cannot be decoded any more.
    for (std::size_t i = 0; i < known.size(); ++i) {
        if (known[i].opened) {
            tree.file("set/" + store.scanned()->samples[i].path, "no picture");
        }
    }
    const auto whole = inspect(*store.scanned(), {}, {}, {}, known);
    ASSERT_TRUE(whole);
    EXPECT_THAT(whole->problems, IsEmpty());
    EXPECT_EQ(whole->statistics.all.images, 8U);
}

TEST_F(CatalogStoreTest, ACatalogWithoutLookAlikesGainsThem) {
    fs::path file;
    {
        CatalogStore store = open();
        file = store.file();
        ASSERT_TRUE(store.exclude({"cats/0.png"}));
        const auto report = inspect(*store.scanned());
        ASSERT_TRUE(report);
        ASSERT_TRUE(store.storeAudit(*report));
    }
    tamper(file, "DROP TABLE alike; DROP TABLE parts; PRAGMA user_version = 1");
    const CatalogStore store = open();
    EXPECT_FALSE(store.notice().has_value());
    EXPECT_TRUE(store.stateOf("cats/0.png").excluded);
    EXPECT_FALSE((*store.problems()).has_value()) << "they are found again, with the pairs";
    const auto known = *store.findings();
    EXPECT_TRUE(std::all_of(known.begin(), known.end(),
                            [](const Finding& finding) { return finding.opened; }));
    EXPECT_THAT(*store.alike(), IsEmpty());
}

TEST_F(CatalogStoreTest, ACatalogWithTheFormerTableOfSplitsIsOneStill) {
    fs::path file;
    {
        CatalogStore store = open();
        file = store.file();
        ASSERT_TRUE(store.exclude({"cats/0.png"}));
    }
    tamper(file,
           "CREATE TABLE splits (name TEXT PRIMARY KEY, split TEXT NOT NULL); "
           "INSERT INTO meta VALUES ('setting:key', 'text')");
    for (const char* older : {"", "DROP TABLE parts; PRAGMA user_version = 2",
                              "DROP TABLE parts; DROP TABLE alike; PRAGMA user_version = 1"}) {
        tamper(file, older);
        const auto decisions = readDecisionsOf(file);
        ASSERT_TRUE(decisions.has_value()) << decisions.error().message();
        EXPECT_TRUE(decisions->states.at("cats/0.png").excluded);
        const CatalogStore store = open();
        EXPECT_FALSE(store.notice().has_value());
        EXPECT_TRUE(store.changes().known) << "it was not made anew";
        EXPECT_TRUE(store.stateOf("cats/0.png").excluded);
        EXPECT_FALSE(fs::exists(fs::path(file) += ".damaged-1"));
    }
}

TEST_F(CatalogStoreTest, DamageIsMadeGoodAndToldWhereEditsAreLost) {
    enum class Edits { Kept, KeptInPart, Lost };
    struct Damage {
        const char* about;
        const char* sql;
        Edits edits;
    };
    const std::vector<Damage> damages{
        {"another program's", "PRAGMA application_id = 1", Edits::Lost},
        {"older format", "PRAGMA user_version = -1", Edits::Kept},
        {"trigger", "CREATE TRIGGER t AFTER INSERT ON samples BEGIN DELETE FROM samples; END",
         Edits::Kept},
        {"view", "CREATE VIEW v AS SELECT 1", Edits::Kept},
        {"other splits", "CREATE TABLE splits (name TEXT)", Edits::Kept},
        {"view of edits",
         "DROP TABLE edits; CREATE VIEW edits AS SELECT 0 AS step, 0 AS item, 'cats/1.png' AS "
         "path, 1 AS excluded, '' AS class, 0 AS together",
         Edits::Lost},
        {"missing table", "DROP TABLE findings", Edits::Kept},
        {"other folder", "UPDATE meta SET value = '/' WHERE key = 'root'", Edits::Lost},
        {"path", "UPDATE samples SET path = '../../etc/passwd' WHERE id = 1", Edits::Kept},
        {"twice", "UPDATE samples SET path = 'cats/1.png'", Edits::Kept},
        {"edit", "INSERT INTO edits VALUES (0, 7, 'cats/1.png', 7, '', 0)", Edits::KeptInPart},
        {"edit's path", "INSERT INTO edits VALUES (0, 7, '/cats/1.png', 0, '', 0)",
         Edits::KeptInPart},
        {"step", "INSERT INTO edits VALUES (5, 0, 'cats/1.png', 0, '', 0)", Edits::KeptInPart},
        {"applied", "UPDATE meta SET value = 9 WHERE key = 'applied'", Edits::KeptInPart},
        {"applied text", "UPDATE meta SET value = 'x' WHERE key = 'applied'", Edits::KeptInPart},
    };
    for (const auto& [about, sql, edits] : damages) {
        fs::path file;
        {
            CatalogStore store = open();
            file = store.file();
            ASSERT_TRUE(store.exclude({"cats/0.png"}));
        }
        tamper(file, sql);
        {
            const CatalogStore store = open();
            EXPECT_FALSE(store.changes().known) << about << ": it was made anew";
            ASSERT_EQ(store.notice().has_value(), edits != Edits::Kept) << about;
            if (store.notice()) {
                EXPECT_EQ(store.notice()->code, ErrorCode::CatalogDamaged) << about;
            }
            EXPECT_EQ(store.view().samples.size(), edits == Edits::Lost ? 8U : 7U) << about;
            EXPECT_EQ(store.stateOf("cats/0.png").excluded, edits != Edits::Lost) << about;
        }
        CatalogStore again = open();
        EXPECT_FALSE(again.notice().has_value()) << about;
        EXPECT_EQ(again.undoSteps(), edits == Edits::Lost ? 0U : 1U) << about;
        ASSERT_TRUE(again.undo()) << about;
        EXPECT_EQ(again.view().samples.size(), 8U) << about;
    }
}

TEST_F(CatalogStoreTest, OneOfANewerVersionStaysAsItIs) {
    fs::path file;
    {
        CatalogStore store = open();
        file = store.file();
        ASSERT_TRUE(store.exclude({"cats/0.png"}));
    }
    tamper(file, "PRAGMA user_version = 99; CREATE TABLE later (x)");
    const auto refused = CatalogStore::open(set(), catalogs());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::CatalogFailed);
    EXPECT_THAT(refused.error().message(), testing::HasSubstr("newer version"));
    EXPECT_FALSE(fs::exists(fs::path(file) += ".damaged-1"));
    tamper(file, "PRAGMA user_version = 2; DROP TABLE later");
    EXPECT_TRUE(open().stateOf("cats/0.png").excluded);
}

TEST_F(CatalogStoreTest, WhereItsFolderCannotBeMadeItIsTheCatalogThatFails) {
    // A file stands in the way; this stops root, too.
    tree.file("data", "no folder");
    const auto refused = CatalogStore::open(set(), tree.root() / "data" / "catalogs");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::CatalogFailed) << refused.error().message();
    EXPECT_THAT(refused.error().message(), testing::HasSubstr("Not a directory"));
    EXPECT_EQ(CatalogStore::open(set() / "nowhere", tree.root() / "data" / "catalogs").error().code,
              ErrorCode::FolderMissing);
}

TEST_F(CatalogStoreTest, FilesThatAreNoDatabases) {
    fs::path file;
    {
        CatalogStore store = open();
        file = store.file();
        ASSERT_TRUE(store.exclude({"cats/0.png"}));
    }
    const std::string whole = bytesOf(file);
    std::string overwritten = whole;
    for (std::size_t i = 4096; i < overwritten.size(); i += 7) {
        overwritten[i] = static_cast<char>(overwritten[i] ^ 0x5A);
    }
    for (const std::string& content :
         {std::string("hello"), whole.substr(0, whole.size() / 2), overwritten,
          std::string(10000, '\0'), std::string(50, 'S')}) {
        fs::remove(fs::path(file) += "-wal");
        std::ofstream(file, std::ios::binary) << content;
        const CatalogStore store = open();
        const bool isExcluded = store.stateOf("cats/0.png").excluded;
        EXPECT_TRUE(store.notice().has_value() || isExcluded) << content.size();
        EXPECT_EQ(store.view().samples.size(), isExcluded ? 7U : 8U);
    }
    // Each one that was set aside is still there.
    EXPECT_EQ(bytesOf(fs::path(file) += ".damaged-1"), "hello");
    EXPECT_EQ(bytesOf(fs::path(file) += ".damaged-5"), std::string(50, 'S'));
}

TEST_F(CatalogStoreTest, FoldersThatCannotBeOpened) {
    const auto missing = CatalogStore::open(tree.root() / "none", catalogs());
    ASSERT_FALSE(missing.has_value());
    EXPECT_EQ(missing.error().code, ErrorCode::FolderMissing);
    tree.file("occupied", "a file");
    const auto blocked = CatalogStore::open(set(), tree.root() / "occupied");
    ASSERT_FALSE(blocked.has_value());
    EXPECT_EQ(blocked.error().code, ErrorCode::CatalogFailed);
}

}  // namespace
}  // namespace minarai::dataset
