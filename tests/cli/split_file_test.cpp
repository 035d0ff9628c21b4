// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A split as a file: drawn once, used by several runs, measured on its test part.
#include <filesystem>
#include <fstream>
#include <set>

#include "cli/program.h"

namespace minarai::cli {
namespace {

namespace fs = std::filesystem;

json readJson(const std::string& path) {
    std::ifstream stream(path);
    return json::parse(stream, nullptr, false);
}

std::set<std::string> pathsOf(const json& items) {
    std::set<std::string> paths;
    for (const json& item : items) {
        paths.insert(item.at(0).get<std::string>());
    }
    return paths;
}

class SplitFile : public testing::Test {
  protected:
    void SetUp() override {
        writeTwoClasses(m_folder / "set", 20, 32);
        const Outcome drawn =
            run({"data", "split", at("set"), "--quiet", "--json", "--set",
                 "validation_fraction=0.15", "test_fraction=0.15", "--out", at("parts.json")});
        ASSERT_EQ(drawn.exitCode, 0) << drawn.err;
        m_drawn = drawn.document();
    }

    [[nodiscard]] std::string at(const std::string& name) const { return m_folder / name; }

    [[nodiscard]] std::vector<std::string> train(const std::string& out,
                                                 const std::vector<std::string>& settings) const {
        std::vector<std::string> words{"train", at("set"),      "--out",
                                       at(out), "--arch",       "lenet5",
                                       "--set", "augment=none", "split=" + at("parts.json")};
        words.insert(words.end(), settings.begin(), settings.end());
        return words;
    }

    TemporaryFolder m_folder;
    json m_drawn;
};

TEST_F(SplitFile, SeveralRunsUseTheSameAndItsTestPartIsMeasured) {
    EXPECT_EQ(m_drawn.at("images"), json::parse(R"({"train":28,"val":6,"test":6})"));
    EXPECT_EQ(m_drawn.at("file"), at("parts.json"));
    const json file = readJson(at("parts.json"));
    ASSERT_TRUE(file.is_object());
    EXPECT_EQ(file.at("version"), 1);
    EXPECT_EQ(file.at("classes"), json::parse(R"(["dark","light"])"));
    EXPECT_EQ(file.at("split").at("test"), m_drawn.at("test"));

    for (const auto& [out, seed] : {std::pair("one", "seed=1"), std::pair("two", "seed=2")}) {
        const Outcome trained = run(train(out, {"epochs=1", seed, "--quiet", "--json"}));
        ASSERT_EQ(trained.exitCode, 0) << trained.err;
        const json saved = readJson(at(std::string(out) + "/run.json")).at("split");
        EXPECT_EQ(saved, file.at("split")) << out;
    }
    const json tested =
        run({"evaluate", at("one"), "--split", "test", "--json", "--quiet"}).document();
    ASSERT_TRUE(tested.is_object());
    std::set<std::string> measured;
    for (const json& prediction : tested.at("predictions")) {
        measured.insert(prediction.at("path").get<std::string>());
    }
    EXPECT_EQ(measured, pathsOf(file.at("split").at("test")));

    // A run's own file serves as well.
    const json again = run({"data", "split", at("set"), "--quiet", "--json", "--set",
                            "split=" + at("one/run.json")})
                           .document();
    ASSERT_TRUE(again.is_object());
    for (const char* part : {"train", "val", "test"}) {
        EXPECT_EQ(again.at(part), file.at("split").at(part)) << part;
    }
}

TEST_F(SplitFile, AResumedRunKeepsItsOwn) {
    RunOptions options;
    options.interruptAfter = "epoch 1/60";
    const Outcome stopped = run(train("run", {"epochs=60", "batch=4", "--json"}), options);
    ASSERT_EQ(stopped.exitCode, 130) << stopped.err;
    const json before = readJson(at("run/run.json")).at("split");
    fs::remove(at("parts.json"));
    const Outcome resumed = run({"train", "--out", at("run"), "--resume", "--quiet", "--json"});
    ASSERT_EQ(resumed.exitCode, 0) << resumed.err;
    EXPECT_EQ(resumed.document().at("epochs"), 60);
    EXPECT_EQ(readJson(at("run/run.json")).at("split"), before);
}

TEST_F(SplitFile, WhatDoesNotFitIsOneSentence) {
    const auto refuses = [&](int exitCode, const std::string& about) {
        expectOneSentence(run(train("no", {"epochs=1", "--quiet"})), exitCode, about);
        EXPECT_FALSE(fs::exists(at("no"))) << about;
    };
    const json good = readJson(at("parts.json"));
    json outside = good;
    outside["split"]["val"][0][0] = "../secret.png";
    writeText(at("parts.json"), outside.dump());
    refuses(1, "../secret.png");
    json twice = good;
    twice["split"]["test"].push_back(twice["split"]["train"][0]);
    writeText(at("parts.json"), twice.dump());
    refuses(1, "listed twice");
    writeText(at("parts.json"), good.dump());
    writePicture(at("set/dark/new.ppm"), 32, 32, 3);
    refuses(1, "dark/new.ppm");
    fs::remove(at("set/dark/new.ppm"));
    fs::remove(at("set/dark/0.ppm"));
    refuses(1, "dark/0.ppm");
    fs::remove(at("parts.json"));
    refuses(1, "does not exist");

    expectOneSentence(run({"data", "split", at("set"), "--quiet", "--set", "split=stratifed"}), 2,
                      "“split”");
    expectOneSentence(run({"data", "split", at("set"), "--quiet", "--set",
                           "validation_fraction=0.6", "test_fraction=0.4"}),
                      2, "nothing to train on");
    expectOneSentence(run({"train", at("set"), "--out", at("no"), "--arch", "lenet5", "--folds",
                           "3", "--set", "split=" + at("parts.json"), "--quiet"}),
                      2, "its own folds");
}

TEST_F(SplitFile, ATestPartDrawnBesideAValFolderIsFoundInACopy) {
    writeTwoClasses(m_folder / "parts/train", 10, 32);
    writeTwoClasses(m_folder / "parts/val", 3, 32);
    ASSERT_EQ(run({"train", at("parts"), "--out", at("run"), "--arch", "lenet5", "--set",
                   "epochs=1", "augment=none", "test_fraction=0.2", "--quiet"})
                  .exitCode,
              0);
    const std::set<std::string> held = pathsOf(readJson(at("run/run.json"))["split"]["test"]);
    EXPECT_EQ(held.size(), 4U);
    fs::copy(at("parts"), at("copy"), fs::copy_options::recursive);
    const auto measured = [&](const std::string& part) {
        const Outcome outcome =
            run({"evaluate", at("run"), "--data", at("copy"), "--split", part, "--json"});
        EXPECT_EQ(outcome.exitCode, 0) << outcome.err;
        std::set<std::string> paths;
        const json document = outcome.document();
        for (const json& each : document.at("predictions")) {
            paths.insert(each.at("path").get<std::string>());
        }
        return paths;
    };
    EXPECT_EQ(measured("test"), held);
    EXPECT_EQ(measured("train").size(), 16U);
    EXPECT_EQ(measured("val").size(), 6U);
}

}  // namespace
}  // namespace minarai::cli
