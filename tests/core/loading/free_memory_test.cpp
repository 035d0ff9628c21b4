// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/free_memory.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <string>

namespace minarai::loading {
namespace {

namespace fs = std::filesystem;

class FreeMemory : public ::testing::Test {
  protected:
    void SetUp() override {
        m_folder = fs::temp_directory_path() / ("minarai-memory-" + std::to_string(::getpid()));
        fs::create_directories(m_folder / "proc/self");
        fs::create_directories(m_folder / "groups/a/b");
        write("proc/meminfo", "MemTotal: 8000 kB\nMemFree: 10 kB\nMemAvailable: 4000 kB\n");
    }
    void TearDown() override { fs::remove_all(m_folder); }

    void write(const char* name, const char* text) const { std::ofstream(m_folder / name) << text; }
    std::optional<std::uint64_t> available() const {
        return availableMemory(m_folder / "proc", m_folder / "groups");
    }

    fs::path m_folder;
};

TEST_F(FreeMemory, IsWhatTheKernelCallsAvailable) {
    EXPECT_EQ(available(), 4000U * 1024);
    fs::remove(m_folder / "proc/meminfo");
    EXPECT_FALSE(available());
    EXPECT_GT(availableMemory().value_or(0), 1U << 20U) << "of this machine";
}

TEST_F(FreeMemory, IsLessBelowALimitOfAnyGroupAbove) {
    write("proc/self/cgroup", "0::/a/b\n");
    write("groups/a/b/memory.max", "max\n");
    write("groups/a/b/memory.current", "100\n");
    EXPECT_EQ(available(), 4000U * 1024) << "no limit";
    write("groups/a/memory.max", "3000000\n");
    write("groups/a/memory.current", "2900000\n");
    EXPECT_EQ(available(), 100'000U);
    write("groups/a/memory.current", "3100000\n");
    EXPECT_EQ(available(), 0U);
    write("groups/a/memory.max", "99000000000\n");
    EXPECT_EQ(available(), 4000U * 1024);
}

TEST_F(FreeMemory, IsLessBelowALimitOfTheAddressSpace) {
    write("proc/self/limits",
          "Limit                     Soft Limit           Hard Limit           Units     \n"
          "Max cpu time              7                    unlimited            seconds   \n"
          "Max address space         unlimited            unlimited            bytes     \n");
    EXPECT_EQ(available(), 4000U * 1024) << "no limit";
    write("proc/self/limits",
          "Max address space         3000000              unlimited            bytes\n");
    write("proc/self/statm", "10 5 2 1 0 4 0\n");  // in pages
    EXPECT_EQ(available(), 3'000'000U - 10U * static_cast<unsigned>(::sysconf(_SC_PAGESIZE)));
    write("proc/self/statm", "100000 5 2 1 0 4 0\n");
    EXPECT_EQ(available(), 0U);
}

TEST_F(FreeMemory, TheCacheTakesHalfAtMost) {
    EXPECT_EQ(cacheBudget(100, 1000), 100U);
    EXPECT_EQ(cacheBudget(900, 1000), 500U);
    EXPECT_EQ(cacheBudget(900, 0), 0U);
    EXPECT_EQ(cacheBudget(900, std::nullopt), 900U);
}

}  // namespace
}  // namespace minarai::loading
