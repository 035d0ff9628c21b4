// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "image/codecs_tiff.h"

#include <tiffio.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <initializer_list>
#include <memory>
#include <optional>
#include <vector>

#include "image/inks.h"

namespace minarai::image {

namespace {

constexpr std::uint32_t kMaxEdge = 1U << 30U;
constexpr const char* kIncomplete = "its pixels are incomplete";
constexpr const char* kPacked = "its compression is not known";

/// A file in memory, as libtiff asks for it.
struct Memory {
    const std::uint8_t* bytes = nullptr;
    toff_t size = 0;
    toff_t at = 0;
};

Memory& memoryOf(thandle_t handle) {
    return *static_cast<Memory*>(handle);
}

tmsize_t readMemory(thandle_t handle, void* out, tmsize_t count) {
    Memory& memory = memoryOf(handle);
    const toff_t there = memory.at < memory.size ? memory.size - memory.at : 0;
    const toff_t taken = std::min<toff_t>(there, static_cast<toff_t>(std::max<tmsize_t>(count, 0)));
    if (taken > 0) {
        std::memcpy(out, memory.bytes + memory.at, taken);
    }
    memory.at += taken;
    return static_cast<tmsize_t>(taken);
}

tmsize_t writeNothing(thandle_t, void*, tmsize_t) {
    return 0;
}

toff_t seekMemory(thandle_t handle, toff_t offset, int from) {
    Memory& memory = memoryOf(handle);
    const toff_t base = from == SEEK_CUR ? memory.at : from == SEEK_END ? memory.size : 0;
    memory.at = base + offset;
    return memory.at;
}

int closeNothing(thandle_t) {
    return 0;
}

toff_t sizeOfMemory(thandle_t handle) {
    return memoryOf(handle).size;
}

int mapMemory(thandle_t handle, void** base, toff_t* size) {
    const Memory& memory = memoryOf(handle);
    *base = const_cast<std::uint8_t*>(memory.bytes);  // libtiff only reads it
    *size = memory.size;
    return 1;
}

void unmapNothing(thandle_t, void*, toff_t) {}

struct CloseTiff {
    void operator()(TIFF* tiff) const { TIFFClose(tiff); }
};
using Tiff = std::unique_ptr<TIFF, CloseTiff>;

std::uint16_t shortTag(TIFF* tiff, std::uint32_t tag) {
    std::uint16_t value = 0;
    TIFFGetFieldDefaulted(tiff, tag, &value);
    return value;
}

std::uint32_t longTag(TIFF* tiff, std::uint32_t tag) {
    std::uint32_t value = 0;
    TIFFGetField(tiff, tag, &value);
    return value;
}

/// A strip is a tile as wide as the picture.
struct Blocks {
    bool tiled = false;
    std::uint32_t width = 0;
    std::uint32_t height = 0;
};

Blocks blocksOf(TIFF* tiff, std::uint32_t width, std::uint32_t height) {
    if (TIFFIsTiled(tiff) != 0) {
        return {true, longTag(tiff, TIFFTAG_TILEWIDTH), longTag(tiff, TIFFTAG_TILELENGTH)};
    }
    std::uint32_t rows = 0;
    TIFFGetFieldDefaulted(tiff, TIFFTAG_ROWSPERSTRIP, &rows);
    return {false, width, std::min(rows, height)};
}

/// How the samples of a picture lie, and what they mean.
struct Samples {
    std::uint16_t photometric = 0;
    std::uint16_t bits = 0;
    std::uint16_t format = 0;
    std::uint16_t count = 0;  ///< of a pixel
    std::uint16_t needed = 0;
    bool planes = false;      ///< one sample of all pixels after the other
    bool multiplied = false;  ///< the colours by the alpha that follows them
};

bool isOneOf(std::uint16_t value, std::initializer_list<std::uint16_t> values) {
    return std::find(values.begin(), values.end(), value) != values.end();
}

/// The kinds that Pillow unpacks by itself; libtiff turns the others into colours.
std::optional<Samples> samplesOf(TIFF* tiff) {
    Samples samples;
    samples.bits = shortTag(tiff, TIFFTAG_BITSPERSAMPLE);
    samples.format = shortTag(tiff, TIFFTAG_SAMPLEFORMAT);
    samples.count = shortTag(tiff, TIFFTAG_SAMPLESPERPIXEL);
    samples.planes =
        samples.count > 1 && shortTag(tiff, TIFFTAG_PLANARCONFIG) == PLANARCONFIG_SEPARATE;
    if (TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &samples.photometric) == 0) {
        samples.photometric = samples.count >= 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISWHITE;
    }
    if (samples.photometric == PHOTOMETRIC_YCBCR && samples.bits == 8 && samples.count == 3 &&
        !samples.planes && shortTag(tiff, TIFFTAG_COMPRESSION) == COMPRESSION_JPEG) {
        TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
        samples.photometric = PHOTOMETRIC_RGB;
    }
    const bool whole = isOneOf(samples.bits, {1, 2, 4, 8, 12, 16, 32}) &&
                       isOneOf(samples.format, {SAMPLEFORMAT_UINT, SAMPLEFORMAT_INT,
                                                SAMPLEFORMAT_IEEEFP, SAMPLEFORMAT_VOID}) &&
                       (samples.format != SAMPLEFORMAT_IEEEFP || samples.bits == 32);
    std::uint16_t extraCount = 0;
    const std::uint16_t* extras = nullptr;
    switch (samples.photometric) {
        case PHOTOMETRIC_MINISWHITE:
        case PHOTOMETRIC_MINISBLACK:
            samples.needed = 1;
            break;
        case PHOTOMETRIC_PALETTE:
            samples.needed = isOneOf(samples.bits, {1, 2, 4, 8}) ? 1 : 0;
            break;
        case PHOTOMETRIC_RGB:
            TIFFGetFieldDefaulted(tiff, TIFFTAG_EXTRASAMPLES, &extraCount, &extras);
            samples.multiplied = samples.count > 3 && extraCount > 0 && extras != nullptr &&
                                 extras[0] == EXTRASAMPLE_ASSOCALPHA;
            samples.needed = samples.multiplied ? 4 : 3;
            break;
        case PHOTOMETRIC_SEPARATED:
            samples.needed = 4;
            break;
        default:
            break;
    }
    if (!whole || samples.needed == 0 || samples.count < samples.needed) {
        return std::nullopt;
    }
    return samples;
}

using Palette = std::array<std::array<std::uint8_t, 3>, 256>;

/// Nothing where the file has none. Of 16 bits, as Pillow has it, even where a writer gave 8.
std::optional<Palette> paletteOf(TIFF* tiff, const Samples& samples) {
    Palette palette{};
    if (samples.photometric != PHOTOMETRIC_PALETTE) {
        return palette;
    }
    std::array<std::uint16_t*, 3> map{};
    if (TIFFGetField(tiff, TIFFTAG_COLORMAP, &map[0], &map[1], &map[2]) == 0) {
        return std::nullopt;
    }
    const std::size_t count = std::size_t{1} << samples.bits;
    for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t c = 0; c < map.size(); ++c) {
            palette[i][c] = static_cast<std::uint8_t>(map[c][i] >> 8U);
        }
    }
    return palette;
}

