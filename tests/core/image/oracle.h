// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Pillow, asked through tests/oracle/pillow_images.py, and folders that vanish after the test.
#pragma once

#include <stdlib.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "image/image.h"
#include "support/places.h"

namespace minarai::image {

class TempFolder {
  public:
    TempFolder() {
        std::string text =
            (std::filesystem::temp_directory_path() / "minarai_image_XXXXXX").string();
        m_path = ::mkdtemp(text.data());
    }
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;
    ~TempFolder() {
        std::error_code error;
        std::filesystem::remove_all(m_path, error);
    }
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

  private:
    std::filesystem::path m_path;
};

inline bool pillowAvailable() {
    return std::system("/usr/bin/python3 -c 'import PIL' >/dev/null 2>&1") == 0;
}

/// Runs an oracle; false when it fails.
inline bool askPillow(const std::string& arguments,
                      const std::string& script = "pillow_images.py") {
    const std::string command = std::string("/usr/bin/python3 '") + tests::sourceFolder() +
                                "/tests/oracle/" + script + "' " + arguments + " 2>/dev/null";
    return std::system(command.c_str()) == 0;
}

inline std::vector<std::uint8_t> slurp(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

inline void spill(const std::filesystem::path& path, const std::vector<std::uint8_t>& bytes) {
    std::ofstream out(path, std::ios::binary);
    out.write(reinterpret_cast<const char*>(bytes.data()),
              static_cast<std::streamsize>(bytes.size()));
}

/// A binary PPM as Pillow writes it: "P6\nW H\n255\n". Empty when there is none.
inline Image readPpm(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::string magic;
    int width = 0;
    int height = 0;
    int maximum = 0;
    if (!(in >> magic >> width >> height >> maximum) || magic != "P6" || maximum != 255) {
        return {};
    }
    in.get();
    Image image(width, height);
    in.read(reinterpret_cast<char*>(image.rgb.data()),
            static_cast<std::streamsize>(image.rgb.size()));
    return image;
}

/// The largest difference of a channel; -1 for different sizes.
inline int largestDifference(const Image& a, const Image& b) {
    if (a.width != b.width || a.height != b.height) {
        return -1;
    }
    int largest = 0;
    for (std::size_t i = 0; i < a.rgb.size(); ++i) {
        largest = std::max(largest, std::abs(int{a.rgb[i]} - int{b.rgb[i]}));
    }
    return largest;
}

}  // namespace minarai::image
