// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// SHA-256 (FIPS 180-4), piece by piece.
//
//   Sha256 hash;
//   hash.add(bytes);
//   hash.hex();  // 64 digits
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace minarai {

class Sha256 {
  public:
    Sha256();

    void add(std::span<const std::uint8_t> bytes);

    /// The digest of all that was added, in lower case. More may be added afterwards.
    [[nodiscard]] std::string hex() const;

  private:
    void addBlock(const std::uint8_t* block);

    std::array<std::uint32_t, 8> m_state;
    std::array<std::uint8_t, 64> m_rest{};
    std::uint64_t m_bytes = 0;
};

}  // namespace minarai
