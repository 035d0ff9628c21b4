// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "table.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>

namespace minarai::cli {
namespace {

/// One code point of UTF-8 at `at`; a broken byte counts as one of its own.
std::pair<char32_t, std::size_t> codePoint(std::string_view text, std::size_t at) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::size_t length = lead < 0x80    ? 1
                               : lead >= 0xF0 ? 4
                               : lead >= 0xE0 ? 3
                               : lead >= 0xC0 ? 2
                                              : 1;
    if (length == 1 || at + length > text.size()) {
        return {lead, 1};
    }
    char32_t point = lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        const auto next = static_cast<unsigned char>(text[at + i]);
        if ((next & 0xC0U) != 0x80U) {
            return {lead, 1};
        }
        point = (point << 6U) | (next & 0x3FU);
    }
    return {point, length};
}

std::size_t columnsOf(char32_t point) {
    struct Range {
        char32_t first;
        char32_t last;
    };
    constexpr std::array kWide{
        Range{0x1100, 0x115F}, Range{0x2E80, 0xA4CF},   Range{0xAC00, 0xD7A3},
        Range{0xF900, 0xFAFF}, Range{0xFE30, 0xFE6F},   Range{0xFF00, 0xFF60},
        Range{0xFFE0, 0xFFE6}, Range{0x1F300, 0x1FAFF}, Range{0x20000, 0x3FFFD}};
    if (point >= 0x0300 && point <= 0x036F) {
        return 0;  // combining accents
    }
    const bool wide = std::any_of(kWide.begin(), kWide.end(), [&](const Range& range) {
        return point >= range.first && point <= range.last;
    });
    return wide ? 2 : 1;
}

void appendCell(std::string& line, const std::string& cell, std::size_t width, bool right) {
    const std::string padding(width - displayWidth(cell), ' ');
    line += right ? padding + cell : cell + padding;
}

}  // namespace

std::size_t displayWidth(std::string_view text) {
    std::size_t columns = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto [point, length] = codePoint(text, at);
        columns += columnsOf(point);
        at += length;
    }
    return columns;
}

std::string cutToWidth(std::string_view text, std::size_t width) {
    std::size_t columns = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto [point, length] = codePoint(text, at);
        columns += columnsOf(point);
        if (columns > width) {
            return std::string(text.substr(0, at));
        }
        at += length;
    }
    return std::string(text);
}

std::string printable(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const auto [point, length] = codePoint(text, at);
        const bool broken = length == 1 && point >= 0x80;
        if (point < 0x20 || point == 0x7F || (point >= 0x80 && point < 0xA0) || broken) {
            for (std::size_t i = 0; i < length; ++i) {
                out += fmt::format("\\x{:02x}", static_cast<unsigned char>(text[at + i]));
            }
        } else {
            out += text.substr(at, length);
        }
        at += length;
    }
    return out;
}

std::string groupedNumber(std::int64_t value) {
    std::string digits = fmt::format("{}", value);
    const std::ptrdiff_t first = value < 0 ? 1 : 0;
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > first; at -= 3) {
        digits.insert(static_cast<std::size_t>(at), 1, ',');
    }
    return digits;
}

std::string counted(std::int64_t count, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", groupedNumber(count), count == 1 ? one : many);
}

std::string percentText(double share) {
    return fmt::format("{:.1f} %", share * 100);
}

std::string lossText(double loss) {
    if (!std::isfinite(loss)) {
        return std::isnan(loss) ? "not a number" : "infinite";
    }
    return loss < 10'000 ? fmt::format("{:.4f}", loss) : fmt::format("{:.3g}", loss);
}

std::string bytesText(std::int64_t bytes) {
    constexpr std::array kUnits{"B", "KiB", "MiB", "GiB", "TiB"};
    auto amount = static_cast<double>(bytes);
    std::size_t unit = 0;
    while (amount >= 1024 && unit + 1 < kUnits.size()) {
        amount /= 1024;
        ++unit;
    }
    return unit == 0 ? fmt::format("{} B", bytes) : fmt::format("{:.1f} {}", amount, kUnits[unit]);
}

Table::Table(std::vector<std::string> headings) : m_headings(std::move(headings)) {
    for (std::string& heading : m_headings) {
        m_right.push_back(heading.starts_with('>'));
        if (m_right.back()) {
            heading.erase(0, 1);
        }
    }
}

void Table::row(std::vector<std::string> cells) {
    cells.resize(m_headings.size());
    for (std::string& cell : cells) {
        cell = printable(cell);
    }
    m_rows.push_back(std::move(cells));
}

std::string Table::text() const {
    std::vector<std::size_t> widths;
    for (std::size_t column = 0; column < m_headings.size(); ++column) {
        std::size_t width = displayWidth(m_headings[column]);
        for (const auto& row : m_rows) {
            width = std::max(width, displayWidth(row[column]));
        }
        widths.push_back(width);
    }
    const auto lineOf = [&](const std::vector<std::string>& cells) {
        std::string line;
        for (std::size_t column = 0; column < cells.size(); ++column) {
            if (column > 0) {
                line += "  ";
            }
            appendCell(line, cells[column], widths[column], m_right[column]);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        return line + '\n';
    };
    std::string out = lineOf(m_headings);
    std::vector<std::string> rule;
    for (const std::size_t width : widths) {
        rule.emplace_back(width, '-');
    }
    out += lineOf(rule);
    for (const auto& row : m_rows) {
        out += lineOf(row);
    }
    return out;
}

}  // namespace minarai::cli
