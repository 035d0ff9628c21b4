// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Runs that are stopped and go on.
#include <csignal>
#include <filesystem>

#include "cli/program.h"

namespace minarai::cli {
namespace {

namespace fs = std::filesystem;

TEST(Train, CtrlCSavesAndResumeCompletes) {
    TemporaryFolder folder;
    writeTwoClasses(folder / "set", 12);
    const std::vector<std::string> words{"train",  folder / "set", "--out", folder / "run",
                                         "--arch", "lenet5",       "--set", "epochs=90",
                                         "--set",  "batch=4",      "--json"};
    RunOptions options;
    options.interruptAfter = "epoch 1/90";
    const Outcome stopped = run(words, options);
    ASSERT_EQ(stopped.exitCode, 130) << stopped.err;
    EXPECT_EQ(stopped.document().at("reason"), "stopped");
    EXPECT_LT(stopped.document().at("epochs").get<int>(), 90);
    const json interrupted = run({"runs", "show", folder / "run", "--json"}).document();
    EXPECT_EQ(interrupted.at("state"), "interrupted");

    expectOneSentence(run({"train", "--out", folder / "run", "--resume", "--arch", "resnet18"}), 1,
                      "the architecture");
    const Outcome resumed = run({"train", "--out", folder / "run", "--resume", "--json"});
    ASSERT_EQ(resumed.exitCode, 0) << resumed.err;
    EXPECT_EQ(resumed.document().at("epochs"), 90);
    EXPECT_EQ(resumed.document().at("reason"), "completed");
    const json shown = run({"runs", "show", folder / "run", "--json"}).document();
    EXPECT_EQ(shown.at("state"), "completed");
    EXPECT_EQ(shown.at("epochs").size(), 90U);
}

/// A branch that is added again and a concatenation: no architecture of the zoo.
constexpr const char* kComposed = R"({"version": 1, "name": "mine", "input": [3, 32, 32], "nodes": [
    {"id": "stem", "op": "Conv2d", "inputs": ["input"], "params": {"out_channels": 6, "kernel_size": 3, "padding": 1}},
    {"id": "norm", "op": "BatchNorm2d", "inputs": ["stem"]},
    {"id": "act", "op": "ReLU", "inputs": ["norm"]},
    {"id": "side", "op": "Conv2d", "inputs": ["act"], "params": {"out_channels": 6, "kernel_size": 1}},
    {"id": "sum", "op": "Add", "inputs": ["act", "side"]},
    {"id": "both", "op": "Concat", "inputs": ["sum", "act"]},
    {"id": "pool", "op": "AdaptiveAvgPool2d", "inputs": ["both"], "params": {"output_size": 2}},
    {"id": "flat", "op": "Flatten", "inputs": ["pool"]},
    {"id": "drop", "op": "Dropout", "inputs": ["flat"], "params": {"p": 0.2}},
    {"id": "head", "op": "Linear", "inputs": ["drop"], "params": {"out_features": 2}}
  ], "output": "head"})";

TEST(Train, AComposedModelStopsAndEndsWhereAnUninterruptedOneDoes) {
    TemporaryFolder folder;
    writeTwoClasses(folder / "set", 12);
    writeText(folder / "mine.json", kComposed);
    const auto words = [&](const std::string& out) {
        return std::vector<std::string>{"train",     folder / "set",
                                        "--out",     folder / out,
                                        "--spec",    folder / "mine.json",
                                        "--set",     "epochs=60",
                                        "--set",     "batch=4",
                                        "--set",     "precision=fp32",
                                        "--threads", "1",
                                        "--json"};
    };
    const Outcome whole = run(words("whole"));
    ASSERT_EQ(whole.exitCode, 0) << whole.err;
    RunOptions options;
    options.interruptAfter = "epoch 1/60";
    const Outcome stopped = run(words("run"), options);
    ASSERT_EQ(stopped.exitCode, 130) << stopped.err;
    // The spec file is not needed any more: the run carries its model.
    fs::remove(folder / "mine.json");
    // It goes on with the number of threads that it began with.
    const Outcome resumed = run({"train", "--out", folder / "run", "--resume", "--json"});
    ASSERT_EQ(resumed.exitCode, 0) << resumed.err;
    EXPECT_EQ(resumed.document().at("epochs"), 60);
    const json shown = run({"runs", "show", folder / "run", "--json"}).document();
    EXPECT_EQ(shown.at("machine").at("threads"), 1);
    EXPECT_EQ(resumed.document().at("val_loss"), whole.document().at("val_loss"));
    EXPECT_EQ(runOracle("same_weights.py", {folder / "whole", folder / "run"}), 0);
    const Outcome summary = run({"summary", "--spec", folder / "run/model.json", "--json"});
    ASSERT_EQ(summary.exitCode, 0) << summary.err;
    // 3*6*9+6, 2*6, 6*6+6, 48*2+2
    EXPECT_EQ(summary.document().at("parameters"), 168 + 12 + 42 + 98);
    EXPECT_EQ(run({"predict", folder / "run", folder / "set", "--json"}).exitCode, 0);
}

/// JSON cannot hold such names: what is written of them is only for reading.
TEST(Train, FoldersWhoseNamesAreNoUtf8TrainAndGoOn) {
    TemporaryFolder folder;
    const std::string data = folder /
                             "b\xE4"
                             "der";
    const std::string out = folder / "l\xE4ufe";
    const std::string split = folder / "t\xE4ile.json";
    writeTwoClasses(data, 12);
    ASSERT_EQ(run({"data", "split", data, "--out", split, "--quiet"}).exitCode, 0);
    RunOptions options;
    options.interruptAfter = "epoch 1/60";
    const Outcome stopped = run({"train", data, "--out", out, "--arch", "lenet5", "--set",
                                 "epochs=60", "batch=4", "split=" + split, "--json"},
                                options);
    ASSERT_EQ(stopped.exitCode, 130) << stopped.err;
    EXPECT_EQ(stopped.document().at("reason"), "stopped");
    const Outcome resumed = run({"train", data, "--out", out, "--resume", "--json"});
    ASSERT_EQ(resumed.exitCode, 0) << resumed.err;
    EXPECT_EQ(resumed.document().at("epochs"), 60);
    EXPECT_EQ(run({"runs", "show", out, "--json"}).document().at("state"), "completed");
    EXPECT_EQ(run({"predict", out, data, "--json"}).document().size(), 24U);
}

TEST(Train, ASignalDuringTheStartIsOneSentence) {
    TemporaryFolder folder;
    writeTwoClasses(folder / "set", 6);
    RunOptions options;
    options.pendingSignal = SIGTERM;
    expectOneSentence(
        run({"train", folder / "set", "--out", folder / "run", "--arch", "lenet5", "--json"},
            options),
        130, "Interrupted");
    EXPECT_FALSE(fs::exists(folder / "run"));
}

TEST(Train, ResumeOfNothingBeginsOrSaysSo) {
    TemporaryFolder folder;
    writeTwoClasses(folder / "set", 6);
    expectOneSentence(run({"train", "--out", folder / "none", "--resume"}), 1, "is not a run");
    const Outcome begun = run({"train", "--out", folder / "new", "--resume", "--arch", "lenet5",
                               "--set", "epochs=1", "batch=4", folder / "set", "--json"});
    EXPECT_EQ(begun.exitCode, 0) << begun.err;
    const json shown = run({"runs", "show", folder / "new", "--json"}).document();
    EXPECT_EQ(shown.at("settings").at("epochs"), 1);
    EXPECT_EQ(shown.at("settings").at("batch"), 4);
}

}  // namespace
}  // namespace minarai::cli
