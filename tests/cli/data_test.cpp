// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "cli/program.h"
#include "support/places.h"

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

TEST(DataInspect, CutFilesHaveACountOfTheirOwn) {
    TemporaryFolder folder;
    writeTwoClasses(folder / "set", 3);
    const fs::path cut = folder / "set/dark/0.ppm";
    fs::resize_file(cut, fs::file_size(cut) / 2);
    writeText(folder / "set/light/text.jpg", "this is no picture");
    const json document = run({"data", "inspect", folder / "set", "--json"}).document();
    EXPECT_EQ(document.at("truncated"), 1) << document.dump(1);
    EXPECT_TRUE(hasProblem(document, "unreadable", "dark/0.ppm"));
    EXPECT_TRUE(hasProblem(document, "unreadable", "light/text.jpg"));
    for (const json& problem : document.at("problems")) {
        EXPECT_EQ(problem.at("reason") == "image_truncated", problem.at("path") == "dark/0.ppm")
            << problem.dump(1);
    }
    const Outcome table = run({"data", "inspect", folder / "set"});
    EXPECT_NE(table.out.find(", 1 image cut off:"), std::string::npos) << table.out;
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

    RunOptions inside;
    inside.workingFolder = folder.path() / "here";
    fs::create_directories(inside.workingFolder);
    const std::vector<std::string> seeded{"data", "sample", ".", "--per-class", "2", "--seed", "4"};
    ASSERT_EQ(run(seeded, inside).exitCode, 0);
    EXPECT_EQ(run(seeded, inside).exitCode, 0) << "the same set is fine";
    const std::vector<std::string> plain{"data", "sample", ".", "--per-class", "2", "--quiet"};
    expectOneSentence(run(plain, inside), 1, "exists already");
    EXPECT_EQ(run({"data", "inspect", ".", "--json"}, inside).document().at("images"),
              2 * written.at("classes").size());

    writeText(folder / "other/note.txt", "mine");
    expectOneSentence(run({"data", "sample", folder / "other", "--quiet"}), 1, "exists already");

    // What a terminal cannot show is spelled out, as in what goes wrong.
    const Outcome odd = run({"data", "sample", folder / "n\xE4me\x1b", "--per-class", "1"});
    EXPECT_NE(odd.out.find("n\\xe4me\\x1b”"), std::string::npos) << odd.out;
}

/// The first minute: something to watch, and a result worth having.
TEST(DataSample, LiteCnnNeedsAFewEpochsAndEndsOverNinetyPercent) {
    TemporaryFolder folder;
    ASSERT_EQ(run({"data", "sample", folder / "shapes", "--quiet"}).exitCode, 0);
    const Outcome trained = run({"train", folder / "shapes", "--out", folder / "run", "--arch",
                                 "lite_cnn", "--set", "epochs=12", "--json", "--quiet"});
    ASSERT_EQ(trained.exitCode, 0) << trained.err;
    EXPECT_GE(trained.document().at("val_accuracy").get<double>(), 0.9);
    const json epochs = run({"runs", "show", folder / "run", "--json"}).document().at("epochs");
    ASSERT_EQ(epochs.size(), 12U);
    EXPECT_LT(epochs.at(0).at("val_accuracy").get<double>(), 0.9);
}

TEST(DataImport, WritesAFolderThatCanBeInspected) {
    TemporaryFolder folder;
    ASSERT_EQ(runOracle("import_oracle.py", {"make", "cifar10", folder / "src", "packed"}), 0);
    const Outcome outcome =
        run({"data", "import", "cifar10", folder / "src", folder / "set", "--json", "--quiet"});
    ASSERT_EQ(outcome.exitCode, 0) << outcome.err;
    const json document = outcome.document();
    EXPECT_EQ(document.at("train"), 230);
    EXPECT_EQ(document.at("test"), 70);
    EXPECT_EQ(document.at("classes").size(), 10U);
    EXPECT_EQ(runOracle("import_oracle.py", {"check", "cifar10", folder / "src", folder / "set"}),
              0);
    const json found = run({"data", "inspect", folder / "set", "--json", "--no-audit"}).document();
    EXPECT_EQ(found.at("splits"), json::parse(R"({"train":230,"val":null,"test":70})"));

    expectOneSentence(run({"data", "import", "cifar10", folder / "src", folder / "set"}), 1,
                      "exists already");
    expectOneSentence(run({"data", "import", "svhn", folder / "src", folder / "other"}), 2,
                      "cannot be imported");
    expectOneSentence(run({"data", "import", "mnist", folder / "none", folder / "other"}), 1,
                      "does not exist");
}

