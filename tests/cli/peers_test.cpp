// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// `minarai train` in several processes on this machine, with the variables that torchrun sets and
// through torchrun itself.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "program.h"
#include "support/free_port.h"
#include "support/places.h"
#include "support/promised.h"

namespace minarai::cli {
namespace {

namespace fs = std::filesystem;

using Words = std::vector<std::string>;

std::string freePort() {
    return std::to_string(tests::freePort());
}

/// What happens to one process when another has said something on stderr.
struct Incident {
    std::size_t speaker = 0;
    std::string text;  ///< empty: nothing happens
    std::size_t victim = 0;
    int signal = 0;
};

/// One of the processes that run side by side.
class Process {
  public:
    Process(const Words& words, const std::vector<std::pair<std::string, std::string>>& variables) {
        std::array<int, 2> out{};
        std::array<int, 2> err{};
        EXPECT_EQ(::pipe2(out.data(), O_CLOEXEC), 0);
        EXPECT_EQ(::pipe2(err.data(), O_CLOEXEC), 0);
        m_pid = ::fork();
        if (m_pid == 0) {
            ::dup2(::open("/dev/null", O_RDONLY), STDIN_FILENO);
            ::dup2(out[1], STDOUT_FILENO);
            ::dup2(err[1], STDERR_FILENO);
            for (const auto& [name, value] : variables) {
                ::setenv(name.c_str(), value.c_str(), 1);
            }
            std::vector<char*> pointers;
            for (const std::string& word : words) {
                pointers.push_back(const_cast<char*>(word.c_str()));
            }
            pointers.push_back(nullptr);
            ::execvp(pointers.front(), pointers.data());
            ::_exit(127);
        }
        ::close(out[1]);
        ::close(err[1]);
        ends = {out[0], err[0]};
    }

    void send(int signal) const { ::kill(m_pid, signal); }

    Outcome finish() {
        int status = 0;
        while (::waitpid(m_pid, &status, 0) < 0 && errno == EINTR) {
        }
        if (WIFEXITED(status)) {
            outcome.exitCode = WEXITSTATUS(status);
        } else {
            outcome.signal = WTERMSIG(status);
        }
        return std::move(outcome);
    }

    std::array<int, 2> ends{};  ///< of stdout and stderr; -1 once it is over
    Outcome outcome;

