// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/base64.h"

#include <array>

namespace minarai {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t kForeign = 255;

constexpr std::array<std::uint8_t, 256> makeValues() {
    std::array<std::uint8_t, 256> values{};
    values.fill(kForeign);
    for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
        values[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
    }
    return values;
}

constexpr auto kValues = makeValues();

}  // namespace

std::string toBase64(std::span<const std::uint8_t> bytes) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t left = bytes.size() - i;
        const std::uint32_t group = (std::uint32_t{bytes[i]} << 16) |
                                    (left > 1 ? std::uint32_t{bytes[i + 1]} << 8 : 0U) |
                                    (left > 2 ? std::uint32_t{bytes[i + 2]} : 0U);
        text += kAlphabet[group >> 18];
        text += kAlphabet[(group >> 12) & 63U];
        text += left > 1 ? kAlphabet[(group >> 6) & 63U] : '=';
        text += left > 2 ? kAlphabet[group & 63U] : '=';
    }
    return text;
}

std::optional<std::vector<std::uint8_t>> fromBase64(std::string_view text) {
    if (text.size() % 4 != 0) {
        return std::nullopt;
    }
    const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    std::vector<std::uint8_t> bytes;
    bytes.reserve(text.size() / 4 * 3);
    for (std::size_t i = 0; i < text.size(); i += 4) {
        std::uint32_t group = 0;
        const std::size_t used = i + 4 == text.size() ? 4 - padding : 4;
        for (std::size_t j = 0; j < 4; ++j) {
            const std::uint8_t value =
                j < used ? kValues[static_cast<unsigned char>(text[i + j])] : std::uint8_t{0};
            if (value == kForeign) {
                return std::nullopt;
            }
            group = (group << 6) | value;
        }
        bytes.push_back(static_cast<std::uint8_t>(group >> 16));
        if (used > 2) {
            bytes.push_back(static_cast<std::uint8_t>((group >> 8) & 255U));
        }
        if (used > 3) {
            bytes.push_back(static_cast<std::uint8_t>(group & 255U));
        }
    }
    return bytes;
}

std::string toBase64(std::span<const std::uint16_t> numbers) {
    std::vector<std::uint8_t> bytes;
    bytes.reserve(numbers.size() * 2);
    for (const std::uint16_t number : numbers) {
        bytes.push_back(static_cast<std::uint8_t>(number & 255U));
        bytes.push_back(static_cast<std::uint8_t>(number >> 8));
    }
    return toBase64(std::span<const std::uint8_t>(bytes));
}

std::optional<std::vector<std::uint16_t>> numbersFromBase64(std::string_view text) {
    const auto bytes = fromBase64(text);
    if (!bytes || bytes->size() % 2 != 0) {
        return std::nullopt;
    }
    std::vector<std::uint16_t> numbers(bytes->size() / 2);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        numbers[i] = static_cast<std::uint16_t>((*bytes)[2 * i] | ((*bytes)[2 * i + 1] << 8));
    }
    return numbers;
}

}  // namespace minarai
