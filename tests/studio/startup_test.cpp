// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The real program up to its first paint.
#include <cstdlib>
#include <string>
#include <vector>

#include "cli/program.h"
#include "support/places.h"

namespace minarai::studio {
namespace {

TEST(Startup, TheFirstPaintIsTimedAndComesBeforeTorch) {
    const cli::TemporaryFolder home;
    std::vector<std::string> words;
    for (const char* name : {"CONFIG", "DATA", "CACHE"}) {
        words.push_back(std::string("XDG_") + name + "_HOME=" + (home / name));
    }
    if (std::getenv("DISPLAY") == nullptr && std::getenv("QT_QPA_PLATFORM") == nullptr) {
        words.emplace_back("QT_QPA_PLATFORM=offscreen");
    }
    // The loader of programs tells which files it opens, on the same pipe as the probe's line, so
    // that what comes first was first.
    words.insert(words.end(),
                 {"LD_DEBUG=files", "/bin/sh", "-c", "exec \"$0\" --startup-probe 2>&1",
                  tests::buildFolder() + "/bin/minarai-studio"});
    cli::RunOptions options;
    options.program = "/usr/bin/env";
    const cli::Outcome outcome = cli::run(words, options);
    EXPECT_EQ(outcome.exitCode, 0);

    const std::string said = "first paint after ";
    const std::size_t at = outcome.out.find(said);
    ASSERT_NE(at, std::string::npos) << outcome.out;
    char* end = nullptr;
    const long milliseconds = std::strtol(outcome.out.c_str() + at + said.size(), &end, 10);
    EXPECT_GT(milliseconds, 0);
    EXPECT_EQ(std::string(end).rfind(" ms\n", 0), 0U);

    const std::string before = outcome.out.substr(0, at);
    EXPECT_NE(before.find("libQt6Widgets"), std::string::npos) << "nothing is told of files";
    EXPECT_EQ(before.find("libtorch"), std::string::npos);
    EXPECT_EQ(before.find("minarai_engine"), std::string::npos);
}

}  // namespace
}  // namespace minarai::studio
