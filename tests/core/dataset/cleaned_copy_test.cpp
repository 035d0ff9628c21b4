// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset/cleaned_copy.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/dataset/tree.h"
#include "dataset/catalog_store.h"

namespace minarai::dataset {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::Pair;

/// Every file below a folder with what it holds.
std::map<std::string, std::string> contentsOf(const fs::path& folder) {
    std::map<std::string, std::string> contents;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) {
            std::ifstream stream(entry.path(), std::ios::binary);
            contents[entry.path().lexically_relative(folder).generic_string()] =
                std::string(std::istreambuf_iterator<char>(stream), {});
        }
    }
    return contents;
}

class CleanedCopyTest : public testing::Test {
  protected:
    CleanedCopyTest() {
        tree.file("set/cats/1.png", "first cat");
        tree.file("set/cats/2.png", "second cat");
        tree.file("set/cats/more/3.png", "third cat");
        tree.file("set/dogs/1.png", "first dog");
        tree.file("set/dogs/1-2.png", "a dog with a number");
        tree.file("set/dogs/notes.txt", "no picture");
    }
    [[nodiscard]] CopyPlan plan(const ImageStates& states) const {
        return planCopy(applied(*scan(tree.root() / "set"), states));
    }
    [[nodiscard]] fs::path out() const { return tree.root() / "out"; }
    /// Names of what lies beside the set.
    [[nodiscard]] std::vector<std::string> beside() const {
        std::vector<std::string> names;
        for (const auto& entry : fs::directory_iterator(tree.root())) {
            names.push_back(entry.path().filename().string());
        }
        return names;
    }

    Tree tree;
    const ImageStates decisions{{"cats/1.png", {false, "dogs", 0}}, {"cats/2.png", {true, "", 0}}};
};

TEST_F(CleanedCopyTest, HoldsTheImagesUnderTheClassesThatTheyWereGiven) {
    const auto before = contentsOf(tree.root() / "set");
    const CopyPlan planned = plan(decisions);
    EXPECT_THAT(planned.classes, ElementsAre(Pair("cats", 1), Pair("dogs", 3)));
    EXPECT_EQ(planned.images.size(), 4U);
    EXPECT_EQ(planned.renumbered, 1U);
    EXPECT_EQ(planned.bytes, 9U + 9U + 9U + 19U);
    EXPECT_FALSE(fs::exists(out())) << "a plan writes nothing";

    std::uint64_t last = 0;
    const Status written = writeCopy(planned, out(), [&](const Progress& progress) {
        EXPECT_EQ(progress.done, ++last);
        EXPECT_FALSE(fs::exists(out())) << "nobody sees half of it";
    });
    ASSERT_TRUE(written.has_value()) << written.error().message();
    EXPECT_EQ(last, 4U);
    EXPECT_THAT(contentsOf(out()),
                ElementsAre(Pair("cats/more/3.png", "third cat"),
                            Pair("dogs/1-2.png", "a dog with a number"),
                            Pair("dogs/1-3.png", "first cat"), Pair("dogs/1.png", "first dog")));
    EXPECT_EQ(contentsOf(tree.root() / "set"), before);
    EXPECT_THAT(beside(), testing::UnorderedElementsAre("set", "out"));
}

TEST_F(CleanedCopyTest, KeepsThePartsOfTheFolder) {
    tree.file("parts/train/cats/1.png", "a");
    tree.file("parts/train/dogs/1.png", "b");
    tree.file("parts/valid/cats/1.png", "c");
    tree.file("parts/valid/dogs/1.png", "d");
    const Catalog catalog = *scan(tree.root() / "parts");
    const CopyPlan planned = planCopy(applied(catalog, {{"train/cats/1.png", {false, "dogs", 0}}}));
    ASSERT_TRUE(writeCopy(planned, out()));
    EXPECT_THAT(contentsOf(out()),
                ElementsAre(Pair("train/dogs/1-2.png", "a"), Pair("train/dogs/1.png", "b"),
                            Pair("val/cats/1.png", "c"), Pair("val/dogs/1.png", "d")));
    EXPECT_EQ(planned.renumbered, 1U);
}

TEST_F(CleanedCopyTest, NeverOverwritesAndNeverWritesIntoTheFolderItself) {
    tree.file("out/mine.txt", "mine");
    EXPECT_EQ(writeCopy(plan(decisions), out()).error().code, ErrorCode::AlreadyExists);
    EXPECT_THAT(contentsOf(out()), ElementsAre(Pair("mine.txt", "mine")));
    EXPECT_EQ(writeCopy(plan(decisions), tree.root() / "set/cleaned").error().code,
              ErrorCode::WriteFailed);
    EXPECT_FALSE(fs::exists(tree.root() / "set/cleaned"));
    tree.link("link", tree.root() / "set");
    EXPECT_EQ(writeCopy(plan(decisions), tree.root() / "link/cleaned").error().code,
              ErrorCode::WriteFailed);
}

TEST_F(CleanedCopyTest, LeavesNothingBehindWhenItIsStoppedOrFails) {
    std::stop_source stopping;
    const auto stopAtTheSecond = [&](const Progress& progress) {
        if (progress.done == 2) {
            stopping.request_stop();
        }
    };
    EXPECT_EQ(writeCopy(plan(decisions), out(), stopAtTheSecond, stopping.get_token()).error().code,
              ErrorCode::Cancelled);
    EXPECT_THAT(beside(), ElementsAre("set"));

    const CopyPlan planned = plan({});
    fs::remove(tree.root() / "set/dogs/1.png");
    const Status failed = writeCopy(planned, out());
    ASSERT_FALSE(failed.has_value());
    EXPECT_EQ(failed.error().code, ErrorCode::FileMissing);
    EXPECT_THAT(failed.error().message(), testing::HasSubstr("set/dogs/1.png"));
    EXPECT_THAT(beside(), ElementsAre("set"));
}

}  // namespace
}  // namespace minarai::dataset
