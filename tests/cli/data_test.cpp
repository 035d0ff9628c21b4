// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <filesystem>

#include "cli/program.h"

namespace minarai::cli {
namespace {

namespace fs = std::filesystem;

bool hasProblem(const json& document, const std::string& kind, const std::string& path) {
    const json& problems = document.at("problems");
    return std::any_of(problems.begin(), problems.end(), [&](const json& each) {
        return each.at("kind") == kind && each.at("path") == path &&
               !each.at("detail").get<std::string>().empty();
    });
}

TEST(DataInspect, CountsAndProblems) {
    TemporaryFolder folder;
    writeTwoClasses(folder / "set", 3);
    writeText(folder / "set/dark/empty.png", "");
    writeText(folder / "set/light/broken.jpg", "\xff\xd8\xff\xe0 this is no picture");
    writeText(folder / "set/light/notes.txt", "hello");
    fs::copy_file(folder / "set/dark/0.ppm", folder / "set/light/copy.ppm");
    const Outcome outcome = run({"data", "inspect", folder / "set", "--json"});
    ASSERT_EQ(outcome.exitCode, 0) << outcome.err;
    const json document = outcome.document();
    ASSERT_TRUE(document.is_object()) << outcome.out;
    EXPECT_EQ(document.at("classes"), json::parse(R"([{"name":"dark","count":4},
                                                       {"name":"light","count":5}])"));
    EXPECT_EQ(document.at("splits"), json::parse(R"({"train":null,"val":null,"test":null})"));
    EXPECT_EQ(document.at("images"), 9);
    EXPECT_EQ(document.at("ignored"), 1);
    EXPECT_TRUE(hasProblem(document, "empty", "dark/empty.png")) << document.dump(1);
    EXPECT_TRUE(hasProblem(document, "unreadable", "light/broken.jpg")) << document.dump(1);
    EXPECT_TRUE(hasProblem(document, "label_conflict", "light/copy.ppm") ||
                hasProblem(document, "label_conflict", "dark/0.ppm"))
        << document.dump(1);

    const Outcome scanned = run({"data", "inspect", folder / "set", "--json", "--no-audit"});
    EXPECT_FALSE(hasProblem(scanned.document(), "unreadable", "light/broken.jpg"));

    const Outcome table = run({"data", "inspect", folder / "set"});
    EXPECT_EQ(table.exitCode, 0);
    EXPECT_NE(table.out.find("9 images in 2 classes"), std::string::npos) << table.out;
    EXPECT_NE(table.out.find("light/broken.jpg"), std::string::npos) << table.out;
}

TEST(DataInspect, PartsAreCounted) {
    TemporaryFolder folder;
    writeTwoClasses(folder / "set/train", 3);
    writeTwoClasses(folder / "set/val", 1, 20);
    const json document = run({"data", "inspect", folder / "set", "--json"}).document();
    EXPECT_EQ(document.at("splits"), json::parse(R"({"train":6,"val":2,"test":null})"));
}

TEST(DataInspect, QuietSaysNothingOnStderr) {
    TemporaryFolder folder;
    writeTwoClasses(folder / "set", 2);
    EXPECT_EQ(run({"data", "inspect", folder / "set", "--quiet"}).err, "");
}

TEST(DataInspect, RefusesWhatIsNoDataSet) {
    TemporaryFolder folder;
    expectOneSentence(run({"data", "inspect", folder / "none", "--json"}), 1, "does not exist");
    writeText(folder / "file", "x");
    expectOneSentence(run({"data", "inspect", folder / "file"}), 1, "is not a folder");
    fs::create_directories(folder / "empty");
    expectOneSentence(run({"data", "inspect", folder / "empty"}), 1, "contains no images");
}

TEST(DataSample, WritesAnImageFolder) {
    TemporaryFolder folder;
    const Outcome outcome =
        run({"data", "sample", folder / "shapes", "--per-class", "3", "--json", "--quiet"});
    ASSERT_EQ(outcome.exitCode, 0) << outcome.err;
    const json written = outcome.document();
    ASSERT_GE(written.at("classes").size(), 6U);
    EXPECT_EQ(written.at("images"), 3 * written.at("classes").size());
    const json found = run({"data", "inspect", folder / "shapes", "--json"}).document();
    EXPECT_EQ(found.at("images"), written.at("images"));
    EXPECT_TRUE(found.at("problems").empty()) << found.at("problems").dump(1);

    writeText(folder / "other/note.txt", "mine");
    expectOneSentence(run({"data", "sample", folder / "other", "--quiet"}), 1, "exists already");
}

}  // namespace
}  // namespace minarai::cli
