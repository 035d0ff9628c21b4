// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The main job from end to end: train, evaluate, predict, look at the runs.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

#include "cli/program.h"

namespace minarai::cli {
namespace {

namespace fs = std::filesystem;

/// One trained run for all tests of this file.
class TrainedRun : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        s_folder = new TemporaryFolder;
        writeTwoClasses(*s_folder / "set", 12);
        writeText(*s_folder / "config.json",
                  R"({"settings":{"epochs":9,"batch":8,"size":64},"arch":"lite_cnn"})");
        s_train = new Outcome(
            run({"train", *s_folder / "set", "--out", *s_folder / "run", "--config",
                 *s_folder / "config.json", "--set", "epochs=2", "--set", "augment=none", "--seed",
                 "5", "--threads", "1", "--device", "cpu", "--json"}));
    }
    static void TearDownTestSuite() {
        delete s_train;
        delete s_folder;
    }
    void SetUp() override { ASSERT_EQ(s_train->exitCode, 0) << s_train->err; }

    static std::string at(const std::string& name) { return *s_folder / name; }

    static TemporaryFolder* s_folder;
    static Outcome* s_train;
};
TemporaryFolder* TrainedRun::s_folder = nullptr;
Outcome* TrainedRun::s_train = nullptr;

TEST_F(TrainedRun, LastLineIsTheDocument) {
    const json document = s_train->document();
    ASSERT_TRUE(document.is_object()) << s_train->out;
    EXPECT_EQ(document.at("epochs"), 2);
    EXPECT_EQ(document.at("reason"), "completed");
    EXPECT_GE(document.at("best_epoch").get<int>(), 1);
    EXPECT_TRUE(document.at("val_accuracy").is_number());
    EXPECT_TRUE(document.at("val_loss").is_number());
    EXPECT_GT(document.at("images_per_s").get<double>(), 0);
    EXPECT_GT(document.at("seconds").get<double>(), 0);
    EXPECT_EQ(document.at("run"), at("run"));
    EXPECT_NE(s_train->err.find("epoch 1/2"), std::string::npos) << s_train->err;
    EXPECT_NE(s_train->err.find("epoch 2/2"), std::string::npos) << s_train->err;
    EXPECT_EQ(s_train->err.find('\r'), std::string::npos) << "a bar outside a terminal";
    for (const char* file : {"run.json", "model.json", "events.jsonl", "metrics.csv", "best.pth",
                             "last.pth", "checkpoint.pt", "tensorboard"}) {
        EXPECT_TRUE(fs::exists(at("run") + "/" + file)) << file;
    }
}

TEST_F(TrainedRun, ShowsItsHistoryAndSettings) {
    const json shown = run({"runs", "show", at("run"), "--json"}).document();
    ASSERT_TRUE(shown.is_object());
    EXPECT_EQ(shown.at("arch"), "lite_cnn");
    EXPECT_EQ(shown.at("state"), "completed");
    EXPECT_EQ(shown.at("settings").at("epochs"), 2) << "--set goes before --config";
    EXPECT_EQ(shown.at("settings").at("batch"), 8);
    EXPECT_EQ(shown.at("settings").at("seed"), 5);
    EXPECT_EQ(shown.at("classes"), json::parse(R"(["dark","light"])"));
    ASSERT_EQ(shown.at("epochs").size(), 2U);
    for (const char* key : {"epoch", "train_loss", "train_accuracy", "val_loss", "val_accuracy",
                            "learning_rate", "seconds", "images_per_s"}) {
        EXPECT_TRUE(shown.at("epochs").at(1).at(key).is_number()) << key;
    }
    EXPECT_EQ(shown.at("val_accuracy"), s_train->document().at("val_accuracy"));
    const Outcome text = run({"runs", "show", at("run")});
    EXPECT_EQ(text.exitCode, 0);
    EXPECT_NE(text.out.find("lite_cnn"), std::string::npos);
}

