// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Real files that come, go and change beneath the watch.
#include "dataset/folder_watch.h"

#include <condition_variable>
#include <mutex>
#include <vector>

#include <gtest/gtest.h>

#include "core/dataset/tree.h"

namespace minarai::dataset {
namespace {

using namespace std::chrono_literals;

constexpr auto kPatience = 30s;

/// A watch with an ear; waits without sleeping.
class Ear {
  public:
    explicit Ear(const Tree& tree, FolderWatchOptions options = {10ms, 50ms, 64})
        : m_known(std::make_shared<const Catalog>(scan(tree.root()).value())),
          m_watch(
              m_known,
              [this](const FolderDifference& difference) {
                  const std::scoped_lock lock(m_mutex);
                  m_heard.push_back(difference);
                  m_changed.notify_all();
              },
              options) {}

    /// Until this was the last that was said.
    bool hears(const FolderDifference& wanted) {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, kPatience, [&] {
            return (m_heard.empty() ? FolderDifference{} : m_heard.back()) == wanted;
        });
    }
    std::vector<FolderDifference> heard() {
        const std::scoped_lock lock(m_mutex);
        return m_heard;
    }

  private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<FolderDifference> m_heard;
    std::shared_ptr<const Catalog> m_known;
    FolderWatch m_watch;
};

void fill(const Tree& tree) {
    for (const char* path : {"cats/1.jpg", "cats/2.jpg", "dogs/1.jpg", "dogs/deep/er/2.jpg"}) {
        tree.file(path);
    }
}

TEST(FolderWatch, CountsWhatIsNewGoneAndOther) {
    const Tree tree;
    fill(tree);
    Ear ear(tree);
    tree.file("cats/3.jpg");
    ASSERT_TRUE(ear.hears({1, 0, 0}));
    std::filesystem::remove(tree.root() / "dogs/deep/er/2.jpg");
    ASSERT_TRUE(ear.hears({1, 1, 0}));
    tree.file("cats/2.jpg", "another content");
    ASSERT_TRUE(ear.hears({1, 1, 1}));
    std::filesystem::rename(tree.root() / "dogs/1.jpg", tree.root() / "cats/moved.jpg");
    ASSERT_TRUE(ear.hears({2, 2, 1}));
    // What is undone on disk is no news any more.
    std::filesystem::remove(tree.root() / "cats/3.jpg");
    ASSERT_TRUE(ear.hears({1, 2, 1}));
}

TEST(FolderWatch, NewFoldersAreWatchedToo) {
    const Tree tree;
    fill(tree);
    Ear ear(tree);
    tree.file("birds/1.jpg");
    ASSERT_TRUE(ear.hears({1, 0, 0}));
    tree.file("birds/2.jpg");
    ASSERT_TRUE(ear.hears({2, 0, 0}));
    tree.file("birds/far/down/3.jpg");
    ASSERT_TRUE(ear.hears({3, 0, 0}));
    tree.file("birds/far/down/4.jpg");
    ASSERT_TRUE(ear.hears({4, 0, 0}));
    std::filesystem::remove_all(tree.root() / "birds");
    ASSERT_TRUE(ear.hears({0, 0, 0}));
    tree.file("birds/1.jpg");
    ASSERT_TRUE(ear.hears({1, 0, 0}));
    tree.file("birds/2.jpg");
    ASSERT_TRUE(ear.hears({2, 0, 0}));
}

TEST(FolderWatch, ARenamedFolderAndOneInItsPlaceAreWatched) {
    const Tree tree;
    fill(tree);
    Ear ear(tree);
    std::filesystem::rename(tree.root() / "dogs", tree.root() / "hounds");
    ASSERT_TRUE(ear.hears({2, 2, 0}));
    tree.file("hounds/deep/er/3.jpg");
    ASSERT_TRUE(ear.hears({3, 2, 0}));
    tree.file("dogs/deep/er/3.jpg");
    ASSERT_TRUE(ear.hears({4, 2, 0}));
    tree.file("dogs/deep/er/4.jpg");
    ASSERT_TRUE(ear.hears({5, 2, 0}));
}

TEST(FolderWatch, APartFolderAndAnEmptyClassAreWatched) {
    const Tree tree;
    for (const char* path : {"train/a/1.jpg", "train/b/1.jpg", "val/a/2.jpg", "val/b/2.jpg"}) {
        tree.file(path);
    }
    Ear ear(tree);
    tree.file("val/b/3.jpg");
    ASSERT_TRUE(ear.hears({1, 0, 0}));
    const Tree other;
    fill(other);
    other.folder("empty");
    Ear second(other);
    other.file("empty/1.jpg");
    ASSERT_TRUE(second.hears({1, 0, 0}));
}

TEST(FolderWatch, WhatIsNoImageIsNoNews) {
    const Tree tree;
    fill(tree);
    Ear ear(tree);
    tree.file("cats/notes.txt");
    tree.file("cats/.hidden.jpg");
    tree.folder("cats/nothing");
    tree.file("cats/3.jpg");
    ASSERT_TRUE(ear.hears({1, 0, 0}));
    EXPECT_EQ(ear.heard().size(), 1U);
}

TEST(FolderWatch, ManyFilesAreFewNews) {
    const Tree tree;
    fill(tree);
    Ear ear(tree, {50ms, 10s, 64});
    for (int i = 0; i < 300; ++i) {
        tree.file("cats/new" + std::to_string(i) + ".jpg");
    }
    ASSERT_TRUE(ear.hears({300, 0, 0}));
    EXPECT_LT(ear.heard().size(), 30U);
}

TEST(FolderWatch, ManyFoldersLeaveTheRootAlone) {
    const Tree tree;
    for (int i = 0; i < 8; ++i) {
        tree.file("class" + std::to_string(i) + "/1.jpg");
    }
    Ear ear(tree, {10ms, 50ms, 4});
    tree.file("class9/1.jpg");  // a folder in the root: noticed
    ASSERT_TRUE(ear.hears({1, 0, 0}));
}

TEST(FolderWatch, AFolderThatIsGoneHasLostItsImages) {
    const Tree tree;
    fill(tree);
    Ear ear(tree);
    const std::filesystem::path away = tree.root().string() + "_away";
    std::filesystem::rename(tree.root(), away);
    EXPECT_TRUE(ear.hears({0, 4, 0}));
    std::filesystem::rename(away, tree.root());
}

TEST(FolderWatch, WhatHappenedSinceTheScanIsNoticed) {
    const Tree tree;
    fill(tree);
    const auto known = std::make_shared<const Catalog>(scan(tree.root()).value());
    tree.file("cats/3.jpg");
    std::mutex mutex;
    std::condition_variable changed;
    FolderDifference heard;
    const FolderWatch watch(known,
                            [&](const FolderDifference& difference) {
                                const std::scoped_lock lock(mutex);
                                heard = difference;
                                changed.notify_all();
                            },
                            {10ms, 50ms, 64});
    std::unique_lock lock(mutex);
    EXPECT_TRUE(changed.wait_for(lock, kPatience, [&] { return heard.added == 1; }));
}

TEST(FolderWatch, EndsWhileItWorks) {
    const Tree tree;
    fill(tree);
    for (int i = 0; i < 40; ++i) {
        const Ear ear(tree, {0ms, 0ms, 64});
        tree.file("cats/" + std::to_string(i + 10) + ".jpg");
    }
}

TEST(DifferenceOf, LooksAtSizeAndTime) {
    Catalog before;
    before.samples = {{"a/1.jpg", 0, Part::Train, 0, 5, 100},
                      {"a/2.jpg", 0, Part::Train, 0, 5, 100}};
    Catalog after = before;
    EXPECT_FALSE(differenceOf(before, after).any());
    after.samples[0].bytes = 6;
    after.samples[1].modifiedNs = 101;
    EXPECT_EQ(differenceOf(before, after), (FolderDifference{0, 0, 2}));
    after.samples = {{"b/3.jpg", 0, Part::Train, 0, 5, 100}};
    EXPECT_EQ(differenceOf(before, after), (FolderDifference{1, 2, 0}));
}

}  // namespace
}  // namespace minarai::dataset
