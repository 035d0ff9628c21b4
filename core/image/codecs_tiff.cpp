// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "image/codecs_tiff.h"

#include <tiffio.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <vector>

#include "image/inks.h"

namespace minarai::image {

namespace {

constexpr std::uint32_t kMaxEdge = 1U << 30U;
constexpr const char* kIncomplete = "its pixels are incomplete";

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

/// Cyan, magenta, yellow and black of 8 bits, pixel by pixel.
bool isInks(TIFF* tiff) {
    return shortTag(tiff, TIFFTAG_PHOTOMETRIC) == PHOTOMETRIC_SEPARATED &&
           shortTag(tiff, TIFFTAG_BITSPERSAMPLE) == 8 &&
           shortTag(tiff, TIFFTAG_SAMPLESPERPIXEL) == 4 &&
           shortTag(tiff, TIFFTAG_PLANARCONFIG) == PLANARCONFIG_CONTIG;
}

bool readInks(TIFF* tiff, std::uint32_t width, std::uint32_t height, std::uint8_t* rgb) {
    const Blocks blocks = blocksOf(tiff, width, height);
    const tmsize_t blockBytes = blocks.tiled ? TIFFTileSize(tiff) : TIFFStripSize(tiff);
    const std::uint64_t needed = std::uint64_t{4} * blocks.width * blocks.height;
    if (blocks.width == 0 || blocks.height == 0 || blockBytes <= 0 ||
        static_cast<std::uint64_t>(blockBytes) < needed) {
        return false;
    }
    std::vector<std::uint8_t> inks(static_cast<std::size_t>(blockBytes));
    for (std::uint32_t top = 0; top < height; top += blocks.height) {
        for (std::uint32_t left = 0; left < width; left += blocks.width) {
            const std::uint32_t rows = std::min(blocks.height, height - top);
            const tmsize_t wanted =
                blocks.tiled ? blockBytes : static_cast<tmsize_t>(4) * width * rows;
            const tmsize_t got =
                blocks.tiled ? TIFFReadEncodedTile(tiff, TIFFComputeTile(tiff, left, top, 0, 0),
                                                   inks.data(), blockBytes)
                             : TIFFReadEncodedStrip(tiff, TIFFComputeStrip(tiff, top, 0),
                                                    inks.data(), wanted);
            if (got < wanted) {
                return false;
            }
            const std::uint32_t columns = std::min(blocks.width, width - left);
            for (std::uint32_t y = 0; y < rows; ++y) {
                inksToRgb(inks.data() + std::size_t{4} * blocks.width * y, columns,
                          rgb + 3 * (std::size_t{width} * (top + y) + left));
            }
        }
    }
    return true;
}

bool readTiles(TIFF* tiff, std::uint32_t width, std::uint32_t height, std::uint8_t* rgb) {
    const std::size_t pixels = std::size_t{width} * height;
    std::vector<std::uint32_t> raster(pixels);
    // As stored: an orientation is applied later.
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
    const bool inks = isInks(tiff.get());
    if (!inks && TIFFIsTiled(tiff.get()) == 0) {
        return TiffOutcome::NotOurs;
    }
    const std::uint32_t width = longTag(tiff.get(), TIFFTAG_IMAGEWIDTH);
    const std::uint32_t height = longTag(tiff.get(), TIFFTAG_IMAGELENGTH);
    std::uint8_t* rgb = width > kMaxEdge || height > kMaxEdge
                            ? nullptr
                            : allocate(context, static_cast<int>(width), static_cast<int>(height));
    if (rgb == nullptr) {
        reason = "its size differs from its header";
        return TiffOutcome::Refused;
    }
    const bool read =
        inks ? readInks(tiff.get(), width, height, rgb) : readTiles(tiff.get(), width, height, rgb);
    if (!read) {
        reason = kIncomplete;
        return TiffOutcome::Refused;
    }
    return TiffOutcome::Decoded;
}

}  // namespace minarai::image