TEST_F(TrainedRun, FindsRatesAndTriesABatchWithoutWritingAnything) {
    const std::vector<std::string> about{at("set"),      "--arch", "lite_cnn",  "--set",
                                         "size=40",      "--set",  "batch=8",   "--set",
                                         "augment=none", "--json", "--threads", "2"};
    const auto trial = [&](const std::string& kind) {
        std::vector<std::string> words{"train", kind};
        words.insert(words.end(), about.begin(), about.end());
        RunOptions options;
        options.workingFolder = s_folder->path();
        return run(words, options);
    };
    const auto entries = [] {
        return std::distance(fs::recursive_directory_iterator(s_folder->path()),
                             fs::recursive_directory_iterator());
    };
    const auto before = entries();
    const Outcome range = trial("--find-rate");
    ASSERT_EQ(range.exitCode, 0) << range.err;
    const json found = range.document();
    EXPECT_GT(found.at("curve").size(), 30U);
    EXPECT_GT(found.at("curve").at(9).at("learning_rate"),
              found.at("curve").at(8).at("learning_rate"));
    EXPECT_TRUE(found.at("steepest").is_number()) << found.dump();
    EXPECT_TRUE(found.at("minimum_tenth").is_number());
    const Outcome dry = trial("--dry-run");
    ASSERT_EQ(dry.exitCode, 0) << dry.err;
    const json known = dry.document();
    EXPECT_EQ(known.at("input_shape"), json::parse("[8,3,40,40]"));
    EXPECT_EQ(known.at("output_shape"), json::parse("[8,2]"));
    EXPECT_EQ(known.at("majority_accuracy"), 0.5);  // two classes of twelve
    EXPECT_NEAR(known.at("chance_loss").get<double>(), std::log(2.0), 1e-9);
    EXPECT_TRUE(known.at("overfit").at("learns").get<bool>()) << known.dump();
    EXPECT_GT(known.at("memory_bytes").get<double>(), 1e6);
    EXPECT_GT(known.at("epoch_seconds").get<double>(), 0);
    EXPECT_GT(known.at("available_bytes").get<double>(), 1e6);
    EXPECT_EQ(known.at("epochs"), 10);
    EXPECT_EQ(entries(), before);
}

TEST_F(TrainedRun, CrossValidatesWithASummary) {
    const std::string folder = at("cv");
    const std::vector<std::string> words{"train",  at("set"), "--out", folder,  "--arch",
                                         "lenet5", "--folds", "3",     "--set", "epochs=1",
                                         "--set",  "batch=8", "--json"};
    const Outcome outcome = run(words);
    ASSERT_EQ(outcome.exitCode, 0) << outcome.err;
    const json summary = outcome.document();
    ASSERT_EQ(summary.at("results").size(), 3U);
    double sum = 0;
    std::set<std::string> validated;
    for (int fold = 1; fold <= 3; ++fold) {
        const json& result = summary.at("results").at(static_cast<std::size_t>(fold - 1));
        sum += result.at("val_accuracy").get<double>();
        const std::string run = folder + "/" + result.at("run").get<std::string>();
        std::ifstream file(run + "/run.json");
        const json info = json::parse(file);
        EXPECT_EQ(info.at("settings").at("fold"), fold);
        for (const json& image : info.at("split").at("val")) {
            EXPECT_TRUE(validated.insert(image.at(0).get<std::string>()).second)
                << "an image validates in one fold only";
        }
    }
    EXPECT_EQ(validated.size(), 24U) << "every image validates once";
    EXPECT_NEAR(summary.at("val_accuracy").at("mean").get<double>(), sum / 3, 1e-12);
    std::ifstream kept(folder + "/folds.json");
    EXPECT_EQ(json::parse(kept), summary);
    EXPECT_EQ(run({"runs", "show", folder, "--json"}).document().at("folds"), summary);
    const json ofFold = run({"runs", "show", folder + "/fold-2", "--json"}).document();
    EXPECT_EQ(ofFold.at("folds"), summary);
    EXPECT_EQ(ofFold.at("epochs").size(), 1U) << "the fold's own history stays";
    EXPECT_NE(run({"runs", "show", folder + "/fold-2/"}).out.find("3 of 3 folds"),
              std::string::npos);
    EXPECT_EQ(run(words).exitCode, 1) << "the folder is taken";

    std::vector<std::string> again = words;
    again.emplace_back("--resume");
    const Outcome resumed = run(again);
    EXPECT_EQ(resumed.exitCode, 0) << resumed.err;
    EXPECT_EQ(resumed.document().at("val_accuracy"), summary.at("val_accuracy"));
}

