// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the desktop knows the studio by, and what continuous integration installs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <regex>
#include <string>

#include "house/source_tree.h"
#include "support/places.h"
#include "support/promised.h"

namespace minarai::house {
namespace {

namespace fs = std::filesystem;

/// The one file of packaging/ with this ending, without it.
std::string idOf(const std::string& ending) {
    std::string id;
    for (const fs::directory_entry& entry :
         fs::directory_iterator(tests::sourceFolder() + "/packaging")) {
        const std::string name = entry.path().filename().string();
        if (name.ends_with(ending)) {
            EXPECT_EQ(id, "") << "two files end with " << ending;
            id = name.substr(0, name.size() - ending.size());
        }
    }
    return id;
}

std::string textOf(const std::string& path) {
    std::ifstream in(tests::sourceFolder() + "/" + path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string firstMatch(const std::string& path, const std::string& pattern) {
    const std::string text = textOf(path);
    std::smatch match;
    return std::regex_search(text, match, std::regex(pattern)) ? match[1].str() : std::string();
}

/// A desktop joins windows, notifications, icon and launcher by one name. On Wayland a wrong one
/// costs the window its icon, and notifications their program.
TEST(Packaging, OneIdEverywhere) {
    const std::string id = idOf(".desktop");
    ASSERT_NE(id, "");
    EXPECT_EQ(idOf(".metainfo.xml"), id);
    const std::string desktop = "packaging/" + id + ".desktop";
    EXPECT_EQ(firstMatch(desktop, "\nIcon=([^\n]*)"), id);
    EXPECT_EQ(firstMatch(desktop, "\nStartupWMClass=([^\n]*)"),
              firstMatch("app/studio/main.cpp", "setApplicationName\\(QStringLiteral\\(\"([^\"]*)"))
        << "X11 knows a window by the program's name";
    const std::string metainfo = "packaging/" + id + ".metainfo.xml";
    EXPECT_EQ(firstMatch(metainfo, "<id>([^<]*)"), id);
    EXPECT_EQ(firstMatch(metainfo, "type=\"desktop-id\">([^<]*)"), id + ".desktop");
    EXPECT_EQ(firstMatch(metainfo, "<icon type=\"stock\">([^<]*)"), id);
    EXPECT_EQ(firstMatch("packaging/CMakeLists.txt", "RENAME ([^)]*)\\.svg"), id);
    EXPECT_EQ(firstMatch("app/studio/desktop_id.h", "kDesktopId\\[\\] = \"([^\"]*)"), id);

    // Nobody writes it a second time.
    const SourceTree tree(tests::sourceFolder(), {"app"});
    const std::regex written(
        "setDesktopFileName\\(QStringLiteral|\"org\\.minarai\\.Studio|"
        "desktop-entry\"\\), QStringLiteral");
    EXPECT_THAT(tree.matches(written, {"app/"}, {".cpp"}), testing::IsEmpty());
}

/// The scripts take the failure of any part of a pipe for its own: head leaves once it has its
/// lines, and what still writes to it fails. The demo ended so, one time in four, without its
/// report.
TEST(Packaging, NoScriptAssignsFromAPipeThatLeavesEarly) {
    const std::string early = "(\\w+=\\$\\([^\n]*\\| *(head|grep -q)[^|\n]*\\))";
    for (const char* script : {"dev", ".ci/run", "packaging/dev_setup.sh", "packaging/dev_check.sh",
                               "packaging/dev_fuzz.sh", "packaging/dev_kernels.sh"}) {
        ASSERT_NE(textOf(script), "") << script;
        EXPECT_EQ(firstMatch(script, early), "") << script;
    }
}

TEST(Packaging, PromisesAreKeptWhereTheyAreMade) {
    const char* given = std::getenv("CI");
    const std::optional<std::string> before =
        given ? std::optional<std::string>(given) : std::nullopt;
    ::setenv("CI", "true", 1);
    EXPECT_TRUE(tests::isPromised("python3-torch"));
    EXPECT_FALSE(tests::isPromised("python3"));
    EXPECT_FALSE(tests::isPromised("[test]x"));
    ::unsetenv("CI");
    EXPECT_FALSE(tests::isPromised("python3-torch"));
    if (before) {
        ::setenv("CI", before->c_str(), 1);
    }
    // Packages have a sentence of their own for skipping: MINARAI_SKIP_WITHOUT.
    const SourceTree tree(tests::sourceFolder(), {"tests"});
    EXPECT_THAT(tree.matches(std::regex("GTEST_SKIP\\(\\).*python3"), {"tests/core/", "tests/cli/"},
                             {".cpp"}),
                testing::IsEmpty());
}

}  // namespace
}  // namespace minarai::house
