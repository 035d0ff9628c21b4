// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// kill -9 at random moments of training, two of three times while a checkpoint or an epoch's
// figures are being written: each time --resume goes on, and the final weights and the history are
// the uninterrupted run's bit for bit (CPU, float32). Kinds of training take turns. MINARAI_KILLS
// sets the number of kills.
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/inotify.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "program.h"
#include "support/places.h"

namespace minarai::cli {
namespace {

constexpr int kUsualKills = 24;

int wantedKills() {
    const char* text = std::getenv("MINARAI_KILLS");
    const int kills = text == nullptr ? 0 : std::atoi(text);
    return kills > 0 ? kills : kUsualKills;
}

/// Batch statistics, and dropout behind what can be computed once.
constexpr const char* kNormalised = R"({"version": 1, "name": "normalised", "input": [3, 40, 40],
  "nodes": [
    {"id": "stem", "op": "Conv2d", "inputs": ["input"],
     "params": {"out_channels": 12, "kernel_size": 3, "padding": 1}},
    {"id": "norm", "op": "BatchNorm2d", "inputs": ["stem"]},
    {"id": "act", "op": "ReLU", "inputs": ["norm"]},
    {"id": "pool", "op": "AdaptiveAvgPool2d", "inputs": ["act"], "params": {"output_size": 4}},
    {"id": "flat", "op": "Flatten", "inputs": ["pool"]},
    {"id": "drop", "op": "Dropout", "inputs": ["flat"], "params": {"p": 0.2}},
    {"id": "head", "op": "Linear", "inputs": ["drop"], "params": {"out_features": 10}}
  ], "output": "head"})";

/// A kind of training, its run that nobody interrupts, and the one that is killed again and again.
struct Kind {
    const char* name = "";
    std::vector<std::string> own;  ///< arguments
    std::string whole;
    json shown;  ///< of the whole run
    std::chrono::microseconds took{};
    int finished = 0;
};

std::vector<std::string> trainArguments(const Kind& kind, const std::string& data,
                                        const std::string& run) {
    std::vector<std::string> arguments{"train",     data,
                                       "--out",     run,
                                       "--resume",  "--quiet",
                                       "--set",     "batch=8",
                                       "--set",     "precision=fp32",
                                       "--set",     "checkpoint_seconds=1",
                                       "--threads", "2"};
    arguments.insert(arguments.end(), kind.own.begin(), kind.own.end());
    return arguments;
}

/// What a run tells of itself, without names and times.
json historyOf(const std::string& run) {
    json shown = cli::run({"runs", "show", run, "--json"}).document();
    EXPECT_TRUE(shown.is_object()) << run;
    for (const char* name : {"run", "id", "name", "created_ms", "broken_lines"}) {
        shown.erase(name);  // a line may be cut by a kill, as long as its event comes again
    }
    for (json& epoch : shown["epochs"]) {
        epoch.erase("seconds");
        epoch.erase("images_per_s");
    }
    return shown;
}

/// metrics.csv without its two columns of times.
std::vector<std::string> metricsOf(const std::string& run) {
    std::vector<std::string> lines;
    std::ifstream file(run + "/metrics.csv");
    for (std::string line; std::getline(file, line);) {
        for (int column = 0; column < 2; ++column) {
            line.resize(std::min(line.rfind(','), line.size()));
        }
        lines.push_back(line);
    }
    return lines;
}

/// A started minarai, which is killed or awaited.
class Child {
  public:
    explicit Child(const std::vector<std::string>& arguments) {
        const std::string program = tests::buildFolder() + "/bin/minarai";
        std::vector<char*> argv{const_cast<char*>(program.c_str())};
        for (const std::string& argument : arguments) {
            argv.push_back(const_cast<char*>(argument.c_str()));
        }
        argv.push_back(nullptr);
        m_pid = ::fork();
        if (m_pid == 0) {
            const int null = ::open("/dev/null", O_RDWR);
            ::dup2(null, 1);
            ::dup2(null, 2);
            ::execv(program.c_str(), argv.data());
            ::_exit(127);
        }
        m_ended = static_cast<int>(::syscall(SYS_pidfd_open, m_pid, 0));
    }
    ~Child() { ::close(m_ended); }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    [[nodiscard]] int descriptor() const { return m_ended; }

    /// Waits so long for its end; true if it is over.
    [[nodiscard]] bool awaitEnd(std::chrono::microseconds time) const {
        pollfd ended{m_ended, POLLIN, 0};
        const timespec limit{time.count() / 1'000'000, time.count() % 1'000'000 * 1000};
        return ::ppoll(&ended, 1, &limit, nullptr) != 0;
    }

    /// True if it was still running; an end by itself must have been a good one.
    bool kill(bool isOver) const {
        if (!isOver) {
            ::kill(m_pid, SIGKILL);
        }
        int status = 0;
        ::waitpid(m_pid, &status, 0);
        if (isOver) {
            EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
        }
        return !isOver;
    }

  private:
    pid_t m_pid = -1;
    int m_ended = -1;
};

/// Kills it after the given time unless it ended before; true if killed.
bool runAndKill(const std::vector<std::string>& arguments, std::chrono::microseconds after) {
    const Child child(arguments);
    return child.kill(child.awaitEnd(after));
}