TEST(DataImport, IsOnTheDiskBeforeItHasItsName) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "the sanitizer wants to be loaded first";
#endif
    const TemporaryFolder temporary;
    const fs::path folder = fs::canonical(temporary.path());
    const std::string source = (folder / "src").string();
    ASSERT_EQ(runOracle("import_oracle.py", {"make", "mnist", source}), 0);
    fs::create_directories(folder / "there");
    const auto flushes = [&](const std::string& target, const std::string& log) {
        RunOptions options;
        options.program = "/usr/bin/env";
        const Outcome outcome =
            run({"LD_PRELOAD=" FLUSH_LOG, "MINARAI_FLUSH_LOG=" + (folder / log).string(),
                 tests::buildFolder() + "/bin/minarai", "data", "import", "mnist", source,
                 (folder / target).string(), "--quiet"},
                options);
        EXPECT_EQ(outcome.exitCode, 0) << outcome.err;
        std::vector<std::string> lines;
        std::ifstream stream(folder / log);
        for (std::string line; std::getline(stream, line);) {
            lines.push_back(line);
        }
        return lines;
    };
    const std::vector<std::string> made = flushes("made", "made.log");
    ASSERT_EQ(made.size(), 3U);
    EXPECT_EQ(made[0].rfind("syncfs " + (folder / "made.tmp-").string(), 0), 0U) << made[0];
    EXPECT_EQ(made[1], "rename " + (folder / "made").string());
    EXPECT_EQ(made[2], "fsync " + folder.string());

    const std::vector<std::string> filled = flushes("there", "there.log");
    ASSERT_GE(filled.size(), 3U);
    EXPECT_EQ(filled.front().rfind("syncfs " + (folder / "there").string(), 0), 0U);
    for (std::size_t i = 1; i + 1 < filled.size(); ++i) {
        EXPECT_EQ(filled[i].rfind("rename " + (folder / "there/").string(), 0), 0U) << filled[i];
    }
    EXPECT_EQ(filled.back(), "fsync " + (folder / "there").string());
}

TEST(DataStatistics, EqualNumpys) {
    TemporaryFolder folder;
    ASSERT_EQ(runOracle("import_oracle.py", {"make", "fashion_mnist", folder / "src"}), 0);
    ASSERT_EQ(run({"data", "import", "fashion_mnist", folder / "src", folder / "set", "--quiet"})
                  .exitCode,
              0);
    const json measured =
        run({"data", "statistics", folder / "set", "--json", "--quiet"}).document();
    EXPECT_EQ(measured.at("images"), 300);
    EXPECT_EQ(measured.at("pixels"), 300 * 28 * 28);
    EXPECT_EQ(measured.at("train").at("images"), 230);
    // The test's pictures are uniform noise.
    EXPECT_NEAR(measured.at("mean").at(1).get<double>(), 0.5, 0.01);
    EXPECT_NEAR(measured.at("std").at(2).get<double>(), 0.2898, 0.005);
    const json inspected =
        run({"data", "inspect", folder / "set", "--statistics", "--json", "--quiet"}).document();
    EXPECT_EQ(inspected.at("statistics"), measured);
    expectOneSentence(run({"data", "inspect", folder / "set", "--statistics", "--no-audit"}), 2,
                      "--no-audit");
}

