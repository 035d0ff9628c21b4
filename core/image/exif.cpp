// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "image/exif.h"

#include <algorithm>
#include <limits>
#include <vector>

namespace minarai::image {

namespace {
constexpr std::uint32_t kShort = 3;
constexpr std::uint32_t kLong = 4;
constexpr std::uint32_t kSignedByte = 6;
constexpr std::uint32_t kSignedShort = 8;
constexpr std::uint32_t kSignedLong = 9;
constexpr std::uint32_t kLong8 = 16;  // of BigTIFF
}  // namespace

std::optional<TiffDirectory> TiffDirectory::open(Bytes bytes) {
    using namespace std::string_view_literals;
    TiffDirectory directory;
    directory.m_bytes = bytes;
    directory.m_wide =
        hasText(bytes, 0, "II\x2B\0\x08\0\0\0"sv) || hasText(bytes, 0, "MM\0\x2B\0\x08\0\0"sv);
    directory.m_big = hasText(bytes, 0, "MM"sv);
    if (!directory.m_wide && !hasText(bytes, 0, "MM\0\x2A"sv) && !hasText(bytes, 0, "II\x2A\0"sv)) {
        return std::nullopt;
    }
    const std::uint64_t at = directory.m_wide ? directory.u64(8) : directory.u32(4);
    const std::size_t countBytes = directory.m_wide ? 8 : 2;
    if (!fits(bytes, at, countBytes)) {
        return std::nullopt;
    }
    directory.m_entries = at + countBytes;
    // A cut directory still offers the entries that are there.
    const std::uint64_t count = directory.m_wide ? directory.u64(at) : directory.u16(at);
    directory.m_count = std::min<std::uint64_t>(
        count, (bytes.size() - directory.m_entries) / directory.entryBytes());
    return directory;
}

std::optional<std::uint32_t> TiffDirectory::find(std::uint32_t tag) const {
    for (std::size_t i = 0; i < m_count; ++i) {
        const std::size_t entry = entryAt(i);
        if (u16(entry) != tag) {
            continue;
        }
        const std::size_t width = widthOf(entry);
        if (width == 0 || countOf(entry) == 0) {
            return std::nullopt;
        }
        return valueAt(entry, width);
    }
    return std::nullopt;
}

std::optional<std::uint32_t> TiffDirectory::findExifOrientation() const {
    std::optional<std::uint32_t> found;
    for (std::size_t i = 0; i < m_count; ++i) {
        const std::size_t entry = entryAt(i);
        if (u16(entry) != kTiffOrientation || countOf(entry) == 0) {
            continue;
        }
        // Pillow takes no number from bytes without a sign; a negative one is out of range.
        const std::uint32_t type = u16(entry + 2);
        const bool isSmall = type == kShort || type == kSignedShort;
        if (type == kSignedByte) {
            found = valueAt(entry, 1);
        } else if (isSmall || type == kLong || type == kSignedLong) {
            found = valueAt(entry, isSmall ? 2 : 4);
        } else {
            found.reset();
        }
    }
    return found;
}

bool TiffDirectory::isCutOff(std::uint32_t tag) const {
    for (std::size_t i = 0; i < m_count; ++i) {
        const std::size_t entry = entryAt(i);
        if (u16(entry) == tag) {
            const std::size_t width = widthOf(entry);
            const std::size_t bytes = bytesOf(entry, width == 0 ? 4 : width);
            return !fits(m_bytes, placeOf(entry, bytes), bytes);
        }
    }
    return false;
}

bool TiffDirectory::reachesBeyond(std::uint32_t offsetsTag, std::uint32_t lengthsTag) const {
    const auto offsets = numbers(offsetsTag);
    const auto lengths = numbers(lengthsTag);
    if (!offsets || !lengths) {
        return false;
    }
    for (std::size_t i = 0; i < std::min(offsets->count, lengths->count); ++i) {
        if (!fits(m_bytes, number(*offsets, i), number(*lengths, i))) {
            return true;
        }
    }
    return false;
}

std::optional<TiffDirectory::Numbers> TiffDirectory::numbers(std::uint32_t tag) const {
    for (std::size_t i = 0; i < m_count; ++i) {
        const std::size_t entry = entryAt(i);
        if (u16(entry) != tag) {
            continue;
        }
        Numbers found;
        found.width = widthOf(entry);
        const std::size_t bytes = bytesOf(entry, found.width);
        found.at = placeOf(entry, bytes);
        if (found.width == 0 || !fits(m_bytes, found.at, bytes)) {
            return std::nullopt;
        }
        found.count = bytes / found.width;
        return found;
    }
    return std::nullopt;
}

std::uint64_t TiffDirectory::number(const Numbers& numbers, std::size_t index) const {
    return numberAt(numbers.at + numbers.width * index, numbers.width);
}

std::optional<std::uint32_t> TiffDirectory::valueAt(std::size_t entry, std::size_t width) const {
    const std::size_t first = placeOf(entry, bytesOf(entry, width));
    if (!fits(m_bytes, first, width)) {
        return std::nullopt;
    }
    constexpr std::uint64_t kMost = 0xFFFFFFFFU;
    return static_cast<std::uint32_t>(std::min(numberAt(first, width), kMost));
}

std::uint64_t TiffDirectory::numberAt(std::size_t at, std::size_t width) const {
    switch (width) {
        case 1:
            return byteAt(m_bytes, at);
        case 2:
            return u16(at);
        case 4:
            return u32(at);
        default:
            return u64(at);
    }
}

std::size_t TiffDirectory::entryBytes() const {
    return m_wide ? 20 : 12;
}

std::size_t TiffDirectory::entryAt(std::size_t index) const {
    return m_entries + index * entryBytes();
}

std::size_t TiffDirectory::widthOf(std::size_t entry) const {
    const std::uint32_t type = u16(entry + 2);
    if (type == kShort) {
        return 2;
    }
    return type == kLong ? 4 : type == kLong8 && m_wide ? 8 : 0;
}

std::uint64_t TiffDirectory::countOf(std::size_t entry) const {
    return m_wide ? u64(entry + 4) : u32(entry + 4);
}

std::size_t TiffDirectory::bytesOf(std::size_t entry, std::size_t width) const {
    // More numbers than the file has bytes are not there.
    const std::uint64_t count = countOf(entry);
    return count > m_bytes.size() ? std::numeric_limits<std::size_t>::max() : count * width;
}

std::size_t TiffDirectory::placeOf(std::size_t entry, std::size_t bytes) const {
    const std::size_t value = entry + (m_wide ? 12 : 8);
    if (bytes <= (m_wide ? 8U : 4U)) {
        return value;
    }
    return m_wide ? u64(value) : u32(value);
}

std::uint32_t TiffDirectory::u16(std::size_t at) const {
    return m_big ? big16(m_bytes, at) : little16(m_bytes, at);
}

std::uint32_t TiffDirectory::u32(std::size_t at) const {
    return m_big ? big32(m_bytes, at) : little32(m_bytes, at);
}

std::uint64_t TiffDirectory::u64(std::size_t at) const {
    const std::uint64_t first = u32(at);
    const std::uint64_t second = u32(at + 4);
    return m_big ? first << 32 | second : second << 32 | first;
}

int exifOrientation(Bytes exif) {
    using namespace std::string_view_literals;
    if (hasText(exif, 0, "Exif\0\0"sv)) {
        exif = exif.subspan(6);
    }
    const auto directory = TiffDirectory::open(exif);
    const auto tag = directory ? directory->findExifOrientation() : std::nullopt;
    return tag && *tag >= 1 && *tag <= 8 ? static_cast<int>(*tag) : 1;
}

int rawProfileOrientation(std::string_view text) {
    // "\nexif\n     1234\n<hex digits with line breaks>"
    std::size_t at = 0;
    for (int line = 0; line < 3; ++line) {
        at = text.find('\n', at);
        if (at == std::string_view::npos) {
            return 1;
        }
        ++at;
    }
    std::vector<std::uint8_t> bytes;
    int high = -1;
    for (const char c : text.substr(at)) {
        int digit = -1;
        if (c >= '0' && c <= '9') {
            digit = c - '0';
        } else if (c >= 'a' && c <= 'f') {
            digit = c - 'a' + 10;
        } else if (c >= 'A' && c <= 'F') {
            digit = c - 'A' + 10;
        } else {
            continue;
        }
        if (high < 0) {
            high = digit;
        } else {
            bytes.push_back(static_cast<std::uint8_t>(high * 16 + digit));
            high = -1;
        }
    }
    return exifOrientation(bytes);
}

}  // namespace minarai::image
