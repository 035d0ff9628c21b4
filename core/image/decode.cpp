// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "image/decode.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <exception>
#include <new>
#include <utility>

#include "base/descriptor.h"
#include "base/files.h"
#include "base/text.h"
#include "image/decoders.h"
#include "image/header.h"

namespace minarai::image {

namespace {

constexpr std::uint64_t kMaxFileBytes = std::uint64_t{1} << 30;
constexpr std::size_t kHeadBytes = 64 * 1024;

/// The first bytes of a regular file and its whole length. Never blocks on a pipe.
struct Head {
    std::vector<std::uint8_t> bytes;
    std::uint64_t fileBytes = 0;
};

Result<Head> readHead(const std::filesystem::path& path, std::size_t count) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (file.get() < 0) {
        return readError(path, errno);
    }
    struct stat status {};
    if (::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
        return fail(ErrorCode::ReadFailed, toUtf8(path), MN_TEXT("Image", "not a regular file"));
    }
    Head head;
    head.fileBytes = static_cast<std::uint64_t>(status.st_size);
    head.bytes.resize(static_cast<std::size_t>(std::min<std::uint64_t>(count, head.fileBytes)));
    std::size_t filled = 0;
    while (filled < head.bytes.size()) {
        const ssize_t got =
            ::read(file.get(), head.bytes.data() + filled, head.bytes.size() - filled);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return readError(path, errno);
        }
        if (got == 0) {
            break;
        }
        filled += static_cast<std::size_t>(got);
    }
    head.bytes.resize(filled);
    return head;
}

Result<Image> decodeStored(Bytes bytes, const Header& header, const DecodeOptions& options,
                           std::string_view name) {
    switch (header.format) {
        case Format::Jpeg:
            return decodeJpeg(bytes, options, name);
        case Format::Png:
            return decodePng(bytes, name);
        case Format::Gif:
            return decodeGif(bytes, name);
        case Format::Bmp:
            return decodeBmp(bytes, header, name);
        case Format::Pnm:
            return decodePnm(bytes, name);
        default:
            return decodeByCodecs(bytes, header, name);
    }
}

}  // namespace

Result<Image> decode(std::span<const std::uint8_t> bytes, std::string_view name,
                     const DecodeOptions& options) {
    try {
        MN_ASSIGN(const Header header, readHeader(bytes, name));
        MN_ASSIGN(Image stored, decodeStored(bytes, header, options, name));
        return makeUpright(std::move(stored), header.orientation);
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, name);
    } catch (const std::exception& error) {
        return fail(ErrorCode::ImageDamaged, name, error.what());
    }
}

Result<Image> decodeFile(const std::filesystem::path& path, const DecodeOptions& options) {
    const std::string name = toUtf8(path);
    try {
        // Nearly every image comes in one read; of a large file the head is looked at first.
        MN_ASSIGN(Head head, readHead(path, std::size_t{4} << 20));
        if (head.bytes.size() == head.fileBytes) {
            return decode(head.bytes, name, options);
        }
        if (sniffFormat(head.bytes) == Format::Unknown) {
            return fail(ErrorCode::ImageUnknown, name);
        }
        MN_ASSIGN(const std::vector<std::uint8_t> bytes, readFile(path, kMaxFileBytes));
        return decode(bytes, name, options);
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, name);
    }
}

Result<ImageInfo> probeFile(const std::filesystem::path& path) {
    const std::string name = toUtf8(path);
    try {
        MN_ASSIGN(Head head, readHead(path, kHeadBytes));
        Result<Header> header = readHeader(head.bytes, name);
        const bool cut = head.bytes.size() < head.fileBytes;
        const bool anywhere =
            header && cut && (header->format == Format::Png || header->format == Format::WebP);
        // The size may stand behind long metadata, the orientation behind the pixels.
        if (cut && (anywhere || (!header && sniffFormat(head.bytes) != Format::Unknown))) {
            MN_ASSIGN(head.bytes, readFile(path, kMaxFileBytes));
            header = readHeader(head.bytes, name);
        }
        if (!header) {
            return std::move(header.error());
        }
        ImageInfo info{header->format, static_cast<int>(header->width),
                       static_cast<int>(header->height)};
        if (header->orientation >= 5) {
            std::swap(info.width, info.height);
        }
        return info;
    } catch (const std::exception& error) {
        return fail(ErrorCode::ImageDamaged, name, error.what());
    }
}

}  // namespace minarai::image