TEST_F(TrainedRun, ACrossValidationGoesOnAsItBegan) {
    const std::string folder = at("cv-on");
    const std::vector<std::string> words{"train",  at("set"), "--out",  folder,
                                         "--arch", "lenet5",  "--json", "--quiet"};
    const auto with = [&words](const std::vector<std::string>& more) {
        std::vector<std::string> all = words;
        all.insert(all.end(), more.begin(), more.end());
        return all;
    };
    const Outcome whole = run(with({"--folds", "2", "--set", "epochs=1", "batch=8", "--set",
                                    "learning_rate=0.0123", "--seed", "5"}));
    ASSERT_EQ(whole.exitCode, 0) << whole.err;
    std::ifstream before(folder + "/folds.json");
    const json kept = json::parse(before);
    fs::remove_all(folder + "/fold-2");

    expectOneSentence(run(with({"--resume", "--folds", "3"})), 1, "the number of folds");
    expectOneSentence(run(with({"--resume", "--folds", "2", "--set", "epochs=2"})), 1, "“epochs”");
    std::vector<std::string> other = with({"--resume", "--folds", "2"});
    *std::find(other.begin(), other.end(), "lenet5") = "lite_cnn";
    expectOneSentence(run(other), 1, "the architecture");
    EXPECT_FALSE(fs::exists(folder + "/fold-3"));
    EXPECT_FALSE(fs::exists(folder + "/fold-2"));

    // What is not repeated comes from the first fold.
    const Outcome resumed = run(with({"--resume", "--folds", "2"}));
    ASSERT_EQ(resumed.exitCode, 0) << resumed.err;
    std::ifstream file(folder + "/fold-2/run.json");
    const json info = json::parse(file);
    EXPECT_EQ(info.at("settings").at("learning_rate"), 0.0123);
    EXPECT_EQ(info.at("settings").at("epochs"), 1);
    EXPECT_EQ(info.at("settings").at("fold"), 2);
    EXPECT_EQ(info.at("seed"), 5);
    EXPECT_EQ(resumed.document().at("results").size(), kept.at("results").size());
}

TEST_F(TrainedRun, ACrossValidationThatIsStoppedEarlyTellsNoMean) {
    RunOptions options;
    options.interruptAfter = "fold 1 of 2";
    const Outcome outcome = run({"train", at("set"), "--out", at("cv-stopped"), "--arch", "lenet5",
                                 "--folds", "2", "--set", "epochs=3000"},
                                options);
    EXPECT_EQ(outcome.exitCode, 130) << outcome.err;
    EXPECT_EQ(outcome.out.find("±"), std::string::npos) << outcome.out;
    EXPECT_NE(outcome.out.find("--resume"), std::string::npos) << outcome.out;
}

