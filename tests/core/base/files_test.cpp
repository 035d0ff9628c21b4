// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/files.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "support/file_limit.h"
#include "support/temp_folder.h"

namespace minarai {
namespace {

namespace fs = std::filesystem;

int filesIn(const fs::path& folder) {
    int count = 0;
    for (const auto& entry : fs::directory_iterator(folder)) {
        (void)entry;
        ++count;
    }
    return count;
}

TEST(WriteFileAtomically, ReplacesAndLeavesNothingElse) {
    const tests::TempFolder folder;
    const fs::path path = folder / "語 file.txt";
    ASSERT_TRUE(writeFileAtomically(path, "one"));
    ASSERT_TRUE(writeFileAtomically(path, "two"));
    EXPECT_EQ(readTextFile(path).value(), "two");
    EXPECT_EQ(filesIn(folder.path()), 1);
}

TEST(WriteFileAtomically, KeepsTheOldFileWhenTheWriterFails) {
    const tests::TempFolder folder;
    const fs::path path = folder / "a.txt";
    ASSERT_TRUE(writeFileAtomically(path, "old"));
    const Status status = writeFileAtomically(path, [](const fs::path& temporary) -> Status {
        (void)writeFileAtomically(temporary, "half");
        return fail(ErrorCode::DiskFull, "a.txt");
    });
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().code, ErrorCode::DiskFull);
    EXPECT_EQ(readTextFile(path).value(), "old");
    EXPECT_EQ(filesIn(folder.path()), 1);
}

TEST(WriteFileAtomically, ALimitOnFileSizesIsAnErrorAndKeepsTheOldFile) {
    const tests::TempFolder folder;
    const fs::path path = folder / "a.txt";
    ASSERT_TRUE(writeFileAtomically(path, "old"));
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit small = before;
    small.rlim_cur = 1000;
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
    const Status status = writeFileAtomically(path, std::string(5000, 'x'));
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
    EXPECT_FALSE(status);
    EXPECT_EQ(readTextFile(path).value(), "old");
    EXPECT_EQ(filesIn(folder.path()), 1);
}

TEST(WriteFileAtomically, AMissingFolderNamesTheFile) {
    const Status status = writeFileAtomically("/nonexistent/folder/a.txt", "x");
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().code, ErrorCode::WriteFailed);
    EXPECT_NE(status.error().message().find("/nonexistent/folder/a.txt"), std::string::npos);
}

TEST(WriteFileAtomically, ALinkStaysALink) {
    const tests::TempFolder folder;
    ASSERT_TRUE(writeFileAtomically(folder / "real", "old"));
    fs::create_symlink("real", folder / "link");
    ASSERT_TRUE(writeFileAtomically(folder / "link", "new"));
    EXPECT_TRUE(fs::is_symlink(folder / "link"));
    EXPECT_EQ(readTextFile(folder / "real").value(), "new");
    EXPECT_EQ(filesIn(folder.path()), 2);
}

TEST(WriteFileAtomically, APipeIsWrittenToAndNotReplaced) {
    const tests::TempFolder folder;
    const fs::path fifo = folder / "fifo";
    ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
    const int reader = ::open(fifo.c_str(), O_RDONLY | O_NONBLOCK);
    ASSERT_GE(reader, 0);
    ASSERT_TRUE(writeFileAtomically(fifo, "through"));
    char text[8] = {};
    EXPECT_EQ(::read(reader, text, sizeof text), 7);
    ::close(reader);
    EXPECT_STREQ(text, "through");
    EXPECT_TRUE(fs::is_fifo(fifo));
    const Status refused = writeFileAtomically(fifo, [](const fs::path&) -> Status { return {}; });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::WriteFailed);
}

TEST(WriteFileAtomically, AFullDeviceIsAnErrorAndStaysADevice) {
    if (!fs::is_character_file("/dev/full")) {
        GTEST_SKIP() << "this machine has no /dev/full";
    }
    EXPECT_EQ(writeFileAtomically("/dev/full", "x").error().code, ErrorCode::DiskFull);
    EXPECT_TRUE(fs::is_character_file("/dev/full"));
}

TEST(ReadFile, RefusesWhatIsNoRegularFile) {
    const tests::TempFolder folder;
    EXPECT_EQ(readFile(folder.path()).error().code, ErrorCode::ReadFailed);
    EXPECT_EQ(readFile(folder / "none").error().code, ErrorCode::FileMissing);
    const fs::path fifo = folder / "fifo";
    ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
    EXPECT_EQ(readFile(fifo).error().code, ErrorCode::ReadFailed);
}

TEST(ReadFile, RefusesMoreThanTheLimit) {
    const tests::TempFolder folder;
    ASSERT_TRUE(writeFileAtomically(folder / "a", std::string(100, 'x')));
    EXPECT_TRUE(readFile(folder / "a", 100));
    EXPECT_FALSE(readFile(folder / "a", 99));
}

TEST(LineAppender, AppendsAndEndsACutLine) {
    const tests::TempFolder folder;
    const fs::path path = folder / "log";
    {
        auto appender = LineAppender::open(path);
        ASSERT_TRUE(appender);
        ASSERT_TRUE(appender->append("one"));
    }
    ASSERT_TRUE(writeFileAtomically(path, "one\ntw"));
    {
        auto appender = LineAppender::open(path);
        ASSERT_TRUE(appender);
        ASSERT_TRUE(appender->append("three"));
        ASSERT_TRUE(appender->flush());
    }
    EXPECT_EQ(readTextFile(path).value(), "one\ntw\nthree\n");
}

TEST(LineAppender, AFullDiskIsAnError) {
    if (!fs::exists("/dev/full")) {
        GTEST_SKIP() << "this machine has no /dev/full";
    }
    auto appender = LineAppender::open("/dev/full");
    ASSERT_TRUE(appender);
    const Status status = appender->append("x");
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().code, ErrorCode::DiskFull);
}

TEST(LineAppender, ALineThatDoesNotFitLeavesNothingBehind) {
    const tests::TempFolder folder;
    const fs::path path = folder / "log";
    auto appender = LineAppender::open(path);
    ASSERT_TRUE(appender);
    ASSERT_TRUE(appender->append("one"));
    const tests::FileLimit limit;
    if (!limit.set(10)) {
        GTEST_SKIP() << "the size of files cannot be limited here";
    }
    EXPECT_FALSE(appender->append("a longer one"));
    EXPECT_EQ(fs::file_size(path), 4U);
    limit.lift();
    ASSERT_TRUE(appender->append("two"));
    EXPECT_EQ(readTextFile(path).value(), "one\ntwo\n");
}

TEST(MakeFolder, AFileInTheWayIsAnError) {
    const tests::TempFolder folder;
    ASSERT_TRUE(writeFileAtomically(folder / "file", "x"));
    EXPECT_FALSE(makeFolder(folder / "file"));
    EXPECT_FALSE(makeFolder(folder.path() / "file" / "below"));
    EXPECT_TRUE(makeFolder(folder.path() / "a" / "b"));
    EXPECT_TRUE(makeFolder(folder.path() / "a" / "b"));
}

}  // namespace
}  // namespace minarai
