// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Text for terminals: aligned columns, safe file names, readable numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace minarai::cli {

/// Columns of a terminal that UTF-8 text takes: East Asian wide characters count two.
std::size_t displayWidth(std::string_view text);

/// The text without its end where it is wider than `width` columns.
std::string cutToWidth(std::string_view text, std::size_t width);

/// Control characters as \xNN: a file name must not steer the terminal or break a line.
std::string printable(std::string_view text);

/// "11,689,512".
std::string groupedNumber(std::int64_t value);
/// "1 image", "1,200 images".
std::string counted(std::int64_t count, std::string_view one, std::string_view many);
/// "91.2 %".
std::string percentText(double share);
/// "0.6931"; losses that have run away in powers of ten.
std::string lossText(double loss);
/// "44.6 MiB".
std::string bytesText(std::int64_t bytes);

class Table {
  public:
    /// A heading that begins with ">" aligns its column to the right.
    explicit Table(std::vector<std::string> headings);
    void row(std::vector<std::string> cells);
    [[nodiscard]] std::string text() const;

  private:
    std::vector<std::string> m_headings;
    std::vector<bool> m_right;
    std::vector<std::vector<std::string>> m_rows;
};

}  // namespace minarai::cli
