// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <png.h>

#include <algorithm>
#include <array>
#include <csetjmp>
#include <string>
#include <vector>

#include "base/text.h"
#include "image/decoders.h"
#include "image/exif.h"

namespace minarai::image {

namespace {

constexpr png_uint_32 kMostTexts = 12;

/// Everything a reading run needs. It lives outside the function that calls setjmp, so that no
/// object with a destructor is skipped by a jump.
struct Reading {
    Bytes bytes;
    std::size_t at = 0;
    bool outOfData = false;
    bool pixelsComplete = false;
    std::string message;
    png_structp png = nullptr;
    png_infop info = nullptr;
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    int orientation = 0;  ///< 0 while none was found
    Image image;
    std::vector<png_bytep> rows;

    explicit Reading(Bytes b) : bytes(b) {}
    Reading(const Reading&) = delete;
    Reading& operator=(const Reading&) = delete;
    ~Reading() { png_destroy_read_struct(&png, &info, nullptr); }
};

[[noreturn]] void onError(png_structp png, png_const_charp message) {
    auto* reading = static_cast<Reading*>(png_get_error_ptr(png));
    reading->message = message;
    png_longjmp(png, 1);
}

void onWarning(png_structp, png_const_charp) {}

void readBytes(png_structp png, png_bytep out, png_size_t count) {
    auto* reading = static_cast<Reading*>(png_get_io_ptr(png));
    if (!fits(reading->bytes, reading->at, count)) {
        reading->outOfData = true;
        png_error(png, "cut off");
    }
    std::memcpy(out, reading->bytes.data() + reading->at, count);
    reading->at += count;
}

bool open(Reading& reading) {
    reading.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &reading, onError, onWarning);
    reading.info = reading.png != nullptr ? png_create_info_struct(reading.png) : nullptr;
    if (reading.info == nullptr) {
        return false;
    }
    png_set_read_fn(reading.png, &reading, readBytes);
    png_set_user_limits(reading.png, 0x7FFFFFFF, 0x7FFFFFFF);
    // Texts are unpacked, of 8 MB each where the file wants it.
    png_set_chunk_cache_max(reading.png, kMostTexts);
    // libpng takes as much memory for an eXIf chunk as it claims to need, without looking whether
    // the file has it: exifChunkOrientation reads it instead. Plain texts, which would count among
    // the packed ones, are read by plainTextOrientation. Nothing reads the others.
    png_set_keep_unknown_chunks(reading.png, PNG_HANDLE_CHUNK_NEVER,
                                reinterpret_cast<png_const_bytep>("eXIf\0iCCP\0sPLT\0tEXt"), 4);
    return true;
}

/// ImageMagick's text.
bool namesOrientation(std::string_view key) {
    return key == "Raw profile type exif" || key == "Raw profile type APP1";
}

/// That of a packed text before the pixels.
void findOrientation(Reading& reading) {
    png_textp texts = nullptr;
    const int count = png_get_text(reading.png, reading.info, &texts, nullptr);
    for (int i = 0; i < count; ++i) {
        const std::string_view key = texts[i].key;
        if (namesOrientation(key)) {
            const std::size_t length = std::max(texts[i].text_length, texts[i].itxt_length);
            reading.orientation = rawProfileOrientation(std::string_view(texts[i].text, length));
            return;
        }
    }
}

/// That of the eXIf chunk, before or after the pixels; 0 without one.
int exifChunkOrientation(Bytes bytes) {
    for (std::size_t at = 8; fits(bytes, at, 12);) {
        const std::size_t length = big32(bytes, at);
        if (!fits(bytes, at + 8, length)) {
            break;
        }
        if (hasText(bytes, at + 4, "eXIf")) {
            return exifOrientation(bytes.subspan(at + 8, length));
        }
        at += length + 12;
    }
    return 0;
}

/// That of a plain text before the pixels; 0 without one.
int plainTextOrientation(Bytes bytes) {
    for (std::size_t at = 8; fits(bytes, at, 12) && !hasText(bytes, at + 4, "IDAT");) {
        const std::size_t length = big32(bytes, at);
        if (!fits(bytes, at + 8, length)) {
            break;
        }
        const std::string_view text(reinterpret_cast<const char*>(bytes.data() + at + 8), length);
        const std::size_t end = text.find('\0');
        if (hasText(bytes, at + 4, "tEXt") && end != std::string_view::npos &&
            namesOrientation(text.substr(0, end))) {
            return rawProfileOrientation(text.substr(end + 1));
        }
        at += length + 12;
    }
    return 0;
}

bool readInfo(Reading& reading) {
    if (setjmp(png_jmpbuf(reading.png)) != 0) {
        return false;
    }
    png_read_info(reading.png, reading.info);
    reading.width = png_get_image_width(reading.png, reading.info);
    reading.height = png_get_image_height(reading.png, reading.info);
    findOrientation(reading);
    return true;
}

/// Colours that a palette leaves out are greys, as for Pillow.
void completePalette(Reading& reading) {
    png_colorp colours = nullptr;
    int count = 0;
    const int all = 1 << png_get_bit_depth(reading.png, reading.info);
    if (png_get_color_type(reading.png, reading.info) != PNG_COLOR_TYPE_PALETTE ||
        png_get_PLTE(reading.png, reading.info, &colours, &count) == 0 || count >= all) {
        return;
    }
    std::array<png_color, PNG_MAX_PALETTE_LENGTH> complete{};
    for (int i = 0; i < all; ++i) {
        const auto grey = static_cast<png_byte>(i);
        complete[static_cast<std::size_t>(i)] =
            i < count ? colours[i] : png_color{grey, grey, grey};
    }
    png_set_PLTE(reading.png, reading.info, complete.data(), all);
}

bool beginPixels(Reading& reading) {
    if (setjmp(png_jmpbuf(reading.png)) != 0) {
        return false;
    }
    completePalette(reading);
    // To 8-bit RGB: palette and low depths expanded, the high byte of 16 bits kept (as Pillow
    // keeps it for RGB), alpha and transparent colours dropped without blending.
    png_set_expand(reading.png);
    png_set_strip_16(reading.png);
    png_set_strip_alpha(reading.png);
    png_set_gray_to_rgb(reading.png);
    png_set_interlace_handling(reading.png);
    png_read_update_info(reading.png, reading.info);
    return png_get_rowbytes(reading.png, reading.info) == std::size_t{3} * reading.width;
}

bool readPixels(Reading& reading) {
    if (setjmp(png_jmpbuf(reading.png)) != 0) {
        // What follows the pixels may be damaged without harm.
        return reading.pixelsComplete;
    }
    png_read_image(reading.png, reading.rows.data());
    reading.pixelsComplete = true;
    png_read_end(reading.png, nullptr);
    return true;
}

Error failure(const Reading& reading, std::string_view name) {
    if (reading.outOfData) {
        return fail(ErrorCode::ImageTruncated, name);
    }
    return fail(ErrorCode::ImageDamaged, name, reading.message);
}

/// No stored picture is smaller than deflate's limit of 1032 to 1.
bool plausible(const Reading& reading) {
    const std::uint64_t bits = std::uint64_t{png_get_bit_depth(reading.png, reading.info)} *
                               png_get_channels(reading.png, reading.info);
    const std::uint64_t rowBytes = (reading.width * bits + 7) / 8;
    return rowBytes * reading.height / 1100 <= reading.bytes.size();
}

struct Writing {
    std::vector<std::uint8_t> bytes;
    png_structp png = nullptr;
    png_infop info = nullptr;

