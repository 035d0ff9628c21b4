// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The decoders behind decode(), one a library. Each gives the pixels as stored: decode() turns
// them upright. The size has been checked against kMaxPixels before one is called.
#pragma once

#include <string_view>

#include "base/error.h"
#include "image/bytes.h"
#include "image/decode.h"
#include "image/header.h"
#include "image/image.h"

namespace minarai::image {

/// The name of a format that is known for nothing but to be refused; empty for the others.
std::string_view refusedName(Bytes head);

Result<Image> decodeJpeg(Bytes bytes, const DecodeOptions& options, std::string_view name);

Result<Header> readPngHeader(Bytes bytes, std::string_view name);
Result<Image> decodePng(Bytes bytes, std::string_view name);

Result<Header> readGifHeader(Bytes bytes, std::string_view name);
Result<Image> decodeGif(Bytes bytes, std::string_view name);

Result<Image> decodeBmp(Bytes bytes, const Header& header, std::string_view name);

Result<Header> readPnmHeader(Bytes bytes, std::string_view name);
Result<Image> decodePnm(Bytes bytes, std::string_view name);

/// WebP, TIFF and JPEG 2000, by the library which codecs_library.h opens.
Result<Image> decodeByCodecs(Bytes bytes, const Header& header, std::string_view name);

/// Turns stored pixels upright by an EXIF orientation of 1 ... 8.
Image makeUpright(Image stored, int orientation);

}  // namespace minarai::image
