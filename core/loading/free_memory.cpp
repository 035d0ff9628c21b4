// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/free_memory.h"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

namespace minarai::loading {
namespace {

/// The number in a file of one number; nothing for "max" or no file.
std::optional<std::uint64_t> numberIn(const std::filesystem::path& file) {
    std::ifstream in(file);
    std::uint64_t number = 0;
    return in >> number ? std::optional(number) : std::nullopt;
}

/// "MemAvailable:   21000000 kB"
std::optional<std::uint64_t> kernelAvailable(const std::filesystem::path& proc) {
    std::ifstream in(proc / "meminfo");
    std::string word;
    while (in >> word) {
        std::uint64_t kilobytes = 0;
        if (word == "MemAvailable:" && in >> kilobytes) {
            return kilobytes * 1024;
        }
    }
    return std::nullopt;
}

/// What is left of this process's address space; nothing where it has no limit.
std::optional<std::uint64_t> addressSpaceLeft(const std::filesystem::path& proc) {
    // "Max address space         4294967296           unlimited            bytes"
    constexpr std::string_view kName = "Max address space";
    std::ifstream limits(proc / "self" / "limits");
    std::string line;
    while (std::getline(limits, line)) {
        if (!line.starts_with(kName)) {
            continue;
        }
        std::uint64_t limit = 0;
        if (!(std::istringstream(line.substr(kName.size())) >> limit)) {
            return std::nullopt;  // unlimited
        }
        const auto pages = numberIn(proc / "self" / "statm").value_or(0);
        const std::uint64_t used = pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
        return limit > used ? limit - used : 0;
    }
    return std::nullopt;
}

/// The path of this process in the unified hierarchy: "0::/user.slice/...".
std::filesystem::path ownGroup(const std::filesystem::path& proc) {
    std::ifstream in(proc / "self" / "cgroup");
    std::string line;
    while (std::getline(in, line)) {
        if (line.starts_with("0::/")) {
            return line.substr(4);
        }
    }
    return {};
}

}  // namespace

std::optional<std::uint64_t> availableMemory(const std::filesystem::path& proc,
                                             const std::filesystem::path& controlGroups) {
    std::optional<std::uint64_t> available = kernelAvailable(proc);
    if (const auto left = addressSpaceLeft(proc)) {
        available = std::min(available.value_or(*left), *left);
    }
    // Every group above this process may have a limit.
    std::filesystem::path group = ownGroup(proc);
    while (true) {
        const std::filesystem::path folder = controlGroups / group;
        const auto limit = numberIn(folder / "memory.max");
        const auto used = numberIn(folder / "memory.current");
        if (limit && used) {
            const std::uint64_t left = *limit > *used ? *limit - *used : 0;
            available = std::min(available.value_or(left), left);
        }
        if (group.empty()) {
            return available;
        }
        group = group.parent_path();
    }
}

std::uint64_t cacheBudget(std::uint64_t wanted, std::optional<std::uint64_t> available) {
    return available ? std::min(wanted, *available / 2) : wanted;
}

}  // namespace minarai::loading
