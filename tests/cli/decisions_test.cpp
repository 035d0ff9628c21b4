// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What was decided in the studio, obeyed by the program where it is told to.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

#include "cli/program.h"
#include "dataset/catalog_store.h"

namespace minarai::cli {
namespace {

namespace fs = std::filesystem;

/// Two classes of eight; dark/0 is left out and dark/1 is light.
class DecisionsCommandTest : public testing::Test {
  protected:
    DecisionsCommandTest() {
        ::setenv("XDG_DATA_HOME", (folder / "data").c_str(), 1);
        writeTwoClasses(folder / "set", 8);
        auto store = open();
        EXPECT_TRUE(store.exclude({"dark/0.ppm"}));
        EXPECT_TRUE(store.relabel({"dark/1.ppm"}, "light"));
        catalog = store.file().string();
    }
    [[nodiscard]] dataset::CatalogStore open() const {
        auto store = dataset::CatalogStore::open(folder / "set");
        EXPECT_TRUE(store.has_value()) << store.error().message();
        return std::move(store.value());
    }
    [[nodiscard]] Outcome inspect(std::vector<std::string> more) const {
        std::vector<std::string> words{"data", "inspect", folder / "set", "--no-audit", "--json"};
        words.insert(words.end(), more.begin(), more.end());
        return run(words);
    }
    /// The label's name of each image that was measured.
    static json labels(const Outcome& evaluated) {
        json labels = json::object();
        const json document = evaluated.document();
        for (const json& each : document.at("predictions")) {
            labels[each.at("path").get<std::string>()] = each.at("label");
        }
        return labels;
    }