TEST_F(TrainedRun, IsListedAndCompared) {
    const json list = run({"runs", "list", s_folder->path().string(), "--json"}).document();
    ASSERT_EQ(list.size(), 1U) << list.dump(1);
    EXPECT_EQ(list.at(0).at("run"), at("run"));
    EXPECT_EQ(list.at(0).at("epochs_done"), 2);
    const json shown = run({"runs", "show", at("run"), "--json"}).document();
    EXPECT_EQ(shown.at("epochs_done"), 2);
    ASSERT_EQ(list.at(0).at("epochs").size(), 2U);
    EXPECT_EQ(list.at(0).at("epochs"), shown.at("epochs"));
    const json same = run({"runs", "diff", at("run"), at("run"), "--json"}).document();
    EXPECT_TRUE(same.at("settings").empty()) << same.dump(1);
    EXPECT_EQ(same.at("metrics").at(0).at("name"), "epochs");

    const Outcome other = run({"train", at("set"), "--out", at("others/two"), "--arch", "lenet5",
                               "--set", "epochs=1", "--set", "batch=8", "--quiet"});
    ASSERT_EQ(other.exitCode, 0) << other.err;
    EXPECT_EQ(other.err, "") << "quiet";
    EXPECT_NE(other.out.find("validation accuracy"), std::string::npos) << other.out;
    const json diff = run({"runs", "diff", at("run"), at("others/two"), "--json"}).document();
    bool sawArchitecture = false;
    bool sawBatch = false;
    for (const json& row : diff.at("settings")) {
        sawArchitecture = sawArchitecture || (row.at("name") == "arch" &&
                                              row.at("a") == "lite_cnn" && row.at("b") == "lenet5");
        sawBatch = sawBatch || row.at("name") == "batch";
    }
    ASSERT_EQ(diff.at("epochs").size(), 3U) << "two of the first run, one of the second";
    for (std::size_t i = 0; i < 2; ++i) {
        json epoch = diff.at("epochs").at(i);
        EXPECT_EQ(epoch.at("run"), "a");
        epoch.erase("run");
        EXPECT_EQ(epoch, shown.at("epochs").at(i));
    }
    EXPECT_EQ(diff.at("epochs").at(2).at("run"), "b");
    EXPECT_EQ(diff.at("epochs").at(2).at("epoch"), 1);
    EXPECT_TRUE(diff.at("epochs").at(2).at("val_loss").is_number());
    // A run that was begun and not more has no history yet.
    fs::create_directories(at("begun/one"));
    fs::copy_file(at("run/run.json"), at("begun/one/run.json"));
    const json begun = run({"runs", "list", at("begun"), "--json"}).document();
    EXPECT_EQ(begun.at(0).at("epochs"), json::array());
    EXPECT_TRUE(sawArchitecture) << diff.dump(1);
    EXPECT_FALSE(sawBatch) << diff.dump(1);
    const Outcome table = run({"runs", "diff", at("run"), at("others/two")});
    EXPECT_EQ(table.exitCode, 0);
    EXPECT_NE(table.out.find(" %"), std::string::npos) << table.out;
}

TEST_F(TrainedRun, EvaluatesAsInTraining) {
    const Outcome outcome = run({"evaluate", at("run"), "--json", "--quiet"});
    ASSERT_EQ(outcome.exitCode, 0) << outcome.err;
    const json document = outcome.document();
    EXPECT_NEAR(document.at("accuracy").get<double>(),
                s_train->document().at("val_accuracy").get<double>(), 1e-9);
    EXPECT_NEAR(document.at("loss").get<double>(), s_train->document().at("val_loss").get<double>(),
                1e-3);
    EXPECT_EQ(document.at("top5"), 1.0);
    EXPECT_TRUE(document.at("ece").is_number());
    EXPECT_EQ(document.at("confusion").size(), 2U);
    EXPECT_EQ(document.at("classes").at(0).at("name"), "dark");
    for (const char* key : {"precision", "recall", "f1", "support"}) {
        EXPECT_TRUE(document.at("classes").at(0).at(key).is_number()) << key;
    }
    ASSERT_FALSE(document.at("predictions").empty());
    EXPECT_EQ(document.at("predictions").at(0).at("probabilities").size(), 2U);

    const json all = run({"evaluate", at("run"), "--split", "all", "--json"}).document();
    EXPECT_EQ(all.at("predictions").size(), 24U);
    const json elsewhere = run({"evaluate", at("run"), "--data", at("set"), "--json"}).document();
    EXPECT_TRUE(elsewhere.at("accuracy").is_number());
    EXPECT_EQ(run({"evaluate", at("run")}).exitCode, 0);
    expectOneSentence(run({"evaluate", at("run"), "--split", "test", "--quiet"}), 1, "test");
}

