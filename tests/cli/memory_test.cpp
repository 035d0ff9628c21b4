// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Training in a process that may not have the memory that its batch wants: it ends, neither in a
// crash nor never.
#include "cli/program.h"
#include "support/places.h"

namespace minarai::cli {
namespace {

class TrainInLittleMemory : public testing::Test {
  protected:
    void SetUp() override {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
        GTEST_SKIP() << "a sanitizer needs the address space for itself";
#endif
        writeTwoClasses(m_folder / "set", 160);
    }

    /// A batch of everything, in what `megabytes` of addresses leave for it.
    Outcome train(int megabytes) {
        RunOptions options;
        options.program = "/usr/bin/prlimit";
        return run({"--as=" + std::to_string(megabytes) + "000000",
                    tests::buildFolder() + "/bin/minarai",
                    "train",
                    m_folder / "set",
                    "--out",
                    m_folder / std::to_string(megabytes),
                    "--arch",
                    "lite_cnn",
                    "--threads",
                    "2",
                    "--json",
                    "--set",
                    "size=64",
                    "--set",
                    "batch=4096",
                    "--set",
                    "epochs=1",
                    "--set",
                    "augment=none",
                    "--set",
                    "precision=fp32",
                    "--set",
                    "optimizer=sgd",
                    "--set",
                    "cache_mb=0"},
                   options);
    }

    TemporaryFolder m_folder;
};

TEST_F(TrainInLittleMemory, TheBatchIsHalvedAndSaidOrOneSentenceEndsIt) {
    int halved = 0;
    int ended = 0;
    for (const int megabytes : {1000, 1500, 1800, 2200}) {
        const Outcome outcome = train(megabytes);
        ASSERT_EQ(outcome.signal, 0) << megabytes << " MB: " << outcome.err;
        if (outcome.exitCode == 0) {
            const bool isTold =
                outcome.err.find("There was not enough memory for a batch of") != std::string::npos;
            halved += isTold ? 1 : 0;
            EXPECT_EQ(outcome.document().at("epochs"), 1) << outcome.out;
            continue;
        }
        ++ended;
        EXPECT_EQ(outcome.exitCode, 1) << megabytes << " MB: " << outcome.err;
        const auto lines = outcome.errorLines();
        ASSERT_FALSE(lines.empty());
        EXPECT_NE(lines.back().find("memory"), std::string::npos) << outcome.err;
    }
    // How much the libraries take for themselves differs from machine to machine.
    EXPECT_GT(halved + ended, 0);
}

}  // namespace
}  // namespace minarai::cli
