// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// kill -9 at random moments of training, every other time while a checkpoint is being written: each
// time --resume goes on, and the final weights are the uninterrupted run's bit for bit (CPU,
// float32). MINARAI_KILLS sets the number of kills.
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/inotify.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
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

std::vector<std::string> trainArguments(const std::string& data, const std::string& run) {
    return {"train",     data,
            "--out",     run,
            "--arch",    "lite_cnn",
            "--resume",  "--quiet",
            "--set",     "size=40",
            "--set",     "epochs=4",
            "--set",     "batch=8",
            "--set",     "precision=fp32",
            "--set",     "checkpoint_seconds=1",
            "--set",     "ema=0.9",
            "--set",     "mixup=0.2",
            "--set",     "clip_norm=1",
            "--threads", "2"};
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

/// Tells when a checkpoint is begun in a folder.
class WriteWatch {
  public:
    explicit WriteWatch(const std::string& folder) : m_watch(::inotify_init1(IN_NONBLOCK)) {
        EXPECT_GE(::inotify_add_watch(m_watch, folder.c_str(), IN_CREATE), 0);
    }
    ~WriteWatch() { ::close(m_watch); }
    WriteWatch(const WriteWatch&) = delete;
    WriteWatch& operator=(const WriteWatch&) = delete;

    /// Waits for the `number`th temporary file of a checkpoint; false if the child ended before.
    [[nodiscard]] bool await(const Child& child, int number) const {
        for (;;) {
            pollfd both[2] = {{m_watch, POLLIN, 0}, {child.descriptor(), POLLIN, 0}};
            ::poll(both, 2, -1);
            alignas(inotify_event) char buffer[16384];
            const ssize_t size = ::read(m_watch, buffer, sizeof buffer);
            for (ssize_t at = 0; at < size;) {
                const auto* event = reinterpret_cast<const inotify_event*>(buffer + at);
                const std::string_view name = event->len > 0 ? event->name : "";
                if (name.starts_with("checkpoint.pt.tmp-") && --number <= 0) {
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

/// Kills it so long after it has begun to write a checkpoint, the `number`th of this process.
bool runAndKillWhileWriting(const std::vector<std::string>& arguments, const std::string& folder,
                            int number, std::chrono::microseconds after) {
    const WriteWatch watch(folder);
    const Child child(arguments);
    const bool writes = watch.await(child, number);
    return child.kill(!writes || child.awaitEnd(after));
}

TEST(Kill, ResumedRunsEndWhereAnUninterruptedOneDoes) {
    const TemporaryFolder folder;
    const std::string data = folder / "data";
    ASSERT_EQ(run({"data", "sample", data, "--per-class", "10", "--quiet"}).exitCode, 0);
    const std::string whole = folder / "whole";
    const auto began = std::chrono::steady_clock::now();
    ASSERT_EQ(run(trainArguments(data, whole)).exitCode, 0);
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now() - began);

    std::mt19937 random(20261122);
    const int wanted = wantedKills();
    std::uniform_int_distribution<long> moment(1000, took.count());
    // Writing and flushing one takes a few milliseconds.
    std::uniform_int_distribution<long> soon(0, 6000);
    std::uniform_int_distribution<int> which(1, 3);
    int kills = 0;
    int writing = 0;
    int finished = 0;
    while (kills < wanted || finished == 0) {
        const std::string run = folder / ("run" + std::to_string(finished));
        std::filesystem::create_directory(run);
        const bool whileWriting = kills % 2 == 1;
        const bool killed =
            whileWriting
                ? runAndKillWhileWriting(trainArguments(data, run), run, which(random),
                                         std::chrono::microseconds(soon(random)))
                : runAndKill(trainArguments(data, run), std::chrono::microseconds(moment(random)));
        if (killed) {
            ++kills;
            writing += whileWriting ? 1 : 0;
            ASSERT_LT(kills, 10 * wanted) << "the run does not get on";
            continue;
        }
        EXPECT_EQ(runOracle("same_weights.py", {whole, run}), 0);
        ++finished;
    }
    std::printf("%d kills, %d of them while writing, %d runs finished\n", kills, writing, finished);
}

}  // namespace
}  // namespace minarai::cli
