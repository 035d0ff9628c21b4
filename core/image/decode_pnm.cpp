// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// PBM, PGM and PPM, plain and raw, as Pillow reads them (PIL/PpmImagePlugin.py): samples are
// scaled to their maximum; greys of more than 8 bits keep the high byte of 16.
#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "base/text.h"
#include "image/decoders.h"

namespace minarai::image {

namespace {

constexpr unsigned kMaxSample = 65535;

bool isSpace(std::uint32_t byte) {
    return byte == ' ' || (byte >= 9 && byte <= 13);
}

/// Moves over white space and comments.
void skipSpace(Bytes bytes, std::size_t& at) {
    while (at < bytes.size()) {
        if (bytes[at] == '#') {
            while (at < bytes.size() && bytes[at] != '\n' && bytes[at] != '\r') {
                ++at;
            }
        } else if (isSpace(bytes[at])) {
            ++at;
        } else {
            return;
        }
    }
}

/// A decimal number after white space and comments; nothing for anything else.
std::optional<std::uint64_t> number(Bytes bytes, std::size_t& at) {
    skipSpace(bytes, at);
    std::uint64_t value = 0;
    int digits = 0;
    for (; at < bytes.size() && bytes[at] >= '0' && bytes[at] <= '9'; ++at, ++digits) {
        value = value * 10 + (bytes[at] - '0');
        if (digits >= 10) {
            return std::nullopt;
        }
    }
    return digits > 0 ? std::optional(value) : std::nullopt;
}

struct PnmHeader {
    std::uint64_t width = 0;
    std::uint64_t height = 0;
    unsigned maximum = 1;  ///< of a sample
    int channels = 1;
    bool bits = false;
    bool plain = false;
    std::size_t pixelsAt = 0;
};

std::optional<PnmHeader> readHead(Bytes bytes) {
    PnmHeader header;
    const std::uint32_t kind = byteAt(bytes, 1) - '0';
    header.plain = kind <= 3;
    header.bits = kind == 1 || kind == 4;
    header.channels = kind == 3 || kind == 6 ? 3 : 1;
    std::size_t at = 2;
    const auto width = number(bytes, at);
    const auto height = number(bytes, at);
    if (!width || !height) {
        return std::nullopt;
    }
    header.width = *width;
    header.height = *height;
    if (!header.bits) {
        const auto maximum = number(bytes, at);
        if (!maximum || *maximum < 1 || *maximum > kMaxSample) {
            return std::nullopt;
        }
        header.maximum = static_cast<unsigned>(*maximum);
    }
    if (at < bytes.size() && !isSpace(bytes[at])) {
        return std::nullopt;
    }
    header.pixelsAt = at + 1;  // one white space, then the samples
    return header;
}

/// What each sample becomes.
std::vector<std::uint8_t> sampleTable(const PnmHeader& header) {
    if (header.bits) {
        return {255, 0};  // 1 is black
    }
    std::vector<std::uint8_t> table(std::size_t{header.maximum} + 1);
    const bool wideGrey = header.channels == 1 && header.maximum > 255;
    const double full = wideGrey ? kMaxSample : 255;
    for (std::size_t v = 0; v < table.size(); ++v) {
        const double scaled =
            std::nearbyint(static_cast<double>(v) / static_cast<double>(header.maximum) * full);
        table[v] = static_cast<std::uint8_t>(static_cast<unsigned>(scaled) >> (wideGrey ? 8U : 0U));
    }
    return table;
}

/// Gives the samples one after the other; nothing at the end of the file.
class Samples {
  public:
    Samples(Bytes bytes, const PnmHeader& header)
        : m_bytes(bytes), m_header(header), m_at(header.pixelsAt) {}

    /// A row of bits begins with a byte of its own.
    void beginRow() { m_bit = 0; }

