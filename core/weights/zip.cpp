// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "weights/zip.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <utility>

#include <libdeflate.h>

#include "base/files.h"
#include "base/text.h"

namespace minarai::weights {

namespace {

constexpr std::uint32_t kLocalSignature = 0x04034b50;
constexpr std::uint32_t kCentralSignature = 0x02014b50;
constexpr std::uint32_t kEndSignature = 0x06054b50;
constexpr std::uint32_t kEnd64Signature = 0x06064b50;
constexpr std::uint32_t kLocator64Signature = 0x07064b50;
constexpr std::size_t kLocalBytes = 30;
constexpr std::size_t kCentralBytes = 46;
constexpr std::size_t kEndBytes = 22;
constexpr std::size_t kLocator64Bytes = 20;
constexpr std::size_t kEnd64Bytes = 56;
constexpr std::uint64_t kMaxDirectoryBytes = std::uint64_t{1} << 26;
constexpr std::size_t kAlignment = 64;
constexpr std::uint64_t kUnset32 = 0xffffffff;

/// The little-endian number of `bytes` bytes at `at`; the caller has checked the bounds.
std::uint64_t number(std::span<const std::uint8_t> data, std::size_t at, std::size_t bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i) {
        value |= std::uint64_t{data[at + i]} << (8 * i);
    }
    return value;
}

void put(std::vector<std::uint8_t>& out, std::uint64_t value, std::size_t bytes) {
    for (std::size_t i = 0; i < bytes; ++i) {
        out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
    }
}

}  // namespace

std::uint32_t crc32(std::span<const std::uint8_t> bytes) {
    return ::libdeflate_crc32(0, bytes.data(), bytes.size());
}

namespace {

Error damaged(const FileSource& file) {
    return file.unreadable(MN_TEXT("Weights", "the archive is damaged; copy or download it again"));
}

struct DirectoryPlace {
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
};

Result<DirectoryPlace> findDirectory(const FileSource& file) {
    const std::uint64_t tailSize = std::min<std::uint64_t>(file.size(), 65535 + kEndBytes);
    std::vector<std::uint8_t> tail(tailSize);
    const std::uint64_t tailOffset = file.size() - tailSize;
    MN_TRY(file.read(tailOffset, tail));
    if (tail.size() < kEndBytes) {
        return damaged(file);
    }
    std::size_t end = tail.size() - kEndBytes;
    while (number(tail, end, 4) != kEndSignature) {
        if (end == 0) {
            return file.unreadable(
                MN_TEXT("Weights", "its end is missing; copy or download it again"));
        }
        --end;
    }
    DirectoryPlace place{number(tail, end + 16, 4), number(tail, end + 12, 4)};
    if (end >= kLocator64Bytes && number(tail, end - kLocator64Bytes, 4) == kLocator64Signature) {
        std::array<std::uint8_t, kEnd64Bytes> record{};
        MN_TRY(file.read(number(tail, end - kLocator64Bytes + 8, 8), record));
        if (number(record, 0, 4) != kEnd64Signature) {
            return damaged(file);
        }
        place = {number(record, 48, 8), number(record, 40, 8)};
    }
    if (place.size > kMaxDirectoryBytes || place.offset > file.size() ||
        place.size > file.size() - place.offset) {
        return damaged(file);
    }
    return place;
}

/// Replaces the values which a zip64 extra field holds; false if it is damaged.
bool applyZip64(std::span<const std::uint8_t> extra, std::array<std::uint64_t*, 3> values) {
    for (std::size_t at = 0; at + 4 <= extra.size();) {
        const std::uint64_t id = number(extra, at, 2);
        const std::size_t length = number(extra, at + 2, 2);
        at += 4;
        if (length > extra.size() - at) {
            return false;
        }
        if (id == 1) {
            std::size_t used = 0;
            for (std::uint64_t* value : values) {
                if (*value == kUnset32) {
                    if (used + 8 > length) {
                        return false;
                    }
                    *value = number(extra, at + used, 8);
                    used += 8;
                }
            }
        }
        at += length;
    }
    return true;
}

}  // namespace

Result<ZipDirectory> readZipDirectory(const FileSource& file) {
    MN_ASSIGN(const DirectoryPlace place, findDirectory(file));
    std::vector<std::uint8_t> bytes(place.size);
    MN_TRY(file.read(place.offset, bytes));
    ZipDirectory directory;
    const std::span<const std::uint8_t> data(bytes);
    for (std::size_t at = 0; at < data.size();) {
        if (data.size() - at < kCentralBytes || number(data, at, 4) != kCentralSignature) {
            return damaged(file);
        }
        const std::uint64_t flags = number(data, at + 8, 2);
        const std::uint64_t method = number(data, at + 10, 2);
        const std::size_t nameBytes = number(data, at + 28, 2);
        const std::size_t extraBytes = number(data, at + 30, 2);
        const std::size_t commentBytes = number(data, at + 32, 2);
        std::uint64_t packed = number(data, at + 20, 4);
        ZipEntry entry{number(data, at + 42, 4), number(data, at + 24, 4),
                       static_cast<std::uint32_t>(number(data, at + 16, 4))};
        if (nameBytes + extraBytes + commentBytes > data.size() - at - kCentralBytes) {
            return damaged(file);
        }
        const auto name = data.subspan(at + kCentralBytes, nameBytes);
        const auto extra = data.subspan(at + kCentralBytes + nameBytes, extraBytes);
        if (!applyZip64(extra, {&entry.size, &packed, &entry.header})) {
            return damaged(file);
        }
        if (method != 0 &&
            std::string(name.begin(), name.end()).find("/code/") != std::string::npos) {
            return file.unreadable(MN_TEXT("Weights",
                                           "it is a TorchScript program; load it in PyTorch and "
                                           "save its state_dict()"));
        }
        if (method != 0 || (flags & 1) != 0) {
            return file.unreadable(
                MN_TEXT("Weights",
                        "its parts are compressed or encrypted, which PyTorch never "
                        "does; load it in PyTorch and save it again"));
        }
        if (packed != entry.size || entry.size > file.size() || entry.header > file.size()) {
            return damaged(file);
        }
        if (!directory.emplace(std::string(name.begin(), name.end()), entry).second) {
            return damaged(file);
        }
        at += kCentralBytes + nameBytes + extraBytes + commentBytes;
    }
    return directory;
}

