// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The zip container of PyTorch's files: stored entries only, sizes checked against the file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "weights/file_source.h"

namespace minarai::weights {

struct ZipEntry {
    std::uint64_t header = 0;  ///< offset of the local header
    std::uint64_t size = 0;    ///< bytes; within the file's size
    std::uint32_t crc = 0;
};

/// The sum of the zip format.
std::uint32_t crc32(std::span<const std::uint8_t> bytes);

using ZipDirectory = std::map<std::string, ZipEntry, std::less<>>;

/// The entries by name. WeightsUnreadable for a damaged, compressed or encrypted archive.
Result<ZipDirectory> readZipDirectory(const FileSource& file);

/// Where the entry's bytes begin; they lie within the file.
Result<std::uint64_t> zipEntryOffset(const FileSource& file, const ZipEntry& entry);

/// Fills `out`, which has the entry's size, and checks its sum.
Status readZipEntry(const FileSource& file, const ZipEntry& entry, std::span<std::uint8_t> out);

/// Writes an archive of stored entries, each beginning at a multiple of 64 as PyTorch's do.
/// At most 4 GB. add and finish fail with WriteFailed or DiskFull.
class ZipWriter {
  public:
    ZipWriter(ZipWriter&& other) noexcept;
    ZipWriter& operator=(ZipWriter&&) = delete;
    ~ZipWriter();

    /// Writes to `path`; errors name `shown`.
    static Result<ZipWriter> create(const std::filesystem::path& path,
                                    const std::filesystem::path& shown);
    Status add(std::string_view name, std::span<const std::uint8_t> bytes);
    Status finish();

  private:
    ZipWriter() = default;
    Status write(std::span<const std::uint8_t> bytes);

    int m_fd = -1;
    std::filesystem::path m_path;
    std::uint64_t m_position = 0;
    std::vector<std::uint8_t> m_directory;
    std::uint16_t m_entries = 0;
};

}  // namespace minarai::weights
