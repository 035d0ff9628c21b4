// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes as text: RFC 4648's base64 with padding, for compact lists within JSON.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace minarai {

std::string toBase64(std::span<const std::uint8_t> bytes);

/// Nothing for text that is not base64: a wrong length, a foreign character, wrong padding.
std::optional<std::vector<std::uint8_t>> fromBase64(std::string_view text);

/// 16-bit numbers, little-endian, as base64; and back.
std::string toBase64(std::span<const std::uint16_t> numbers);
std::optional<std::vector<std::uint16_t>> numbersFromBase64(std::string_view text);

}  // namespace minarai
