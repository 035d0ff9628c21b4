// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset/sample_set.h"

#include <sys/stat.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/rng.h"
#include "core/dataset/tree.h"
#include "dataset/catalog.h"
#include "image/decode.h"
#include "support/file_limit.h"

namespace minarai::dataset {
namespace {

TEST(DrawSample, IsTheSameOnEveryMachine) {
    std::uint64_t hash = 0;
    for (std::size_t c = 0; c < sampleClasses().size(); ++c) {
        for (std::uint64_t i = 0; i < 5; ++i) {
            const auto picture = drawSample(c, i);
            ASSERT_EQ(picture.width, kSampleEdge);
            ASSERT_EQ(picture.height, kSampleEdge);
            const std::string_view bytes(reinterpret_cast<const char*>(picture.rgb.data()),
                                         picture.rgb.size());
            hash = mixSeed({hash, stableHash(bytes)});
        }
    }
    // A change of the pictures is a change of the program: tutorials and figures refer to them.
    EXPECT_EQ(hash, 12231889855392095882U);
}

TEST(DrawSample, PicturesDiffer) {
    for (std::size_t c = 0; c < sampleClasses().size(); ++c) {
        EXPECT_NE(drawSample(c, 0), drawSample(c, 1));
        EXPECT_NE(drawSample(c, 0), drawSample((c + 1) % sampleClasses().size(), 0));
    }
}

TEST(DrawSample, ASeedDrawsAnotherSet) {
    EXPECT_EQ(drawSample(1, 2, 5), drawSample(1, 2, 5));
    EXPECT_NE(drawSample(1, 2, 5), drawSample(1, 2, 6));
    EXPECT_NE(drawSample(1, 2, 0), drawSample(1, 2));
}

TEST(SampleClasses, AreSortedAsAScanSortsThem) {
    EXPECT_GE(sampleClasses().size(), 6U);
    EXPECT_TRUE(std::is_sorted(sampleClasses().begin(), sampleClasses().end()));
}

TEST(WriteSampleSet, WritesAnImageFolder) {
    const Tree tree;
    const auto folder = tree.root() / "new" / "set";
    std::uint64_t last = 0;
    const Status status = writeSampleSet(folder, 3, [&](const Progress& p) { last = p.done; });
    ASSERT_TRUE(status.has_value()) << status.error().message();
    EXPECT_EQ(last, 3 * sampleClasses().size());
    const auto catalog = scan(folder);
    ASSERT_TRUE(catalog.has_value());
    EXPECT_EQ(catalog->classes, sampleClasses());
    EXPECT_EQ(catalog->samples.size(), 3 * sampleClasses().size());
    EXPECT_TRUE(catalog->problems.empty());
    const auto third = image::decodeFile(folder / "star" / "star_0003.png");
    ASSERT_TRUE(third.has_value());
    const auto star = std::find(sampleClasses().begin(), sampleClasses().end(), "star");
    EXPECT_EQ(*third, drawSample(static_cast<std::size_t>(star - sampleClasses().begin()), 2));
    const auto problems = audit(*catalog);
    ASSERT_TRUE(problems.has_value());
    EXPECT_TRUE(problems->empty());
}

TEST(WriteSampleSet, LeavesOtherFoldersAlone) {
    const Tree tree;
    ASSERT_TRUE(writeSampleSet(tree.root(), 2).has_value());
    EXPECT_TRUE(writeSampleSet(tree.root(), 2).has_value()) << "the same set is fine";
    EXPECT_EQ(writeSampleSet(tree.root(), 3).error().code, ErrorCode::AlreadyExists);
    tree.file("star/mine.png");
    EXPECT_EQ(writeSampleSet(tree.root(), 2).error().code, ErrorCode::AlreadyExists);
    const Tree other;
    other.file("notes.txt");
    EXPECT_EQ(writeSampleSet(other.root(), 2).error().code, ErrorCode::AlreadyExists);
    EXPECT_EQ(writeSampleSet(other.root() / "notes.txt", 2).error().code, ErrorCode::AlreadyExists);
    EXPECT_EQ(writeSampleSet(other.root() / "new", 0).error().code, ErrorCode::SettingRange);
}

TEST(WriteSampleSet, ASetOfAnotherSeedIsAnotherSet) {
    const Tree tree;
    const auto folder = tree.root() / "set";
    ASSERT_TRUE(writeSampleSet(folder, 2, {}, {}, 5));
    EXPECT_EQ(*image::decodeFile(folder / sampleClasses()[1] / (sampleClasses()[1] + "_0002.png")),
              drawSample(1, 1, 5));
    EXPECT_TRUE(writeSampleSet(folder, 2, {}, {}, 5)) << "the same set is fine";
    for (const std::optional<std::uint64_t> seed : {std::optional<std::uint64_t>(6), {}}) {
        const Status other = writeSampleSet(folder, 2, {}, {}, seed);
        ASSERT_FALSE(other);
        EXPECT_EQ(other.error().code, ErrorCode::AlreadyExists);
    }
}

TEST(WriteSampleSet, OneThreadIsTheCallers) {
    const Tree tree;
    std::set<std::thread::id> threads;
    ASSERT_TRUE(writeSampleSet(
        tree.root() / "set", 20,
        [&](const Progress&) { threads.insert(std::this_thread::get_id()); }, {}, {}, 1));
    EXPECT_EQ(threads, std::set{std::this_thread::get_id()});
}

/// The file's number, by which a working folder or a mount point knows it.
ino_t numberOf(const std::filesystem::path& path) {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 ? status.st_ino : 0;
}

TEST(WriteSampleSet, AnEmptyFolderStaysTheFolderThatItIs) {
    const Tree tree;
    tree.folder("empty");
    tree.folder("far");
    tree.link("link", tree.root() / "far");
    for (const char* name : {"empty", "link", "far/../empty/../new/"}) {
        const auto folder = tree.root() / name;
        const ino_t before = numberOf(folder);
        const Status status = writeSampleSet(folder, 1);
        ASSERT_TRUE(status) << name << ": " << status.error().message();
        if (before != 0) {
            EXPECT_EQ(numberOf(folder), before) << name;
        }
        EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder), {}),
                  static_cast<std::ptrdiff_t>(sampleClasses().size()))
            << name << " holds more than the classes";
        EXPECT_TRUE(writeSampleSet(folder, 1)) << name << ": again";
    }
    EXPECT_TRUE(std::filesystem::is_symlink(tree.root() / "link"));
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(tree.root()), {}), 4);
}

