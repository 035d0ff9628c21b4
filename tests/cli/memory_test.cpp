// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Training in a process that may not have the memory that its batch wants.
#include <fmt/format.h>

#include "cli/program.h"

namespace minarai::cli {
namespace {

constexpr std::uint64_t kMegabyte = std::uint64_t{1} << 20;

class TrainInLittleMemory : public testing::Test {
  protected:
    // A sanitizer reserves terabytes of addresses, which this limit counts.
    static bool canBeLimited() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
        return false;
#else
        return true;
#endif
    }

    void SetUp() override {
        if (!canBeLimited()) {
            GTEST_SKIP() << "a sanitizer needs the address space for itself";
        }
        writeTwoClasses(m_folder / "set", 160);
    }

    /// A batch of everything, with what `megabytes` of addresses leave for it.
    Outcome train(std::uint64_t megabytes) {
        RunOptions options;
        options.maxMemory = megabytes * kMegabyte;
        return run({"train",          m_folder / "set",
                    "--out",          m_folder / std::to_string(megabytes),
                    "--arch",         "lite_cnn",
                    "--threads",      "2",
                    "--json",         "--set",
                    "size=64",        "--set",
                    "batch=4096",     "--set",
                    "epochs=1",       "--set",
                    "augment=none",   "--set",
                    "precision=fp32", "--set",
                    "optimizer=sgd",  "--set",
                    "cache_mb=0"},
                   options);
    }

    TemporaryFolder m_folder;
};

TEST_F(TrainInLittleMemory, TheBatchIsHalvedAndSaidOrOneSentenceEndsIt) {
    int halved = 0;
    int ended = 0;
    for (const std::uint64_t megabytes : {1200, 1600, 1800, 2000, 2200, 2600}) {
        const Outcome outcome = train(megabytes);
        ASSERT_EQ(outcome.signal, 0) << megabytes << " MB: " << outcome.err;
        if (outcome.exitCode == 0) {
            halved +=
                outcome.err.find("There was not enough memory for a batch of") != std::string::npos
                    ? 1
                    : 0;
            EXPECT_EQ(outcome.document().at("epochs"), 1) << outcome.out;
            continue;
        }
        ++ended;
        EXPECT_EQ(outcome.exitCode, 1) << megabytes << " MB: " << outcome.err;
        const auto lines = outcome.errorLines();
        ASSERT_FALSE(lines.empty());
        EXPECT_NE(lines.back().find("memory"), std::string::npos) << outcome.err;
    }
    EXPECT_GT(halved, 0);
    EXPECT_GT(ended, 0);
}

}  // namespace
}  // namespace minarai::cli