TEST_F(TrainedRun, PredictsFilesFoldersAndReportsBadOnes) {
    writeText(at("more/bad.png"), "nothing");
    writePicture(at("more/.hidden.ppm"), 8, 8, 1);
    writePicture(at("more/.thumbnails/1.ppm"), 8, 8, 1);
    fs::copy_file(at("set/dark/1.ppm"), at("more/b.ppm"), fs::copy_options::overwrite_existing);
    const Outcome outcome = run({"predict", at("run"), at("set/light/0.ppm"), at("more"), "--json",
                                 "--top", "1", "--csv", at("out.csv")});
    ASSERT_EQ(outcome.exitCode, 0) << outcome.err;
    const json list = outcome.document();
    ASSERT_EQ(list.size(), 3U) << list.dump(1);
    EXPECT_EQ(list.at(0).at("path"), at("set/light/0.ppm"));
    EXPECT_EQ(list.at(0).at("top").size(), 1U);
    EXPECT_TRUE(list.at(0).at("top").at(0).at("label").is_string());
    EXPECT_GE(list.at(0).at("top").at(0).at("probability").get<double>(), 0.5);
    EXPECT_GT(list.at(0).at("ms").get<double>(), 0);
    EXPECT_EQ(list.at(1).at("path"), at("more/b.ppm"));
    EXPECT_EQ(list.at(2).at("path"), at("more/bad.png"));
    EXPECT_NE(list.at(2).at("error").get<std::string>().find("bad.png"), std::string::npos);
    EXPECT_FALSE(list.at(2).contains("top"));
    std::ifstream csv(at("out.csv"));
    std::string heading;
    std::getline(csv, heading);
    EXPECT_EQ(heading, "path,error,ms,label_1,probability_1");

    const json both = run({"predict", at("run"), at("set/dark/0.ppm"), "--json"}).document();
    const json& top = both.at(0).at("top");
    ASSERT_EQ(top.size(), 2U);
    EXPECT_GE(top.at(0).at("probability"), top.at(1).at("probability"));
    EXPECT_NEAR(
        top.at(0).at("probability").get<double>() + top.at(1).at("probability").get<double>(), 1,
        1e-5);
    EXPECT_EQ(run({"predict", at("run"), at("set/dark/0.ppm"), "--tta", "4"}).exitCode, 0);
}

TEST_F(TrainedRun, PredictsNothingSilentlyLess) {
    fs::create_directories(at("less/closed"));
    fs::copy_file(at("set/dark/1.ppm"), at("less/a.ppm"), fs::copy_options::overwrite_existing);
    fs::create_symlink(at("nowhere.ppm"), at("less/b.ppm"));
    fs::permissions(at("less/closed"), fs::perms::none);
    std::error_code closed;
    (void)fs::directory_iterator(at("less/closed"), closed);
    const json list = run({"predict", at("run"), at("less"), "--json"}).document();
    fs::permissions(at("less/closed"), fs::perms::owner_all);
    ASSERT_EQ(list.size(), closed ? 3U : 2U) << list.dump(1);  // the superuser may read it
    EXPECT_TRUE(list.at(0).contains("top"));
    EXPECT_NE(list.at(1).at("error").get<std::string>().find("b.ppm"), std::string::npos);
    if (closed) {
        EXPECT_NE(list.at(2).at("error").get<std::string>().find("closed"), std::string::npos);
    }
}

TEST_F(TrainedRun, PredictsFoldersWithOddNames) {
    fs::create_directories(at("[odd]"));
    fs::copy_file(at("set/dark/1.ppm"), at("[odd]/a,\"b\".ppm"),
                  fs::copy_options::overwrite_existing);
    fs::copy(at("[odd]"), at("-odd"), fs::copy_options::recursive);
    RunOptions options;
    options.workingFolder = s_folder->path();
    const Outcome outcome =
        run({"predict", "--json", "run", "[odd]", "--top", "1", "--csv", "odd.csv", "--", "-odd"},
            options);
    ASSERT_EQ(outcome.exitCode, 0) << outcome.err;
    const json list = outcome.document();
    ASSERT_EQ(list.size(), 2U) << list.dump(1);
    EXPECT_EQ(list.at(1).at("path"), "-odd/a,\"b\".ppm");
    std::ifstream csv(at("odd.csv"));
    std::string line;
    std::getline(csv, line);
    std::getline(csv, line);
    EXPECT_EQ(line.rfind("\"[odd]/a,\"\"b\"\".ppm\",,", 0), 0U) << line;
}

