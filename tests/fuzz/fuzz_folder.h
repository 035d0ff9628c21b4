// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Files that a fuzz target lays before readers which take a path.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <span>

#include "support/temp_folder.h"

namespace minarai::fuzz {

/// The same folder for all runs of the process, gone at its end.
inline const tests::TempFolder& folder() {
    static const tests::TempFolder temp;
    return temp;
}

inline void write(const std::filesystem::path& path, std::span<const std::uint8_t> bytes) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    for (const std::uint8_t byte : bytes) {
        file.put(static_cast<char>(byte));
    }
}

}  // namespace minarai::fuzz
