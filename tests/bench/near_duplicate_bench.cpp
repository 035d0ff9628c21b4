// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How many made near-duplicates are found among real pictures, how many pairs are found that are
// none, and how long it takes.
//
//   near_duplicate_bench [FOLDER [COPIES [SETS]]]      100 of each kind, 1
//
// Copies are made in memory: resized (0.5 to 0.95; small pictures 0.7 to 1.4), compressed again
// (JPEG quality 40 to 85), cropped (up to 5 % of each edge; small pictures by up to a pixel), and
// all of it at once. Pairs that the folder holds itself are told apart; a copy of one of such a
// pair may well be found with the other. SETS repeats the signatures with other noise, to see how
// the time grows.
#include <turbojpeg.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/parallel.h"
#include "base/rng.h"
#include "dataset/look.h"
#include "dataset/near_duplicates.h"
#include "image/decode.h"
#include "image/resample.h"

namespace {

namespace fs = std::filesystem;
using namespace minarai;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kWantedRecall = 95;     ///< %
constexpr std::size_t kWantedPrecision = 95;  ///< %
constexpr std::array kKinds{"resized", "recompressed", "cropped", "all three"};
constexpr int kSmall = 64;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

image::Image recompressed(const image::Image& picture, int quality) {
    const tjhandle compressor = tjInitCompress();
    unsigned char* bytes = nullptr;
    unsigned long size = 0;
    const int failed = tjCompress2(compressor, picture.rgb.data(), picture.width, 0, picture.height,
                                   TJPF_RGB, &bytes, &size, TJSAMP_420, quality, 0);
    auto again = image::decode({bytes, size}, "copy");
    tjFree(bytes);
    tjDestroy(compressor);
    if (failed != 0 || !again) {
        throw std::runtime_error("a copy cannot be compressed");
    }
    return std::move(*again);
}

image::Image cropped(const image::Image& picture, Rng& rng) {
    const bool small = std::min(picture.width, picture.height) < kSmall;
    std::array<int, 4> cut{};
    for (std::size_t i = 0; i < cut.size(); ++i) {
        const int edge = i % 2 == 0 ? picture.width : picture.height;
        cut[i] = small ? static_cast<int>(rng.below(2))
                       : static_cast<int>(rng.uniform(0, 0.05) * edge + 0.5);
    }
    cut[0] = std::max(cut[0], 1);
    return image::crop(picture, cut[0], cut[1], picture.width - cut[0] - cut[2],
                       picture.height - cut[1] - cut[3]);
}

image::Image resized(const image::Image& picture, Rng& rng) {
    const bool small = std::min(picture.width, picture.height) < kSmall;
    const double factor = small ? rng.uniform(0.7, 1.4) : rng.uniform(0.5, 0.95);
    constexpr std::array kFilters{image::Interpolation::Bilinear, image::Interpolation::Bicubic,
                                  image::Interpolation::Lanczos};
    return image::resize(picture, std::max(1, static_cast<int>(picture.width * factor + 0.5)),
                         std::max(1, static_cast<int>(picture.height * factor + 0.5)),
                         kFilters[rng.below(kFilters.size())]);
}

image::Image copyOf(const image::Image& picture, std::size_t kind, Rng& rng) {
    switch (kind) {
        case 0:
            return recompressed(resized(picture, rng), 92);
        case 1:
            return recompressed(picture, 40 + static_cast<int>(rng.below(46)));
        case 2:
            return recompressed(cropped(picture, rng), 92);
        default:
            return recompressed(resized(cropped(picture, rng), rng),
                                50 + static_cast<int>(rng.below(41)));
    }
}

struct Planted {
    std::uint32_t source = 0;
    std::size_t kind = 0;
};

/// Each set after the first is other pictures of the same kind: left and right exchanged, rows
/// turned by a few.
dataset::Signature varied(const dataset::Signature& signature, std::size_t set) {
    dataset::Signature result = signature;
    for (std::size_t i = 0; i < signature.luma.size(); ++i) {
        const std::size_t y = (i / 16 + set * 3) % 16;
        const std::size_t x = set % 2 == 0 ? i % 16 : 15 - i % 16;
        result.luma[i] = signature.luma[y * 16 + (x + set / 5 * 3) % 16];
    }
    return result;
}

int measure(const fs::path& folder, std::size_t copies, std::size_t sets) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file() && image::hasImageExtension(entry.path())) {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    const std::size_t count = files.size();
    std::vector<Planted> planted;
    Rng rng(1);
    for (std::size_t kind = 0; kind < kKinds.size(); ++kind) {
        std::vector<std::uint32_t> order(count);
        for (std::size_t i = 0; i < count; ++i) {
            order[i] = static_cast<std::uint32_t>(i);
        }
        rng.shuffle(order);
        for (std::size_t i = 0; i < std::min(copies, count); ++i) {
            planted.push_back({order[i], kind});
        }
    }
    std::vector<dataset::Signature> signatures(count + planted.size());
    double lookSeconds = 0;
    {
        std::vector<image::Image> pictures(count);
        parallelFor(count, hardwareThreads(), [&](std::size_t i) {
            if (auto picture = image::decodeFile(files[i])) {
                pictures[i] = std::move(*picture);
            }
        });
        const auto start = Clock::now();
        parallelFor(count, hardwareThreads(), [&](std::size_t i) {
            if (!pictures[i].empty()) {
                signatures[i] = dataset::lookAt(pictures[i]).signature;
            }
        });
        lookSeconds = secondsSince(start);
        parallelFor(planted.size(), hardwareThreads(), [&](std::size_t i) {
            Rng own(mixSeed({2, i}));
            const image::Image& source = pictures[planted[i].source];
            if (!source.empty()) {
                signatures[count + i] =
                    dataset::lookAt(copyOf(source, planted[i].kind, own)).signature;
            }
        });
    }
    const std::size_t whole = signatures.size();
    for (std::size_t set = 1; set < sets; ++set) {
        for (std::size_t i = 0; i < count; ++i) {
            signatures.push_back(varied(signatures[i], set));
        }
    }

    const auto start = Clock::now();
    const auto pairs = dataset::findNearDuplicates(signatures, 0);
    const double seconds = secondsSince(start);
    if (!pairs) {
        return 1;
    }
    const auto sourceOf = [&](std::uint32_t i) {
        return i < count ? i : planted[i - count].source;
    };
    std::set<std::pair<std::uint32_t, std::uint32_t>> own;
    for (const dataset::NearPair& pair : *pairs) {
        if (pair.b < count) {
            own.emplace(pair.a, pair.b);
        }
    }
    std::array<std::size_t, kKinds.size()> found{};
    std::size_t right = 0;
    std::size_t wrong = 0;
    for (const dataset::NearPair& pair : *pairs) {
        if (pair.b >= whole || pair.b < count) {
            continue;
        }
        const auto a = std::min(sourceOf(pair.a), sourceOf(pair.b));
        const auto b = std::max(sourceOf(pair.a), sourceOf(pair.b));
        if (a == b) {
            ++right;
            found[planted[pair.b - count].kind] += pair.a < count ? 1 : 0;
        } else if (!own.contains({a, b})) {
            ++wrong;
        }
    }
    std::printf("%zu pictures and %zu copies: %.0f pictures/s looked at, search %.2f s (%zu)\n",
                count, planted.size(), static_cast<double>(count) / lookSeconds, seconds,
                signatures.size());
    std::size_t all = 0;
    for (std::size_t kind = 0; kind < kKinds.size(); ++kind) {
        std::printf("  %-13s recall %.1f %%\n", kKinds[kind],
                    100.0 * static_cast<double>(found[kind]) /
                        static_cast<double>(std::min(copies, count)));
        all += found[kind];
    }
    std::printf("  recall %.2f %%, precision %.2f %% (%zu wrong pairs), %zu pairs in the folder\n",
                100.0 * static_cast<double>(all) / static_cast<double>(planted.size()),
                100.0 * static_cast<double>(right) / static_cast<double>(right + wrong), wrong,
                own.size());
    const bool isGood = all * 100 >= planted.size() * kWantedRecall &&
                        right * 100 >= (right + wrong) * kWantedPrecision;
    return isGood ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    const std::filesystem::path folder =
        argc > 1 ? std::filesystem::path(argv[1])
                 : std::filesystem::path(MINARAI_SOURCE_DIR) / ".." / "shared" / "data" / "flowers";
    const auto number = [&](int at, std::size_t otherwise) {
        return argc > at ? static_cast<std::size_t>(std::max(1, std::atoi(argv[at]))) : otherwise;
    };
    try {
        return measure(folder, number(2, 100), number(3, 1));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