Result<std::uint64_t> zipEntryOffset(const FileSource& file, const ZipEntry& entry) {
    std::array<std::uint8_t, kLocalBytes> header{};
    MN_TRY(file.read(entry.header, header));
    if (number(header, 0, 4) != kLocalSignature) {
        return damaged(file);
    }
    const std::uint64_t begin =
        entry.header + kLocalBytes + number(header, 26, 2) + number(header, 28, 2);
    if (begin > file.size() || entry.size > file.size() - begin) {
        return damaged(file);
    }
    return begin;
}

Status readZipEntry(const FileSource& file, const ZipEntry& entry, std::span<std::uint8_t> out) {
    MN_ASSIGN(const std::uint64_t begin, zipEntryOffset(file, entry));
    MN_TRY(file.read(begin, out));
    if (crc32(out) != entry.crc) {
        return damaged(file);
    }
    return {};
}

ZipWriter::ZipWriter(ZipWriter&& other) noexcept
    : m_fd(std::exchange(other.m_fd, -1)),
      m_path(std::move(other.m_path)),
      m_position(other.m_position),
      m_directory(std::move(other.m_directory)),
      m_entries(other.m_entries) {}

ZipWriter::~ZipWriter() {
    if (m_fd >= 0) {
        ::close(m_fd);
    }
}

Result<ZipWriter> ZipWriter::create(const std::filesystem::path& path,
                                    const std::filesystem::path& shown) {
    ZipWriter writer;
    writer.m_path = shown;
    writer.m_fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (writer.m_fd < 0) {
        return writeError(shown, errno);
    }
    return writer;
}

Status ZipWriter::write(std::span<const std::uint8_t> bytes) {
    m_position += bytes.size();
    if (m_position > kUnset32 - m_directory.size() - 1024) {
        return writeError(m_path, EFBIG);
    }
    while (!bytes.empty()) {
        const ssize_t count = ::write(m_fd, bytes.data(), bytes.size());
        if (count < 0 && errno != EINTR) {
            return writeError(m_path, errno);
        }
        bytes = bytes.subspan(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    }
    return {};
}

Status ZipWriter::add(std::string_view name, std::span<const std::uint8_t> bytes) {
    if (m_entries == 0xffff) {
        return writeError(m_path, EFBIG);
    }
    // version 2.0, no flags, stored, 1 January 1980
    std::vector<std::uint8_t> common;
    for (const std::uint64_t field : {20, 0, 0, 0, 33}) {
        put(common, field, 2);
    }
    put(common, crc32(bytes), 4);
    put(common, bytes.size(), 4);
    put(common, bytes.size(), 4);
    put(common, name.size(), 2);

    const std::uint64_t headerOffset = m_position;
    const std::size_t before = kLocalBytes + name.size() + 4;
    const std::size_t padding = (kAlignment - (m_position + before) % kAlignment) % kAlignment;
    std::vector<std::uint8_t> local;
    put(local, kLocalSignature, 4);
    local.insert(local.end(), common.begin(), common.end());
    put(local, 4 + padding, 2);
    local.insert(local.end(), name.begin(), name.end());
    local.insert(local.end(), {'F', 'B'});
    put(local, padding, 2);
    local.insert(local.end(), padding, 'Z');
    MN_TRY(write(local));
    MN_TRY(write(bytes));

    put(m_directory, kCentralSignature, 4);
    put(m_directory, 20, 2);
    m_directory.insert(m_directory.end(), common.begin(), common.end());
    m_directory.insert(m_directory.end(), 12, 0);  // extra, comment, disk, attributes
    put(m_directory, headerOffset, 4);
    m_directory.insert(m_directory.end(), name.begin(), name.end());
    ++m_entries;
    return {};
}

Status ZipWriter::finish() {
    const std::uint64_t offset = m_position;
    const std::uint64_t size = m_directory.size();
    std::vector<std::uint8_t> tail = std::move(m_directory);
    m_directory.clear();
    put(tail, kEndSignature, 4);
    put(tail, 0, 4);  // this disk, first disk
    put(tail, m_entries, 2);
    put(tail, m_entries, 2);
    put(tail, size, 4);
    put(tail, offset, 4);
    put(tail, 0, 2);
    MN_TRY(write(tail));
    const int fd = std::exchange(m_fd, -1);
    if (::close(fd) != 0) {
        return writeError(m_path, errno);
    }
    return {};
}

}  // namespace minarai::weights