/// Sample `at` of a row whose samples have at most 8 bits.
unsigned smallSample(const std::uint8_t* row, std::size_t at, unsigned bits) {
    const std::size_t bit = at * bits;
    return row[bit / 8] >> (8 - bits - bit % 8) & ((1U << bits) - 1);
}

template <typename T>
T wideSample(const std::uint8_t* row, std::size_t at) {
    T value{};
    std::memcpy(&value, row + at * sizeof(T), sizeof(T));
    return value;
}

/// Sample `at` of a row as 0 ... 255: small ones spread, 12 and 16 bits without their low ones,
/// those of 32 bits clipped, as Pillow has it.
std::uint8_t levelAt(const std::uint8_t* row, std::size_t at, const Samples& samples) {
    switch (samples.bits) {
        case 8:
            return row[at];
        case 12: {
            const std::uint8_t* in = row + at * 3 / 2;
            return at % 2 == 0 ? in[0] : static_cast<std::uint8_t>((in[0] & 15) << 4 | in[1] >> 4);
        }
        case 16:
            if (samples.format == SAMPLEFORMAT_INT) {
                const int value = wideSample<std::int16_t>(row, at);
                return static_cast<std::uint8_t>(std::max(value, 0) >> 8);
            }
            return static_cast<std::uint8_t>(wideSample<std::uint16_t>(row, at) >> 8);
        case 32:
            if (samples.format == SAMPLEFORMAT_IEEEFP) {
                const float value = wideSample<float>(row, at);
                return value > 0 ? static_cast<std::uint8_t>(std::min(value, 255.0F)) : 0;
            }
            return static_cast<std::uint8_t>(std::clamp(wideSample<std::int32_t>(row, at), 0, 255));
        default:
            return static_cast<std::uint8_t>(smallSample(row, at, samples.bits) * 255 /
                                             ((1U << samples.bits) - 1));
    }
}

