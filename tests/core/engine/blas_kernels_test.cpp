// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The kernels that OpenBLAS is told to take: for which processor, by the programs and by ./dev.
#include "engine/blas_kernels.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "engine/engine_library.h"
#include "support/places.h"
#include "support/temp_folder.h"

namespace minarai::engine {
namespace {

ProcessorFlags flagsOf(const std::string& words) {
    const std::pair<const char*, bool ProcessorFlags::*> known[] = {
        {"avx2", &ProcessorFlags::avx2},         {"fma", &ProcessorFlags::fma},
        {"avx512f", &ProcessorFlags::avx512f},   {"avx512bw", &ProcessorFlags::avx512bw},
        {"avx512vl", &ProcessorFlags::avx512vl}, {"avx512dq", &ProcessorFlags::avx512dq},
        {"avx512cd", &ProcessorFlags::avx512cd}};
    ProcessorFlags flags;
    std::istringstream stream(words);
    for (std::string word; stream >> word;) {
        for (const auto& [name, flag] : known) {
            flags.*flag = flags.*flag || word == name;
        }
    }
    return flags;
}

std::string kernelsFor(const std::string& words) {
    const char* kernels = blasKernels(flagsOf(words));
    return kernels == nullptr ? std::string() : kernels;
}

/// What ./dev makes of a /proc/cpuinfo, "<none>" where it sets nothing. `set` comes before it.
std::string kernelsOfDev(const std::string& cpuinfo, const std::string& set = {}) {
    const std::string script = "cd '" + tests::sourceFolder() +
                               "' && unset OPENBLAS_CORETYPE && source packaging/dev_kernels.sh; " +
                               set + " nameKernels '" + cpuinfo +
                               "'; printf %s \"${OPENBLAS_CORETYPE-<none>}\"";
    const tests::TempFolder folder;
    const auto file = folder / "script.sh";
    std::ofstream(file) << "set -euo pipefail\n" << script << '\n';
    FILE* pipe = ::popen(("bash '" + file.string() + "'").c_str(), "r");
    if (pipe == nullptr) {
        return "no pipe";
    }
    std::array<char, 256> buffer{};
    const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), pipe);
    const int status = ::pclose(pipe);
    return status == 0 ? std::string(buffer.data(), got) : "failed";
}

/// The flags of the first processor of this machine; empty where it is none of x86.
std::string wordsOfThisMachine() {
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("flags")) {
            return line.substr(line.find(':') + 1);
        }
    }
    return {};
}

struct Processor {
    const char* name;
    const char* words;
    const char* kernels;  ///< "" for none
};

const std::vector<Processor> kProcessors{
    {"none of x86", "", ""},
    {"Nehalem", "sse4_1 sse4_2 popcnt", ""},
    {"Sandy Bridge", "sse4_2 avx", ""},
    {"Piledriver", "avx fma fma4", ""},
    {"Haswell", "avx fma avx2 bmi2", "Haswell"},
    {"Zen 3", "fma avx avx2 sha_ni vaes", "Haswell"},
    {"without fma", "avx avx2", ""},
    {"Knights Landing", "fma avx avx2 avx512f avx512pf avx512er avx512cd", "Haswell"},
    {"Skylake-SP", "fma avx avx2 avx512f avx512dq avx512cd avx512bw avx512vl", "SkylakeX"},
    {"Zen 4, in another order", "avx512vl avx512bw avx512cd avx512dq avx512f avx2 avx fma",
     "SkylakeX"},
    {"without avx512bw", "fma avx2 avx512f avx512dq avx512cd avx512vl", "Haswell"},
    {"without avx512f", "fma avx2 avx512dq avx512cd avx512bw avx512vl", "Haswell"},
    {"words that begin alike", "fma4 avx2x avx512_bf16 avx512_vnni avx512vbmi", ""},
};

TEST(BlasKernels, AreThoseThatTheProcessorCanRun) {
    for (const Processor& processor : kProcessors) {
        EXPECT_EQ(kernelsFor(processor.words), processor.kernels) << processor.name;
    }
}

TEST(BlasKernels, DevChoosesTheSame) {
    const tests::TempFolder folder;
    const std::string cpuinfo = (folder / "cpuinfo").string();
    for (const Processor& processor : kProcessors) {
        std::ofstream(cpuinfo) << "processor\t: 0\nmodel name\t: avx2 fma\nflags\t\t: "
                               << processor.words << "\nbugs\t\t: \n\n";
        const std::string kernels = *processor.kernels == '\0' ? "<none>" : processor.kernels;
        EXPECT_EQ(kernelsOfDev(cpuinfo), kernels) << processor.name;
    }
    const std::string here = kernelsFor(wordsOfThisMachine());
    EXPECT_EQ(kernelsOfDev("/proc/cpuinfo"), here.empty() ? "<none>" : here);
    EXPECT_EQ(kernelsOfDev((folder / "nothing").string()), "<none>");
}

TEST(BlasKernels, DevKeepsWhatIsSet) {
    EXPECT_EQ(kernelsOfDev("/proc/cpuinfo", "export OPENBLAS_CORETYPE=Prescott;"), "Prescott");
    EXPECT_EQ(kernelsOfDev("/proc/cpuinfo", "export OPENBLAS_CORETYPE=;"), "");
}

constexpr int kAsExpected = 7;  ///< not what a test program that starts again ends with

/// In a process of its own: with this value before it, nothing for none, the programs leave
/// `after`.
[[noreturn]] void prepare(const char* before, const std::string& after,
                          Kernels kernels = Kernels::ForTheProcessor) {
    (void)::setenv("OMP_WAIT_POLICY", "passive", 1);
    if (before == nullptr) {
        (void)::unsetenv("OPENBLAS_CORETYPE");
    } else {
        (void)::setenv("OPENBLAS_CORETYPE", before, 1);
    }
    std::string program = "blas_kernels_test";
    std::string nothing = "--gtest_filter=-*";
    char* argv[] = {program.data(), nothing.data(), nullptr};
    prepareEnvironment(argv, kernels);
    const char* left = std::getenv("OPENBLAS_CORETYPE");
    std::exit((left == nullptr ? std::string() : left) == after ? kAsExpected : 1);
}

TEST(BlasKernelsDeathTest, AreNamedByTheProgramsUnlessTheyAreSet) {
    EXPECT_EXIT(prepare(nullptr, kernelsFor(wordsOfThisMachine())),
                testing::ExitedWithCode(kAsExpected), "");
    EXPECT_EXIT(prepare("Prescott", "Prescott"), testing::ExitedWithCode(kAsExpected), "");
    EXPECT_EXIT(prepare(nullptr, "", Kernels::OfOpenBlas), testing::ExitedWithCode(kAsExpected),
                "");
}

}  // namespace
}  // namespace minarai::engine
