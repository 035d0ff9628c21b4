// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/tensorboard.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <bit>
#include <cerrno>
#include <cstring>

#include <fmt/format.h>

#include "base/files.h"

namespace minarai::runs {
namespace {

constexpr std::array<std::uint32_t, 256> makeTable() {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t i = 0; i < 256; ++i) {
        std::uint32_t value = i;
        for (int bit = 0; bit < 8; ++bit) {
            value = (value >> 1) ^ ((value & 1U) != 0 ? 0x82F63B78U : 0U);
        }
        table[i] = value;
    }
    return table;
}
constexpr auto kTable = makeTable();

// Protocol Buffers' wire format, as far as two small messages need it.
void putVarint(std::string& out, std::uint64_t value) {
    while (value >= 0x80) {
        out += static_cast<char>((value & 0x7F) | 0x80);
        value >>= 7;
    }
    out += static_cast<char>(value);
}

template <typename T>
void putFixed(std::string& out, T value) {
    static_assert(std::endian::native == std::endian::little);
    const auto bytes = std::bit_cast<std::array<char, sizeof(T)>>(value);
    out.append(bytes.data(), bytes.size());
}

void putDouble(std::string& out, unsigned field, double value) {
    putVarint(out, field << 3 | 1U);
    putFixed(out, value);
}

void putFloat(std::string& out, unsigned field, float value) {
    putVarint(out, field << 3 | 5U);
    putFixed(out, value);
}

void putInteger(std::string& out, unsigned field, std::int64_t value) {
    putVarint(out, field << 3);
    putVarint(out, static_cast<std::uint64_t>(value));
}

void putBytes(std::string& out, unsigned field, std::string_view bytes) {
    putVarint(out, field << 3 | 2U);
    putVarint(out, bytes.size());
    out += bytes;
}

std::uint32_t maskedCrc(std::string_view bytes) {
    const std::uint32_t crc = crc32c(bytes);
    return ((crc >> 15) | (crc << 17)) + 0xA282EAD8U;
}

}  // namespace

std::uint32_t crc32c(std::string_view bytes) {
    std::uint32_t crc = 0xFFFFFFFFU;
    for (const char byte : bytes) {
        crc = kTable[(crc ^ static_cast<unsigned char>(byte)) & 0xFFU] ^ (crc >> 8);
    }
    return crc ^ 0xFFFFFFFFU;
}

TensorboardWriter::TensorboardWriter(TensorboardWriter&& other) noexcept
    : m_fd(std::exchange(other.m_fd, -1)), m_path(std::move(other.m_path)) {}

TensorboardWriter& TensorboardWriter::operator=(TensorboardWriter&& other) noexcept {
    std::swap(m_fd, other.m_fd);
    std::swap(m_path, other.m_path);
    return *this;
}

TensorboardWriter::~TensorboardWriter() {
    if (m_fd >= 0) {
        ::close(m_fd);
    }
}

Result<TensorboardWriter> TensorboardWriter::open(const std::filesystem::path& folder,
                                                  std::int64_t timeMs) {
    MN_TRY(makeFolder(folder));
    TensorboardWriter writer;
    for (int number = 0;; ++number) {
        writer.m_path =
            folder / fmt::format("events.out.tfevents.{}.minarai.{}", timeMs / 1000, number);
        writer.m_fd = ::open(writer.m_path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
        if (writer.m_fd >= 0) {
            break;
        }
        if (errno != EEXIST) {
            return writeError(writer.m_path, errno);
        }
    }
    std::string event;
    putDouble(event, 1, static_cast<double>(timeMs) / 1000.0);
    putBytes(event, 3, "brain.Event:2");
    MN_TRY(writer.writeRecord(event));
    return writer;
}

Status TensorboardWriter::add(std::int64_t timeMs, std::int64_t step,
                              const std::vector<std::pair<std::string_view, double>>& scalars) {
    std::string summary;
    for (const auto& [tag, value] : scalars) {
        std::string entry;
        putBytes(entry, 1, tag);
        putFloat(entry, 2, static_cast<float>(value));
        putBytes(summary, 1, entry);
    }
    std::string event;
    putDouble(event, 1, static_cast<double>(timeMs) / 1000.0);
    putInteger(event, 2, step);
    putBytes(event, 5, summary);
    return writeRecord(event);
}

Status TensorboardWriter::writeRecord(const std::string& data) {
    std::string record;
    putFixed(record, static_cast<std::uint64_t>(data.size()));
    putFixed(record, maskedCrc(record));
    record += data;
    putFixed(record, maskedCrc(data));
    const off_t before = ::lseek(m_fd, 0, SEEK_CUR);
    const ssize_t written = ::write(m_fd, record.data(), record.size());
    if (written != static_cast<ssize_t>(record.size())) {
        const int failure = written < 0 ? errno : ENOSPC;
        // No reader gets past half a record.
        (void)!::ftruncate(m_fd, before);
        (void)::lseek(m_fd, before, SEEK_SET);
        return writeError(m_path, failure);
    }
    return {};
}

}  // namespace minarai::runs
