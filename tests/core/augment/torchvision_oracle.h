// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What tests/oracle/augment_oracle.py wrote.
#pragma once

#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <nlohmann/json.hpp>

#include "base/json.h"
#include "image/image.h"

namespace minarai::augment {

struct Oracle {
    std::filesystem::path folder;
    Json manifest;

    [[nodiscard]] std::string bytes(const Json& name) const {
        std::ifstream file(folder / name.get<std::string>(), std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }

    /// Binary PPM as Pillow writes it.
    [[nodiscard]] image::Image picture(const Json& name) const {
        const std::string text = bytes(name);
        int width = 0;
        int height = 0;
        int used = 0;
        if (std::sscanf(text.c_str(), "P6 %d %d 255%n", &width, &height, &used) != 2) {
            return {};
        }
        image::Image picture(width, height);
        std::memcpy(picture.rgb.data(), text.data() + used + 1, picture.rgb.size());
        return picture;
    }
};

/// Drawn values against torchvision's, as samples of one distribution.
void compareDraws(const Oracle& oracle);

}  // namespace minarai::augment