  private:
    pid_t m_pid = -1;
};

/// Reads all of them to their ends.
std::vector<Outcome> finish(std::vector<Process>& processes, Incident incident) {
    for (;;) {
        std::vector<pollfd> waits;
        for (const Process& process : processes) {
            for (const int end : process.ends) {
                waits.push_back({end, POLLIN, 0});
            }
        }
        if (std::all_of(waits.begin(), waits.end(), [](const pollfd& w) { return w.fd < 0; })) {
            break;
        }
        if (::poll(waits.data(), waits.size(), -1) < 0 && errno != EINTR) {
            break;
        }
        for (std::size_t i = 0; i < waits.size(); ++i) {
            if (waits[i].fd < 0 || waits[i].revents == 0) {
                continue;
            }
            Process& process = processes[i / 2];
            std::string& text = i % 2 == 0 ? process.outcome.out : process.outcome.err;
            std::array<char, 4096> buffer{};
            const ssize_t got = ::read(waits[i].fd, buffer.data(), buffer.size());
            if (got <= 0) {
                ::close(waits[i].fd);
                process.ends[i % 2] = -1;
            } else {
                text.append(buffer.data(), static_cast<std::size_t>(got));
            }
        }
        if (!incident.text.empty() &&
            processes[incident.speaker].outcome.err.find(incident.text) != std::string::npos) {
            incident.text.clear();
            processes[incident.victim].send(incident.signal);
        }
    }
    std::vector<Outcome> outcomes;
    for (Process& process : processes) {
        outcomes.push_back(process.finish());
    }
    return outcomes;
}

const std::string kProgram = tests::buildFolder() + "/bin/minarai";

/// minarai with these arguments for each rank, at once.
std::vector<Outcome> runRanks(const std::vector<Words>& arguments, const Incident& incident = {}) {
    const std::string port = freePort();
    const std::string size = std::to_string(arguments.size());
    std::vector<Process> processes;
    for (std::size_t rank = 0; rank < arguments.size(); ++rank) {
        Words words{kProgram};
        words.insert(words.end(), arguments[rank].begin(), arguments[rank].end());
        processes.emplace_back(words, std::vector<std::pair<std::string, std::string>>{
                                          {"RANK", std::to_string(rank)},
                                          {"LOCAL_RANK", std::to_string(rank)},
                                          {"WORLD_SIZE", size},
                                          {"LOCAL_WORLD_SIZE", size},
                                          {"MASTER_ADDR", "127.0.0.1"},
                                          {"MASTER_PORT", port},
                                          {"OMP_NUM_THREADS", "1"}});
    }
    return finish(processes, incident);
}

std::vector<Outcome> runTwo(const Words& arguments, const Incident& incident = {}) {
    return runRanks({arguments, arguments}, incident);
}

Words with(Words words, const Words& more) {
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

void expectEnded(const Outcome& outcome, int exitCode) {
    EXPECT_EQ(outcome.signal, 0);
    EXPECT_EQ(outcome.exitCode, exitCode) << outcome.err;
}

std::string lastLine(const Outcome& outcome) {
    const auto lines = outcome.errorLines();
    return lines.empty() ? std::string() : lines.back();
}

class Peers : public testing::Test {
  protected:
    void SetUp() override { writeTwoClasses(m_folder / "set", 25, 28); }

    [[nodiscard]] std::string at(const std::string& name) const { return m_folder / name; }

    /// LeNet-5 has neither batch normalisation nor dropout.
    [[nodiscard]] Words train(const std::string& run, const Words& settings) const {
        Words words{"train",  at("set"),  "--out", at(run),  "--arch",
                    "lenet5", "--seed",   "5",     "--json", "--threads",
                    "1",      "--device", "cpu",   "--set",  "precision=fp32"};
        for (const std::string& setting : settings) {
            words.insert(words.end(), {"--set", setting});
        }
        return words;
    }

    /// A run that is long enough to be met while it trains, with everything that draws at random.
    [[nodiscard]] Words longTrain(const std::string& run) const {
        Words words = train(run, {"epochs=8", "batch=3", "mixup=0.3", "size=40"});
        *std::find(words.begin(), words.end(), "lenet5") = "lite_cnn";
        return words;
    }

    TemporaryFolder m_folder;
};

TEST_F(Peers, TwoEndWhereOneWithTwiceTheBatchDoes) {
    const Words settings{"epochs=2", "optimizer=sgd", "learning_rate=0.01"};
    const Outcome one = run(train("one", with(settings, {"batch=12"})));
    ASSERT_EQ(one.exitCode, 0) << one.err;
    const auto two = runTwo(train("two", with(settings, {"batch=6"})));
    expectEnded(two[0], 0);
    expectEnded(two[1], 0);
    EXPECT_EQ(runOracle("near_weights.py", {at("one"), at("two"), "1e-4"}), 0);
    const json document = two[0].document();
    ASSERT_TRUE(document.is_object()) << two[0].out;
    EXPECT_EQ(document.at("epochs"), 2);
    const double loss = one.document().at("val_loss").get<double>();
    EXPECT_NEAR(document.at("val_loss").get<double>(), loss, 1e-4 * loss);
    EXPECT_NE(two[0].err.find("2 processes train together"), std::string::npos);
    EXPECT_EQ(two[1].out, "");
    EXPECT_EQ(two[1].err, "") << "one speaks for all";
    const json shown = run({"runs", "show", at("two"), "--json"}).document();
    EXPECT_EQ(shown.at("state"), "completed");
    const json alone = run({"runs", "show", at("one"), "--json"}).document();
    ASSERT_EQ(shown.at("epochs").size(), 2U);
    for (std::size_t i = 0; i < 2; ++i) {
        for (const char* key : {"train_loss", "val_loss"}) {
            const double wanted = alone.at("epochs")[i].at(key).get<double>();
            EXPECT_NEAR(shown.at("epochs")[i].at(key).get<double>(), wanted, 1e-4 * wanted) << key;
        }
    }
}

void expectLost(const Outcome& outcome, const std::string& who) {
    expectEnded(outcome, 1);
    const std::string line = lastLine(outcome);
    EXPECT_EQ(line.rfind(who + "Another process of this training was lost (", 0), 0U)
        << outcome.err;
    EXPECT_NE(line.find("--resume"), std::string::npos);
}

TEST_F(Peers, StoppedAndLostOnesGoOnAndEndWhereUninterruptedOnesDo) {
    const Words words = with(longTrain("run"), {"--resume"});
    // Ctrl-C in the one that only computes.
    const auto stopped = runTwo(words, {0, "epoch 2/8", 1, SIGINT});
    expectEnded(stopped[0], 130);
    expectEnded(stopped[1], 130);
    EXPECT_EQ(stopped[0].document().at("reason"), "stopped");
    EXPECT_EQ(stopped[1].err, "");

    const auto withoutSecond = runTwo(words, {0, "epoch 3/8", 1, SIGKILL});
    EXPECT_EQ(withoutSecond[1].signal, SIGKILL);
    EXPECT_NE(withoutSecond[0].err.find("going on at epoch"), std::string::npos);
    expectLost(withoutSecond[0], "minarai: ");
    EXPECT_EQ(run({"runs", "show", at("run"), "--json"}).document().at("state"), "interrupted");

    const auto withoutFirst = runTwo(words, {0, "epoch 4/8", 0, SIGKILL});
    EXPECT_EQ(withoutFirst[0].signal, SIGKILL);
    expectLost(withoutFirst[1], "minarai: rank 1: ");

    for (const Outcome& outcome : runTwo(words)) {
        expectEnded(outcome, 0);
    }
    for (const Outcome& outcome : runTwo(longTrain("whole"))) {
        expectEnded(outcome, 0);
    }
    EXPECT_EQ(runOracle("same_weights.py", {at("whole"), at("run")}), 0);
}

TEST_F(Peers, StartedDifferentlyBothSayThatTheyDoNotFit) {
    const auto outcomes = runRanks({train("run", {"epochs=2"}), train("run", {"epochs=3"})});
    expectOneSentence(outcomes[0], 2, "different settings");
    expectOneSentence(outcomes[1], 2, "rank 1: ");
    EXPECT_FALSE(fs::exists(at("run"))) << "the corrected command finds the place free";
}

TEST_F(Peers, WorkForOneIsRefused) {
    const auto outcomes = runTwo({"train", at("set"), "--arch", "lenet5", "--find-rate"});
    expectOneSentence(outcomes[0], 2, "without torchrun");
    expectOneSentence(outcomes[1], 2, "rank 1: ");
    const auto folds = runTwo(with(train("run", {}), {"--folds", "2"}));
    expectOneSentence(folds[0], 2, "without torchrun");
}

TEST_F(Peers, AWrongVariableIsNamed) {
    std::vector<Process> processes;
    processes.emplace_back(
        with({kProgram}, train("run", {})),
        std::vector<std::pair<std::string, std::string>>{{"WORLD_SIZE", "2"}, {"RANK", "2"}});
    expectOneSentence(finish(processes, {})[0], 2, "“RANK”");
}

TEST_F(Peers, TorchrunStartsThem) {
    const fs::path torchrun = "/usr/bin/torchrun";
    if (!fs::exists(torchrun)) {
        MINARAI_SKIP_WITHOUT("python3-torch");
    }
    std::vector<Process> processes;
    // Debian's torchrun on Python 3.11 needs to be told where the output goes.
    processes.emplace_back(
        with({torchrun, "--no_python", "--nproc_per_node", "2", "--master_port", freePort(), "-r",
              "1", "-t", "1", "--log_dir", at("logs"), kProgram},
             train("run", {"epochs=2", "batch=6"})),
        std::vector<std::pair<std::string, std::string>>{});
    const Outcome outcome = finish(processes, {})[0];
    expectEnded(outcome, 0);
    EXPECT_NE(outcome.err.find("2 processes train together"), std::string::npos) << outcome.err;
    const json shown = run({"runs", "show", at("run"), "--json"}).document();
    EXPECT_EQ(shown.at("state"), "completed");
    EXPECT_EQ(shown.at("epochs").size(), 2U);
}

}  // namespace
}  // namespace minarai::cli
