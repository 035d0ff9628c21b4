// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <gif_lib.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/text.h"
#include "image/decoders.h"

namespace minarai::image {

namespace {

/// A code of LZW takes 12 bits once it stands for many pixels, and for 4096 of them at most.
constexpr std::size_t kPixelsOfAByte = 2731;

struct Source {
    Bytes bytes;
    std::size_t at = 0;
    bool outOfData = false;
    bool endsWithBlock = false;  ///< the file ends with the last byte of a block of pixels
};

int readBytes(GifFileType* gif, GifByteType* out, int count) {
    auto* source = static_cast<Source*>(gif->UserData);
    const std::size_t wanted = static_cast<std::size_t>(std::max(count, 0));
    const std::size_t there = std::min(wanted, source->bytes.size() - source->at);
    if (there > 0) {
        std::memcpy(out, source->bytes.data() + source->at, there);
        source->at += there;
    }
    source->outOfData = source->outOfData || there < wanted;
    if (source->endsWithBlock && there == 0 && wanted == 1) {
        *out = 0;  // the block of no bytes that ends a picture
        return 1;
    }
    return static_cast<int>(there);
}

struct CloseGif {
    void operator()(GifFileType* gif) const { DGifCloseFile(gif, nullptr); }
};
using Gif = std::unique_ptr<GifFileType, CloseGif>;

struct FirstImage {
    Gif gif;
    int transparent = -1;     ///< palette index, -1 for none
    std::uint64_t width = 0;  ///< of the canvas
    std::uint64_t height = 0;
};

Error failure(const Source& source, const GifFileType* gif, int code, std::string_view name) {
    if (source.outOfData) {
        return fail(ErrorCode::ImageTruncated, name);
    }
    const char* text = GifErrorString(gif != nullptr ? gif->Error : code);
    return fail(ErrorCode::ImageDamaged, name,
                text != nullptr ? text : MN_TEXT("Image", "its blocks make no sense"));
}

/// Reads up to the head of the first image. giflib takes no memory for pixels by that.
Result<FirstImage> openFirst(Source& source, std::string_view name) {
    FirstImage first;
    int code = 0;
    first.gif = Gif(DGifOpen(&source, readBytes, &code));
    GifFileType* gif = first.gif.get();
    if (gif == nullptr) {
        return failure(source, nullptr, code, name);
    }
    while (true) {
        GifRecordType type = UNDEFINED_RECORD_TYPE;
        if (DGifGetRecordType(gif, &type) == GIF_ERROR) {
            return failure(source, gif, 0, name);
        }
        if (type == IMAGE_DESC_RECORD_TYPE) {
            break;
        }
        if (type == TERMINATE_RECORD_TYPE) {
            return fail(ErrorCode::ImageDamaged, name, MN_TEXT("Image", "it holds no picture"));
        }
        int extension = 0;
        GifByteType* block = nullptr;
        if (DGifGetExtension(gif, &extension, &block) == GIF_ERROR) {
            return failure(source, gif, 0, name);
        }
        while (block != nullptr) {
            // block[0] is the length; bit 0 of the flags says that the index means transparent.
            if (extension == GRAPHICS_EXT_FUNC_CODE && block[0] >= 4) {
                first.transparent = (block[1] & 1) != 0 ? block[4] : -1;
            }
            if (DGifGetExtensionNext(gif, &block) == GIF_ERROR) {
                return failure(source, gif, 0, name);
            }
        }
    }
    if (DGifGetImageDesc(gif) == GIF_ERROR) {
        return failure(source, gif, 0, name);
    }
    const GifImageDesc& frame = gif->Image;
    if (frame.Left < 0 || frame.Top < 0 || frame.Width <= 0 || frame.Height <= 0) {
        return fail(ErrorCode::ImageDamaged, name,
                    MN_TEXT("Image", "its first picture has no size"));
    }
    // As Pillow: the canvas grows where the first picture reaches beyond it.
    first.width = static_cast<std::uint64_t>(std::max(gif->SWidth, frame.Left + frame.Width));
    first.height = static_cast<std::uint64_t>(std::max(gif->SHeight, frame.Top + frame.Height));
    return first;
}

/// Whether the blocks of pixels from `at` on end where the file does, without the one of no bytes.
bool endsWithBlock(Bytes bytes, std::size_t at) {
    while (at < bytes.size() && bytes[at] != 0) {
        at += std::size_t{1} + bytes[at];
    }
    return at == bytes.size();
}

using Palette = std::array<std::array<std::uint8_t, 3>, 256>;

/// Indices without an entry are greys, which is also what Pillow makes of a file without palette.
Palette paletteOf(const GifFileType& gif) {
    Palette palette{};
    for (std::size_t i = 0; i < palette.size(); ++i) {
        palette[i].fill(static_cast<std::uint8_t>(i));
    }
    const ColorMapObject* map = gif.Image.ColorMap != nullptr ? gif.Image.ColorMap : gif.SColorMap;
    if (map != nullptr) {
        const int count = std::min(map->ColorCount, 256);
        for (int i = 0; i < count; ++i) {
            const GifColorType& colour = map->Colors[i];
            palette[static_cast<std::size_t>(i)] = {colour.Red, colour.Green, colour.Blue};
        }
    }
    return palette;
}

/// The rows of the picture in the order in which they are stored.
std::vector<int> rowOrder(int height, bool interlaced) {
    std::vector<int> order;
    order.reserve(static_cast<std::size_t>(height));
    struct Pass {
        int first;
        int step;
    };
    static constexpr std::array<Pass, 4> kPasses{Pass{0, 8}, Pass{4, 8}, Pass{2, 4}, Pass{1, 2}};
    if (!interlaced) {
        for (int y = 0; y < height; ++y) {
            order.push_back(y);
        }
        return order;
    }
    for (const Pass& pass : kPasses) {
        for (int y = pass.first; y < height; y += pass.step) {
            order.push_back(y);
        }
    }
    return order;
}

}  // namespace

Result<Header> readGifHeader(Bytes bytes, std::string_view name) {
    Source source{bytes};
    MN_ASSIGN(const FirstImage first, openFirst(source, name));
    return Header{Format::Gif, first.width, first.height, 1};
}

Result<Image> decodeGif(Bytes bytes, std::string_view name) {
    Source source{bytes};
    MN_ASSIGN(const FirstImage first, openFirst(source, name));
    MN_TRY(checkSize(first.width, first.height, name));
    GifFileType* gif = first.gif.get();
    const auto frameWidth = static_cast<std::size_t>(gif->Image.Width);
    const std::size_t pixels = frameWidth * static_cast<std::size_t>(gif->Image.Height);
    if (pixels / kPixelsOfAByte > source.bytes.size() - source.at) {
        return fail(ErrorCode::ImageTruncated, name);
    }
    MN_TRY(checkClaim(first.width * first.height, bytes.size(), name));
    // All indices first: nothing is drawn of a picture that ends before its time.
    const std::vector<int> order = rowOrder(gif->Image.Height, gif->Image.Interlace);
    std::vector<GifPixelType> indices(pixels);
    // giflib looks for the end of the blocks with the last row, which may have all its pixels.
    source.endsWithBlock = endsWithBlock(bytes, source.at);
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (DGifGetLine(gif, indices.data() + i * frameWidth, gif->Image.Width) == GIF_ERROR) {
            return failure(source, gif, 0, name);
        }
    }

    const Palette palette = paletteOf(*gif);
    Image image(static_cast<int>(first.width), static_cast<int>(first.height));
    const auto& background = palette[static_cast<std::size_t>(std::max(first.transparent, 0))];
    for (std::size_t i = 0; i < image.rgb.size(); i += 3) {
        std::memcpy(image.rgb.data() + i, background.data(), 3);
    }
    const GifPixelType* index = indices.data();
    for (const int y : order) {
        std::uint8_t* out =
            image.row(gif->Image.Top + y) + std::size_t{3} * static_cast<unsigned>(gif->Image.Left);
        for (std::size_t x = 0; x < frameWidth; ++x, ++index, out += 3) {
            std::memcpy(out, palette[*index].data(), 3);
        }
    }
    return image;
}

}  // namespace minarai::image
