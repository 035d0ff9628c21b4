// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Bounds-checked reads from untrusted bytes. A read beyond the end gives 0, so a parser asks for
// fits() wherever 0 would be a meaningful answer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace minarai::image {

using Bytes = std::span<const std::uint8_t>;

inline bool fits(Bytes bytes, std::size_t at, std::size_t count) {
    return at <= bytes.size() && count <= bytes.size() - at;
}

inline bool hasText(Bytes bytes, std::size_t at, std::string_view text) {
    return fits(bytes, at, text.size()) &&
           std::memcmp(bytes.data() + at, text.data(), text.size()) == 0;
}

inline std::uint32_t byteAt(Bytes bytes, std::size_t at) {
    return at < bytes.size() ? bytes[at] : 0U;
}

inline std::uint32_t little16(Bytes bytes, std::size_t at) {
    return byteAt(bytes, at) | byteAt(bytes, at + 1) << 8;
}

inline std::uint32_t little24(Bytes bytes, std::size_t at) {
    return little16(bytes, at) | byteAt(bytes, at + 2) << 16;
}

inline std::uint32_t little32(Bytes bytes, std::size_t at) {
    return little16(bytes, at) | little16(bytes, at + 2) << 16;
}

inline std::uint32_t big16(Bytes bytes, std::size_t at) {
    return byteAt(bytes, at) << 8 | byteAt(bytes, at + 1);
}

inline std::uint32_t big32(Bytes bytes, std::size_t at) {
    return big16(bytes, at) << 16 | big16(bytes, at + 2);
}

}  // namespace minarai::image