    Writing() = default;
    Writing(const Writing&) = delete;
    Writing& operator=(const Writing&) = delete;
    ~Writing() { png_destroy_write_struct(&png, &info); }
};

void writeBytes(png_structp png, png_bytep data, png_size_t count) {
    auto* writing = static_cast<Writing*>(png_get_io_ptr(png));
    writing->bytes.insert(writing->bytes.end(), data, data + count);
}

void flushBytes(png_structp) {}

[[noreturn]] void onWriteError(png_structp png, png_const_charp) {
    png_longjmp(png, 1);
}

bool write(Writing& writing, const Image& image) {
    if (setjmp(png_jmpbuf(writing.png)) != 0) {
        return false;
    }
    png_set_write_fn(writing.png, &writing, writeBytes, flushBytes);
    png_set_IHDR(writing.png, writing.info, static_cast<png_uint_32>(image.width),
                 static_cast<png_uint_32>(image.height), 8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(writing.png, writing.info);
    for (int y = 0; y < image.height; ++y) {
        png_write_row(writing.png, image.row(y));
    }
    png_write_end(writing.png, writing.info);
    return true;
}

}  // namespace

Result<Header> readPngHeader(Bytes bytes, std::string_view name) {
    Reading reading(bytes);
    if (!open(reading)) {
        return fail(ErrorCode::OutOfMemory, MN_TEXT("Image", "decoding a PNG image"));
    }
    if (!readInfo(reading)) {
        return failure(reading, name);
    }
    const int fromChunk = exifChunkOrientation(bytes);
    const int packed = reading.orientation;
    const int fromText = packed != 0 ? packed : plainTextOrientation(bytes);
    const int found = fromChunk != 0 ? fromChunk : fromText;
    return Header{Format::Png, reading.width, reading.height, found != 0 ? found : 1};
}

Result<Image> decodePng(Bytes bytes, std::string_view name) {
    Reading reading(bytes);
    if (!open(reading)) {
        return fail(ErrorCode::OutOfMemory, MN_TEXT("Image", "decoding a PNG image"));
    }
    if (!readInfo(reading) || !plausible(reading)) {
        reading.outOfData = reading.outOfData || reading.message.empty();
        return failure(reading, name);
    }
    if (!beginPixels(reading)) {
        return failure(reading, name);
    }
    MN_TRY(checkSize(reading.width, reading.height, name));
    reading.image = Image(static_cast<int>(reading.width), static_cast<int>(reading.height));
    reading.rows.resize(reading.height);
    for (std::uint32_t y = 0; y < reading.height; ++y) {
        reading.rows[y] = reading.image.row(static_cast<int>(y));
    }
    if (!readPixels(reading)) {
        return failure(reading, name);
    }
    return std::move(reading.image);
}

std::vector<std::uint8_t> encodePng(const Image& image) {
    Writing writing;
    if (image.width < 1 || image.height < 1) {
        return {};
    }
    writing.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, onWriteError, onWarning);
    writing.info = writing.png != nullptr ? png_create_info_struct(writing.png) : nullptr;
    if (writing.info == nullptr || !write(writing, image)) {
        return {};
    }
    return std::move(writing.bytes);
}

}  // namespace minarai::image
