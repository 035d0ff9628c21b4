// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How near the forecast of an epoch comes to the epoch: `minarai bench compute --data` against
// `minarai train`, in processes of their own, as a person would run them.
//
//   forecast_bench [FOLDER [EPOCHS [ROUNDS]]]      the sample set, 3, 3; the flowers lie beside
//                                                  the project
//
// Time is that of the epochs after the first, as the run itself tells it. Memory is what the
// training process needed at its peak above a run that hardly trains anything. Each round forecasts
// and trains in turn, since the machine's speed drifts; the median of the rounds' ratios counts.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

struct Outcome {
    std::string out;
    double peakMegabytes = 0;
};

/// Runs minarai and collects its stdout. Throws when it fails.
Outcome minarai(std::vector<std::string> words) {
    words.insert(words.begin(), MINARAI_PROGRAM);
    int pipes[2];
    if (::pipe(pipes) != 0) {
        throw std::runtime_error("no pipe");
    }
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(pipes[1], STDOUT_FILENO);
        ::close(pipes[0]);
        ::close(pipes[1]);
        const int nowhere = ::open("/dev/null", O_WRONLY);
        ::dup2(nowhere, STDERR_FILENO);
        std::vector<char*> arguments;
        for (std::string& word : words) {
            arguments.push_back(word.data());
        }
        arguments.push_back(nullptr);
        ::execv(arguments.front(), arguments.data());
        ::_exit(127);
    }
    ::close(pipes[1]);
    Outcome outcome;
    char buffer[4096];
    for (ssize_t got = 0; (got = ::read(pipes[0], buffer, sizeof buffer)) > 0;) {
        outcome.out.append(buffer, static_cast<std::size_t>(got));
    }
    ::close(pipes[0]);
    int status = 0;
    rusage usage{};
    ::wait4(child, &status, 0, &usage);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        std::string line;
        for (const std::string& word : words) {
            line += word + ' ';
        }
        throw std::runtime_error(line + "failed");
    }
    outcome.peakMegabytes = static_cast<double>(usage.ru_maxrss) / 1024 * 1.048576;
    return outcome;
}

/// Mean seconds of the epochs after the first, from the run's own events.
double secondsAnEpoch(const fs::path& run) {
    std::ifstream file(run / "events.jsonl");
    std::string line;
    double sum = 0;
    int count = 0;
    while (std::getline(file, line)) {
        const json event = json::parse(line);
        if (event["type"] == "epoch_finished" && event["epoch"] > 1) {
            sum += event["seconds"].get<double>();
            ++count;
        }
    }
    return sum / std::max(count, 1);
}

struct Case {
    const char* arch;
    const char* size;
    const char* freeze = "none";
};

/// Small ones, a large one, a transformer, and one of which only the head learns.
constexpr Case kCases[] = {{"lite_cnn", "64"},     {"lite_cnn", "96"},
                           {"resnet18", "64"},     {"resnet18", "96"},
                           {"mobilenet_v2", "96"}, {"vgg11", "96"},
                           {"swin_t", "96"},       {"resnet18", "96", "all_but_head"}};

/// One forecast and the training that it is of.
struct Round {
    double expected = 0;  ///< seconds
    double real = 0;
    double expectedMemory = 0;  ///< megabytes
    double realMemory = 0;
};

Round oneRound(const Case& each, const fs::path& run, const std::string& data,
               const std::string& epochs, double base) {
    // Of features that are computed once the number of epochs decides how many get new ones.
    const std::vector<std::string> settings{"--set", std::string("freeze=") + each.freeze, "--set",
                                            "epochs=" + epochs};
    std::vector<std::string> ask{"bench",   "compute", "--arch", each.arch, "--size",
                                 each.size, "--data",  data,     "--json"};
    ask.insert(ask.end(), settings.begin(), settings.end());
    std::vector<std::string> train{"train",  data,      "--out", run,
                                   "--arch", each.arch, "--set", std::string("size=") + each.size};
    train.insert(train.end(), settings.begin(), settings.end());
    const json forecast = json::parse(minarai(ask).out)["forecast"];
    const Outcome trained = minarai(train);
    return {forecast["epoch_seconds"].get<double>(), secondsAnEpoch(run),
            forecast["memory_bytes"].get<double>() / 1e6, trained.peakMegabytes - base};
}

Round median(const std::vector<Round>& rounds) {
    const auto ratio = [](const Round& round) { return round.expected / round.real; };
    std::vector<Round> sorted = rounds;
    std::sort(sorted.begin(), sorted.end(),
              [&](const Round& left, const Round& right) { return ratio(left) < ratio(right); });
    return sorted[sorted.size() / 2];
}

int bench(const fs::path& folder, const std::string& data, const std::string& epochs, int count) {
    // The engine loaded, a network in memory, hardly an image.
    const std::string tiny = folder / "tiny";
    minarai({"data", "sample", tiny, "--per-class", "4"});
    const double base = minarai({"train", tiny, "--out", folder / "base", "--arch", "lenet5",
                                 "--set", "epochs=1", "--set", "batch=2", "--set", "cache_mb=0"})
                            .peakMegabytes;
    std::printf("%-14s %5s | %-28s | %s\n", "", "px", "epoch: forecast, real, ratio",
                "memory: forecast, real, ratio");
    double worst = 0;
    for (const Case& each : kCases) {
        std::vector<Round> rounds;
        for (int i = 0; i < count; ++i) {
            const fs::path run =
                folder / (std::string(each.arch) + each.size + each.freeze + std::to_string(i));
            rounds.push_back(oneRound(each, run, data, epochs, base));
        }
        const Round middle = median(rounds);
        std::printf("%-14s %5s | %7.2f s %7.2f s %8.2f    | %7.0f MB %7.0f MB %8.2f%s ", each.arch,
                    each.size, middle.expected, middle.real, middle.expected / middle.real,
                    middle.expectedMemory, middle.realMemory,
                    middle.expectedMemory / middle.realMemory,
                    std::string(each.freeze) == "none" ? "" : "  (frozen)");
        for (const Round& round : rounds) {
            std::printf(" %.2f", round.expected / round.real);
        }
        std::printf("\n");
        std::fflush(stdout);
        worst = std::max({worst, std::abs(middle.expected / middle.real - 1),
                          std::abs(middle.expectedMemory / middle.realMemory - 1)});
    }
    std::printf("furthest off: %.0f %%; the program itself: %.0f MB\n", worst * 100, base);
    return worst <= 0.2 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    std::string pattern = (fs::temp_directory_path() / "forecast-bench-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) {
        return 1;
    }
    const fs::path folder(pattern);
    ::setenv("XDG_CACHE_HOME", (folder / "cache").c_str(), 1);
    int code = 1;
    try {
        std::string data = folder / "sample";
        if (argc > 1) {
            data = argv[1];
        } else {
            minarai({"data", "sample", data});
        }
        code = bench(folder, data, argc > 2 ? argv[2] : "3",
                     argc > 3 ? std::max(std::atoi(argv[3]), 1) : 3);
    } catch (const std::exception& exception) {
        std::fprintf(stderr, "forecast_bench: %s\n", exception.what());
    }
    std::error_code ignored;
    fs::remove_all(folder, ignored);
    return code;
}
