// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Resizing against Pillow's, whose pixels it gives: both on one core, the fastest of many runs.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "image/image.h"
#include "image/resample.h"

namespace {

using minarai::image::Image;
using minarai::image::Interpolation;

struct Filter {
    const char* name;
    Interpolation interpolation;
};
constexpr std::array kFilters{
    Filter{"nearest", Interpolation::Nearest}, Filter{"box", Interpolation::Box},
    Filter{"bilinear", Interpolation::Bilinear}, Filter{"bicubic", Interpolation::Bicubic},
    Filter{"lanczos", Interpolation::Lanczos}};

struct Size {
    int width, height, newWidth, newHeight;
};
constexpr std::array kSizes{Size{500, 375, 224, 224}, Size{320, 240, 224, 224},
                            Size{2000, 1500, 224, 224}, Size{224, 224, 448, 448}};
constexpr int kRepeats = 60;

Image noise(int width, int height) {
    Image image(width, height);
    std::uint32_t state = 1;
    for (std::uint8_t& value : image.rgb) {
        state = state * 1664525U + 1013904223U;
        value = static_cast<std::uint8_t>(state >> 24U);
    }
    return image;
}

double oursMs(const Filter& filter, const Size& size) {
    const Image image = noise(size.width, size.height);
    double best = 1e9;
    unsigned seen = 0;
    for (int i = 0; i < kRepeats; ++i) {
        const auto begin = std::chrono::steady_clock::now();
        const Image result =
            minarai::image::resize(image, size.newWidth, size.newHeight, filter.interpolation);
        best = std::min(best, std::chrono::duration<double, std::milli>(
                                  std::chrono::steady_clock::now() - begin)
                                  .count());
        seen += result.rgb.back();
    }
    return seen == 1 ? 0 : best;  // the results are used, so that none is left out
}

std::vector<double> theirsMs() {
    std::string cases;
    for (const Size& size : kSizes) {
        for (const Filter& filter : kFilters) {
            cases += std::string(filter.name) + " " + std::to_string(size.width) + " " +
                     std::to_string(size.height) + " " + std::to_string(size.newWidth) + " " +
                     std::to_string(size.newHeight) + " " + std::to_string(kRepeats) + "\\n";
        }
    }
    const std::string command = "printf '" + cases + "' | /usr/bin/python3 '" + MINARAI_SOURCE_DIR +
                                "/tests/bench/pillow_resize.py'";
    std::vector<double> times;
    FILE* pipe = ::popen(command.c_str(), "r");
    for (double ms = 0; pipe != nullptr && std::fscanf(pipe, "%lf", &ms) == 1;) {
        times.push_back(ms);
    }
    return pipe != nullptr && ::pclose(pipe) == 0 ? times : std::vector<double>{};
}

}  // namespace

int main() {
    const std::vector<double> theirs = theirsMs();
    if (theirs.size() != kSizes.size() * kFilters.size()) {
        std::fprintf(stderr, "resize_bench: needs python3-pil\n");
        return 1;
    }
    double slowest = 1e9;
    std::size_t at = 0;
    for (const Size& size : kSizes) {
        for (const Filter& filter : kFilters) {
            const double ours = oursMs(filter, size);
            const double ratio = theirs[at] / ours;
            std::printf("%4d x %4d to %3d x %3d  %-8s  %7.3f ms, Pillow %7.3f ms: %5.2f x\n",
                        size.width, size.height, size.newWidth, size.newHeight, filter.name, ours,
                        theirs[at], ratio);
            slowest = std::min(slowest, ratio);
            ++at;
        }
    }
    std::printf("at least %.2f x\n", slowest);
    return slowest > 1 ? 0 : 1;
}
