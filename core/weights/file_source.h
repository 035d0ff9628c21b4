// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Reading a file piece by piece, never past its end.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>

#include "base/error.h"

namespace minarai::weights {

class FileSource {
  public:
    FileSource(FileSource&& other) noexcept;
    FileSource& operator=(FileSource&&) = delete;
    ~FileSource();

    /// Opens a regular file. FileMissing, ReadFailed.
    static Result<FileSource> open(const std::filesystem::path& path);

    [[nodiscard]] std::uint64_t size() const { return m_size; }

    /// Fills `out` from `offset`. WeightsUnreadable when the file ends before.
    Status read(std::uint64_t offset, std::span<std::uint8_t> out) const;

    /// "The weights “file” cannot be read: text."
    [[nodiscard]] Error unreadable(std::string_view text) const;
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

  private:
    FileSource() = default;

    int m_fd = -1;
    std::uint64_t m_size = 0;
    std::filesystem::path m_path;
};

}  // namespace minarai::weights
