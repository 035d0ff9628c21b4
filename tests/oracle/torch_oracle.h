// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// PyTorch and torchvision, asked through the scripts of this folder.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "support/places.h"
#include "support/temp_folder.h"

namespace minarai::oracle {

using tests::TempFolder;

inline bool torchAvailable() {
    static const bool kAvailable =
        std::system("/usr/bin/python3 -c 'import torchvision' >/dev/null 2>&1") == 0;
    return kAvailable;
}

/// Runs a script of this folder; false when it fails. What it says goes to the test's stderr.
inline bool ask(const std::string& script, const std::string& arguments) {
    const std::string command = std::string("/usr/bin/python3 '") + tests::sourceFolder() +
                                "/tests/oracle/" + script + "' " + arguments;
    return std::system(command.c_str()) == 0;
}

inline std::string slurp(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

inline void spill(const std::filesystem::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

}  // namespace minarai::oracle
