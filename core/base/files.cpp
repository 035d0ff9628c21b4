// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "base/descriptor.h"
#include "base/text.h"

namespace minarai {
namespace {

namespace fs = std::filesystem;

std::string errorText(int errorNumber) {
    return std::error_code(errorNumber, std::generic_category()).message();
}

/// Writes everything; 0 or the errno of the failure.
int writeAll(int fd, const std::uint8_t* data, std::size_t size) {
    while (size > 0) {
        const ssize_t written = ::write(fd, data, size);
        if (written < 0) {
            if (errno == EINTR) {
                continue;
            }
            return errno;
        }
        data += written;
        size -= static_cast<std::size_t>(written);
    }
    return 0;
}

fs::path temporarySibling(const fs::path& path) {
    static std::atomic<unsigned> counter{0};
    fs::path name = path.filename();
    name += fmt::format(".tmp-{}-{}", ::getpid(), counter.fetch_add(1));
    return path.parent_path() / name;
}

void flushFolder(const fs::path& folder) {
    const Descriptor fd(
        ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (fd.get() >= 0) {
        (void)::fsync(fd.get());  // some file systems refuse this on folders; the rename stands
    }
}

/// Where a write to path goes: links are followed, so that they stay links.
fs::path resolved(const fs::path& path) {
    std::error_code error;
    if (!fs::is_symlink(fs::symlink_status(path, error))) {
        return path;
    }
    fs::path target = fs::canonical(path, error);
    return error ? path : target;
}

/// A device, a pipe or a folder must not be replaced by a file.
bool isOtherThanFile(const fs::path& path) {
    struct stat info {};
    return ::stat(path.c_str(), &info) == 0 && !S_ISREG(info.st_mode);
}

/// Removes the temporary file unless the rename has happened.
class TemporaryGuard {
  public:
    explicit TemporaryGuard(const fs::path& path) : m_path(path) {}
    TemporaryGuard(const TemporaryGuard&) = delete;
    TemporaryGuard& operator=(const TemporaryGuard&) = delete;
    ~TemporaryGuard() {
        if (!m_kept) {
            (void)::unlink(m_path.c_str());
        }
    }
    void keep() { m_kept = true; }

  private:
    const fs::path& m_path;
    bool m_kept = false;
};

Status flushAndRename(const fs::path& temporary, const fs::path& path) {
    {
        const Descriptor fd(::open(temporary.c_str(), O_RDONLY | O_CLOEXEC));
        if (fd.get() < 0 || ::fsync(fd.get()) != 0) {
            return writeError(path, errno);
        }
    }
    if (::rename(temporary.c_str(), path.c_str()) != 0) {
        return writeError(path, errno);
    }
    flushFolder(path.parent_path());
    return {};
}

}  // namespace

std::string toUtf8(const fs::path& path) {
    return path.generic_string();
}

fs::path fromUtf8(std::string_view text) {
    return fs::path(std::string(text));
}

Error writeError(const fs::path& path, int errorNumber) {
    if (errorNumber == ENOSPC || errorNumber == EDQUOT) {
        return fail(ErrorCode::DiskFull, toUtf8(path));
    }
    return fail(ErrorCode::WriteFailed, toUtf8(path), errorText(errorNumber));
}

Error readError(const fs::path& path, int errorNumber) {
    if (errorNumber == ENOENT || errorNumber == ENOTDIR) {
        return fail(ErrorCode::FileMissing, toUtf8(path));
    }
    return fail(ErrorCode::ReadFailed, toUtf8(path), errorText(errorNumber));
}

Result<std::vector<std::uint8_t>> readFile(const fs::path& path, std::uint64_t maxBytes) {
    // O_NONBLOCK: a FIFO in a data folder must not hang the scan.
    const Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (fd.get() < 0) {
        return readError(path, errno);
    }
    struct stat info {};
    if (::fstat(fd.get(), &info) != 0) {
        return readError(path, errno);
    }
    if (!S_ISREG(info.st_mode)) {
        return fail(ErrorCode::ReadFailed, toUtf8(path), "it is not a regular file");
    }
    if (static_cast<std::uint64_t>(info.st_size) > maxBytes) {
        return fail(ErrorCode::ReadFailed, toUtf8(path),
                    fmt::format("it has {} bytes, over the limit of {}", info.st_size, maxBytes));
    }
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(info.st_size));
    std::size_t filled = 0;
    while (filled < bytes.size()) {
        const ssize_t got = ::read(fd.get(), bytes.data() + filled, bytes.size() - filled);
        if (got < 0) {
            if (errno == EINTR) {
                continue;
            }
            return readError(path, errno);
        }
        if (got == 0) {
            break;
        }
        filled += static_cast<std::size_t>(got);
    }
    bytes.resize(filled);
    return bytes;
}

Result<std::string> readTextFile(const fs::path& path, std::uint64_t maxBytes) {
    MN_ASSIGN(const auto bytes, readFile(path, maxBytes));
    return std::string(bytes.begin(), bytes.end());
}

Status writeFileAtomically(const fs::path& path, std::span<const std::uint8_t> bytes) {
    if (isOtherThanFile(path)) {
        const Descriptor fd(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
        if (fd.get() < 0) {
            return writeError(path, errno);
        }
        const int failure = writeAll(fd.get(), bytes.data(), bytes.size());
        return failure == 0 ? Status{} : Status(writeError(path, failure));
    }
    return writeFileAtomically(path, [&](const fs::path& temporary) -> Status {
        const Descriptor fd(
            ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
        if (fd.get() < 0) {
            return writeError(path, errno);
        }
        if (const int failure = writeAll(fd.get(), bytes.data(), bytes.size()); failure != 0) {
            return writeError(path, failure);
        }
        return {};
    });
}

Status writeFileAtomically(const fs::path& path, std::string_view text) {
    return writeFileAtomically(
        path, std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

Status writeFileAtomically(const fs::path& path,
                           const std::function<Status(const fs::path&)>& write) {
    if (isOtherThanFile(path)) {
        return fail(ErrorCode::WriteFailed, toUtf8(path),
                    MN_TEXT("Error", "it is not a regular file"));
    }
    const fs::path target = resolved(path);
    const fs::path temporary = temporarySibling(target);
    TemporaryGuard guard(temporary);
    if (Status status = write(temporary); !status) {
        // The user knows the file, not its temporary sibling.
        Error error = std::move(status.error());
        for (std::string& argument : error.args) {
            if (argument == toUtf8(temporary)) {
                argument = toUtf8(path);
            }
        }
        return error;
    }
    MN_TRY(flushAndRename(temporary, target));
    guard.keep();
    return {};
}

Status makeFolder(const fs::path& path) {
    std::error_code error;
    fs::create_directories(path, error);
    if (error) {
        return writeError(path, error.value());
    }
    if (!fs::is_directory(path, error)) {
        return writeError(path, ENOTDIR);
    }
    return {};
}

namespace {

/// What was cut by a crash, or could not be taken back.
bool endsWithinALine(int fd) {
    const off_t size = ::lseek(fd, 0, SEEK_END);
    char last = '\n';
    return size > 0 && ::pread(fd, &last, 1, size - 1) == 1 && last != '\n';
}

}  // namespace

LineAppender::LineAppender(LineAppender&& other) noexcept
    : m_fd(std::exchange(other.m_fd, -1)), m_path(std::move(other.m_path)) {}

LineAppender& LineAppender::operator=(LineAppender&& other) noexcept {
    std::swap(m_fd, other.m_fd);
    std::swap(m_path, other.m_path);
    return *this;
}

LineAppender::~LineAppender() {
    if (m_fd >= 0) {
        ::close(m_fd);
    }
}

Result<LineAppender> LineAppender::open(const fs::path& path) {
    LineAppender appender;
    appender.m_path = path;
    appender.m_fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (appender.m_fd < 0) {
        return writeError(path, errno);
    }
    return appender;
}

Status LineAppender::append(std::string_view line) {
    std::string text(endsWithinALine(m_fd) ? "\n" : "");
    text += line;
    text += '\n';
    const off_t before = ::lseek(m_fd, 0, SEEK_END);
    const int failure =
        writeAll(m_fd, reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
    if (failure != 0) {
        // A full disk takes a part: the rest would be glued to it.
        (void)!::ftruncate(m_fd, before);
        return writeError(m_path, failure);
    }
    return {};
}

Status LineAppender::flush() {
    return ::fsync(m_fd) == 0 ? Status{} : Status(writeError(m_path, errno));
}

}  // namespace minarai
