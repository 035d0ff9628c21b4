// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/tensorboard.h"

#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/files.h"
#include "support/file_limit.h"
#include "support/temp_folder.h"

namespace minarai::runs {
namespace {

TEST(Crc32c, KnownValues) {
    // RFC 3720, appendix B.4, and the common check value.
    EXPECT_EQ(crc32c("123456789"), 0xE3069283U);
    EXPECT_EQ(crc32c(std::string(32, '\0')), 0x8A9136AAU);
    EXPECT_EQ(crc32c(std::string(32, '\xFF')), 0x62A8AB43U);
}

std::uint32_t maskedCrc(std::string_view bytes) {
    const std::uint32_t crc = crc32c(bytes);
    return ((crc >> 15) | (crc << 17)) + 0xA282EAD8U;
}

std::filesystem::path onlyFileIn(const std::filesystem::path& folder) {
    std::filesystem::path file;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        EXPECT_TRUE(file.empty());
        file = entry.path();
    }
    return file;
}

/// Checks the frames.
std::vector<std::string> recordsOf(const std::filesystem::path& path) {
    const std::string file = readTextFile(path).value();
    std::vector<std::string> records;
    std::size_t at = 0;
    while (at + 12 <= file.size()) {
        std::uint64_t length = 0;
        std::uint32_t crc = 0;
        std::memcpy(&length, file.data() + at, 8);
        std::memcpy(&crc, file.data() + at + 8, 4);
        EXPECT_EQ(crc, maskedCrc({file.data() + at, 8}));
        if (at + 16 + length > file.size()) {
            break;
        }
        const std::string data = file.substr(at + 12, length);
        std::memcpy(&crc, file.data() + at + 12 + length, 4);
        EXPECT_EQ(crc, maskedCrc(data));
        records.push_back(data);
        at += 16 + length;
    }
    EXPECT_EQ(at, file.size());
    return records;
}

TEST(TensorboardWriter, ARecordThatDoesNotFitLeavesNothingBehind) {
    const tests::TempFolder folder;
    auto writer = TensorboardWriter::open(folder / "tb", 1700000000123);
    ASSERT_TRUE(writer);
    const std::filesystem::path file = onlyFileIn(folder / "tb");
    const auto size = std::filesystem::file_size(file);
    const tests::FileLimit limit;
    if (!limit.set(size + 10)) {
        GTEST_SKIP() << "the size of files cannot be limited here";
    }
    EXPECT_FALSE(writer->add(1700000000500, 1, {{"loss", 0.5}}));
    EXPECT_EQ(std::filesystem::file_size(file), size);
    limit.lift();
    ASSERT_TRUE(writer->add(1700000000600, 2, {{"rate", 0.25}}));
    const std::vector<std::string> records = recordsOf(file);
    ASSERT_EQ(records.size(), 2U);
    EXPECT_NE(records[1].find("rate"), std::string::npos);
}

TEST(TensorboardWriter, WritesFramedRecords) {
    const tests::TempFolder folder;
    {
        auto writer = TensorboardWriter::open(folder / "tb", 1700000000123);
        ASSERT_TRUE(writer);
        ASSERT_TRUE(writer->add(1700000000500, 300, {{"loss", 0.5}, {"rate", 0.25}}));
    }
    const std::filesystem::path file = onlyFileIn(folder / "tb");
    EXPECT_EQ(file.filename().string().rfind("events.out.tfevents.1700000000", 0), 0U);
    const std::vector<std::string> records = recordsOf(file);
    ASSERT_EQ(records.size(), 2U);
    EXPECT_NE(records[0].find("brain.Event:2"), std::string::npos);
    // Field 2 (step), varint 300 = AC 02; then a value {1: "loss", 2: 0.5f}.
    EXPECT_NE(records[1].find(std::string("\x10\xAC\x02", 3)), std::string::npos);
    EXPECT_NE(records[1].find(std::string("\x0A\x04loss\x15\x00\x00\x00\x3F", 11)),
              std::string::npos);
}

}  // namespace
}  // namespace minarai::runs
