// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The files of a run, as scripts read them: keys, types, rows, and weights that torchvision loads.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>

#include "cli/program.h"

namespace minarai::cli {
namespace {

namespace fs = std::filesystem;

std::string slurp(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::vector<std::string> linesOf(const fs::path& path) {
    std::vector<std::string> lines;
    std::ifstream in(path);
    for (std::string line; std::getline(in, line);) {
        lines.push_back(line);
    }
    return lines;
}

bool isReal(const json& value) {
    return value.is_number();
}
bool isWhole(const json& value) {
    return value.is_number_integer();
}
bool isText(const json& value) {
    return value.is_string() && !value.get<std::string>().empty();
}
bool isAnyText(const json& value) {
    return value.is_string();
}
bool isFlag(const json& value) {
    return value.is_boolean();
}
bool isList(const json& value) {
    return value.is_array() && !value.empty();
}
bool isObject(const json& value) {
    return value.is_object() && !value.empty();
}

using Kinds = std::map<std::string, bool (*)(const json&)>;

void expectKeys(const json& object, const Kinds& kinds) {
    ASSERT_TRUE(object.is_object()) << object.dump();
    for (const auto& [key, isRight] : kinds) {
        ASSERT_TRUE(object.contains(key)) << key << " is missing in " << object.dump();
        EXPECT_TRUE(isRight(object.at(key))) << key << ": " << object.at(key).dump();
    }
}

/// resnet18 of two epochs at 64 pixels, for all tests of this file.
class RunFiles : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        s_folder = new TemporaryFolder;
        ASSERT_EQ(run({"data", "sample", at("set"), "--per-class", "5"}).exitCode, 0);
        s_train = new Outcome(
            run({"train", at("set"), "--out", at("run"), "--arch", "resnet18", "--set", "epochs=2",
                 "batch=8", "size=64", "seed=3", "augment=standard", "--threads", "2", "--json"}));
    }
    static void TearDownTestSuite() {
        delete s_train;
        delete s_folder;
    }
    void SetUp() override { ASSERT_EQ(s_train->exitCode, 0) << s_train->err; }

    static std::string at(const std::string& name) { return *s_folder / name; }
    static json runJson() { return json::parse(slurp(at("run/run.json"))); }

