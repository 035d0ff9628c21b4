// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <turbojpeg.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "image/decoders.h"
#include "image/inks.h"

namespace minarai::image {

namespace {

struct CloseDecoder {
    void operator()(void* handle) const { tjDestroy(handle); }
};

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
    if (!header.huffman) {
        // A few bytes of arithmetic coding may stand for any number of blocks.
        MN_TRY(checkClaim(header.width * header.height, bytes.size(), name));
        if (!header.arithmetic) {
            return fail(ErrorCode::ImageDamaged, name,
                        MN_TEXT("Image", "this kind of JPEG is not supported"));
        }
    }
    // A decoder each thread: making one takes its time, and it may be used again after an image.
    thread_local std::unique_ptr<void, CloseDecoder> decoder;
    if (!decoder) {
        decoder.reset(tjInitDecompress());
    }
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
        // What a damaged file left behind goes with its decoder.
        const std::unique_ptr<void, CloseDecoder> spent = std::move(decoder);
        // The library fills what is missing with grey and only warns; the last of several
        // warnings need not be the one which tells so. The markers do.
        if (!jpegReachesEnd(bytes, header.scanAt)) {
            return fail(ErrorCode::ImageTruncated, name);
        }
        if (tjGetErrorCode(spent.get()) != TJERR_WARNING) {
            return fail(ErrorCode::ImageDamaged, name, tjGetErrorStr2(spent.get()));
        }
    }
    if (inks) {
        // Adobe stores CMYK inverted, and Pillow takes every CMYK JPEG to be so.
        for (std::uint8_t& value : inkPixels) {
            value = static_cast<std::uint8_t>(255 - value);
        }
        inksToRgb(inkPixels.data(), inkPixels.size() / 4, image.rgb.data());
    }
    return image;
}

}  // namespace minarai::image
