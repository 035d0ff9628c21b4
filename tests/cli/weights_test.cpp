// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Published weights from address to run: list, fetch from a server on this computer, train.
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "cli/program.h"

namespace minarai::cli {
namespace {

namespace fs = std::filesystem;

std::string slurp(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// Python's web server on a folder.
class Server {
  public:
    explicit Server(const std::string& folder) {
        const std::string command = "echo $$; exec " + std::string("/usr/bin/python3") +
                                    " -u -m http.server 0 --bind 127.0.0.1 --directory '" + folder +
                                    "' 2>/dev/null";
        m_pipe = ::popen(command.c_str(), "r");
        if (m_pipe != nullptr && std::fscanf(m_pipe, "%d", &m_process) == 1) {
            (void)std::fscanf(m_pipe, " Serving HTTP on 127.0.0.1 port %d", &m_port);
        }
    }
    ~Server() { stop(); }
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    void stop() {
        if (m_pipe != nullptr) {
            if (m_process > 1) {
                ::kill(m_process, SIGTERM);
            }
            ::pclose(m_pipe);
            m_pipe = nullptr;
        }
    }
    [[nodiscard]] int port() const { return m_port; }

  private:
    FILE* m_pipe = nullptr;
    int m_process = 0;
    int m_port = 0;
};

std::string firstOf(const std::string& command) {
    std::string text(8, ' ');
    FILE* pipe = ::popen(command.c_str(), "r");
    EXPECT_EQ(std::fread(text.data(), 1, text.size(), pipe), text.size());
    ::pclose(pipe);
    return text;
}

class Published : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        s_folder = new TemporaryFolder;
        writeTwoClasses(at("two"), 6);
        writeTwoClasses(at("three"), 6);
        fs::copy(at("two/dark"), at("three/extra"), fs::copy_options::recursive);
        const Outcome trained =
            run({"train", at("two"), "--out", at("first"), "--arch", "lite_cnn", "--set",
                 "epochs=1", "--set", "size=64", "--set", "batch=4", "--quiet"});
        ASSERT_EQ(trained.exitCode, 0) << trained.err;
        fs::create_directories(at("server"));
        const std::string hash = firstOf("sha256sum '" + at("first/best.pth") + "'");
        s_file = "lite_cnn-" + hash + ".pth";
        fs::copy_file(at("first/best.pth"), at("server/" + s_file));
        s_server = new Server(at("server"));
        ASSERT_GT(s_server->port(), 0);
        s_address = "http://127.0.0.1:" + std::to_string(s_server->port()) + "/";
        const json table{{"version", 1},
                         {"base", s_address},
                         {"weights",
                          {{{"arch", "lite_cnn"},
                            {"name", "Lite_Weights.TWO"},
                            {"default", true},
                            {"file", s_file},
                            {"sha256", hash},
                            {"bytes", fs::file_size(at("first/best.pth"))},
                            {"parameters", 1000},
                            {"top1", 50.5},
                            {"top5", 99.0},
                            {"resize", 72},
                            {"crop", 64},
                            {"interpolation", "bicubic"},
                            {"mean", {0.25, 0.5, 0.75}},
                            {"std", {0.5, 0.5, 0.5}}}}}};
        writeText(at("table.json"), table.dump());
        ::setenv("MINARAI_WEIGHTS_TABLE", at("table.json").c_str(), 1);
        ::setenv("XDG_CACHE_HOME", at("cache").c_str(), 1);
        ::setenv("TORCH_HOME", at("torch").c_str(), 1);
        ::setenv("HOME", at("home").c_str(), 1);
        ::unsetenv("http_proxy");
    }
    static void TearDownTestSuite() {
        delete s_server;
        delete s_folder;
    }
    void TearDown() override {
        fs::remove_all(at("cache"));
        fs::remove_all(at("torch"));
    }

    static std::string at(const std::string& name) { return *s_folder / name; }
    static std::string cached() { return at("cache/minarai/weights/" + s_file); }

