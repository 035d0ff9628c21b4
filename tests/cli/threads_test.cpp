// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// "--threads" holds for all that works: networks, and what reads and writes images.
#include <filesystem>
#include <fstream>

#include "cli/program.h"
#include "support/places.h"

namespace minarai::cli {
namespace {

namespace fs = std::filesystem;

/// How many threads of the program itself (std::thread, not those of torch's libraries) a command
/// starts in its life.
int threadsOf(const std::vector<std::string>& command, const std::string& log) {
    fs::remove(log);
    RunOptions options;
    options.program = "/usr/bin/env";
    std::vector<std::string> words{"LD_PRELOAD=" THREAD_LOG, "MINARAI_THREAD_LOG=" + log,
                                   tests::buildFolder() + "/bin/minarai"};
    words.insert(words.end(), command.begin(), command.end());
    const Outcome outcome = run(words, options);
    EXPECT_EQ(outcome.exitCode, 0) << outcome.err;
    std::ifstream lines(log);
    int count = 0;
    for (std::string line; std::getline(lines, line);) {
        count += line.rfind("libstdc++", 0) == 0 ? 1 : 0;
    }
    return count;
}

TEST(Threads, AreAsManyAsAskedFor) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "a sanitizer wants to be loaded first itself";
#endif
    TemporaryFolder folder;
    writeTwoClasses(folder / "set", 12);
    std::string records;
    for (char label = 0; label < 10; ++label) {
        records += std::string(1, label) + std::string(3072, 'p');
    }
    writeText(folder / "official/data_batch_1.bin", records);
    ASSERT_EQ(run({"train", folder / "set", "--out", folder / "run", "--arch", "lenet5", "--set",
                   "epochs=1", "--quiet"})
                  .exitCode,
              0);

    int number = 0;
    const auto more = [&](const std::vector<std::string>& command, bool intoNewFolder = false) {
        std::vector<int> counts;
        for (const char* threads : {"1", "6"}) {
            std::vector<std::string> words = command;
            if (intoNewFolder) {
                words.push_back(folder / ("new" + std::to_string(++number)));
            }
            words.insert(words.end(), {"--threads", threads, "--quiet"});
            counts.push_back(threadsOf(words, folder / "log"));
        }
        return counts[1] - counts[0];
    };
    EXPECT_EQ(more({"data", "sample", "--per-class", "2"}, true), 5);
    EXPECT_EQ(more({"data", "import", "cifar10", folder / "official"}, true), 5);
    EXPECT_EQ(more({"evaluate", folder / "run"}), 5);
    EXPECT_EQ(more({"predict", folder / "run", folder / "set"}), 5);
    // One loader for training and one for validation.
    EXPECT_EQ(
        more({"train", folder / "set", "--arch", "lenet5", "--set", "epochs=1", "--out"}, true),
        10);
    EXPECT_EQ(more({"train", folder / "set", "--arch", "lenet5", "--set", "epochs=1", "workers=2",
                    "--out"},
                   true),
              0);
}

}  // namespace
}  // namespace minarai::cli