TEST(DataStatistics, SaysWhatItCouldNotRead) {
    TemporaryFolder folder;
    writeTwoClasses(folder / "set", 3, 8);
    writeText(folder / "set/dark/broken.png", "nothing");
    const Outcome some = run({"data", "statistics", folder / "set"});
    EXPECT_EQ(some.exitCode, 0);
    EXPECT_NE(some.err.find("1 image cannot be read and is left out."), std::string::npos)
        << some.err;
    writeText(folder / "none/a/broken.png", "nothing");
    expectOneSentence(run({"data", "statistics", folder / "none", "--quiet"}), 1, "none");
}

TEST(DataSplit, ShowsThePartsOfEveryKind) {
    TemporaryFolder folder;
    writeTwoClasses(folder / "set", 20, 8);
    const auto split = [&](const std::vector<std::string>& settings) {
        std::vector<std::string> words{"data", "split", folder / "set", "--json", "--quiet"};
        for (const std::string& setting : settings) {
            words.insert(words.end(), {"--set", setting});
        }
        return run(words).document();
    };
    const json plain = split({"validation_fraction=0.25"});
    EXPECT_EQ(plain.at("kind"), "stratified");
    EXPECT_EQ(plain.at("images"), json::parse(R"({"train":30,"val":10,"test":0})"));
    EXPECT_EQ(plain.at("classes").at(0),
              json::parse(R"({"name":"dark","train":15,"val":5,"test":0})"));
    EXPECT_EQ(plain.at("val").size(), 10U);

    std::set<std::string> validated;
    for (const char* fold : {"fold=1", "fold=2", "fold=3", "fold=4"}) {
        const json part = split({"split=kfold", "folds=4", fold});
        EXPECT_EQ(part.at("kind"), "kfold");
        for (const json& item : part.at("val")) {
            EXPECT_TRUE(validated.insert(item.at(0).get<std::string>()).second);
        }
    }
    EXPECT_EQ(validated.size(), 40U);

    const auto inside = [&](const std::vector<std::string>& words) {
        RunOptions options;
        options.workingFolder = folder.path();
        return run(words, options).document();
    };
    // Several settings behind one "--set"; what is none of them is the folder, also "k=v".
    for (const json& each :
         {inside({"data", "split", "--json", "set", "--set", "validation_fraction=0.25", "seed=3"}),
          inside({"data", "split", "--set", "validation_fraction=0.25", "seed=3", "set", "--json"}),
          inside({"data", "split", "--set=validation_fraction=0.25", "seed=3", "--json", "set"}),
          inside({"data", "split", "--set", "validation_fraction=0.25", "--set", "seed=3", "set",
                  "--json"})}) {
        ASSERT_TRUE(each.is_object());
        EXPECT_EQ(each.at("images").at("val"), 10);
        EXPECT_EQ(each.at("seed"), 3);
    }
    fs::rename(folder / "set", folder / "a=b");
    EXPECT_EQ(inside({"data", "split", "--set", "seed=3", "a=b", "--json"}).value("seed", 0), 3);
    fs::rename(folder / "a=b", folder / "set");

    const json grouped = split({"split=grouped", "group_pattern=([0-9])\\."});
    EXPECT_EQ(grouped.at("kind"), "grouped");
    EXPECT_EQ(grouped.at("groups"), 10);
    const auto digits = [&](const char* part) {
        std::set<char> found;
        for (const json& item : grouped.at(part)) {
            const auto path = item.at(0).get<std::string>();
            found.insert(path[path.find('.') - 1]);
        }
        return found;
    };
    EXPECT_EQ(digits("train").size() + digits("val").size(), 10U);

    EXPECT_NE(run({"data", "split", folder / "set", "--quiet"}).out.find("seed 7"),
              std::string::npos);
    expectOneSentence(run({"data", "split", folder / "set", "--quiet", "--set", "split=grouped",
                           "--set", "group_pattern=x"}),
                      1, "no group");
    EXPECT_EQ(
        run({"data", "split", folder / "set", "--quiet", "--set", "split=kfold", "--set", "fold=9"})
            .exitCode,
        2);
}

}  // namespace
}  // namespace minarai::cli
