// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "image/exif.h"

#include <algorithm>
#include <vector>

namespace minarai::image {

namespace {
constexpr std::uint32_t kShort = 3;
constexpr std::uint32_t kLong = 4;
constexpr std::uint32_t kSignedByte = 6;
constexpr std::uint32_t kSignedShort = 8;
constexpr std::uint32_t kSignedLong = 9;
}  // namespace

std::optional<TiffDirectory> TiffDirectory::open(Bytes bytes) {
    using namespace std::string_view_literals;
    TiffDirectory directory;
    directory.m_bytes = bytes;
    if (hasText(bytes, 0, "MM\0\x2A"sv)) {
        directory.m_big = true;
    } else if (!hasText(bytes, 0, "II\x2A\0"sv)) {
        return std::nullopt;
    }
    const std::size_t at = directory.u32(4);
    if (!fits(bytes, at, 2)) {
        return std::nullopt;
    }
    directory.m_entries = at + 2;
    // A cut directory still offers the entries that are there.
    directory.m_count =
        std::min<std::size_t>(directory.u16(at), (bytes.size() - directory.m_entries) / 12);
    return directory;
}

std::optional<std::uint32_t> TiffDirectory::find(std::uint32_t tag) const {
    for (std::size_t i = 0; i < m_count; ++i) {
        const std::size_t at = m_entries + i * 12;
        if (u16(at) != tag) {
            continue;
        }
        const std::uint32_t type = u16(at + 2);
        if ((type != kShort && type != kLong) || u32(at + 4) == 0) {
            return std::nullopt;
        }
        return valueAt(at, type == kShort ? 2 : 4);
    }
    return std::nullopt;
}

std::optional<std::uint32_t> TiffDirectory::findExifOrientation() const {
    std::optional<std::uint32_t> found;
    for (std::size_t i = 0; i < m_count; ++i) {
        const std::size_t at = m_entries + i * 12;
        if (u16(at) != kTiffOrientation || u32(at + 4) == 0) {
            continue;
        }
        // Pillow takes no number from bytes without a sign; a negative one is out of range.
        const std::uint32_t type = u16(at + 2);
        const bool isSmall = type == kShort || type == kSignedShort;
        if (type == kSignedByte) {
            found = valueAt(at, 1);
        } else if (isSmall || type == kLong || type == kSignedLong) {
            found = valueAt(at, isSmall ? 2 : 4);
        } else {
            found.reset();
        }
    }
    return found;
}

std::optional<std::uint32_t> TiffDirectory::valueAt(std::size_t entry, std::size_t width) const {
    const std::uint64_t bytes = std::uint64_t{width} * u32(entry + 4);
    const std::size_t first = bytes <= 4 ? entry + 8 : u32(entry + 8);
    if (!fits(m_bytes, first, width)) {
        return std::nullopt;
    }
    if (width == 1) {
        return byteAt(m_bytes, first);
    }
    return width == 2 ? u16(first) : u32(first);
}

bool TiffDirectory::isCutOff(std::uint32_t tag) const {
    for (std::size_t i = 0; i < m_count; ++i) {
        const std::size_t at = m_entries + i * 12;
        if (u16(at) == tag) {
            const std::uint64_t width = u16(at + 2) == kShort ? 2 : 4;
            const std::uint64_t bytes = width * u32(at + 4);
            return bytes > 4 && !fits(m_bytes, u32(at + 8), static_cast<std::size_t>(bytes));
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
        const std::size_t at = m_entries + i * 12;
        if (u16(at) != tag) {
            continue;
        }
        const std::uint32_t type = u16(at + 2);
        Numbers found;
        found.count = u32(at + 4);
        found.areShort = type == kShort;
        const std::size_t bytes = found.count * (found.areShort ? 2 : 4);
        found.at = bytes <= 4 ? at + 8 : u32(at + 8);
        if ((type != kShort && type != kLong) || !fits(m_bytes, found.at, bytes)) {
            return std::nullopt;
        }
        return found;
    }
    return std::nullopt;
}

std::uint32_t TiffDirectory::number(const Numbers& numbers, std::size_t index) const {
    return numbers.areShort ? u16(numbers.at + 2 * index) : u32(numbers.at + 4 * index);
}

std::uint32_t TiffDirectory::u16(std::size_t at) const {
    return m_big ? big16(m_bytes, at) : little16(m_bytes, at);
}

std::uint32_t TiffDirectory::u32(std::size_t at) const {
    return m_big ? big32(m_bytes, at) : little32(m_bytes, at);
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
