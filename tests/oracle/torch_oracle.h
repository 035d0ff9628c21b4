// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// PyTorch and torchvision, asked through the scripts of this folder, and folders that vanish
// after the test.
#pragma once

#include <stdlib.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace minarai::oracle {

class TempFolder {
  public:
    TempFolder() {
        std::string text =
            (std::filesystem::temp_directory_path() / "minarai_model_XXXXXX").string();
        m_path = ::mkdtemp(text.data());
    }
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;
    ~TempFolder() {
        std::error_code error;
        std::filesystem::remove_all(m_path, error);
    }
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    std::filesystem::path operator/(const std::string& name) const { return m_path / name; }

  private:
    std::filesystem::path m_path;
};

inline bool torchAvailable() {
    static const bool kAvailable =
        std::system("/usr/bin/python3 -c 'import torchvision' >/dev/null 2>&1") == 0;
    return kAvailable;
}

/// Runs a script of this folder; false when it fails. What it says goes to the test's stderr.
inline bool ask(const std::string& script, const std::string& arguments) {
    const std::string command = std::string("/usr/bin/python3 '") + MINARAI_SOURCE_DIR +
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
