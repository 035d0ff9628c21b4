// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset/sample_set.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <fstream>
#include <mutex>
#include <optional>
#include <set>
#include <system_error>

#include <fmt/format.h>

#include "base/files.h"
#include "base/parallel.h"
#include "base/rng.h"
#include "dataset/draft_folder.h"
#include "dataset/sample_shapes.h"
#include "image/decode.h"

namespace minarai::dataset {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kSeed = 0x6D696E61726169;
constexpr int kSubsamples = 4;
constexpr int kMaxPerClass = 100'000;

struct Colour {
    double red = 0;
    double green = 0;
    double blue = 0;
};

double luma(const Colour& c) {
    return 0.3 * c.red + 0.59 * c.green + 0.11 * c.blue;
}

Colour mixed(const Colour& a, const Colour& b, double share) {
    return {a.red + (b.red - a.red) * share, a.green + (b.green - a.green) * share,
            a.blue + (b.blue - a.blue) * share};
}

/// A struct, since its braces fix the order in which the numbers are drawn; arguments would not.
struct Hsv {
    double hue = 0;  ///< turns
    double saturation = 0;
    double value = 0;
};

Colour fromHue(const Hsv& hsv) {
    const auto channel = [&](double shift) {
        double k = (hsv.hue + shift) * 6;
        while (k >= 6) {
            k -= 6;
        }
        const double ramp = std::clamp(std::min(k, 4 - k), 0.0, 1.0);
        return hsv.value * (1 - hsv.saturation * ramp);
    };
    return {channel(5.0 / 6), channel(3.0 / 6), channel(1.0 / 6)};
}

class Canvas {
  public:
    Canvas() : m_pixels(static_cast<std::size_t>(kSampleEdge) * kSampleEdge) {}

    Colour& at(int x, int y) { return m_pixels[static_cast<std::size_t>(y * kSampleEdge + x)]; }

    void blend(int x, int y, const Colour& colour, double share) {
        Colour& pixel = at(x, y);
        pixel = mixed(pixel, colour, share);
    }

    /// Covers each pixel by the share of its subsamples for which paintAt says so.
    template <typename PaintAt>
    void cover(const Colour& main, const Colour& second, double opacity, Point center, double reach,
               const PaintAt& paintAt) {
        const auto low = [](double v) { return std::clamp(static_cast<int>(v), 0, kSampleEdge); };
        for (int y = low(center.y - reach); y < low(center.y + reach + 1); ++y) {
            for (int x = low(center.x - reach); x < low(center.x + reach + 1); ++x) {
                int mains = 0;
                int seconds = 0;
                for (int i = 0; i < kSubsamples * kSubsamples; ++i) {
                    const Paint paint = paintAt(Point{x + (i % kSubsamples + 0.5) / kSubsamples,
                                                      y + (i / kSubsamples + 0.5) / kSubsamples});
                    mains += paint == Paint::Main ? 1 : 0;
                    seconds += paint == Paint::Second ? 1 : 0;
                }
                const int covered = mains + seconds;
                if (covered > 0) {
                    const Colour colour =
                        mixed(main, second, static_cast<double>(seconds) / covered);
                    blend(x, y, colour, opacity * covered / (kSubsamples * kSubsamples));
                }
            }
        }
    }

  private:
    std::vector<Colour> m_pixels;
};

/// Smooth random values over the picture: a lattice of random numbers, joined by cubic curves.
class Texture {
  public:
    Texture(Rng& rng, int cells) : m_cells(cells), m_values(sizeOf(cells)) {
        for (double& value : m_values) {
            value = rng.uniform(-1, 1);
        }
    }

    [[nodiscard]] double at(int x, int y) const {
        const double u = static_cast<double>(x) * m_cells / kSampleEdge;
        const double v = static_cast<double>(y) * m_cells / kSampleEdge;
        const int column = static_cast<int>(u);
        const int row = static_cast<int>(v);
        const double a = smooth(u - column);
        const double b = smooth(v - row);
        const double top = value(column, row) * (1 - a) + value(column + 1, row) * a;
        const double bottom = value(column, row + 1) * (1 - a) + value(column + 1, row + 1) * a;
        return top * (1 - b) + bottom * b;
    }

  private:
    static std::size_t sizeOf(int cells) {
        return static_cast<std::size_t>(cells + 1) * static_cast<std::size_t>(cells + 1);
    }
    static double smooth(double t) { return t * t * (3 - 2 * t); }
    [[nodiscard]] double value(int column, int row) const {
        return m_values[static_cast<std::size_t>(row * (m_cells + 1) + column)];
    }

