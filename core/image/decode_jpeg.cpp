// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <turbojpeg.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "base/text.h"
#include "image/decoders.h"

namespace minarai::image {

namespace {

struct CloseDecoder {
    void operator()(void* handle) const { tjDestroy(handle); }
};

/// a * b / 255, rounded as Pillow rounds it.
int multiplied(int a, int b) {
    const int t = a * b + 128;
    return ((t >> 8) + t) >> 8;
}

/// Adobe stores CMYK inverted and Pillow takes every CMYK JPEG to be so; then as its cmyk2rgb.
void inkToRgb(const std::vector<std::uint8_t>& inks, Image& image) {
    std::uint8_t* out = image.rgb.data();
    for (std::size_t i = 0; i < inks.size(); i += 4, out += 3) {
        const int light = inks[i + 3];
        for (std::size_t c = 0; c < 3; ++c) {
            out[c] = static_cast<std::uint8_t>(
                std::clamp(light - multiplied(255 - inks[i + c], light), 0, 255));
        }
    }
}

int shrinkFactor(const JpegHeader& header, int atLeastShortEdge) {
    if (atLeastShortEdge > 0) {
        const std::uint64_t shortEdge = std::min(header.width, header.height);
        for (const int factor : {8, 4, 2}) {
            if (shortEdge / static_cast<unsigned>(factor) >=
                static_cast<std::uint64_t>(atLeastShortEdge)) {
                return factor;
            }
        }
    }
    return 1;
}

}  // namespace

Result<Image> decodeJpeg(Bytes bytes, const DecodeOptions& options, std::string_view name) {
    const JpegHeader header = readJpegHeader(bytes);
    // A block of 8x8 takes at least one bit, so that a few bytes cannot ask for much memory.
    if (header.scanAt == 0 ||
        (header.huffman && header.width * header.height / (64 * 8) > bytes.size())) {
        return fail(ErrorCode::ImageTruncated, name);
    }
    const std::unique_ptr<void, CloseDecoder> decoder(tjInitDecompress());
    if (!decoder) {
        return fail(ErrorCode::OutOfMemory, MN_TEXT("Image", "decoding a JPEG image"));
    }

    const int factor = shrinkFactor(header, options.atLeastShortEdge);
    const tjscalingfactor scale{1, factor};
    const int width = TJSCALED(static_cast<int>(header.width), scale);
    const int height = TJSCALED(static_cast<int>(header.height), scale);
    Image image(width, height);
    const bool inks = header.components == 4;
    std::vector<std::uint8_t> inkPixels;
    if (inks) {
        inkPixels.resize(image.rgb.size() / 3 * 4);
    }
    // No flag of speed over quality: the same DCT and upsampling as Pillow. The limit of scans
    // stops files that make a progressive decoder work for hours.
    const int status =
        tjDecompress2(decoder.get(), bytes.data(), static_cast<unsigned long>(bytes.size()),
                      inks ? inkPixels.data() : image.rgb.data(), width, width * (inks ? 4 : 3),
                      height, inks ? TJPF_CMYK : TJPF_RGB, TJFLAG_LIMITSCANS);
    if (status != 0) {
        // The library fills what is missing with grey and only warns; the last of several
        // warnings need not be the one which tells so. The markers do.
        if (!jpegReachesEnd(bytes, header.scanAt)) {
            return fail(ErrorCode::ImageTruncated, name);
        }
        if (tjGetErrorCode(decoder.get()) != TJERR_WARNING) {
            return fail(ErrorCode::ImageDamaged, name, tjGetErrorStr2(decoder.get()));
        }
    }
    if (inks) {
        inkToRgb(inkPixels, image);
    }
    return image;
}

}  // namespace minarai::image
