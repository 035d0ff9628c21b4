// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Files to pixels: JPEG, PNG, WebP, BMP, TIFF, GIF (first frame), PPM/PGM/PBM and JPEG 2000.
//
// The full magic bytes decide the format before any decoder sees the file; the name's extension
// is only a hint for the scan. EXIF orientation is applied. Grey becomes RGB, 16 bits become 8
// (scaled), alpha is dropped. A truncated file is an error (ImageTruncated), never a partial
// picture; what is cut or damaged behind the last pixel does no harm. All functions are
// thread-safe.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "image/image.h"

namespace minarai::image {

enum class Format {
    Unknown,
    Jpeg,
    Png,
    WebP,
    Bmp,
    Tiff,
    Gif,
    Pnm,
    Jpeg2000,
    // Known, and refused by name:
    Ico,
    Cursor,
    Avif,
    Heif,
    JpegXl,
    JpegXr,
    Psd,
    Svg,
    Tga,
    OpenExr,
    RadianceHdr,
    Dds,
    Qoi,
    Xcf,
    Pdf,
    Pcx,
    Sgi,
    Icns,
    PostScript,
};

/// "JPEG", "PNG", ...
std::string_view formatName(Format format);

/// By the first bytes (give at least 64 where the file has them).
Format sniffFormat(std::span<const std::uint8_t> head);

/// True if the lower-case extension of the name (".jpg") is one a scan should pick up, also for
/// formats which then are refused by name.
bool hasImageExtension(const std::filesystem::path& path);

/// True if the extension is usual for the format (".jpeg" and ".jpg" for JPEG).
bool extensionFits(const std::filesystem::path& path, Format format);

/// Pixels above which a file is refused before memory is taken (Pillow's limit).
inline constexpr std::uint64_t kMaxPixels = 178'956'970;

struct DecodeOptions {
    /// JPEG may be shrunk by 2, 4 or 8 while decoding as long as the shorter edge stays at least
    /// this long; 0 decodes every pixel. For thumbnails, and for training where a person asked for
    /// it (the setting “fast_decode”); evaluation, prediction and export see every pixel.
    int atLeastShortEdge = 0;
};

/// `name` is used in messages only.
Result<Image> decode(std::span<const std::uint8_t> bytes, std::string_view name,
                     const DecodeOptions& options = {});
Result<Image> decodeFile(const std::filesystem::path& path, const DecodeOptions& options = {});

struct ImageInfo {
    Format format = Format::Unknown;
    int width = 0;   ///< px, upright
    int height = 0;  ///< px, upright
};
/// Size and format without decoding the pixels.
Result<ImageInfo> probeFile(const std::filesystem::path& path);

/// Lossless PNG bytes.
std::vector<std::uint8_t> encodePng(const Image& image);

}  // namespace minarai::image