    int m_cells;
    std::vector<double> m_values;
};

Colour shifted(const Colour& c, double by) {
    return {c.red + by, c.green + by, c.blue + by};
}

void paintBackground(Canvas& canvas, Rng& rng, const Colour& base) {
    const Colour other = mixed(base, fromHue(Hsv{rng.uniform(), 0.4, rng.uniform(0.2, 0.9)}), 0.35);
    const Point axis = direction(rng.uniform());
    const Texture coarse(rng, 4);
    const Texture fine(rng, 14);
    const double coarseStrength = rng.uniform(0.02, 0.10);
    const double fineStrength = rng.uniform(0.01, 0.05);
    for (int y = 0; y < kSampleEdge; ++y) {
        for (int x = 0; x < kSampleEdge; ++x) {
            const double along =
                0.5 + ((x - 31.5) * axis.x + (y - 31.5) * axis.y) / (1.4 * kSampleEdge);
            const double texture = coarse.at(x, y) * coarseStrength + fine.at(x, y) * fineStrength;
            canvas.at(x, y) = shifted(mixed(base, other, std::clamp(along, 0.0, 1.0)), texture);
        }
    }
}

/// Specks and strokes that mean nothing.
void paintDistractor(Canvas& canvas, Rng& rng, const Colour& colour, double opacity) {
    const Point from{rng.uniform(0, kSampleEdge), rng.uniform(0, kSampleEdge)};
    const Point way = direction(rng.uniform());
    const double length = rng.chance(0.5) ? 0.0 : rng.uniform(6, 18);
    const double radius = length > 0 ? rng.uniform(0.5, 1.1) : rng.uniform(1.0, 2.6);
    const Point to{from.x + way.x * length, from.y + way.y * length};
    canvas.cover(colour, colour, opacity, from, length + radius, [&](Point p) {
        return squaredDistance(p, from, to) <= radius * radius ? Paint::Main : Paint::None;
    });
}

struct Pose {
    Point center;
    double radius = 0;
    double stretch = 1;
    Point turn;
};

Pose drawPose(Rng& rng) {
    Pose pose;
    pose.radius = rng.uniform(22, 27);
    const double play = kSampleEdge / 2.0 - pose.radius;
    pose.center = {kSampleEdge / 2.0 + rng.uniform(-play, play),
                   kSampleEdge / 2.0 + rng.uniform(-play, play)};
    pose.stretch = rng.uniform(0.92, 1.09);
    pose.turn = direction(rng.uniform(-0.04, 0.04));
    return pose;
}

void paintShape(Canvas& canvas, std::size_t classIndex, const Pose& pose, Point offset,
                const Colour& main, const Colour& second, double opacity) {
    const Point center{pose.center.x + offset.x, pose.center.y + offset.y};
    canvas.cover(main, second, opacity, center, pose.radius * 1.2, [&](Point p) {
        const double x = (p.x - center.x) / pose.radius;
        const double y = (p.y - center.y) / pose.radius;
        const Point local{(x * pose.turn.x + y * pose.turn.y) * pose.stretch,
                          (y * pose.turn.x - x * pose.turn.y) / pose.stretch};
        return shapeAt(classIndex, local);
    });
}

std::uint8_t toByte(double value) {
    return static_cast<std::uint8_t>(std::clamp(static_cast<int>(value * 255 + 0.5), 0, 255));
}

std::string fileName(std::size_t classIndex, std::uint64_t index) {
    return fmt::format("{}_{:04}.png", sampleClasses()[classIndex], index + 1);
}

/// True if the folder holds the files of a complete set and nothing else. The first picture of each
/// class tells the seed.
bool holdsSampleSet(const fs::path& folder, int perClass, std::optional<std::uint64_t> seed) {
    std::set<std::string> expected;
    for (std::size_t c = 0; c < sampleClasses().size(); ++c) {
        for (int i = 0; i < perClass; ++i) {
            expected.insert(sampleClasses()[c] + "/" + fileName(c, static_cast<unsigned>(i)));
        }
    }
    std::error_code error;
    for (auto entry = fs::recursive_directory_iterator(folder, error);
         !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
        if (entry->is_directory(error)) {
            continue;
        }
        if (expected.erase(toUtf8(entry->path().lexically_relative(folder))) == 0) {
            return false;
        }
    }
    for (std::size_t c = 0; c < sampleClasses().size() && !error && expected.empty(); ++c) {
        const auto picture = image::decodeFile(folder / sampleClasses()[c] / fileName(c, 0));
        if (!picture || *picture != drawSample(c, 0, seed)) {
            return false;
        }
    }
    return !error && expected.empty();
}

Status writePlain(const fs::path& path, const std::vector<std::uint8_t>& bytes) {
    errno = 0;
    std::ofstream out(path, std::ios::binary);
    out.write(reinterpret_cast<const char*>(bytes.data()),
              static_cast<std::streamsize>(bytes.size()));
    out.close();
    if (!out) {
        return writeError(path, errno);
    }
    return {};
}

/// Draws everything into `folder`, which exists and is empty.
Status fill(const fs::path& folder, int perClass, const ProgressCallback& progress,
            const std::stop_token& stop, std::optional<std::uint64_t> seed, int threads) {
    for (const std::string& name : sampleClasses()) {
        MN_TRY(makeFolder(folder / name));
    }
    const std::size_t total = sampleClasses().size() * static_cast<std::size_t>(perClass);
    std::mutex mutex;
    std::uint64_t done = 0;
    std::optional<Error> failure;
    parallelFor(
        total, threadsOrAll(threads),
        [&](std::size_t i) {
            const std::size_t classIndex = i / static_cast<std::size_t>(perClass);
            const std::uint64_t index = i % static_cast<std::size_t>(perClass);
            const auto path = folder / sampleClasses()[classIndex] / fileName(classIndex, index);
            const Status written =
                writePlain(path, image::encodePng(drawSample(classIndex, index, seed)));
            const std::lock_guard lock(mutex);
            if (!written && !failure) {
                failure = written.error();
            }
            ++done;
            if (progress) {
                progress(Progress{done, total});
            }
        },
        stop);
    if (stop.stop_requested()) {
        return fail(ErrorCode::Cancelled);
    }
    if (failure) {
        return *failure;
    }
    return {};
}

}  // namespace

