// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "weights/file_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "base/files.h"
#include "base/text.h"

namespace minarai::weights {

FileSource::FileSource(FileSource&& other) noexcept
    : m_fd(std::exchange(other.m_fd, -1)), m_size(other.m_size), m_path(std::move(other.m_path)) {}

FileSource::~FileSource() {
    if (m_fd >= 0) {
        ::close(m_fd);
    }
}

Result<FileSource> FileSource::open(const std::filesystem::path& path) {
    FileSource source;
    source.m_path = path;
    // A named pipe would block; it is refused below as not regular.
    source.m_fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (source.m_fd < 0) {
        return readError(path, errno);
    }
    struct stat info {};
    if (::fstat(source.m_fd, &info) != 0) {
        return readError(path, errno);
    }
    if (!S_ISREG(info.st_mode)) {
        return source.unreadable(MN_TEXT("Weights", "it is not a file"));
    }
    source.m_size = static_cast<std::uint64_t>(info.st_size);
    return source;
}

Status FileSource::read(std::uint64_t offset, std::span<std::uint8_t> out) const {
    if (offset > m_size || out.size() > m_size - offset) {
        return unreadable(MN_TEXT("Weights", "it is cut off; copy or download it again"));
    }
    while (!out.empty()) {
        const ssize_t count = ::pread(m_fd, out.data(), out.size(), static_cast<off_t>(offset));
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return readError(m_path, errno);
        }
        if (count == 0) {
            return unreadable(MN_TEXT("Weights", "it is cut off; copy or download it again"));
        }
        out = out.subspan(static_cast<std::size_t>(count));
        offset += static_cast<std::uint64_t>(count);
    }
    return {};
}

Error FileSource::unreadable(std::string_view text) const {
    return fail(ErrorCode::WeightsUnreadable, toUtf8(m_path), text);
}

}  // namespace minarai::weights