    TemporaryFolder folder;
    std::string catalog;
};

TEST_F(DecisionsCommandTest, AFolderIsInspectedAsItIsOrAsDecided) {
    const json plain = inspect({}).document();
    EXPECT_EQ(plain.at("classes"), json::parse(R"([{"name":"dark","count":8},
                                                   {"name":"light","count":8}])"));
    EXPECT_FALSE(plain.contains("decisions"));
    const Outcome decided = inspect({"--decisions"});
    ASSERT_EQ(decided.exitCode, 0) << decided.err;
    EXPECT_EQ(decided.document().at("classes"), json::parse(R"([{"name":"dark","count":6},
                                                                {"name":"light","count":9}])"));
    EXPECT_EQ(decided.document().at("images"), 15);
    EXPECT_EQ(decided.document().at("decisions"), json::parse(R"({"excluded":1,"relabelled":1})"));
    EXPECT_NE(decided.err.find("1 image left out, 1 with another class"), std::string::npos)
        << decided.err;
    EXPECT_EQ(inspect({"--catalog", catalog}).out, decided.out);
}

TEST_F(DecisionsCommandTest, WhatCannotBeObeyedIsRefused) {
    writeTwoClasses(folder / "unknown", 2);
    expectOneSentence(run({"data", "inspect", folder / "unknown", "--decisions", "--quiet"}), 1,
                      "no decisions about it");
    writeText(folder / "text", "this is no catalog");
    expectOneSentence(
        run({"data", "inspect", folder / "set", "--catalog", folder / "text", "--quiet"}), 1,
        folder / "text");
    expectOneSentence(
        run({"data", "inspect", folder / "set", "--catalog", folder / "none", "--quiet"}), 1,
        "does not exist");
    writePicture(folder / "other/a/x.ppm", 8, 8, 1);
    writePicture(folder / "other/b/y.ppm", 8, 8, 2);
    expectOneSentence(run({"data", "inspect", folder / "other", "--catalog", catalog, "--quiet"}),
                      1, "none of the images");
}

TEST_F(DecisionsCommandTest, ARunAndItsEvaluationKeepTheDecisionsOfItsBeginning) {
    const Outcome trained =
        run({"train", folder / "set", "--out", folder / "run", "--arch", "lite_cnn", "--set",
             "epochs=1", "size=64", "batch=8", "augment=none", "--decisions", "--device", "cpu"});
    ASSERT_EQ(trained.exitCode, 0) << trained.err;
    EXPECT_NE(trained.err.find("1 image left out, 1 with another class"), std::string::npos)
        << trained.err;
    std::ifstream stream(folder.path() / "run/run.json");
    const json info = json::parse(stream);
    EXPECT_EQ(info.at("edits"), json::parse(R"({"excluded":1,"relabelled":1})"));
    EXPECT_EQ(info.at("split").at("train").size() + info.at("split").at("val").size(), 15U);

    {
        auto store = open();
        ASSERT_TRUE(store.undo());
        ASSERT_TRUE(store.exclude({"light/3.ppm"}));
    }
    const std::vector<std::string> all{"evaluate", folder / "run", "--split", "all", "--json"};
    const json kept = labels(run(all));
    EXPECT_EQ(kept.size(), 15U);
    EXPECT_EQ(kept.at("dark/1.ppm"), "light");
    EXPECT_FALSE(kept.contains("dark/0.ppm"));

    std::vector<std::string> words = all;
    words.emplace_back("--decisions");
    const Outcome today = run(words);
    ASSERT_EQ(today.exitCode, 0) << today.err;
    const json now = labels(today);
    EXPECT_EQ(now.size(), 14U);
    EXPECT_EQ(now.at("dark/1.ppm"), "dark");
    EXPECT_FALSE(now.contains("light/3.ppm"));
    EXPECT_EQ(today.document().at("decisions"), json::parse(R"({"excluded":1,"relabelled":0})"));

    const Outcome resumed = run({"train", "--out", folder / "run", "--resume", "--decisions"});
    ASSERT_EQ(resumed.exitCode, 0) << resumed.err;
    EXPECT_NE(resumed.err.find("as when the run began"), std::string::npos) << resumed.err;
    std::ifstream again(folder.path() / "run/run.json");
    EXPECT_EQ(json::parse(again).at("split"), info.at("split"));
}

TEST_F(DecisionsCommandTest, ASavedSplitOfTheWholeFolderIsTrainedAsDecided) {
    const Outcome saved =
        run({"data", "split", folder / "set", "--out", folder / "parts.json", "--quiet"});
    ASSERT_EQ(saved.exitCode, 0) << saved.err;
    const Outcome trained =
        run({"train", folder / "set", "--out", folder / "run", "--arch", "lite_cnn", "--set",
             "epochs=1", "size=64", "batch=8", "augment=none", "split=" + folder / "parts.json",
             "--decisions", "--device", "cpu"});
    ASSERT_EQ(trained.exitCode, 0) << trained.err;
    std::ifstream stream(folder.path() / "run/run.json");
    const json info = json::parse(stream);
    EXPECT_EQ(info.at("edits"), json::parse(R"({"excluded":1,"relabelled":1})"));
    std::map<std::string, int> labels;
    for (const char* part : {"train", "val"}) {
        for (const json& each : info.at("split").at(part)) {
            labels[each.at(0).get<std::string>()] = each.at(1).get<int>();
        }
    }
    EXPECT_EQ(labels.size(), 15U);
    EXPECT_EQ(labels.count("dark/0.ppm"), 0U);
    EXPECT_EQ(labels["dark/1.ppm"], 1) << "light";
}

TEST_F(DecisionsCommandTest, ASplitIsDrawnAsDecidedAndTrained) {
    const auto split = [&](const std::vector<std::string>& more) {
        std::vector<std::string> words{"data", "split", folder / "set", "--json", "--quiet"};
        words.insert(words.end(), more.begin(), more.end());
        return run(words);
    };
    const auto labelsOf = [](const json& parts) {
        std::map<std::string, int> labels;
        for (const char* part : {"train", "val", "test"}) {
            for (const json& each : parts.at(part)) {
                labels[each.at(0).get<std::string>()] = each.at(1).get<int>();
            }
        }
        return labels;
    };
    const Outcome plain = split({"--out", folder / "whole.json"});
    ASSERT_EQ(plain.exitCode, 0) << plain.err;
    EXPECT_EQ(labelsOf(plain.document()).size(), 16U);
    EXPECT_FALSE(plain.document().contains("decisions"));

    const Outcome outcome = split({"--decisions"});
    ASSERT_EQ(outcome.exitCode, 0) << outcome.err;
    const json decided = outcome.document();
    EXPECT_EQ(decided.at("decisions"), json::parse(R"({"excluded":1,"relabelled":1})"));
    const std::map<std::string, int> labels = labelsOf(decided);
    EXPECT_EQ(labels.size(), 15U);
    EXPECT_EQ(labels.count("dark/0.ppm"), 0U);
    EXPECT_EQ(labels.at("dark/1.ppm"), 1) << "light";
    EXPECT_EQ(split({"--catalog", catalog}).out, outcome.out);
    // A saved split of the whole folder, without what was left out since.
    const Outcome again = split({"--decisions", "--set", "split=" + folder / "whole.json"});
    ASSERT_EQ(again.exitCode, 0) << again.err;
    EXPECT_EQ(labelsOf(again.document()), labels);

    ASSERT_EQ(split({"--decisions", "--out", folder / "parts.json"}).exitCode, 0);
    const Outcome trained =
        run({"train", folder / "set", "--out", folder / "run", "--arch", "lenet5", "--set",
             "epochs=1", "batch=4", "augment=none", "split=" + folder / "parts.json", "--decisions",
             "--device", "cpu", "--quiet"});
    ASSERT_EQ(trained.exitCode, 0) << trained.err;
    std::ifstream stream(folder.path() / "run/run.json");
    const json kept = json::parse(stream).at("split");
    for (const char* part : {"train", "val", "test"}) {
        EXPECT_EQ(kept.at(part), decided.at(part)) << part;
    }
    // The folder as it is on disk has one image more.
    expectOneSentence(split({"--set", "split=" + folder / "parts.json"}), 1, "dark/");
}

TEST_F(DecisionsCommandTest, AnEpochIsForecastOfTheImagesThatAreLeft) {
    ::setenv("XDG_CACHE_HOME", (folder / "cache").c_str(), 1);
    const Outcome outcome =
        run({"bench", "compute", "--arch", "lite_cnn", "--size", "40", "--batch", "4", "--data",
             folder / "set", "--decisions", "--quiet", "--json"});
    ASSERT_EQ(outcome.exitCode, 0) << outcome.err;
    const json forecast = outcome.document().at("forecast");
    EXPECT_EQ(forecast.at("train_images").get<int>() + forecast.at("val_images").get<int>(), 15);
    expectOneSentence(run({"bench", "compute", "--arch", "lite_cnn", "--quiet", "--decisions"}), 2,
                      "--data");
}

TEST_F(DecisionsCommandTest, FoldsThatGoOnDivideTheImagesOfTheFirst) {
    std::vector<std::string> words{
        "train", folder / "set", "--out",   folder / "cv",  "--arch", "lenet5",  "--folds",  "2",
        "--set", "epochs=1",     "batch=4", "augment=none", "--json", "--quiet", "--device", "cpu"};
    std::vector<std::string> decided = words;
    decided.emplace_back("--decisions");
    const Outcome trained = run(decided);
    ASSERT_EQ(trained.exitCode, 0) << trained.err;
    fs::remove_all(folder.path() / "cv/fold-2");

    words.emplace_back("--resume");
    expectOneSentence(run(words), 1, "what was decided");
    EXPECT_FALSE(fs::exists(folder.path() / "cv/fold-2"));
    words.emplace_back("--decisions");
    const Outcome resumed = run(words);
    ASSERT_EQ(resumed.exitCode, 0) << resumed.err;
    EXPECT_EQ(resumed.document().at("results").size(), 2U);
}

TEST_F(DecisionsCommandTest, ACleanedCopyIsAnImageFolder) {
    const std::vector<std::string> about{"data", "export", folder / "set", "--json", "--quiet"};
    const auto with = [&about](const std::vector<std::string>& more) {
        std::vector<std::string> words = about;
        words.insert(words.end(), more.begin(), more.end());
        return run(words);
    };
    const json preview = with({"--decisions", "--dry-run"}).document();
    EXPECT_EQ(preview.at("classes"), json::parse(R"([{"name":"dark","count":6},
                                                     {"name":"light","count":9}])"));
    EXPECT_EQ(preview.at("renumbered"), 1) << "light/1.ppm is there";
    EXPECT_TRUE(preview.at("folder").is_null());
    const Outcome copied = with({"--decisions", "--out", folder / "out"});
    ASSERT_EQ(copied.exitCode, 0) << copied.err;
    EXPECT_EQ(copied.document().at("classes"), preview.at("classes"));
    const json found = run({"data", "inspect", folder / "out", "--no-audit", "--json"}).document();
    EXPECT_EQ(found.at("classes"), preview.at("classes"));
    EXPECT_TRUE(fs::exists(folder / "out/light/1-2.ppm"));
    EXPECT_FALSE(fs::exists(folder / "out/dark/0.ppm"));
    EXPECT_TRUE(fs::exists(folder / "set/dark/0.ppm"));

    expectOneSentence(with({"--decisions", "--out", folder / "out"}), 1, "exists already");
    expectOneSentence(with({"--out", folder / "other"}), 2, "--decisions");
    expectOneSentence(with({"--decisions"}), 2, "--out");
}

TEST_F(DecisionsCommandTest, AnotherFolderIsMeasuredAsDecided) {
    ASSERT_EQ(run({"train", folder / "set", "--out", folder / "run", "--arch", "lite_cnn", "--set",
                   "epochs=1", "size=64", "batch=8", "augment=none", "--device", "cpu", "--quiet"})
                  .exitCode,
              0);
    fs::copy(folder / "set", folder / "copy", fs::copy_options::recursive);
    const Outcome outcome = run(
        {"evaluate", folder / "run", "--data", folder / "copy", "--catalog", catalog, "--json"});
    ASSERT_EQ(outcome.exitCode, 0) << outcome.err;
    const json measured = labels(outcome);
    EXPECT_EQ(measured.size(), 15U);
    EXPECT_EQ(measured.at("dark/1.ppm"), "light");
    EXPECT_FALSE(measured.contains("dark/0.ppm"));

    writePicture(folder / "other/dark/x.ppm", 8, 8, 1);
    writePicture(folder / "other/light/y.ppm", 8, 8, 2);
    expectOneSentence(run({"evaluate", folder / "run", "--data", folder / "other", "--catalog",
                           catalog, "--quiet"}),
                      1, "none of the images");
}

TEST_F(DecisionsCommandTest, AClassThatTheRunHasNotIsRefusedWhereItIsMeasured) {
    ASSERT_EQ(run({"train", folder / "set", "--out", folder / "run", "--arch", "lite_cnn", "--set",
                   "epochs=1", "size=64", "batch=8", "augment=none", "--device", "cpu", "--quiet"})
                  .exitCode,
              0);
    // A class that was added to the folder since: the run's own images are what they were.
    writePicture(folder / "set/green/g.ppm", 8, 8, 1);
    const std::vector<std::string> own{"evaluate", folder / "run", "--split",
                                       "all",      "--decisions",  "--json"};
    const Outcome outcome = run(own);
    ASSERT_EQ(outcome.exitCode, 0) << outcome.err;
    EXPECT_EQ(labels(outcome).size(), 15U);
    {
        auto store = open();
        ASSERT_TRUE(store.relabel({"dark/2.ppm"}, "green"));
    }
    std::vector<std::string> words = own;
    words.emplace_back("--quiet");
    expectOneSentence(run(words), 1, "green");
    fs::copy(folder / "set", folder / "copy", fs::copy_options::recursive);
    expectOneSentence(run({"evaluate", folder / "run", "--data", folder / "copy", "--quiet"}), 1,
                      "green");
}

}  // namespace
}  // namespace minarai::cli
