// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The passes of a resize for processors with AVX-512 VNNI and VBMI (processorHasAvx512): the same
// sums, bit for bit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "image/image.h"
#include "image/resample_passes.h"

namespace minarai::image::avx512 {

/// As image::resampleRows. Worth it where an output pixel has more than two source pixels.
void resampleRows(const Window& source, int firstRow, const Taps& taps, Image& out);

/// As image::resampleColumns, for any width.
void resampleColumns(const Window& source, int firstRow, const Taps& taps, Image& out);

/// Copies chosen pixels of a row side by side, for a nearest resize: some twenty pixels at a time
/// where they lie close to each other.
class PixelPicker {
  public:
    /// Which pixels, not falling, each 0 or more.
    explicit PixelPicker(const std::vector<std::int32_t>& from);

    /// Bytes from the beginning of a row that must be there to be read.
    [[nodiscard]] std::size_t bytesRead() const { return m_bytesRead; }
    /// Writes three bytes for each chosen pixel and none beyond.
    void pick(const std::uint8_t* row, std::uint8_t* out) const;

  private:
    struct Block {
        std::uint64_t written = 0;  ///< which bytes of the register
        std::size_t from = 0;       ///< byte in the source row
        std::size_t to = 0;         ///< byte in the output row
    };
    std::vector<Block> m_blocks;
    std::vector<std::uint8_t> m_order;  ///< 64 byte numbers for each block
    std::size_t m_bytesRead = 0;
};

}  // namespace minarai::image::avx512
