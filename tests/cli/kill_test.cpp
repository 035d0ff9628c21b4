// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// kill -9 at random moments of training: each time --resume goes on, and the final weights are the
// uninterrupted run's bit for bit (CPU, float32).
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "program.h"

namespace minarai::cli {
namespace {

constexpr int kKills = 20;

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
            "--threads", "2"};
}

/// Starts minarai and kills it after the given time unless it ended before; true if killed.
bool runAndKill(const std::vector<std::string>& arguments, std::chrono::milliseconds after) {
    const std::string program = std::string(MINARAI_BINARY_DIR) + "/bin/minarai";
    std::vector<char*> argv{const_cast<char*>(program.c_str())};
    for (const std::string& argument : arguments) {
        argv.push_back(const_cast<char*>(argument.c_str()));
    }
    argv.push_back(nullptr);
    const pid_t child = ::fork();
    if (child == 0) {
        const int null = ::open("/dev/null", O_RDWR);
        ::dup2(null, 1);
        ::dup2(null, 2);
        ::execv(program.c_str(), argv.data());
        ::_exit(127);
    }
    const int descriptor = static_cast<int>(::syscall(SYS_pidfd_open, child, 0));
    pollfd ended{descriptor, POLLIN, 0};
    const bool killed = ::poll(&ended, 1, static_cast<int>(after.count())) == 0;
    if (killed) {
        ::kill(child, SIGKILL);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ::close(descriptor);
    if (!killed) {
        EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
    }
    return killed;
}

TEST(Kill, ResumedRunsEndWhereAnUninterruptedOneDoes) {
    const TemporaryFolder folder;
    const std::string data = folder / "data";
    ASSERT_EQ(run({"data", "sample", data, "--per-class", "10", "--quiet"}).exitCode, 0);
    const std::string whole = folder / "whole";
    const auto began = std::chrono::steady_clock::now();
    ASSERT_EQ(run(trainArguments(data, whole)).exitCode, 0);
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - began);

    std::mt19937 random(20261122);
    std::uniform_int_distribution<long> moment(1, took.count());
    int kills = 0;
    int finished = 0;
    while (kills < kKills || finished == 0) {
        const std::string run = folder / ("run" + std::to_string(finished));
        if (runAndKill(trainArguments(data, run), std::chrono::milliseconds(moment(random)))) {
            ++kills;
            ASSERT_LT(kills, 10 * kKills) << "the run does not get on";
            continue;
        }
        EXPECT_EQ(runOracle("same_weights.py", {whole, run}), 0);
        ++finished;
    }
    std::printf("%d kills, %d runs finished\n", kills, finished);
}

}  // namespace
}  // namespace minarai::cli
