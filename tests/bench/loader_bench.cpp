// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How fast images reach the network: `minarai bench loader` against torchvision's ImageFolder with
// PyTorch's DataLoader, the same pipeline on the same photos, in turn and never at the same time.
//
//   loader_bench [FOLDER [ROUNDS [WORKERS]]]      the flowers beside the project, 3, 2
//
// Ours is measured in its first pass, which decodes every file, and in the later ones, which find
// the pictures in the cache. Theirs has no cache: its best pass counts on both lines.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr double kWantedFirst = 1.8;
constexpr double kWantedLater = 3.0;

/// The JSON document that a command prints. Throws when it fails.
json answerOf(const std::string& command) {
    FILE* pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) {
        throw std::runtime_error("no pipe");
    }
    std::string text;
    char buffer[4096];
    for (std::size_t got = 0; (got = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) {
        text.append(buffer, got);
    }
    if (::pclose(pipe) != 0) {
        throw std::runtime_error(command + " failed");
    }
    return json::parse(text);
}

std::string quoted(const std::string& path) {
    return "'" + path + "'";
}

double medianOf(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

double bestRate(const json& passes) {
    double best = 0;
    for (const json& pass : passes) {
        best = std::max(best, pass["images"].get<double>() / pass["seconds"].get<double>());
    }
    return best;
}

int bench(const fs::path& folder, int rounds, const std::string& workers) {
    const std::string ours = quoted(MINARAI_PROGRAM) + " bench loader " + quoted(folder) +
                             " --size 224 --batch 32 --epochs 3 --quiet --json --workers " +
                             workers;
    const std::string theirs =
        "/usr/bin/python3 " +
        quoted(std::string(MINARAI_SOURCE_DIR) + "/tests/bench/torchvision_loader.py") + " " +
        quoted(folder) + " 224 32 " + workers + " 2";
    std::vector<double> first;
    std::vector<double> later;
    std::vector<double> uncached;
    std::vector<double> other;
    json last;
    std::printf("images per second, %s threads or processes, RandomResizedCrop(224) and the rest\n",
                workers.c_str());
    std::printf("%5s %12s %12s %14s %12s\n", "round", "first pass", "later", "without cache",
                "torchvision");
    for (int round = 1; round <= rounds; ++round) {
        last = answerOf(ours);
        first.push_back(last["first_images_per_s"].get<double>());
        later.push_back(last["later_images_per_s"].get<double>());
        const json without = answerOf(ours + " --cache 0");
        uncached.push_back(without["later_images_per_s"].get<double>());
        other.push_back(bestRate(answerOf(theirs)["passes"]));
        std::printf("%5d %12.0f %12.0f %14.0f %12.0f\n", round, first.back(), later.back(),
                    uncached.back(), other.back());
        std::fflush(stdout);
    }
    const double base = medianOf(other);
    const double firstRatio = medianOf(first) / base;
    const double laterRatio = medianOf(later) / base;
    std::printf("medians: first pass %.2f x, later %.2f x, without cache %.2f x of %.0f\n",
                firstRatio, laterRatio, medianOf(uncached) / base, base);
    std::printf("cache: %.0f of %.0f images in %.0f MB of at most %.0f MB\n",
                last["cache"]["images"].get<double>(), last["images"].get<double>(),
                last["cache"]["bytes"].get<double>() / 1e6,
                last["cache"]["budget_bytes"].get<double>() / 1e6);
    for (const json& part : last["parts"]) {
        std::printf("  %-22s %6.3f ms\n", part["name"].get<std::string>().c_str(),
                    part["ms"].get<double>());
    }
    return firstRatio >= kWantedFirst && laterRatio >= kWantedLater ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    const fs::path folder =
        argc > 1 ? fs::path(argv[1])
                 : fs::path(MINARAI_SOURCE_DIR) / ".." / "shared" / "data" / "flowers";
    try {
        return bench(folder, argc > 2 ? std::max(1, std::stoi(argv[2])) : 3,
                     argc > 3 ? std::to_string(std::stoi(argv[3])) : "2");
    } catch (const std::exception& exception) {
        std::fprintf(stderr, "loader_bench: %s\n", exception.what());
        return 1;
    }
}