/// Where the samples of a row of a block lie; all the same where planes are not apart.
using Row = std::array<const std::uint8_t*, 4>;

void rowToRgb(const Row& row, std::uint32_t columns, const Samples& samples, const Palette& palette,
              std::uint8_t* rgb) {
    const bool full = samples.bits == 8 && !samples.planes && samples.count == samples.needed;
    if (full && samples.photometric == PHOTOMETRIC_RGB && !samples.multiplied) {
        std::memcpy(rgb, row[0], std::size_t{3} * columns);
        return;
    }
    if (full && samples.photometric == PHOTOMETRIC_SEPARATED) {
        inksToRgb(row[0], columns, rgb);
        return;
    }
    std::array<std::uint8_t, 4> levels{};
    for (std::size_t x = 0; x < columns; ++x, rgb += 3) {
        const std::size_t first = samples.planes ? x : x * samples.count;
        if (samples.photometric == PHOTOMETRIC_PALETTE) {
            std::memcpy(rgb, palette[smallSample(row[0], first, samples.bits)].data(), 3);
            continue;
        }
        for (std::size_t c = 0; c < samples.needed; ++c) {
            levels[c] = levelAt(row[c], samples.planes ? first : first + c, samples);
        }
        switch (samples.photometric) {
            case PHOTOMETRIC_RGB:
                for (std::size_t c = 0; c < 3; ++c) {
                    const int alpha = samples.multiplied ? levels[3] : 255;
                    rgb[c] = static_cast<std::uint8_t>(
                        alpha == 0 ? 0 : std::min(levels[c] * 255 / alpha, 255));
                }
                break;
            case PHOTOMETRIC_SEPARATED:
                inksToRgb(levels.data(), 1, rgb);
                break;
            default: {
                // Pillow inverts no wide samples.
                const bool inverted =
                    samples.photometric == PHOTOMETRIC_MINISWHITE && samples.bits <= 8;
                const int level = inverted ? 255 - levels[0] : levels[0];
                rgb[0] = rgb[1] = rgb[2] = static_cast<std::uint8_t>(level);
            }
        }
    }
}

/// Whether a strip or tile of each plane takes far more memory than so few bytes can fill, by the
/// numbers as libtiff reads them.
bool claimsTooMuch(TIFF* tiff, std::size_t bytes) {
    constexpr double kFreeBytes = 3 * 16'777'216.0;
    constexpr double kMostOfAByte = 3 * 131'072.0;
    const tmsize_t block = TIFFIsTiled(tiff) != 0 ? TIFFTileSize(tiff) : TIFFStripSize(tiff);
    const bool planes = shortTag(tiff, TIFFTAG_PLANARCONFIG) == PLANARCONFIG_SEPARATE;
    const int count = planes ? shortTag(tiff, TIFFTAG_SAMPLESPERPIXEL) : 1;
    const double taken = static_cast<double>(block) * count;
    return taken > kFreeBytes && taken / kMostOfAByte > static_cast<double>(bytes);
}