TEST_F(TrainedRun, AgreesWithItsEvaluation) {
    const json evaluated = run({"evaluate", at("run"), "--json"}).document();
    const json& one = evaluated.at("predictions").at(0);
    const std::string path = at("set") + "/" + one.at("path").get<std::string>();
    const json predicted = run({"predict", at("run"), path, "--json"}).document();
    for (const json& place : predicted.at(0).at("top")) {
        const std::size_t index = place.at("label") == "dark" ? 0 : 1;
        EXPECT_NEAR(place.at("probability").get<double>(),
                    one.at("probabilities").at(index).get<double>(), 1e-5);
    }
}

TEST_F(TrainedRun, EnsemblesOfOneAndTheSameRunAgreeWithIt) {
    const std::string image = at("set/dark/3.ppm");
    const json alone = run({"predict", at("run"), image, "--json"}).document();
    for (const char* rule : {"mean", "weighted"}) {
        const json together =
            run({"predict", at("run"), at("run"), image, "--ensemble", rule, "--json"}).document();
        EXPECT_EQ(together.at(0).at("top").at(0).at("label"),
                  alone.at(0).at("top").at(0).at("label"));
        EXPECT_NEAR(together.at(0).at("top").at(0).at("probability").get<double>(),
                    alone.at(0).at("top").at(0).at("probability").get<double>(), 1e-6);
    }
    const json voted =
        run({"predict", at("run"), at("run"), image, "--ensemble", "vote", "--json"}).document();
    EXPECT_EQ(voted.at(0).at("top").at(0).at("probability"), 1.0);
}

TEST_F(TrainedRun, PredictFailsWhenNothingCanBeRead) {
    expectOneSentence(run({"predict", at("set"), at("set/dark/0.ppm")}), 1, "is not a run");
    const Outcome missing = run({"predict", at("run"), at("none.jpg"), "--quiet"});
    expectOneSentence(missing, 1, "none.jpg");
    fs::create_directories(at("hollow"));
    expectOneSentence(run({"predict", at("run"), at("hollow"), "--quiet"}), 1,
                      "contains no images");
}

TEST_F(TrainedRun, RunsAreNotOverwrittenAndCanBeMoved) {
    expectOneSentence(run({"train", at("set"), "--out", at("run"), "--arch", "lite_cnn"}), 1,
                      "exists already");
    TemporaryFolder elsewhere;
    fs::copy(at("run"), elsewhere / "moved", fs::copy_options::recursive);
    const Outcome predicted = run({"predict", elsewhere / "moved", at("set/dark/0.ppm"), "--json"});
    EXPECT_EQ(predicted.exitCode, 0) << predicted.err;
    expectOneSentence(run({"evaluate", elsewhere / "moved", "--quiet"}), 1, "--data");
    EXPECT_EQ(run({"evaluate", elsewhere / "moved", "--data", at("set"), "--json"}).exitCode, 0);
    const std::vector<std::string> resume{"train", "--out", elsewhere / "moved", "--resume",
                                          "--quiet"};
    expectOneSentence(run(resume), 1, "--data");
    std::vector<std::string> words = resume;
    words.insert(words.end(), {"--data", at("set")});
    EXPECT_EQ(run(words).exitCode, 0) << "the cure that the sentence names";
    words.push_back(at("set"));
    expectOneSentence(run(words), 2, "give one of them");
}

TEST_F(TrainedRun, PreprocessesAsTheRunDoes) {
    ASSERT_EQ(run({"preprocess", "--run", at("run"), at("set/dark/0.ppm"), at("x.npy")}).exitCode,
              0);
    EXPECT_EQ(readArray(at("x.npy")).shape, (std::vector<std::int64_t>{3, 64, 64}));
}

}  // namespace
}  // namespace minarai::cli