    static inline TemporaryFolder* s_folder = nullptr;
    static inline Outcome* s_train = nullptr;
};

TEST_F(RunFiles, RunJsonHoldsEverythingThatDefinesTheRun) {
    const json saved = runJson();
    expectKeys(saved, {{"version", isWhole},      {"id", isText},
                       {"name", isText},          {"created_ms", isWhole},
                       {"state", isText},         {"arch", isText},
                       {"dataset", isObject},     {"classes", isList},
                       {"split", isObject},       {"preprocess", isObject},
                       {"pipeline", isObject},    {"settings", isObject},
                       {"seed", isWhole},         {"initial_weights", isAnyText},
                       {"versions", isObject},    {"machine", isObject},
                       {"best_epoch", isWhole},   {"best_val_accuracy", isReal},
                       {"best_val_loss", isReal}, {"epochs_done", isWhole}});
    EXPECT_EQ(saved.at("version"), 1);
    EXPECT_EQ(saved.at("seed"), 3);
    EXPECT_EQ(saved.at("arch"), "resnet18");
    EXPECT_EQ(saved.at("state"), "completed");
    EXPECT_EQ(saved.at("dataset"), json::parse(R"({"name":"set","path":"../set"})"));
    expectKeys(saved.at("versions"), {{"minarai", isText}, {"torch", isText}});
    expectKeys(saved.at("machine"), {{"processor", isText},
                                     {"cores", isWhole},
                                     {"device", isText},
                                     {"precision", isText},
                                     {"threads", isWhole}});
    expectKeys(saved.at("settings"), {{"epochs", isWhole},
                                      {"batch", isWhole},
                                      {"size", isWhole},
                                      {"learning_rate", isReal},
                                      {"optimizer", isText},
                                      {"momentum", isReal},
                                      {"weight_decay", isReal},
                                      {"schedule", isText},
                                      {"precision", isText},
                                      {"augment", isText},
                                      {"freeze", isText},
                                      {"seed", isWhole},
                                      {"loss", isText},
                                      {"label_smoothing", isReal},
                                      {"mixup", isReal},
                                      {"cutmix", isReal},
                                      {"early_stopping", isWhole},
                                      {"validation_fraction", isReal},
                                      {"workers", isWhole}});
    EXPECT_EQ(saved.at("settings").at("augment"), "standard");
    std::vector<std::string> steps;
    for (const json& step : saved.at("pipeline").at("transforms")) {
        steps.push_back(step.at("name"));
    }
    EXPECT_EQ(steps, (std::vector<std::string>{"RandomResizedCrop", "RandomHorizontalFlip",
                                               "RandomRotation", "ColorJitter"}));
    expectKeys(saved.at("preprocess"), {{"mean", isList}, {"std", isList}});

    // The split names every image once, as a relative path with a label among the classes.
    expectKeys(saved.at("split"), {{"kind", isText}, {"train", isList}, {"val", isList}});
    std::set<std::string> paths;
    for (const char* part : {"train", "val", "test"}) {
        for (const json& item : saved.at("split").at(part)) {
            const std::string path = item.at(0);
            EXPECT_TRUE(paths.insert(path).second) << path;
            EXPECT_TRUE(fs::exists(at("set") + "/" + path)) << path;
            EXPECT_EQ(saved.at("classes").at(item.at(1).get<std::size_t>()),
                      path.substr(0, path.find('/')));
        }
    }
    EXPECT_EQ(paths.size(), 40U);
}

TEST_F(RunFiles, MetricsCsvHasARowAnEpoch) {
    const std::vector<std::string> lines = linesOf(at("run/metrics.csv"));
    ASSERT_EQ(lines.size(), 3U);
    EXPECT_EQ(lines[0],
              "epoch,train_loss,train_accuracy,val_loss,val_accuracy,learning_rate,seconds,"
              "images_per_s");
    const json shown = run({"runs", "show", at("run"), "--json"}).document();
    for (std::size_t row = 1; row < lines.size(); ++row) {
        std::istringstream keys(lines[0]);
        std::istringstream cells(lines[row]);
        std::string cell;
        for (std::string key; std::getline(keys, key, ',');) {
            ASSERT_TRUE(std::getline(cells, cell, ',')) << lines[row];
            const double wanted = shown.at("epochs").at(row - 1).at(key);
            // Times are for people to read: milliseconds, and a tenth of an image.
            const double digits = key == "seconds" ? 5.1e-4 : key == "images_per_s" ? 0.051 : 1e-9;
            EXPECT_NEAR(std::stod(cell), wanted, 1e-4 * std::abs(wanted) + digits) << key;
        }
        EXPECT_FALSE(std::getline(cells, cell, ',')) << lines[row];
    }
}

TEST_F(RunFiles, EventsAreOneObjectALine) {
    const std::map<std::string, Kinds> kinds{
        {"run_started",
         {{"version", isWhole},
          {"classes", isList},
          {"train_images", isWhole},
          {"val_images", isWhole},
          {"parameters", isWhole},
          {"trainable", isWhole},
          {"epochs", isWhole},
          {"steps_per_epoch", isWhole},
          {"first_epoch", isWhole},
          {"first_step", isWhole},
          {"device", isText},
          {"precision", isText},
          {"threads", isWhole}}},
        {"step_finished",
         {{"epoch", isWhole},
          {"step", isWhole},
          {"steps_per_epoch", isWhole},
          {"global_step", isWhole},
          {"loss", isReal},
          {"epoch_loss", isReal},
          {"epoch_accuracy", isReal},
          {"learning_rate", isReal},
          {"images_per_s", isReal},
          {"seconds_left", isReal}}},
        {"validation_progress", {{"epoch", isWhole}, {"done", isWhole}, {"total", isWhole}}},
        {"epoch_finished",
         {{"epoch", isWhole},
          {"train_loss", isReal},
          {"train_accuracy", isReal},
          {"val_loss", isReal},
          {"val_accuracy", isReal},
          {"learning_rate", isReal},
          {"seconds", isReal},
          {"images_per_s", isReal},
          {"is_best", isFlag},
          {"best_epoch", isWhole},
          {"best_val_accuracy", isReal},
          {"loading_seconds", isReal},
          {"validation", isObject}}},
        {"checkpoint_saved", {{"epoch", isWhole}, {"step", isWhole}}},
        {"notice", {{"path", isAnyText}, {"error", isObject}}},
        {"pause_changed", {{"paused", isFlag}}},
        {"run_ended",
         {{"reason", isText},
          {"epochs", isWhole},
          {"best_epoch", isWhole},
          {"best_val_accuracy", isReal},
          {"best_val_loss", isReal},
          {"seconds", isReal},
          {"images_per_s", isReal}}}};
    const std::string id = runJson().at("id");
    std::map<std::string, int> seen;
    std::int64_t time = 0;
    const std::string text = slurp(at("run/events.jsonl"));
    EXPECT_TRUE(text.ends_with("\n")) << "a line counts when its end is written";
    for (const std::string& line : linesOf(at("run/events.jsonl"))) {
        const json event = json::parse(line, nullptr, false);
        expectKeys(event, {{"type", isText}, {"run", isText}, {"time_ms", isWhole}});
        ASSERT_FALSE(HasFatalFailure()) << line;
        EXPECT_EQ(event.at("run"), id);
        EXPECT_GE(event.at("time_ms").get<std::int64_t>(), time);
        time = event.at("time_ms");
        const std::string type = event.at("type");
        ASSERT_TRUE(kinds.contains(type)) << line;
        expectKeys(event, kinds.at(type));
        ++seen[type];
    }
    EXPECT_EQ(seen["run_started"], 1);
    EXPECT_EQ(seen["step_finished"], 8) << "32 images in batches of 8, twice";
    EXPECT_EQ(seen["epoch_finished"], 2);
    EXPECT_GE(seen["checkpoint_saved"], 2);
    EXPECT_EQ(seen["run_ended"], 1);
}

TEST_F(RunFiles, TorchvisionLoadsTheWeightsAndAgrees) {
    for (const char* name : {"best.pth", "last.pth"}) {
        const std::string weights = at("run/") + name;
        ASSERT_EQ(runOracle("trained_weights.py", {weights, "8", "64", s_folder->path().string()}),
                  0);
        const Outcome forward = run({"forward", "--arch", "resnet18", "--weights", weights,
                                     "--classes", "8", at("in.npy"), at("out.npy")});
        ASSERT_EQ(forward.exitCode, 0) << forward.err;
        const Array ours = readArray(at("out.npy"));
        const Array theirs = readArray(at("expected.npy"));
        ASSERT_EQ(ours.shape, (std::vector<std::int64_t>{4, 8}));
        ASSERT_EQ(theirs.shape, ours.shape);
        double scale = 0;
        for (const float value : theirs.values) {
            scale = std::max(scale, std::abs(static_cast<double>(value)));
        }
        ASSERT_GT(scale, 0);
        for (std::size_t i = 0; i < ours.values.size(); ++i) {
            EXPECT_NEAR(ours.values[i], theirs.values[i], 1e-4 * scale) << name << ", " << i;
        }
    }
}

TEST_F(RunFiles, AStrictRunIsEvaluatedAsStrictly) {
    const Outcome trained =
        run({"train", at("set"), "--out", at("strict"), "--arch", "resnet18", "--set", "epochs=1",
             "size=64", "batch=32", "precision=fp32", "--quiet", "--json"});
    ASSERT_EQ(trained.exitCode, 0) << trained.err;
    const json evaluated = run({"evaluate", at("strict"), "--quiet", "--json"}).document();
    EXPECT_EQ(evaluated.at("precision"), "fp32");
    EXPECT_EQ(evaluated.at("accuracy"), trained.document().at("val_accuracy"));
    const double loss = trained.document().at("val_loss");
    EXPECT_NEAR(evaluated.at("loss").get<double>(), loss, 1e-4 * loss);
    const json asked =
        run({"evaluate", at("strict"), "--precision", "bf16", "--quiet", "--json"}).document();
    EXPECT_EQ(asked.at("precision"), "bf16");
}

/// resnet18 with one node more: a second ReLU behind the first one.
json changedModel(const json& model) {
    json changed = model;
    json nodes = json::array();
    for (json node : model.at("nodes")) {
        for (json& input : node.at("inputs")) {
            if (input == "relu") {
                input = "again";
            }
        }
        nodes.push_back(node);
        if (node.at("id") == "relu") {
            nodes.push_back({{"id", "again"}, {"op", "ReLU"}, {"inputs", {"relu"}}});
        }
    }
    changed["nodes"] = nodes;
    return changed;
}

TEST_F(RunFiles, AModelIsRecordedUnderTheNameThatItDeserves) {
    const json model = json::parse(slurp(at("run/model.json")));
    ASSERT_EQ(model.at("name"), "resnet18");
    writeText(at("changed.json"), changedModel(model).dump());
    json renamed = changedModel(model);
    renamed["name"] = "with_again";
    writeText(at("renamed.json"), renamed.dump());
    const auto recorded = [](const std::string& name, const std::string& spec) {
        const Outcome outcome =
            run({"train", at("set"), "--out", at(name), "--spec", spec, "--set", "epochs=1",
                 "size=64", "batch=32", "freeze=all_but_head", "feature_cache=off", "--quiet"});
        EXPECT_EQ(outcome.exitCode, 0) << outcome.err;
        return json::parse(slurp(at(name + "/run.json"))).at("arch").get<std::string>();
    };
    EXPECT_EQ(recorded("same", at("run/model.json")), "resnet18");
    EXPECT_EQ(recorded("changed", at("changed.json")), "custom");
    EXPECT_EQ(recorded("renamed", at("renamed.json")), "with_again");
    // What a run was made with resumes it, and nothing else does.
    EXPECT_EQ(run({"train", "--out", at("renamed"), "--resume", "--config", at("renamed/run.json"),
                   "--quiet"})
                  .exitCode,
              0);
    expectOneSentence(run({"train", "--out", at("changed"), "--resume", "--arch", "resnet18"}), 1,
                      "the architecture");
}

TEST_F(RunFiles, ALargeRunJsonIsAConfigFile) {
    json large = runJson();
    for (int i = 0; i < 60000; ++i) {
        large["split"]["train"].push_back(
            json::array({"class/image_" + std::to_string(i) + ".jpg", 0}));
    }
    large["arch"] = "no_longer_known";
    writeText(at("large.json"), large.dump(1));
    ASSERT_GT(fs::file_size(at("large.json")), std::uintmax_t{2} << 20);
    const Outcome outcome =
        run({"train", at("set"), "--out", at("of_large"), "--spec", at("run/model.json"),
             "--config", at("large.json"), "--set", "epochs=1", "freeze=all_but_head", "--quiet"});
    ASSERT_EQ(outcome.exitCode, 0) << outcome.err;
    const json saved = json::parse(slurp(at("of_large/run.json")));
    EXPECT_EQ(saved.at("settings").at("batch"), 8);
    EXPECT_EQ(saved.at("settings").at("epochs"), 1);
    expectOneSentence(
        run({"train", at("set"), "--out", at("unknown"), "--config", at("large.json"), "--quiet"}),
        2, "no_longer_known");
}

TEST_F(RunFiles, ARefusedRunLeavesThePlaceAsItWas) {
    writeText(at("junk.pth"), "no weights");
    fs::create_directories(at("mine"));
    for (const char* name : {"mine", "new"}) {
        expectOneSentence(run({"train", at("set"), "--out", at(name), "--arch", "resnet18",
                               "--weights", at("junk.pth"), "--quiet"}),
                          1, "junk.pth");
    }
    EXPECT_TRUE(fs::is_directory(at("mine"))) << "a folder of the user's was removed";
    EXPECT_TRUE(fs::is_empty(at("mine")));
    EXPECT_FALSE(fs::exists(at("new")));
}

TEST_F(RunFiles, ATerminalGetsABarWithTheTimeLeft) {
    RunOptions options;
    options.terminal = true;
    const std::vector<std::string> words{"train",     at("set"), "--arch",     "resnet18",
                                         "--set",     "size=64", "batch=16",   "augment=none",
                                         "--threads", "1",       "--find-rate"};
    const Outcome range = run(words, options);
    ASSERT_EQ(range.exitCode, 0) << range.err;
    EXPECT_NE(range.err.find("\r[= "), std::string::npos) << range.err;
    EXPECT_NE(range.err.find(" % Step: "), std::string::npos) << range.err;
    EXPECT_NE(range.err.find(" s left, learning rate "), std::string::npos) << range.err;
    EXPECT_TRUE(range.err.ends_with("\r\033[K")) << "the bar stays behind";
    const Outcome piped = run(words);
    ASSERT_EQ(piped.exitCode, 0) << piped.err;
    EXPECT_EQ(piped.err.find('\r'), std::string::npos);
    EXPECT_EQ(piped.err.find("[="), std::string::npos) << piped.err;

    const Outcome trained = run({"train", at("set"), "--out", at("shown"), "--arch", "lenet5",
                                 "--set", "epochs=3", "batch=2", "--threads", "1"},
                                options);
    ASSERT_EQ(trained.exitCode, 0) << trained.err;
    EXPECT_NE(trained.err.find("\r[   "), std::string::npos) << trained.err;
    EXPECT_NE(trained.err.find(" s left: loss "), std::string::npos) << trained.err;
    EXPECT_NE(trained.err.find("\r\033[Kepoch 1/3: "), std::string::npos)
        << "a line takes the place of the bar";
    EXPECT_EQ(trained.out.find('\033'), std::string::npos);
    const Outcome quiet = run({"evaluate", at("run"), "--quiet"}, options);
    EXPECT_EQ(quiet.err, "");
}

}  // namespace
}  // namespace minarai::cli