/// Tells when the writing of a file is begun in a folder.
class WriteWatch {
  public:
    explicit WriteWatch(const std::string& folder) : m_watch(::inotify_init1(IN_NONBLOCK)) {
        EXPECT_GE(::inotify_add_watch(m_watch, folder.c_str(), IN_CREATE), 0);
    }
    ~WriteWatch() { ::close(m_watch); }
    WriteWatch(const WriteWatch&) = delete;
    WriteWatch& operator=(const WriteWatch&) = delete;

    /// Waits for the `number`th temporary sibling of that file; false if the child ended before.
    [[nodiscard]] bool await(const Child& child, const std::string& file, int number) const {
        for (;;) {
            pollfd both[2] = {{m_watch, POLLIN, 0}, {child.descriptor(), POLLIN, 0}};
            ::poll(both, 2, -1);
            alignas(inotify_event) char buffer[16384];
            const ssize_t size = ::read(m_watch, buffer, sizeof buffer);
            for (ssize_t at = 0; at < size;) {
                const auto* event = reinterpret_cast<const inotify_event*>(buffer + at);
                const std::string_view name = event->len > 0 ? event->name : "";
                if (name.starts_with(file + ".tmp-") && --number <= 0) {
                    return true;
                }
                at += static_cast<ssize_t>(sizeof(inotify_event) + event->len);
            }
            if (size <= 0 && (both[1].revents & POLLIN) != 0) {
                return false;
            }
        }
    }

  private:
    int m_watch;
};

/// Kills it so long after it has begun to write the file, for the `number`th time in this process.
bool runAndKillWhileWriting(const std::vector<std::string>& arguments, const std::string& folder,
                            const std::string& file, int number, std::chrono::microseconds after) {
    const WriteWatch watch(folder);
    const Child child(arguments);
    const bool writes = watch.await(child, file, number);
    return child.kill(!writes || child.awaitEnd(after));
}

TEST(Kill, ResumedRunsEndWhereAnUninterruptedOneDoes) {
    const TemporaryFolder folder;
    const std::string data = folder / "data";
    ASSERT_EQ(run({"data", "sample", data, "--per-class", "10", "--quiet"}).exitCode, 0);
    const std::string spec = folder / "normalised.json";
    writeText(spec, kNormalised);
    std::vector<Kind> kinds(3);
    kinds[0].name = "plain";
    kinds[0].own = {"--arch", "lite_cnn", "--set", "size=40",   "--set", "epochs=4",
                    "--set",  "ema=0.9",  "--set", "mixup=0.2", "--set", "clip_norm=1"};
    kinds[1].name = "batch statistics";
    kinds[1].own = {"--spec", spec, "--set", "epochs=4", "--set", "optimizer=sgd"};
    kinds[2].name = "features once";
    kinds[2].own = {"--spec",   spec,           "--set", "epochs=8",
                    "--freeze", "all_but_head", "--set", "feature_views=2"};
    for (Kind& kind : kinds) {
        kind.whole = folder / kind.name;
        const auto began = std::chrono::steady_clock::now();
        ASSERT_EQ(run(trainArguments(kind, data, kind.whole)).exitCode, 0) << kind.name;
        kind.took = std::chrono::duration_cast<std::chrono::microseconds>(
            std::chrono::steady_clock::now() - began);
        kind.shown = historyOf(kind.whole);
        // No word of features that are unavailable.
        ASSERT_TRUE(kind.shown.at("notices").empty()) << kind.shown.at("notices");
    }

    std::mt19937 random(20261122);
    const int wanted = wantedKills();
    // Writing and flushing one takes a few milliseconds.
    std::uniform_int_distribution<long> soon(0, 6000);
    std::uniform_int_distribution<int> which(1, 3);
    int kills = 0;
    int writing = 0;
    const auto isDone = [&] {
        return kills >= wanted && std::all_of(kinds.begin(), kinds.end(),
                                              [](const Kind& kind) { return kind.finished > 0; });
    };
    for (std::size_t attempt = 0; !isDone(); ++attempt) {
        Kind& kind = kinds[attempt % kinds.size()];
        const std::string run = folder / (std::string(kind.name) + std::to_string(kind.finished));
        std::filesystem::create_directory(run);
        const auto arguments = trainArguments(kind, data, run);
        const auto moment = attempt / kinds.size() % 3;
        std::uniform_int_distribution<long> any(1000, kind.took.count());
        const bool killed = moment == 0
                                ? runAndKill(arguments, std::chrono::microseconds(any(random)))
                                : runAndKillWhileWriting(
                                      arguments, run, moment == 1 ? "checkpoint.pt" : "metrics.csv",
                                      which(random), std::chrono::microseconds(soon(random)));
        if (killed) {
            ++kills;
            writing += moment == 0 ? 0 : 1;
            ASSERT_LT(kills, 10 * wanted + 100) << "the runs do not get on";
            continue;
        }
        EXPECT_EQ(runOracle("same_weights.py", {kind.whole, run}), 0) << kind.name;
        EXPECT_EQ(historyOf(run), kind.shown) << kind.name;
        EXPECT_EQ(metricsOf(run), metricsOf(kind.whole)) << kind.name;
        ++kind.finished;
    }
    std::printf("%d kills, %d of them while writing; runs finished:", kills, writing);
    for (const Kind& kind : kinds) {
        std::printf(" %d %s", kind.finished, kind.name);
    }
    std::printf("\n");
}

}  // namespace
}  // namespace minarai::cli