bool readSamples(TIFF* tiff, const Samples& samples, std::uint32_t width, std::uint32_t height,
                 std::uint8_t* rgb) {
    const Blocks blocks = blocksOf(tiff, width, height);
    const auto palette = paletteOf(tiff, samples);
    const tmsize_t blockBytes = blocks.tiled ? TIFFTileSize(tiff) : TIFFStripSize(tiff);
    const std::uint64_t together = samples.planes ? 1 : samples.count;
    const std::uint64_t rowBytes = (together * samples.bits * blocks.width + 7) / 8;
    if (!palette || blocks.width == 0 || blocks.height == 0 || blockBytes <= 0 ||
        static_cast<std::uint64_t>(blockBytes) / blocks.height < rowBytes) {
        return false;
    }
    const std::uint16_t planes = samples.planes ? samples.needed : std::uint16_t{1};
    std::vector<std::vector<std::uint8_t>> buffers(
        planes, std::vector<std::uint8_t>(static_cast<std::size_t>(blockBytes)));
    for (std::uint64_t top = 0; top < height; top += blocks.height) {
        for (std::uint64_t left = 0; left < width; left += blocks.width) {
            const auto x = static_cast<std::uint32_t>(left);
            const auto y = static_cast<std::uint32_t>(top);
            const std::uint32_t rows = std::min(blocks.height, height - y);
            const tmsize_t wanted =
                blocks.tiled ? blockBytes : static_cast<tmsize_t>(rowBytes * rows);
            for (std::uint16_t plane = 0; plane < planes; ++plane) {
                std::uint8_t* out = buffers[plane].data();
                const tmsize_t got =
                    blocks.tiled
                        ? TIFFReadEncodedTile(tiff, TIFFComputeTile(tiff, x, y, 0, plane), out,
                                              blockBytes)
                        : TIFFReadEncodedStrip(tiff, TIFFComputeStrip(tiff, y, plane), out, wanted);
                if (got < wanted) {
                    return false;
                }
            }
            const std::uint32_t columns = std::min(blocks.width, width - x);
            for (std::uint32_t i = 0; i < rows; ++i) {
                Row row{};
                for (std::size_t c = 0; c < row.size(); ++c) {
                    const std::size_t plane = samples.planes && c < planes ? c : 0;
                    row[c] = buffers[plane].data() + rowBytes * i;
                }
                rowToRgb(row, columns, samples, *palette,
                         rgb + 3 * (std::size_t{width} * (y + i) + x));
            }
        }
    }
    return true;
}

/// Luma and chroma in all their arrangements, and colours of other kinds.
bool readAsColours(TIFF* tiff, std::uint32_t width, std::uint32_t height, std::uint8_t* rgb) {
    const std::size_t pixels = std::size_t{width} * height;
    std::vector<std::uint32_t> raster(pixels);
    if (TIFFReadRGBAImageOriented(tiff, width, height, raster.data(), ORIENTATION_TOPLEFT, 1) ==
        0) {
        return false;
    }
    for (std::size_t i = 0; i < pixels; ++i) {
        rgb[3 * i] = static_cast<std::uint8_t>(TIFFGetR(raster[i]));
        rgb[3 * i + 1] = static_cast<std::uint8_t>(TIFFGetG(raster[i]));
        rgb[3 * i + 2] = static_cast<std::uint8_t>(TIFFGetB(raster[i]));
    }
    return true;
}

}  // namespace

TiffOutcome decodeTiffDirectly(const std::uint8_t* bytes, std::size_t size,
                               std::uint8_t* (*allocate)(void* context, int width, int height),
                               void* context, const char*& reason) {
    static const bool silenced = [] {
        TIFFSetErrorHandler(nullptr);
        TIFFSetWarningHandler(nullptr);
        return true;
    }();
    static_cast<void>(silenced);
    Memory memory{bytes, size, 0};
    const Tiff tiff(TIFFClientOpen("memory", "r", &memory, readMemory, writeNothing, seekMemory,
                                   closeNothing, sizeOfMemory, mapMemory, unmapNothing));
    if (!tiff) {
        return TiffOutcome::NotOurs;
    }
    const std::uint32_t width = longTag(tiff.get(), TIFFTAG_IMAGEWIDTH);
    const std::uint32_t height = longTag(tiff.get(), TIFFTAG_IMAGELENGTH);
    if (TIFFIsCODECConfigured(shortTag(tiff.get(), TIFFTAG_COMPRESSION)) == 0) {
        reason = kPacked;
        return TiffOutcome::Refused;
    }
    if (claimsTooMuch(tiff.get(), size)) {
        reason = kIncomplete;
        return TiffOutcome::Refused;
    }
    std::uint8_t* rgb = width > kMaxEdge || height > kMaxEdge
                            ? nullptr
                            : allocate(context, static_cast<int>(width), static_cast<int>(height));
    if (rgb == nullptr) {
        reason = "its size differs from its header";
        return TiffOutcome::Refused;
    }
    // As stored: an orientation is applied later, and libtiff turns some by itself.
    TIFFSetField(tiff.get(), TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
    const auto samples = samplesOf(tiff.get());
    const bool read = samples ? readSamples(tiff.get(), *samples, width, height, rgb)
                              : readAsColours(tiff.get(), width, height, rgb);
    if (!read) {
        reason = kIncomplete;
        return TiffOutcome::Refused;
    }
    return TiffOutcome::Decoded;
}

}  // namespace minarai::image
