// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// NumPy and Pillow, asked through the scripts of tests/oracle.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "support/places.h"

namespace minarai::dataset {

inline bool pythonAvailable() {
    static const bool kAvailable =
        std::system("/usr/bin/python3 -c 'import numpy, PIL' >/dev/null 2>&1") == 0;
    return kAvailable;
}

/// What a script prints; "failed" when it fails.
inline std::string askPython(const std::string& script, const std::string& arguments) {
    const std::string command = std::string("/usr/bin/python3 '") + tests::sourceFolder() +
                                "/tests/oracle/" + script + "' " + arguments;
    FILE* pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) {
        return "failed";
    }
    std::string out;
    char buffer[4096];
    for (std::size_t got = 0; (got = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) {
        out.append(buffer, got);
    }
    return ::pclose(pipe) == 0 ? out : "failed";
}

inline std::filesystem::path sharedData(const std::string& name) {
    return std::filesystem::path(tests::sourceFolder()) / ".." / "shared" / "data" / name;
}

}  // namespace minarai::dataset
