// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdlib>

#include "image/decode.h"
#include "image/header.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace minarai;
    const image::Bytes bytes(data, size);
    constexpr std::uint64_t kEnough = 1U << 20;  // px: larger ones only take longer
    const auto header = image::readHeader(bytes, "fuzz");
    if (header &&
        static_cast<std::uint64_t>(header->width) * static_cast<std::uint64_t>(header->height) >
            kEnough) {
        return 0;
    }
    for (const int shortEdge : {0, 8}) {
        image::DecodeOptions options;
        options.atLeastShortEdge = shortEdge;
        const auto picture = image::decode(bytes, "fuzz", options);
        if (picture &&
            (picture->width < 1 || picture->height < 1 ||
             picture->rgb.size() != std::size_t{3} * static_cast<std::size_t>(picture->width) *
                                        static_cast<std::size_t>(picture->height))) {
            std::abort();
        }
    }
    return 0;
}
