// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Bad input and bad luck in training: one clear sentence each.
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "cli/program.h"
#include "support/places.h"

namespace minarai::cli {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> trainWords(const std::string& data, const std::string& out) {
    return {"train", data,       "--out", out,       "--arch", "lenet5",
            "--set", "epochs=1", "--set", "batch=4", "--quiet"};
}

TEST(TrainFailure, DataThatCannotBeTrainedOn) {
    TemporaryFolder folder;
    expectOneSentence(run(trainWords(folder / "none", folder / "run")), 1, "does not exist");
    fs::create_directories(folder / "empty/cats");
    expectOneSentence(run(trainWords(folder / "empty", folder / "run")), 1, "contains no images");
    writePicture(folder / "one/cats/1.ppm", 8, 8, 1);
    writePicture(folder / "one/cats/2.ppm", 8, 8, 2);
    expectOneSentence(run(trainWords(folder / "one", folder / "run")), 1, "only one class");
    EXPECT_FALSE(fs::exists(folder / "run/run.json"));
    // A variable of a script that is not set must not mean the working folder.
    writeTwoClasses(folder / "set", 6);
    RunOptions options;
    options.workingFolder = folder / "set";
    expectOneSentence(run(trainWords("", folder / "run"), options), 1, "does not exist");
}

TEST(TrainFailure, UnreadableImagesAreCountedAndTheRunGoesOn) {
    TemporaryFolder folder;
    writeTwoClasses(folder / "set", 8);
    writeText(folder / "set/dark/broken.png", "\x89PNG\r\n\x1a\n nothing");
    writeText(folder / "set/light/empty.jpg", "");
    std::vector<std::string> words = trainWords(folder / "set", folder / "run");
    words.back() = "--json";
    const Outcome outcome = run(words);
    ASSERT_EQ(outcome.exitCode, 0) << outcome.err;
    EXPECT_NE(outcome.err.find("broken.png"), std::string::npos) << outcome.err;
    const json shown = run({"runs", "show", folder / "run", "--json"}).document();
    EXPECT_GE(shown.at("notices").size(), 1U);
}

TEST(TrainFailure, WhatHasNoPartInTheTrainingIsTold) {
    TemporaryFolder folder;
    writeTwoClasses(folder / "set", 8);
    fs::create_directories(folder / "set/empty");
    fs::create_symlink("nowhere", folder / "set/gone");
    writePicture(folder / "set/dark/odd\xFF.ppm", 8, 8, 1);
    std::vector<std::string> words = trainWords(folder / "set", folder / "run");
    words.back() = "--json";
    const Outcome outcome = run(words);
    ASSERT_EQ(outcome.exitCode, 0) << outcome.err;
    for (const char* told : {"The class “empty” contains no images",
                             "The link “gone” leads nowhere", "“dark/odd\uFFFD.ppm”"}) {
        EXPECT_NE(outcome.err.find(std::string(told)), std::string::npos) << outcome.err;
    }
    const json shown = run({"runs", "show", folder / "run", "--json"}).document();
    EXPECT_EQ(shown.at("notices").size(), 3U) << shown.at("notices").dump(1);

    writeTwoClasses(folder / "parts/train", 8);
    writeTwoClasses(folder / "parts/val", 2, 20);
    writePicture(folder / "parts/val/late/1.ppm", 8, 8, 1);
    words = trainWords(folder / "parts", folder / "run2");
    words.back() = "--json";
    const Outcome parted = run(words);
    ASSERT_EQ(parted.exitCode, 0) << parted.err;
    EXPECT_NE(parted.err.find("The class “late” has no images for training"), std::string::npos)
        << parted.err;
}

TEST(TrainFailure, ConfigFilesThatAreWrong) {
    TemporaryFolder folder;
    writeTwoClasses(folder / "set", 6);
    const auto refused = [&](const std::string& config) {
        writeText(folder / "config.json", config);
        return run({"train", folder / "set", "--out", folder / "run", "--config",
                    folder / "config.json", "--arch", "lenet5"});
    };
    expectOneSentence(refused("{\"epochs\":"), 1, "(line 1, column 11: unexpected end of input)");
    expectOneSentence(refused("[1]"), 1, "one object");
    expectOneSentence(refused("{\"epochs\":0}"), 2, "“epochs” is 0");
    expectOneSentence(refused("{\"colour\":1}"), 2, "There is no setting “colour”");
    expectOneSentence(refused("{\"settings\":3}"), 1, "“settings”");
    expectOneSentence(refused("{\"warmup_epochs\":30}"), 2, "warmup_epochs");
    EXPECT_FALSE(fs::exists(folder / "run"));
}

TEST(TrainFailure, MissingPartsAreNamed) {
    TemporaryFolder folder;
    writeTwoClasses(folder / "set", 6);
    std::vector<std::string> words = trainWords(folder / "set", folder / "run");
    words.insert(words.end(), {"--weights", folder / "none.pth"});
    expectOneSentence(run(words), 1, "none.pth");
    words = trainWords(folder / "set", folder / "run");
    words.insert(words.end(), {"--device", "cuda:7"});
    expectOneSentence(run(words), 1, "cuda:7");
    words = trainWords(folder / "set", folder / "run2");
    words.insert(words.end(), {"--set", "augment=" + (folder / "none.json")});
    expectOneSentence(run(words), 1, "none.json” does not exist");
}

TEST(TrainFailure, OutputThatCannotBeWritten) {
    TemporaryFolder folder;
    writeTwoClasses(folder / "set", 6);
    // A path below a file: refused also when root runs the test.
    writeText(folder / "file", "x");
    expectOneSentence(run(trainWords(folder / "set", folder / "file/run")), 1, "cannot be written");
    expectOneSentence(run(trainWords(folder / "set", "/proc/minarai-run")), 1, "cannot be written");
    expectOneSentence(run(trainWords(folder / "set", folder / "file")), 1, "file");
}

/// Leaves a run in "run" of the folder that was stopped after the first of its epochs.
bool interruptRun(const TemporaryFolder& folder) {
    writeTwoClasses(folder / "set", 12);
    RunOptions options;
    options.interruptAfter = "epoch 1/60";
    return run({"train", folder / "set", "--out", folder / "run", "--arch", "lenet5", "--set",
                "epochs=60", "--set", "batch=4", "--json"},
               options)
               .exitCode == 130;
}

/// Files that are there could be added to, and no checkpoint be saved.
TEST(TrainFailure, AResumeInAReadOnlyFolderIsRefused) {
    TemporaryFolder folder;
    ASSERT_TRUE(interruptRun(folder));
    const auto recorded = fs::file_size(folder / "run/events.jsonl");
    fs::permissions(folder / "run", fs::perms(0555));
    std::vector<std::string> words{"train", "--out", folder / "run", "--resume", "--quiet"};
    RunOptions options;
    if (::geteuid() == 0) {
        // Without the administrator's right to write everywhere.
        options.program = "/usr/bin/setpriv";
        words.insert(words.begin(), {"--inh-caps=-all", "--bounding-set=-all",
                                     tests::buildFolder() + "/bin/minarai"});
    }
    const Outcome refused = run(words, options);
    fs::permissions(folder / "run", fs::perms(0755));
    if (refused.err.rfind("setpriv", 0) == 0) {
        GTEST_SKIP() << refused.err;
    }
    expectOneSentence(refused, 1, "“" + (folder / "run") + "” cannot be written");
    EXPECT_EQ(fs::file_size(folder / "run/events.jsonl"), recorded);
}

TEST(TrainFailure, FileSizeLimitEndsTheRunWithASentence) {
    TemporaryFolder folder;
    writeTwoClasses(folder / "set", 6);
    RunOptions options;
    options.maxFileBytes = 60'000;  // run.json fits, the weights do not
    const Outcome outcome = run(trainWords(folder / "set", folder / "run"), options);
    EXPECT_EQ(outcome.signal, 0);
    expectOneSentence(outcome, 1, "cannot be written");
}

TEST(TrainFailure, FullDiskEndsTheRunWithASentence) {
    TemporaryFolder folder;
    writeTwoClasses(folder / "set", 6);
    fs::create_directories(folder / "disk");
    RunOptions options;
    options.program = "/usr/bin/unshare";
    const std::string mount =
        "mount -t tmpfs -o size=120k none '" + (folder / "disk") + "' || exit 77; ";
    std::string command = mount + "exec '" + tests::buildFolder() + "/bin/minarai'";
    for (const std::string& word : trainWords(folder / "set", folder / "disk/run")) {
        command += " '" + word + "'";
    }
    const Outcome outcome = run({"-r", "-m", "/bin/sh", "-c", command}, options);
    if (outcome.exitCode != 1 || outcome.err.find("minarai: ") == std::string::npos) {
        if (outcome.err.find("unshare") != std::string::npos || outcome.exitCode == 77) {
            GTEST_SKIP() << "no small disk can be mounted here: " << outcome.err;
        }
    }
    expectOneSentence(outcome, 1, "disk is full");
}

/// A run that is whole although its disk was full for a while.
void expectWholeRun(const std::string& run, int epochs) {
    const json shown = cli::run({"runs", "show", run, "--json"}).document();
    ASSERT_TRUE(shown.is_object());
    EXPECT_EQ(shown.at("state"), "completed");
    EXPECT_EQ(shown.at("broken_lines"), 0);
    ASSERT_EQ(shown.at("epochs").size(), static_cast<std::size_t>(epochs));
    for (int i = 0; i < epochs; ++i) {
        EXPECT_EQ(shown.at("epochs").at(static_cast<std::size_t>(i)).at("epoch"), i + 1);
    }
    std::ifstream metrics(run + "/metrics.csv");
    int lines = 0;
    for (std::string line; std::getline(metrics, line);) {
        ++lines;
    }
    EXPECT_EQ(lines, epochs + 1);
    std::ifstream events(run + "/events.jsonl");
    std::int64_t steps = 0;
    for (std::string line; std::getline(events, line);) {
        const json event = json::parse(line, nullptr, false);
        ASSERT_TRUE(event.is_object()) << line;
        if (event.at("type") == "step_finished") {
            EXPECT_EQ(event.at("global_step"), ++steps) << "a step is missing";
        }
    }
    for (const char* name : {"best.pth", "last.pth", "checkpoint.pt"}) {
        EXPECT_TRUE(fs::exists(fs::path(run) / name)) << name;
    }
}

constexpr std::uint64_t kFull = 1000;  // bytes: nothing that a run writes is so small

void fillDisk(pid_t program) {
    limitFiles(program, kFull);
}

void emptyDisk(pid_t program) {
    limitFiles(program, std::nullopt);
}

std::vector<std::string> longerWords(const std::string& data, const std::string& out) {
    return {"train", data,        "--out", out,       "--arch", "lenet5",
            "--set", "epochs=30", "--set", "batch=4", "--json"};
}

TEST(TrainFailure, ADiskThatIsFullForAWhileTakesNothingFromTheRun) {
    TemporaryFolder folder;
    writeTwoClasses(folder / "set", 8);
    RunOptions options;
    options.moments = {{"epoch 2/30:", fillDisk},
                       {"Saving is tried again until it works", {}},
                       {"epoch 9/30:", emptyDisk}};
    const Outcome outcome = run(longerWords(folder / "set", folder / "run"), options);
    ASSERT_EQ(outcome.exitCode, 0) << outcome.err;
    EXPECT_NE(outcome.err.find("Saving is tried again"), std::string::npos) << outcome.err;
    expectWholeRun(folder / "run", 30);
}

TEST(TrainFailure, AFullDiskAtTheEndIsWaitedFor) {
    TemporaryFolder folder;
    writeTwoClasses(folder / "set", 8);
    RunOptions options;
    options.moments = {{"epoch 2/30:", fillDisk},
                       {"epoch 30/30:", {}},
                       {"Saving is tried again until it works", emptyDisk}};
    const Outcome outcome = run(longerWords(folder / "set", folder / "run"), options);
    ASSERT_EQ(outcome.exitCode, 0) << outcome.err;
    expectWholeRun(folder / "run", 30);
}

TEST(TrainFailure, WhoWantsNoLogIsToldOfAFullDiskAllTheSame) {
    TemporaryFolder folder;
    writeTwoClasses(folder / "set", 6);
    RunOptions options;
    options.maxFileBytes = 300'000;  // weights fit, with the optimiser's state they do not
    options.moments = {{"Saving is tried again until it works", emptyDisk}};
    const Outcome outcome = run(trainWords(folder / "set", folder / "run"), options);
    ASSERT_EQ(outcome.exitCode, 0) << outcome.err;
    EXPECT_NE(outcome.err.find("Saving is tried again until it works"), std::string::npos)
        << "it waited without a word";
    EXPECT_EQ(outcome.err.find(".)."), std::string::npos) << outcome.err;
    expectWholeRun(folder / "run", 1);
}

TEST(TrainFailure, AFullDiskAtAStopIsWaitedFor) {
    TemporaryFolder folder;
    writeTwoClasses(folder / "set", 8);
    RunOptions options;
    options.moments = {
        {"epoch 2/30:", fillDisk},
        {"Saving is tried again until it works", [](pid_t id) { ::kill(id, SIGINT); }},
        {"stopping after this batch", {}},
        {"Saving is tried again until it works", emptyDisk}};
    const Outcome stopped = run(longerWords(folder / "set", folder / "run"), options);
    ASSERT_EQ(stopped.exitCode, 130) << stopped.err;
    EXPECT_EQ(stopped.document().at("reason"), "stopped");
    const Outcome resumed = run({"train", "--out", folder / "run", "--resume", "--json"});
    ASSERT_EQ(resumed.exitCode, 0) << resumed.err;
    EXPECT_EQ(resumed.document().at("epochs"), 30);
    expectWholeRun(folder / "run", 30);
}

TEST(TrainFailure, AResumeElsewhereSaysWhatCannotBeHad) {
    TemporaryFolder folder;
    ASSERT_TRUE(interruptRun(folder));
    // As if it had begun on a large machine.
    std::ifstream file(folder / "run/run.json");
    json info = json::parse(file);
    info["machine"]["device"] = "cuda:5";
    info["machine"]["threads"] = 900;
    info["machine"]["cores"] = 1000;
    writeText(folder / "run/run.json", info.dump());
    const Outcome resumed = run({"train", "--out", folder / "run", "--resume", "--json"});
    ASSERT_EQ(resumed.exitCode, 0) << resumed.err;
    EXPECT_NE(resumed.err.find("“cuda:5” is not available"), std::string::npos) << resumed.err;
    EXPECT_NE(resumed.err.find("fewer cores"), std::string::npos) << resumed.err;
    const json shown = run({"runs", "show", folder / "run", "--json"}).document();
    EXPECT_EQ(shown.at("epochs").size(), 60U);
    EXPECT_NE(shown.at("machine").at("threads"), 900);
}

TEST(RunsFailure, FoldersThatAreNoRuns) {
    TemporaryFolder folder;
    expectOneSentence(run({"runs", "show", folder.path().string()}), 1, "is not a run");
    expectOneSentence(run({"runs", "list", folder / "none"}), 1, "does not exist");
    expectOneSentence(run({"evaluate", folder / "none"}), 1, "is not a run");
    writeText(folder / "bad/run.json", "{\"version\":1}");
    EXPECT_EQ(run({"runs", "show", folder / "bad"}).exitCode, 1);
    writeText(folder / "new/run.json", "{\"version\":999}");
    expectOneSentence(run({"runs", "show", folder / "new"}), 1, "newer version");
    const Outcome list = run({"runs", "list", folder.path().string(), "--json"});
    EXPECT_EQ(list.exitCode, 0);
    EXPECT_EQ(list.document(), json::array());
    EXPECT_NE(list.err.find("warning: The run “" + (folder / "bad") + "” is damaged"),
              std::string::npos)
        << list.err;
    EXPECT_NE(list.err.find("newer version"), std::string::npos) << list.err;
}

TEST(RunsFailure, NestingThatWouldFillTheStackIsRefused) {
    TemporaryFolder folder;
    const std::string deep = std::string(300'000, '[') + std::string(300'000, ']');
    writeText(folder / "bad/run.json", R"({"version":1,"classes":)" + deep + "}");
    expectOneSentence(run({"runs", "show", folder / "bad"}), 1, "run.json is not valid JSON");
    EXPECT_EQ(run({"runs", "list", folder.path().string(), "--json"}).document(), json::array());
    writeTwoClasses(folder / "set", 6);
    writeText(folder / "config.json", "{\"epochs\":" + deep + "}");
    expectOneSentence(run({"train", folder / "set", "--out", folder / "run", "--arch", "lenet5",
                           "--config", folder / "config.json"}),
                      1, "nested too deeply");
    ASSERT_EQ(run(trainWords(folder / "set", folder / "run")).exitCode, 0);
    std::ofstream(folder / "run/events.jsonl", std::ios::app)
        << R"({"type":"notice","run":"x","time_ms":)" << deep << "}\n";
    const json shown = run({"runs", "show", folder / "run", "--json"}).document();
    ASSERT_TRUE(shown.is_object());
    EXPECT_EQ(shown.at("broken_lines"), 1);
}

}  // namespace
}  // namespace minarai::cli
