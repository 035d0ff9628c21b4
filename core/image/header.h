// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a file says about itself before any decoder takes memory for it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/error.h"
#include "image/bytes.h"
#include "image/decode.h"

namespace minarai::image {

struct Header {
    Format format = Format::Unknown;
    std::uint64_t width = 0;   ///< px as stored
    std::uint64_t height = 0;  ///< px as stored
    int orientation = 1;       ///< EXIF, 1 ... 8
};

/// Reads the header of any format that is decoded; the others are refused by name. The size is at
/// least 1x1 and at most kMaxPixels. Fails with ImageEmpty, ImageUnknown, ImageFormat,
/// ImageTruncated, ImageDamaged or ImageTooLarge.
Result<Header> readHeader(Bytes bytes, std::string_view name);

/// Fails unless the size is within 1 ... kMaxPixels.
Status checkSize(std::uint64_t width, std::uint64_t height, std::string_view name);

/// For formats in which a few bytes may stand for any number of pixels: fails with ImageDamaged
/// where a file claims a large picture, and holds fewer bytes than any real one of that size.
Status checkClaim(std::uint64_t pixels, std::size_t bytes, std::string_view name);

/// ImageDamaged, for such a file.
Error tooFewBytes(std::string_view name);

/// JPEG alone: more than the size.
struct JpegHeader {
    std::uint64_t width = 0;
    std::uint64_t height = 0;
    int components = 0;
    int bits = 8;  ///< of a sample
    int orientation = 1;
    bool huffman = false;     ///< entropy coding of which the least length is known
    bool arithmetic = false;  ///< the other one that is decoded
    std::size_t scanAt = 0;   ///< offset of the first start-of-scan marker, 0 when there is none
    bool found = false;       ///< a frame header was found
};
JpegHeader readJpegHeader(Bytes bytes);

/// True if the marker structure from the first scan on leads to an end-of-image marker.
bool jpegReachesEnd(Bytes bytes, std::size_t scanAt);

/// The first frame of a WebP container.
struct WebPFrame {
    std::uint64_t canvasWidth = 0;
    std::uint64_t canvasHeight = 0;
    std::uint64_t x = 0;
    std::uint64_t y = 0;
    int orientation = 1;
    std::size_t chunkAt = 0;     ///< its "VP8 " or "VP8L" chunk with the 8 bytes of its head
    std::size_t chunkBytes = 0;  ///< with its head, as stored; 0 when there is none
    bool truncated = false;      ///< the chunk goes beyond the end of the file
};
WebPFrame readWebPFrame(Bytes bytes);

}  // namespace minarai::image
