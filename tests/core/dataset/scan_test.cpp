// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/dataset/tree.h"
#include "dataset/catalog.h"
#include "support/places.h"
#include "support/promised.h"

namespace minarai::dataset {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

TEST(Scan, ClassFolders) {
    const Tree tree;
    tree.file("dogs/b.jpg", "12345");
    tree.file("dogs/a.PNG");
    tree.file("cats/deep/er/c.webp");
    tree.file("cats/z.jpeg");
    tree.file("cats/notes.txt");
    const auto catalog = scan(tree.root());
    ASSERT_TRUE(catalog.has_value()) << catalog.error().message();
    EXPECT_FALSE(catalog->hasParts);
    EXPECT_THAT(catalog->classes, ElementsAre("cats", "dogs"));
    EXPECT_THAT(pathsOf(*catalog),
                ElementsAre("cats/deep/er/c.webp", "cats/z.jpeg", "dogs/a.PNG", "dogs/b.jpg"));
    EXPECT_EQ(catalog->samples[3].label, 1);
    EXPECT_EQ(catalog->samples[3].bytes, 5U);
    EXPECT_GT(catalog->samples[3].modifiedNs, 1'000'000'000'000'000'000);
    EXPECT_THAT(catalog->classCounts(), ElementsAre(2U, 2U));
    EXPECT_THAT(catalog->problems, IsEmpty());
    EXPECT_EQ(catalog->ignoredFiles, 1U);
    EXPECT_TRUE(std::filesystem::exists(catalog->absolutePath(catalog->samples[0])));
}

TEST(Scan, PartFolders) {
    const Tree tree;
    tree.file("Train/a/1.jpg");
    tree.file("Train/b/2.jpg");
    tree.file("valid/a/3.jpg");
    tree.file("test/c/4.jpg");
    tree.file("extra/d/5.jpg");
    tree.file("loose.jpg");
    const auto catalog = scan(tree.root());
    ASSERT_TRUE(catalog.has_value()) << catalog.error().message();
    EXPECT_TRUE(catalog->hasParts);
    EXPECT_THAT(catalog->classes, ElementsAre("a", "b", "c"));
    EXPECT_THAT(pathsOf(*catalog),
                ElementsAre("Train/a/1.jpg", "Train/b/2.jpg", "valid/a/3.jpg", "test/c/4.jpg"));
    EXPECT_EQ(catalog->samples[2].part, Part::Val);
    EXPECT_EQ(catalog->samples[3].part, Part::Test);
    EXPECT_EQ(catalog->samples[3].label, 2);
    EXPECT_THAT(namesOf(catalog->problems),
                ElementsAre("empty_class c", "ignored extra", "ignored loose.jpg"));
}

TEST(Scan, AClassMayBeCalledTrain) {
    const Tree tree;
    tree.file("train/1.jpg");
    tree.file("bus/2.jpg");
    tree.file("test/3.jpg");
    const auto catalog = scan(tree.root());
    ASSERT_TRUE(catalog.has_value());
    EXPECT_FALSE(catalog->hasParts);
    EXPECT_THAT(catalog->classes, ElementsAre("bus", "test", "train"));
}

TEST(Scan, AnImageLeftBesideTheClassesOfAPartMakesItNoClass) {
    const Tree tree;
    tree.file("train/cover.jpg");
    tree.file("train/a/1.jpg");
    tree.file("train/b/2.jpg");
    tree.file("val/a/3.jpg");
    const auto catalog = scan(tree.root());
    ASSERT_TRUE(catalog.has_value());
    EXPECT_TRUE(catalog->hasParts);
    EXPECT_THAT(catalog->classes, ElementsAre("a", "b"));
    EXPECT_THAT(pathsOf(*catalog), ElementsAre("train/a/1.jpg", "train/b/2.jpg", "val/a/3.jpg"));
    EXPECT_THAT(namesOf(catalog->problems), ElementsAre("ignored train/cover.jpg"));

    // Also with a folder beside the parts, since they share a class.
    tree.file("notes/plan.txt");
    EXPECT_TRUE(scan(tree.root())->hasParts);

    // Vehicles with folders within the classes.
    const Tree vehicles;
    vehicles.file("train/1.jpg");
    vehicles.file("train/steam/2.jpg");
    vehicles.file("bus/steam/3.jpg");
    vehicles.file("test/4.jpg");
    const auto classes = scan(vehicles.root());
    ASSERT_TRUE(classes.has_value());
    EXPECT_FALSE(classes->hasParts);
    EXPECT_THAT(classes->classes, ElementsAre("bus", "test", "train"));
}

TEST(Scan, OddNames) {
    const Tree tree;
    const std::string longName = std::string(200, 'n') + ".jpg";
    tree.file("猫/写真 一.jpg");
    tree.file("a \"quoted\" 'class'/😀.png");
    tree.file("Ünïcode/" + longName);
    tree.file("Z/line\nbreak.jpg");
    const auto catalog = scan(tree.root());
    ASSERT_TRUE(catalog.has_value());
    EXPECT_THAT(catalog->classes, ElementsAre("Z", "a \"quoted\" 'class'", "Ünïcode", "猫"));
    EXPECT_EQ(catalog->samples.size(), 4U);
    for (const Sample& sample : catalog->samples) {
        EXPECT_TRUE(std::filesystem::exists(catalog->absolutePath(sample))) << sample.path;
    }
}

TEST(Scan, NamesThatAreNoUtf8AreToldAndSkipped) {
    const Tree tree;
    tree.file("a/good.jpg");
    tree.file("a/bad\xFF.jpg");
    tree.file("b\xC0\xAF/1.jpg");
    const auto catalog = scan(tree.root());
    ASSERT_TRUE(catalog.has_value());
    EXPECT_THAT(pathsOf(*catalog), ElementsAre("a/good.jpg"));
    EXPECT_THAT(namesOf(catalog->problems),
                UnorderedElementsAre("bad_name a/bad\uFFFD.jpg", "bad_name b\uFFFD\uFFFD"));
}

TEST(Scan, HiddenFilesAndFoldersAreSkipped) {
    const Tree tree;
    tree.file("a/1.jpg");
    tree.file("a/._1.jpg");
    tree.file("a/.cache/2.jpg");
    tree.file(".git/b.jpg");
    tree.file("a/Thumbs.db");
    const auto catalog = scan(tree.root());
    ASSERT_TRUE(catalog.has_value());
    EXPECT_THAT(pathsOf(*catalog), ElementsAre("a/1.jpg"));
    EXPECT_THAT(catalog->classes, ElementsAre("a"));
    EXPECT_EQ(catalog->ignoredFiles, 2U);
}

TEST(Scan, EmptyClassStaysAClass) {
    const Tree tree;
    tree.file("a/1.jpg");
    tree.folder("b");
    const auto catalog = scan(tree.root());
    ASSERT_TRUE(catalog.has_value());
    EXPECT_THAT(catalog->classes, ElementsAre("a", "b"));
    EXPECT_THAT(namesOf(catalog->problems), ElementsAre("empty_class b"));
    EXPECT_NE(catalog->problems[0].detail.find("“b”"), std::string::npos);
    EXPECT_EQ(catalog->problems[0].error.code, ErrorCode::ClassEmpty);
}

TEST(Scan, LinksAreFollowedButNotInCircles) {
    const Tree tree;
    tree.file("a/1.jpg");
    tree.link("a/up", "..");
    tree.link("a/self", ".");
    tree.link("a/gone.jpg", "nowhere");
    tree.file("elsewhere/real/2.jpg");
    tree.link("a/other", tree.root() / "elsewhere");
    tree.link("b", "elsewhere/real");
    tree.link("c", ".");
    tree.link("d", "nowhere");
    tree.link("e", "e");
    const auto catalog = scan(tree.root());
    ASSERT_TRUE(catalog.has_value());
    EXPECT_THAT(catalog->classes, ElementsAre("a", "b", "elsewhere"));
    EXPECT_THAT(pathsOf(*catalog),
                ElementsAre("a/1.jpg", "a/other/real/2.jpg", "b/2.jpg", "elsewhere/real/2.jpg"));
    EXPECT_THAT(namesOf(catalog->problems),
                ElementsAre("unreadable a/gone.jpg", "link_loop a/self", "link_loop a/up",
                            "link_loop c", "unreadable_folder d", "unreadable_folder e"));
}

TEST(Scan, LinksAmongManyFoldersEnd) {
    const Tree tree;
    for (int i = 0; i < 12; ++i) {
        const std::string name = "a/f" + std::to_string(i);
        tree.file(name + "/1.jpg");
        for (int j = 0; j < 12; ++j) {
            tree.link(name + "/to" + std::to_string(j), "../f" + std::to_string(j));
        }
    }
    const auto catalog = scan(tree.root());
    ASSERT_TRUE(catalog.has_value());
    EXPECT_GE(catalog->samples.size(), 12U);
    EXPECT_LE(catalog->samples.size(), 24U);
}

TEST(Scan, UnreadableFolder) {
    const Tree tree;
    tree.file("a/1.jpg");
    tree.file("a/closed/2.jpg");
    tree.file("b/3.jpg");  // its name may be read, and nothing else
    ::chmod(tree.root().c_str(), 0755);
    ::chmod((tree.root() / "a/closed").c_str(), 0);
    ::chmod((tree.root() / "b").c_str(), 0444);
    // The administrator reads every folder, so the scan runs as nobody there.
    const bool root = ::geteuid() == 0;
    ASSERT_TRUE(!root || ::seteuid(65534) == 0);
    const auto catalog = scan(tree.root());
    ASSERT_TRUE(!root || ::seteuid(0) == 0);
    ::chmod((tree.root() / "a/closed").c_str(), 0700);
    ::chmod((tree.root() / "b").c_str(), 0700);
    ASSERT_TRUE(catalog.has_value());
    EXPECT_THAT(namesOf(catalog->problems),
                ElementsAre("unreadable_folder a/closed", "unreadable_folder b", "empty_class b"));
}

TEST(Scan, OtherThanFilesAreIgnored) {
    const Tree tree;
    tree.file("a/1.jpg");
    ASSERT_EQ(::mkfifo((tree.root() / "a/pipe.jpg").c_str(), 0600), 0);
    tree.folder("a/folder.jpg");
    const auto catalog = scan(tree.root());
    ASSERT_TRUE(catalog.has_value());
    EXPECT_THAT(pathsOf(*catalog), ElementsAre("a/1.jpg"));
    EXPECT_EQ(catalog->ignoredFiles, 1U);
}

TEST(Scan, SaysWhyThereIsNothing) {
    const Tree tree;
    EXPECT_EQ(scan(tree.root() / "none").error().code, ErrorCode::FolderMissing);
    EXPECT_EQ(scan("").error().code, ErrorCode::FolderMissing);
    tree.file("loose.jpg");
    EXPECT_EQ(scan(tree.root()).error().code, ErrorCode::NoImages);
    EXPECT_EQ(scan(tree.root() / "loose.jpg").error().code, ErrorCode::NotAFolder);
    std::stop_source source;
    source.request_stop();
    tree.file("a/1.jpg");
    EXPECT_EQ(scan(tree.root(), {}, source.get_token()).error().code, ErrorCode::Cancelled);
}

TEST(Scan, TrailingSlashAndDots) {
    const Tree tree;
    tree.file("a/1.jpg");
    const auto plain = scan(tree.root());
    const auto slash = scan(tree.root().string() + "/");
    const auto dots = scan(tree.root() / "a" / ".." / ".");
    ASSERT_TRUE(plain && slash && dots);
    EXPECT_EQ(plain->root, slash->root);
    EXPECT_EQ(plain->root, dots->root);
    EXPECT_EQ(pathsOf(*plain), pathsOf(*slash));
}

TEST(Scan, ReportsProgress) {
    const Tree tree;
    for (int i = 0; i < 2100; ++i) {
        tree.file("a/" + std::to_string(i / 100) + "/" + std::to_string(i) + ".jpg");
    }
    std::uint64_t last = 0;
    const auto catalog = scan(tree.root(), [&](const Progress& p) { last = p.done; });
    ASSERT_TRUE(catalog.has_value());
    EXPECT_EQ(catalog->samples.size(), 2100U);
    EXPECT_GE(last, 2000U);
}

TEST(Scan, EqualsTorchvision) {
    if (std::system("/usr/bin/python3 -c 'import torchvision' >/dev/null 2>&1") != 0) {
        MINARAI_SKIP_WITHOUT("python3-torchvision");
    }
    const Tree tree;
    for (const char* name : {"b", "B", "a10", "a2", "Ä", "猫", "_x", "0", "z z"}) {
        for (int i = 0; i < 12; ++i) {
            const std::string nested = i % 3 == 0 ? "/sub/" : "/";
            tree.file(name + nested + std::to_string(i) + (i % 2 == 0 ? ".jpg" : ".PNG"));
        }
        tree.file(std::string(name) + "/notes.txt");
    }
    const std::string command = std::string("/usr/bin/python3 '") + tests::sourceFolder() +
                                "/tests/oracle/torchvision_imagefolder.py' '" +
                                tree.root().string() + "' 2>/dev/null";
    struct Close {
        void operator()(std::FILE* file) const { ::pclose(file); }
    };
    const std::unique_ptr<std::FILE, Close> output(::popen(command.c_str(), "r"));
    ASSERT_NE(output, nullptr);
    std::vector<std::string> lines;
    char* line = nullptr;
    std::size_t capacity = 0;
    while (::getline(&line, &capacity, output.get()) > 0) {
        std::string text(line);
        text.pop_back();
        lines.push_back(text);
    }
    std::free(line);

    const auto catalog = scan(tree.root());
    ASSERT_TRUE(catalog.has_value());
    std::vector<std::string> expected;
    for (const std::string& name : catalog->classes) {
        expected.push_back("class " + name);
    }
    const auto classCount = static_cast<std::ptrdiff_t>(expected.size());
    for (const Sample& sample : catalog->samples) {
        expected.push_back(std::to_string(sample.label) + "\t" + sample.path);
    }
    ASSERT_EQ(lines.size(), expected.size());
    // The order of classes counts; files of deeper folders come at another place.
    std::sort(lines.begin() + classCount, lines.end());
    std::sort(expected.begin() + classCount, expected.end());
    EXPECT_EQ(lines, expected);
}

TEST(Part, Names) {
    for (const Part part : {Part::Train, Part::Val, Part::Test}) {
        EXPECT_EQ(partFromName(partName(part)), part);
    }
    EXPECT_EQ(partFromName("VALIDATION"), Part::Val);
    EXPECT_EQ(partFromName("valid"), Part::Val);
    EXPECT_EQ(partFromName("trains"), std::nullopt);
}

}  // namespace
}  // namespace minarai::dataset
