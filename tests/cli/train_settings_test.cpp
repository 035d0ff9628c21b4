// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a training is told: its settings, its policy of freezing, a model of one's own.
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "cli/program.h"

namespace minarai::cli {
namespace {

namespace fs = std::filesystem;

TEST(Train, ExplainsEverySetting) {
    const Outcome text = run({"train", "--explain"});
    EXPECT_EQ(text.exitCode, 0);
    for (const char* key : {"epochs",
                            "batch",
                            "size",
                            "learning_rate",
                            "optimizer",
                            "momentum",
                            "weight_decay",
                            "schedule",
                            "precision",
                            "augment",
                            "seed",
                            "loss",
                            "label_smoothing",
                            "early_stopping",
                            "validation_fraction",
                            "workers",
                            "split",
                            "group_pattern",
                            "folds",
                            "fold"}) {
        EXPECT_NE(text.out.find(key), std::string::npos) << key;
    }
    EXPECT_TRUE(run({"train", "--explain", "--json"}).document().is_array());
}

TEST(Train, FreezesAndRecordsThePolicy) {
    TemporaryFolder folder;
    writeTwoClasses(folder / "set", 6);
    const Outcome trained =
        run({"train", folder / "set", "--out", folder / "run", "--arch", "lenet5", "--set",
             "epochs=1", "--freeze", "upto:features", "--set", "layer_decay=0.5", "--json"});
    ASSERT_EQ(trained.exitCode, 0) << trained.err;
    // lenet5 on two classes: 156 + 2416 frozen; 30840 + 10164 + 170 to train.
    EXPECT_NE(trained.err.find("43,746 parameters, 41,174 trainable"), std::string::npos)
        << trained.err;
    const json shown = run({"runs", "show", folder / "run", "--json"}).document();
    EXPECT_EQ(shown.at("settings").at("freeze"), "upto:features");
    EXPECT_EQ(shown.at("settings").at("layer_decay"), 0.5);
    expectOneSentence(run({"train", folder / "set", "--out", folder / "no", "--arch", "lenet5",
                           "--freeze", "upto:layer1", "--quiet"}),
                      2, "features, classifier");
    EXPECT_FALSE(fs::exists(folder / "no"));
}

TEST(Train, AComposedModelKeepsAnInputThatIsNotSquare) {
    TemporaryFolder folder;
    writeTwoClasses(folder / "set", 6);
    json model{{"version", 1},
               {"name", "wide"},
               {"input", {1, 20, 33}},
               {"nodes",
                {{{"id", "conv"},
                  {"op", "Conv2d"},
                  {"inputs", {"input"}},
                  {"params", {{"out_channels", 4}, {"kernel_size", 3}}}},
                 {{"id", "flatten"}, {"op", "Flatten"}, {"inputs", {"conv"}}},
                 {{"id", "fc"},
                  {"op", "Linear"},
                  {"inputs", {"flatten"}},
                  {"params", {{"out_features", 2}}}}}},
               {"output", "fc"}};
    writeText(folder / "wide.json", model.dump());
    const std::string trained = folder / "run";
    const Outcome whole = run({"train", folder / "set", "--out", trained, "--spec",
                               folder / "wide.json", "--set", "epochs=1", "--json"});
    ASSERT_EQ(whole.exitCode, 0) << whole.err;
    // 4 filters of 3x3 and their biases; 18 x 31 places of each for either class.
    EXPECT_NE(whole.err.find("4,506 parameters"), std::string::npos) << whole.err;
    std::ifstream file(trained + "/model.json");
    EXPECT_EQ(json::parse(file).at("input"), json({1, 20, 33}));
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"train", "--out", trained, "--resume"},
          {"evaluate", trained},
          {"predict", trained, folder / "set/dark/0.ppm"},
          {"preprocess", "--run", trained, folder / "set/dark/0.ppm", folder / "x.npy"}}) {
        const Outcome outcome = run(words);
        EXPECT_EQ(outcome.exitCode, 0) << words.front() << ": " << outcome.err;
    }
    EXPECT_EQ(readArray(folder / "x.npy").shape, (std::vector<std::int64_t>{1, 20, 33}));

    // No image has five channels.
    model["input"] = {5, 20, 33};
    writeText(folder / "five.json", model.dump());
    expectOneSentence(run({"train", folder / "set", "--out", folder / "no", "--spec",
                           folder / "five.json", "--quiet"}),
                      1, "3 channels (colour)");
    EXPECT_FALSE(fs::exists(folder / "no"));
}

TEST(Train, BadSettingsOfAConfigFileAreWrongUsage) {
    TemporaryFolder folder;
    writeTwoClasses(folder / "set", 6);
    writeText(folder / "config.json", R"({"settings":{"epochs":-3},"arch":"lenet5"})");
    expectOneSentence(
        run({"train", folder / "set", "--out", folder / "no", "--config", folder / "config.json"}),
        2, "“epochs” is -3");
}

}  // namespace
}  // namespace minarai::cli
