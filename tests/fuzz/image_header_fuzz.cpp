// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdlib>

#include "image/header.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace minarai;
    const image::Bytes bytes(data, size);
    if (const auto header = image::readHeader(bytes, "fuzz")) {
        if (!image::checkSize(header->width, header->height, "fuzz") || header->orientation < 1 ||
            header->orientation > 8) {
            std::abort();
        }
    }
    const image::JpegHeader jpeg = image::readJpegHeader(bytes);
    (void)image::jpegReachesEnd(bytes, jpeg.scanAt);
    const image::WebPFrame frame = image::readWebPFrame(bytes);
    if (!frame.truncated && frame.chunkAt + frame.chunkBytes > size) {
        std::abort();
    }
    return 0;
}
