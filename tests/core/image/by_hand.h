// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Files put together byte by byte.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace minarai::image {

inline std::vector<std::uint8_t> bytesOf(std::string_view text, std::size_t padding = 0) {
    std::vector<std::uint8_t> bytes(text.begin(), text.end());
    bytes.resize(bytes.size() + padding);
    return bytes;
}

inline void putBig(std::vector<std::uint8_t>& bytes, std::uint32_t value) {
    for (int i = 3; i >= 0; --i) {
        bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i) & 0xFFU));
    }
}

/// A chunk of a PNG with its checksum; `body` begins with its name.
inline std::vector<std::uint8_t> chunkOf(const std::vector<std::uint8_t>& body) {
    std::uint32_t sum = 0xFFFFFFFFU;
    for (const std::uint8_t byte : body) {
        sum ^= byte;
        for (int bit = 0; bit < 8; ++bit) {
            sum = sum >> 1 ^ ((sum & 1U) != 0 ? 0xEDB88320U : 0U);
        }
    }
    std::vector<std::uint8_t> chunk;
    putBig(chunk, static_cast<std::uint32_t>(body.size() - 4));
    chunk.insert(chunk.end(), body.begin(), body.end());
    putBig(chunk, ~sum);
    return chunk;
}

/// Little-endian, with `numbers` as tags of one LONG each, and 60 bytes behind them.
inline std::vector<std::uint8_t> tiffOf(const std::vector<std::pair<int, std::uint32_t>>& numbers) {
    std::vector<std::uint8_t> bytes = bytesOf(std::string_view("II\x2A\0\x08\0\0\0", 8));
    const auto put = [&bytes](std::uint32_t value, int count) {
        for (int i = 0; i < count; ++i) {
            bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i) & 0xFFU));
        }
    };
    put(static_cast<std::uint32_t>(numbers.size()), 2);
    for (const auto& [tag, value] : numbers) {
        put(static_cast<std::uint32_t>(tag), 2);
        put(4, 2);  // LONG
        put(1, 4);
        put(value, 4);
    }
    put(0, 4);
    bytes.resize(bytes.size() + 60);
    return bytes;
}

}  // namespace minarai::image