/// A set is drawn beside its place; what is said is about the place.
TEST(WriteSampleSet, FailuresNameWhatTheUserKnows) {
    const Status refused = writeSampleSet("/proc/minarai-set", 1);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().args.at(0), "/proc/minarai-set");

    const Tree tree;
    const std::string root = tree.root().string();
    tree.folder("empty");
    for (const char* name : {"new", "empty"}) {
        Status full;
        {
            const tests::FileLimit limit;
            ASSERT_TRUE(limit.set(100));
            full = writeSampleSet(tree.root() / name, 1, {}, {}, {}, 1);
        }
        ASSERT_FALSE(full.has_value()) << name;
        EXPECT_EQ(full.error().args.at(0), root + "/" + name + "/checker/checker_0001.png");
        EXPECT_FALSE(std::filesystem::exists(tree.root() / name / "checker"));
    }
}

TEST(WriteSampleSet, CancelledInAnEmptyFolderLeavesItEmpty) {
    const Tree tree;
    const ino_t before = numberOf(tree.root());
    std::stop_source source;
    const Status status = writeSampleSet(
        tree.root(), 20, [&](const Progress&) { source.request_stop(); }, source.get_token());
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().code, ErrorCode::Cancelled);
    EXPECT_EQ(numberOf(tree.root()), before);
    EXPECT_TRUE(std::filesystem::is_empty(tree.root()));
}

TEST(WriteSampleSet, CancelledLeavesNothing) {
    const Tree tree;
    std::stop_source source;
    const Status status = writeSampleSet(
        tree.root() / "set", 20, [&](const Progress&) { source.request_stop(); },
        source.get_token());
    ASSERT_FALSE(status.has_value());
    EXPECT_EQ(status.error().code, ErrorCode::Cancelled);
    EXPECT_TRUE(std::filesystem::is_empty(tree.root()));
}

}  // namespace
}  // namespace minarai::dataset