const std::vector<std::string>& sampleClasses() {
    static const std::vector<std::string> names{"checker", "circle", "cross",   "ring",
                                                "square",  "star",   "stripes", "triangle"};
    return names;
}

image::Image drawSample(std::size_t classIndex, std::uint64_t index,
                        std::optional<std::uint64_t> seed) {
    Rng rng(seed ? mixSeed({kSeed, classIndex, index, *seed})
                 : mixSeed({kSeed, classIndex, index}));
    const Colour base = fromHue(Hsv{rng.uniform(), rng.uniform(0.15, 0.6), rng.uniform(0.12, 0.5)});
    // Hues say nothing about the class: the shape is only brighter than what is behind it.
    Colour main;
    do {
        main = fromHue(Hsv{rng.uniform(), rng.uniform(0.25, 0.9), rng.uniform(0.7, 1.0)});
    } while (luma(main) - luma(base) < 0.3);
    const Colour second = mixed(main, Colour{0.05, 0.05, 0.1}, 0.8);

    Canvas canvas;
    paintBackground(canvas, rng, base);
    for (std::uint64_t i = 2 + rng.below(4); i > 0; --i) {
        const Colour colour = fromHue(Hsv{rng.uniform(), 0.5, rng.uniform(0.2, 1.0)});
        paintDistractor(canvas, rng, mixed(base, colour, 0.6), 0.8);
    }
    const Pose pose = drawPose(rng);
    const Colour dark{0, 0, 0};
    paintShape(canvas, classIndex, pose, Point{1.2, 1.8}, dark, dark, 0.22);
    paintShape(canvas, classIndex, pose, Point{}, main, second, 1.0);
    if (rng.chance(0.25)) {
        paintDistractor(canvas, rng, mixed(main, base, 0.7), 0.9);
    }

    const double noise = rng.uniform(0.01, 0.05);
    image::Image result(kSampleEdge, kSampleEdge);
    for (int y = 0; y < kSampleEdge; ++y) {
        std::uint8_t* out = result.row(y);
        for (int x = 0; x < kSampleEdge; ++x, out += 3) {
            const Colour& pixel = canvas.at(x, y);
            const double grain = rng.uniform(-noise, noise);
            out[0] = toByte(pixel.red + grain);
            out[1] = toByte(pixel.green + grain);
            out[2] = toByte(pixel.blue + grain);
        }
    }
    return result;
}

Status writeSampleSet(const fs::path& folder, int perClass, const ProgressCallback& progress,
                      const std::stop_token& stop, std::optional<std::uint64_t> seed, int threads) {
    if (perClass < 1 || perClass > kMaxPerClass) {
        return fail(ErrorCode::SettingRange, "per_class", std::to_string(perClass),
                    fmt::format("1 to {}", kMaxPerClass));
    }
    const auto target = newOrEmptyFolder(folder);
    if (!target) {
        std::error_code error;
        const bool isThere =
            fs::is_directory(folder, error) && holdsSampleSet(folder, perClass, seed);
        return isThere ? Status{} : Status(target.error());
    }
    MN_ASSIGN(DraftFolder draft, DraftFolder::begin(*target));
    if (const Status filled = fill(draft.path(), perClass, progress, stop, seed, threads);
        !filled) {
        return draft.asKept(filled.error());
    }
    return draft.keep();
}

}  // namespace minarai::dataset
