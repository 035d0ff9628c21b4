// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The orientation tag of a TIFF structure: EXIF blocks in JPEG, PNG and WebP, and TIFF files.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "image/bytes.h"

namespace minarai::image {

/// A view of the first image directory. Never reads outside the bytes given.
class TiffDirectory {
  public:
    /// Nothing when the bytes don't begin with a TIFF header that leads to a directory.
    static std::optional<TiffDirectory> open(Bytes bytes);

    /// The first number of a tag whose value is one or more SHORT, LONG or LONG8 numbers.
    [[nodiscard]] std::optional<std::uint32_t> find(std::uint32_t tag) const;

    /// The orientation as Pillow reads it from EXIF: a number with or without sign, of the last
    /// such tag.
    [[nodiscard]] std::optional<std::uint32_t> findExifOrientation() const;

    /// True if the tag is there but its values, whole numbers, lie beyond the end of the file.
    [[nodiscard]] bool isCutOff(std::uint32_t tag) const;

    /// True if one of the parts, told by the tags of their offsets and lengths, ends beyond the
    /// end of the file.
    [[nodiscard]] bool reachesBeyond(std::uint32_t offsetsTag, std::uint32_t lengthsTag) const;

  private:
    struct Numbers {
        std::size_t at = 0;  ///< of the first
        std::size_t count = 0;
        std::size_t width = 0;  ///< bytes of each
    };
    [[nodiscard]] std::optional<Numbers> numbers(std::uint32_t tag) const;
    [[nodiscard]] std::uint64_t number(const Numbers& numbers, std::size_t index) const;
    [[nodiscard]] std::uint64_t numberAt(std::size_t at, std::size_t width) const;
    /// The first number of the entry, whose numbers have so many bytes each; the largest of 32 bits
    /// where it is larger.
    [[nodiscard]] std::optional<std::uint32_t> valueAt(std::size_t entry, std::size_t width) const;
    [[nodiscard]] std::size_t entryBytes() const;
    [[nodiscard]] std::size_t entryAt(std::size_t index) const;
    /// Bytes of each of its whole numbers without a sign; 0 for others.
    [[nodiscard]] std::size_t widthOf(std::size_t entry) const;
    [[nodiscard]] std::uint64_t countOf(std::size_t entry) const;
    /// Of all its numbers; more than the file has where there are too many.
    [[nodiscard]] std::size_t bytesOf(std::size_t entry, std::size_t width) const;
    /// Where they are: in the entry itself as far as there is room.
    [[nodiscard]] std::size_t placeOf(std::size_t entry, std::size_t bytes) const;
    [[nodiscard]] std::uint32_t u16(std::size_t at) const;
    [[nodiscard]] std::uint32_t u32(std::size_t at) const;
    [[nodiscard]] std::uint64_t u64(std::size_t at) const;

    Bytes m_bytes;
    bool m_big = false;   ///< the high byte first
    bool m_wide = false;  ///< BigTIFF: counts and offsets of 64 bits
    std::size_t m_entries = 0;
    std::size_t m_count = 0;
};

inline constexpr std::uint32_t kTiffOrientation = 0x0112;

/// 1 ... 8 from an EXIF block with or without its "Exif\0\0" prefix; 1 when there is none.
int exifOrientation(Bytes exif);

/// The same from the hexadecimal text that ImageMagick writes into PNG text chunks.
int rawProfileOrientation(std::string_view text);

}  // namespace minarai::image
