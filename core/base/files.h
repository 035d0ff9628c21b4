// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Whole files in and out. Every write goes to a temporary sibling, is flushed and renamed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace minarai {

/// A path as UTF-8 text with "/" between its parts.
std::string toUtf8(const std::filesystem::path& path);
std::filesystem::path fromUtf8(std::string_view text);

/// Reads a regular file whole. Fails with FileMissing, ReadFailed, or ImageTooLarge-like
/// ReadFailed when it is over maxBytes.
Result<std::vector<std::uint8_t>> readFile(const std::filesystem::path& path,
                                           std::uint64_t maxBytes = std::uint64_t{1} << 32);

Result<std::string> readTextFile(const std::filesystem::path& path,
                                 std::uint64_t maxBytes = std::uint64_t{1} << 28);

/// Writes `<path>.tmp-<pid>-<n>` in the same folder, fsyncs, renames over path, fsyncs the folder.
/// On failure the old file is untouched and the temporary one removed. DiskFull or WriteFailed.
/// A link stays a link and its target is replaced; a device or pipe is written to directly.
Status writeFileAtomically(const std::filesystem::path& path, std::span<const std::uint8_t> bytes);
Status writeFileAtomically(const std::filesystem::path& path, std::string_view text);

/// The same for writers that need a path of their own: `write(temporaryPath)` fills it.
Status writeFileAtomically(const std::filesystem::path& path,
                           const std::function<Status(const std::filesystem::path&)>& write);

/// Creates the folder and its parents. WriteFailed names the folder.
Status makeFolder(const std::filesystem::path& path);

/// The Error for the current errno after a failed write or read of path.
Error writeError(const std::filesystem::path& path, int errorNumber);
Error readError(const std::filesystem::path& path, int errorNumber);

/// An append-only text file, opened once; each line goes out in one write(2).
class LineAppender {
  public:
    LineAppender() = default;
    LineAppender(LineAppender&& other) noexcept;
    LineAppender& operator=(LineAppender&& other) noexcept;
    ~LineAppender();

    static Result<LineAppender> open(const std::filesystem::path& path);

    /// Appends line and "\n", or nothing of it. A cut last line left by a crash is ended first.
    Status append(std::string_view line);

    /// fsync.
    Status flush();

  private:
    int m_fd = -1;
    std::filesystem::path m_path;
};

}  // namespace minarai