    std::optional<std::uint64_t> next() {
        if (m_header.plain) {
            return m_header.bits ? plainBit() : number(m_bytes, m_at);
        }
        if (m_header.bits) {
            return rawBit();
        }
        const std::size_t width = m_header.maximum > 255 ? 2 : 1;
        if (!fits(m_bytes, m_at, width)) {
            return std::nullopt;
        }
        const std::uint32_t value = width == 2 ? big16(m_bytes, m_at) : m_bytes[m_at];
        m_at += width;
        return value;
    }

    [[nodiscard]] bool atEnd() const { return m_at >= m_bytes.size(); }

  private:
    /// Plain bits need no space between them.
    std::optional<std::uint64_t> plainBit() {
        skipSpace(m_bytes, m_at);
        const std::uint32_t digit = byteAt(m_bytes, m_at);
        if (digit != '0' && digit != '1') {
            return std::nullopt;
        }
        ++m_at;
        return digit - '0';
    }

    std::optional<std::uint64_t> rawBit() {
        if (m_bit == 0) {
            if (m_at >= m_bytes.size()) {
                return std::nullopt;
            }
            m_byte = m_bytes[m_at++];
            m_bit = 8;
        }
        return m_byte >> --m_bit & 1U;
    }

    Bytes m_bytes;
    const PnmHeader& m_header;
    std::size_t m_at;
    std::uint32_t m_byte = 0;
    unsigned m_bit = 0;
};

/// The fewest bytes that hold all samples.
std::uint64_t leastBytes(const PnmHeader& header) {
    const std::uint64_t pixels = header.width * header.height;
    const std::uint64_t samples = pixels * static_cast<std::uint64_t>(header.channels);
    if (header.plain) {
        return header.bits ? pixels : 2 * samples - 1;
    }
    return header.bits ? (header.width + 7) / 8 * header.height
                       : samples * (header.maximum > 255 ? 2 : 1);
}

Error damaged(std::string_view name) {
    return fail(ErrorCode::ImageDamaged, name, MN_TEXT("Image", "its header makes no sense"));
}

}  // namespace

Result<Header> readPnmHeader(Bytes bytes, std::string_view name) {
    const auto header = readHead(bytes);
    if (!header) {
        return damaged(name);
    }
    return Header{Format::Pnm, header->width, header->height, 1};
}

Result<Image> decodePnm(Bytes bytes, std::string_view name) {
    const auto header = readHead(bytes);
    if (!header) {
        return damaged(name);
    }
    MN_TRY(checkSize(header->width, header->height, name));
    if (header->pixelsAt > bytes.size() || leastBytes(*header) > bytes.size() - header->pixelsAt) {
        return fail(ErrorCode::ImageTruncated, name);
    }
    const std::vector<std::uint8_t> table = sampleTable(*header);
    Samples samples(bytes, *header);
    Image image(static_cast<int>(header->width), static_cast<int>(header->height));
    if (!header->plain && header->channels == 3 && header->maximum == 255) {
        std::copy_n(bytes.data() + header->pixelsAt, image.rgb.size(), image.rgb.data());
        return image;
    }
    std::uint8_t* out = image.rgb.data();
    for (std::uint64_t y = 0; y < header->height; ++y) {
        samples.beginRow();
        for (std::uint64_t x = 0; x < header->width; ++x, out += 3) {
            for (int c = 0; c < header->channels; ++c) {
                const auto sample = samples.next();
                if (!sample && samples.atEnd()) {
                    return fail(ErrorCode::ImageTruncated, name);
                }
                if (!sample || (header->plain && *sample > header->maximum)) {
                    return fail(ErrorCode::ImageDamaged, name,
                                MN_TEXT("Image", "a sample is over the maximum of its header"));
                }
                out[c] = table[std::min<std::size_t>(*sample, header->maximum)];
            }
            if (header->channels == 1) {
                out[1] = out[2] = out[0];
            }
        }
    }
    return image;
}

}  // namespace minarai::image