    /// A server that has gone away, for the rest of the tests: the last one uses it.
    static void goOffline() { s_server->stop(); }

    static inline TemporaryFolder* s_folder = nullptr;
    static inline Server* s_server = nullptr;
    static inline std::string s_file;
    static inline std::string s_address;
};

TEST_F(Published, AreListedAndFetched) {
    json list = run({"weights", "list", "--json"}).document();
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(list.at(0).at("url"), s_address + s_file);
    EXPECT_TRUE(list.at(0).at("path").is_null());
    EXPECT_EQ(list.at(0).at("recipe").at("interpolation"), "bicubic");

    const Outcome fetched = run({"weights", "fetch", "lite_cnn", "--json"});
    ASSERT_EQ(fetched.exitCode, 0) << fetched.err;
    EXPECT_EQ(fetched.document().at("path"), cached());
    EXPECT_EQ(slurp(cached()), slurp(at("first/best.pth")));
    EXPECT_NE(fetched.err.find("downloading " + s_address), std::string::npos) << fetched.err;

    list = run({"weights", "list", "--json"}).document();
    EXPECT_EQ(list.at(0).at("path"), cached());
    const Outcome table = run({"weights", "list"});
    EXPECT_NE(table.out.find("50.5 %"), std::string::npos) << table.out;

    const Outcome again = run({"weights", "fetch", "Lite_Weights.TWO"});
    EXPECT_EQ(again.out, cached() + "\n");
    EXPECT_EQ(again.err, "") << "it is here already";
}

TEST_F(Published, AreNamedWhenUnknown) {
    expectOneSentence(run({"weights", "fetch", "resnet18"}), 1, "no published weights");
    expectOneSentence(run({"weights", "list", "--arch", "nothing"}), 2, "no architecture");
    expectOneSentence(
        run({"train", at("two"), "--out", at("x"), "--arch", "lenet5", "--weights", "imagenet"}), 1,
        "none are published for this architecture");
    EXPECT_FALSE(fs::exists(at("x")));
    expectOneSentence(
        run({"train", at("two"), "--out", at("x"), "--arch", "lite_cnn", "--weights", "none.pth"}),
        1, "does not exist");
}

TEST_F(Published, BeginARunWithTheirRecipe) {
    const Outcome trained =
        run({"train", at("three"), "--out", at("second"), "--arch", "lite_cnn", "--weights",
             "imagenet", "--set", "epochs=1", "--set", "batch=4", "--json"});
    ASSERT_EQ(trained.exitCode, 0) << trained.err;
    const json weights = trained.document().at("weights");
    EXPECT_EQ(weights.at("file"), s_file);
    EXPECT_EQ(weights.at("head_replaced"), true);
    EXPECT_EQ(weights.at("file_classes"), 2);
    EXPECT_EQ(weights.at("taken").size(), 8U);
    EXPECT_EQ(weights.at("shape_differs").size(), 2U);
    EXPECT_TRUE(weights.at("unexpected").empty());
    EXPECT_NE(trained.err.find("is new: 3 classes instead of 2"), std::string::npos) << trained.err;

    const json info = json::parse(slurp(at("second/run.json")));
    EXPECT_EQ(info.at("initial_weights"), s_file);
    EXPECT_EQ(info.at("preprocess").at("mean"), json({0.25, 0.5, 0.75}));
    EXPECT_EQ(info.at("preprocess").at("interpolation"), "bicubic");
    EXPECT_EQ(info.at("preprocess").at("height"), 64);
    EXPECT_EQ(info.at("preprocess").at("geometry"), "crop");
    EXPECT_EQ(info.at("preprocess").at("resize_short_edge"), 72);
    EXPECT_EQ(info.at("settings").at("size"), 64);
    EXPECT_EQ(info.at("settings").at("freeze"), "auto");
    EXPECT_EQ(info.at("only_head_is_new"), true);
    EXPECT_NE(trained.err.find(" 6,147 trainable"), std::string::npos) << trained.err;
    // Going on with the same word changes nothing; with another it would.
    const std::vector<std::string> resumed{"train",    "--out",   at("second"),
                                           "--resume", "--quiet", "--freeze"};
    const auto with = [&](const char* policy) {
        std::vector<std::string> words = resumed;
        words.emplace_back(policy);
        return run(words);
    };
    EXPECT_EQ(with("auto").exitCode, 0);
    expectOneSentence(with("none"), 1, "“freeze”");
    // Its settings on other weights, or none, are not those of a head alone.
    const Outcome again = run({"train", at("three"), "--out", at("fourth"), "--arch", "lite_cnn",
                               "--config", at("second/run.json"), "--set", "epochs=1", "--json"});
    ASSERT_EQ(again.exitCode, 0) << again.err;
    EXPECT_EQ(again.err.find(" 6,147 trainable"), std::string::npos) << again.err;
    EXPECT_FALSE(json::parse(slurp(at("fourth/run.json"))).contains("only_head_is_new"));
    // A run of its own has no such line.
    EXPECT_TRUE(run({"train", at("two"), "--out", at("third"), "--arch", "lite_cnn", "--set",
                     "epochs=1", "--set", "size=64", "--json"})
                    .document()
                    .at("weights")
                    .is_null());
}

TEST_F(Published, ARunThatBeginsWithAnothersWeightsSeesWhatThatOneSaw) {
    const auto train = [](const std::string& out, std::vector<std::string> more) {
        std::vector<std::string> words{"train",  at("two"),       "--out", at(out),
                                       "--arch", "lite_cnn",      "--set", "batch=4",
                                       "--set",  "epochs=1",      "--set", "augment=none",
                                       "--set",  "precision=fp32"};
        words.insert(words.end(), more.begin(), more.end());
        const Outcome outcome = run(words);
        EXPECT_EQ(outcome.exitCode, 0) << outcome.err;
        return json::parse(slurp(at(out + "/run.json")));
    };
    const json head = train("head", {"--weights", "imagenet", "--set", "freeze=all_but_head"});
    ASSERT_EQ(head.at("preprocess").at("geometry"), "crop");
    // So small a rate leaves the weights as they are: its validation is that of the head's best.
    const json more = train("more", {"--weights", at("head/best.pth"), "--set", "freeze=most",
                                     "--set", "learning_rate=1e-30", "--set", "weight_decay=0"});
    EXPECT_EQ(more.at("preprocess"), head.at("preprocess"));
    EXPECT_EQ(more.at("settings").at("size"), head.at("settings").at("size"));
    // The head alone learnt from features, which are rounded on another way.
    EXPECT_NEAR(more.at("best_val_loss").get<double>(), head.at("best_val_loss").get<double>(),
                1e-5);
    EXPECT_EQ(more.at("best_val_accuracy"), head.at("best_val_accuracy"));
    // Its own head goes on with the rest.
    EXPECT_FALSE(train("same", {"--weights", at("head/best.pth")}).contains("only_head_is_new"));
    // A size of one's own keeps the proportion.
    const json large = train(
        "large", {"--weights", at("head/best.pth"), "--weights-partial", "--set", "size=128"});
    EXPECT_EQ(large.at("preprocess").at("resize_short_edge"), 144);
    EXPECT_EQ(large.at("preprocess").at("mean"), json({0.25, 0.5, 0.75}));
    // The same file somewhere else is only a file.
    fs::copy_file(at("head/best.pth"), at("loose.pth"));
    const json loose =
        train("other", {"--weights", at("loose.pth"), "--weights-partial", "--set", "size=64"});
    EXPECT_EQ(loose.at("preprocess").at("geometry"), "stretch");
}

/// The model of a run with a normalisation between its first layer and the next ones.
void writeEdited(const std::string& from, const std::string& to, const json& more = {}) {
    std::ifstream file(from);
    json model = json::parse(file);
    json nodes = json::array();
    const std::string first = model.at("nodes").at(0).at("id");
    for (json node : model.at("nodes")) {
        for (json& input : node.at("inputs")) {
            input = input == first ? json("extra") : input;
        }
        nodes.push_back(node);
        if (nodes.size() == 1) {
            nodes.push_back({{"id", "extra"},
                             {"op", "BatchNorm2d"},
                             {"inputs", json::array({first})},
                             {"params", json::object()}});
        }
    }
    model["nodes"] = nodes;
    model.update(more.is_null() ? json::object() : more);
    writeText(to, model.dump());
}

TEST_F(Published, AreNamedForAnEditedCopyByItsOrigin) {
    writeEdited(at("first/model.json"), at("copy.json"),
                {{"name", "my_lite_cnn"}, {"origin", "lite_cnn"}});
    std::vector<std::string> words{
        "train",    at("two"), "--out",    at("copied"), "--spec",  at("copy.json"), "--weights",
        "imagenet", "--set",   "epochs=1", "--set",      "batch=4", "--quiet",       "--json"};
    expectOneSentence(run(words), 1, "or take what fits");
    EXPECT_FALSE(fs::exists(at("copied")));
    words.emplace_back("--weights-partial");
    const Outcome trained = run(words);
    ASSERT_EQ(trained.exitCode, 0) << trained.err;
    const json weights = trained.document().at("weights");
    EXPECT_EQ(weights.at("file"), s_file);
    EXPECT_EQ(weights.at("partial"), true);
    EXPECT_EQ(weights.at("missing").size(), 5U);
    EXPECT_EQ(weights.at("taken").size(), 10U);
    // Pictures as the weights want them, and the origin goes on with the run.
    const json info = json::parse(slurp(at("copied/run.json")));
    EXPECT_EQ(info.at("arch"), "my_lite_cnn");
    EXPECT_EQ(info.at("preprocess").at("mean"), json({0.25, 0.5, 0.75}));
    EXPECT_EQ(info.at("preprocess").at("interpolation"), "bicubic");
    EXPECT_EQ(info.at("preprocess").at("resize_short_edge"), 72);
    const std::vector<std::string> summary{"summary", "--spec", at("copied/model.json")};
    EXPECT_EQ(run(summary).out.find("my_lite_cnn (from lite_cnn)\n"), 0U);
    // Begun again because nothing was saved, the name means the same.
    fs::remove(at("copied/checkpoint.pt"));
    fs::remove(at("copied/checkpoint.prev.pt"));
    const Outcome again = run(
        {"train", "--out", at("copied"), "--resume", "--weights", "imagenet", "--quiet", "--json"});
    ASSERT_EQ(again.exitCode, 0) << again.err;
    EXPECT_EQ(again.document().at("weights"), weights);
    fs::remove_all(at("copied"));

    // Without an origin the name means nothing, the whole name what it always meant.
    writeEdited(at("first/model.json"), at("copy.json"), {{"name", "other"}});
    words.at(3) = at("whole");
    expectOneSentence(run(words), 1, "none are published");
    words.at(7) = "Lite_Weights.TWO";
    EXPECT_EQ(run(words).exitCode, 0);
    fs::remove_all(at("whole"));
    writeEdited(at("first/model.json"), at("copy.json"), {{"origin", "../lite_cnn"}});
    expectOneSentence(run(words), 1, "name of an architecture");
}

TEST_F(Published, GiveWhatFitsToAnEditedCopy) {
    writeEdited(at("first/model.json"), at("edited.json"));
    std::vector<std::string> words{"train",   at("two"),         "--out",     at("parts"),
                                   "--spec",  at("edited.json"), "--weights", at("first/best.pth"),
                                   "--set",   "epochs=1",        "--set",     "batch=4",
                                   "--quiet", "--json"};
    expectOneSentence(run(words), 1, "or take what fits");
    EXPECT_FALSE(fs::exists(at("parts")));

    words.emplace_back("--weights-partial");
    const Outcome trained = run(words);
    ASSERT_EQ(trained.exitCode, 0) << trained.err;
    const json weights = trained.document().at("weights");
    EXPECT_EQ(weights.at("partial"), true);
    EXPECT_EQ(weights.at("missing"), json({"extra.weight", "extra.bias", "extra.running_mean",
                                           "extra.running_var", "extra.num_batches_tracked"}));
    EXPECT_EQ(weights.at("unexpected"), json::array());
    EXPECT_EQ(weights.at("head_replaced"), false);
    std::ifstream file(at("parts/run.json"));
    EXPECT_EQ(json::parse(file).at("weights_partial"), true);
    std::ifstream events(at("parts/events.jsonl"));
    std::string line;
    ASSERT_TRUE(std::getline(events, line));
    EXPECT_EQ(json::parse(line).at("weights"), weights);

    // Begun again because nothing was saved, it takes what fits without being told again.
    fs::remove(at("parts/checkpoint.pt"));
    fs::remove(at("parts/checkpoint.prev.pt"));
    const Outcome again = run({"train", "--out", at("parts"), "--resume", "--weights",
                               at("first/best.pth"), "--quiet", "--json"});
    ASSERT_EQ(again.exitCode, 0) << again.err;
    EXPECT_EQ(again.document().at("weights"), weights);
    fs::remove_all(at("parts"));

    expectOneSentence(run({"train", "--out", at("first"), "--resume", "--weights-partial"}), 1,
                      "taking what fits");
    EXPECT_EQ(run({"train", at("two"), "--out", at("x"), "--arch", "lenet5", "--weights-partial"})
                  .exitCode,
              2);
}

TEST_F(Published, AreTakenFromTorchHub) {
    const std::string hub = at("torch/hub/checkpoints");
    fs::create_directories(hub);
    fs::copy_file(at("first/best.pth"), hub + "/" + s_file);
    const Outcome fetched = run({"weights", "fetch", "lite_cnn"});
    EXPECT_EQ(fetched.out, hub + "/" + s_file + "\n") << fetched.err;
    // One that is damaged is said and downloaded anew, into our own cache.
    {
        std::fstream file(hub + "/" + s_file, std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(5000);
        file << "xxxx";
    }
    const Outcome other = run({"weights", "fetch", "lite_cnn"});
    EXPECT_EQ(other.out, cached() + "\n") << other.err;
    EXPECT_NE(other.err.find("are not the published ones"), std::string::npos) << other.err;
}

TEST_F(Published, OfABrokenTableAreNotOffered) {
    writeText(at("broken.json"), "{\"version\":1}");
    ::setenv("MINARAI_WEIGHTS_TABLE", at("broken.json").c_str(), 1);
    expectOneSentence(run({"weights", "list"}), 1, "broken.json");
    ::setenv("MINARAI_WEIGHTS_TABLE", at("none.json").c_str(), 1);
    expectOneSentence(run({"weights", "fetch", "lite_cnn"}), 1, "does not exist");
    ::setenv("MINARAI_WEIGHTS_TABLE", at("table.json").c_str(), 1);
}

TEST_F(Published, SayWhatToDoWithoutANetwork) {
    goOffline();
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"weights", "fetch", "lite_cnn", "--quiet"},
          {"train", at("two"), "--out", at("x"), "--arch", "lite_cnn", "--weights", "imagenet",
           "--quiet"}}) {
        const Outcome outcome = run(words);
        expectOneSentence(outcome, 1, "no connection");
        EXPECT_NE(outcome.err.find(s_address + s_file), std::string::npos) << outcome.err;
        EXPECT_NE(outcome.err.find(at("cache/minarai/weights")), std::string::npos) << outcome.err;
        EXPECT_FALSE(fs::exists(at("x")));
    }
}

}  // namespace
}  // namespace minarai::cli
