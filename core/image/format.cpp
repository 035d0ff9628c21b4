// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "image/bytes.h"
#include "image/decode.h"
#include "image/decoders.h"

namespace minarai::image {

namespace {

std::string lowerExtension(const std::filesystem::path& path) {
    // Only the native bytes are looked at, so that names in any encoding pass.
    const std::string name = path.native();
    const auto slash = name.rfind('/');
    const auto dot = name.rfind('.');
    if (dot == std::string::npos || (slash != std::string::npos && dot < slash)) {
        return {};
    }
    std::string extension = name.substr(dot);
    for (char& c : extension) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return extension;
}

struct ExtensionRow {
    std::string_view extension;
    Format format;
};

constexpr std::array kExtensions{
    ExtensionRow{".jpg", Format::Jpeg},       ExtensionRow{".jpeg", Format::Jpeg},
    ExtensionRow{".jpe", Format::Jpeg},       ExtensionRow{".jfif", Format::Jpeg},
    ExtensionRow{".png", Format::Png},        ExtensionRow{".apng", Format::Png},
    ExtensionRow{".webp", Format::WebP},      ExtensionRow{".bmp", Format::Bmp},
    ExtensionRow{".dib", Format::Bmp},        ExtensionRow{".tif", Format::Tiff},
    ExtensionRow{".tiff", Format::Tiff},      ExtensionRow{".gif", Format::Gif},
    ExtensionRow{".ppm", Format::Pnm},        ExtensionRow{".pgm", Format::Pnm},
    ExtensionRow{".pbm", Format::Pnm},        ExtensionRow{".pnm", Format::Pnm},
    ExtensionRow{".jp2", Format::Jpeg2000},   ExtensionRow{".j2k", Format::Jpeg2000},
    ExtensionRow{".j2c", Format::Jpeg2000},   ExtensionRow{".jpf", Format::Jpeg2000},
    ExtensionRow{".jpx", Format::Jpeg2000},   ExtensionRow{".ico", Format::Ico},
    ExtensionRow{".avif", Format::Avif},      ExtensionRow{".heic", Format::Heif},
    ExtensionRow{".heif", Format::Heif},      ExtensionRow{".jxl", Format::JpegXl},
    ExtensionRow{".jxr", Format::JpegXr},     ExtensionRow{".psd", Format::Psd},
    ExtensionRow{".svg", Format::Svg},        ExtensionRow{".tga", Format::Tga},
    ExtensionRow{".exr", Format::OpenExr},    ExtensionRow{".hdr", Format::RadianceHdr},
    ExtensionRow{".dds", Format::Dds},        ExtensionRow{".qoi", Format::Qoi},
    ExtensionRow{".xcf", Format::Xcf},        ExtensionRow{".pcx", Format::Pcx},
    ExtensionRow{".sgi", Format::Sgi},        ExtensionRow{".icns", Format::Icns},
    ExtensionRow{".eps", Format::PostScript},
};

Format ftypFormat(Bytes head) {
    if (!hasText(head, 4, "ftyp")) {
        return Format::Unknown;
    }
    // The major brand, then compatible brands from byte 16 on.
    Format found = Format::Unknown;
    for (std::size_t at = 8; at + 4 <= std::min<std::size_t>(head.size(), 64); at += 4) {
        if (at == 12) {
            continue;
        }
        if (hasText(head, at, "avif") || hasText(head, at, "avis")) {
            return Format::Avif;
        }
        for (const char* brand : {"heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"}) {
            if (hasText(head, at, brand)) {
                found = Format::Heif;
            }
        }
    }
    return found;
}

/// TGA has no magic bytes: a header that makes sense must do. Without a palette its five bytes
/// are 0.
bool isTga(Bytes head) {
    if (head.size() < 18 || head[1] > 1) {
        return false;
    }
    const unsigned kind = head[2] & ~8U;  // 8: run lengths
    const unsigned bits = head[16];
    const bool palette = head[1] == 1;
    const bool noPaletteHead = little32(head, 3) == 0 && head[7] == 0;
    const bool paletteHead = little16(head, 5) > 0 && (head[7] == 24 || head[7] == 32);
    return little16(head, 12) > 0 && little16(head, 14) > 0 && (head[17] & 0xC0U) == 0 &&
           ((kind == 1 && palette && paletteHead && bits == 8) ||
            (kind == 2 && !palette && noPaletteHead && (bits == 16 || bits == 24 || bits == 32)) ||
            (kind == 3 && !palette && noPaletteHead && bits == 8));
}

/// A version, runs of bytes, and 1 to 8 bits of a sample.
bool isPcx(Bytes head) {
    return head.size() >= 64 && head[0] == 0x0A && head[1] <= 5 && head[1] != 1 && head[2] == 1 &&
           (head[3] == 1 || head[3] == 2 || head[3] == 4 || head[3] == 8);
}

/// One or two bytes of a sample, plain or in runs, and one to three axes.
bool isSgi(Bytes head) {
    return head.size() >= 12 && head[0] == 0x01 && head[1] == 0xDA && head[2] <= 1 &&
           (head[3] == 1 || head[3] == 2) && head[4] == 0 && head[5] >= 1 && head[5] <= 3;
}

/// XML whose first element is an svg, as far as can be seen.
bool isSvg(Bytes head) {
    std::string_view text(reinterpret_cast<const char*>(head.data()),
                          std::min<std::size_t>(head.size(), 1024));
    if (text.starts_with("\xEF\xBB\xBF")) {
        text.remove_prefix(3);
    }
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) {
        return false;
    }
    text.remove_prefix(begin);
    return text.starts_with("<svg") || ((text.starts_with("<?xml") || text.starts_with("<!--") ||
                                         text.starts_with("<!DOCTYPE svg")) &&
                                        text.find("<svg") != std::string_view::npos);
}

/// Formats that are known by their first bytes alone, and refused.
Format refusedFormat(Bytes head) {
    using namespace std::string_view_literals;
    struct Magic {
        std::string_view bytes;
        Format format;
    };
    static constexpr std::array kMagics{
        Magic{"\xFF\x0A"sv, Format::JpegXl},
        Magic{"\0\0\0\x0CJXL \r\n\x87\n"sv, Format::JpegXl},
        Magic{"II\xBC"sv, Format::JpegXr},
        Magic{"8BPS\0"sv, Format::Psd},
        Magic{"\x76\x2F\x31\x01"sv, Format::OpenExr},
        Magic{"#?RADIANCE"sv, Format::RadianceHdr},
        Magic{"#?RGBE"sv, Format::RadianceHdr},
        Magic{"DDS "sv, Format::Dds},
        Magic{"qoif"sv, Format::Qoi},
        Magic{"gimp xcf"sv, Format::Xcf},
        Magic{"%PDF-"sv, Format::Pdf},
        Magic{"icns"sv, Format::Icns},
        Magic{"%!PS"sv, Format::PostScript},
        Magic{"\xC5\xD0\xD3\xC6"sv, Format::PostScript},
    };
    for (const Magic& magic : kMagics) {
        if (hasText(head, 0, magic.bytes)) {
            return magic.format;
        }
    }
    if (isSvg(head)) {
        return Format::Svg;
    }
    if (isPcx(head)) {
        return Format::Pcx;
    }
    if (isSgi(head)) {
        return Format::Sgi;
    }
    return isTga(head) ? Format::Tga : Format::Unknown;
}

/// A width and a height in a bitmap header without the file's: what Windows keeps as .dib.
bool isBareBitmap(Bytes head) {
    return head.size() >= 40 && little32(head, 0) == 40 && little16(head, 12) == 1 &&
           little16(head, 14) >= 1 && little16(head, 14) <= 32 && little32(head, 16) <= 6;
}

bool isBmp(Bytes head) {
    if (!hasText(head, 0, "BM") || head.size() < 26) {
        return false;
    }
    const std::uint32_t headerBytes = little32(head, 14);
    for (const std::uint32_t known : {12U, 16U, 40U, 52U, 56U, 64U, 108U, 124U}) {
        if (headerBytes == known) {
            return true;
        }
    }
    return false;
}

}  // namespace

std::string_view refusedName(Bytes head) {
    using namespace std::string_view_literals;
    struct Magic {
        std::size_t at;
        std::string_view bytes;
        std::string_view name;
    };
    static constexpr std::array kMagics{
        Magic{0, "P7\n"sv, "PAM"},
        Magic{0, "PF\n"sv, "PFM"},
        Magic{0, "Pf\n"sv, "PFM"},
        Magic{0, "SIMPLE  ="sv, "FITS"},
        Magic{128, "DICM"sv, "DICOM"},
        Magic{4, "ftypcrx "sv, "raw camera"},
        Magic{0, "FUJIFILMCCD-RAW"sv, "raw camera"},
        Magic{0, "IIU\0"sv, "raw camera"},
        Magic{0, "IIRO"sv, "raw camera"},
        Magic{0, "IIRS"sv, "raw camera"},
        Magic{0, "MMOR"sv, "raw camera"},
        Magic{0, "/* XPM */"sv, "XPM"},
        Magic{0, "\xD7\xCD\xC6\x9A"sv, "WMF"},
        Magic{40, " EMF"sv, "EMF"},
        Magic{0, "\x8AMNG\r\n\x1A\n"sv, "MNG"},
        Magic{0, "\x8BJNG\r\n\x1A\n"sv, "JNG"},
        Magic{0, "FLIF"sv, "FLIF"},
        Magic{0, "BPG\xFB"sv, "BPG"},
        Magic{0, "\x59\xA6\x6A\x95"sv, "Sun raster"},
        Magic{0, "farbfeld"sv, "farbfeld"},
        Magic{0, "BLP1"sv, "BLP"},
        Magic{0, "BLP2"sv, "BLP"},
    };
    for (const Magic& magic : kMagics) {
        if (hasText(head, magic.at, magic.bytes)) {
            return magic.name;
        }
    }
    if (isBareBitmap(head)) {
        return "DIB";
    }
    const bool isXbm = hasText(head, 0, "#define "sv) &&
                       std::string_view(reinterpret_cast<const char*>(head.data()),
                                        std::min<std::size_t>(head.size(), 128))
                               .find("_width ") != std::string_view::npos;
    return isXbm ? "XBM" : "";
}

std::string_view formatName(Format format) {
    switch (format) {
        case Format::Jpeg:
            return "JPEG";
        case Format::Png:
            return "PNG";
        case Format::WebP:
            return "WebP";
        case Format::Bmp:
            return "BMP";
        case Format::Tiff:
            return "TIFF";
        case Format::Gif:
            return "GIF";
        case Format::Pnm:
            return "PNM";
        case Format::Jpeg2000:
            return "JPEG 2000";
        case Format::Ico:
            return "ICO";
        case Format::Avif:
            return "AVIF";
        case Format::Heif:
            return "HEIF";
        case Format::Cursor:
            return "CUR";
        case Format::JpegXl:
            return "JPEG XL";
        case Format::JpegXr:
            return "JPEG XR";
        case Format::Psd:
            return "Photoshop";
        case Format::Svg:
            return "SVG";
        case Format::Tga:
            return "TGA";
        case Format::OpenExr:
            return "OpenEXR";
        case Format::RadianceHdr:
            return "Radiance HDR";
        case Format::Dds:
            return "DDS";
        case Format::Qoi:
            return "QOI";
        case Format::Xcf:
            return "GIMP";
        case Format::Pdf:
            return "PDF";
        case Format::Pcx:
            return "PCX";
        case Format::Sgi:
            return "SGI";
        case Format::Icns:
            return "ICNS";
        case Format::PostScript:
            return "PostScript";
        case Format::Unknown:
            break;
    }
    return "";
}

Format sniffFormat(std::span<const std::uint8_t> head) {
    using namespace std::string_view_literals;
    if (hasText(head, 0, "\xFF\xD8\xFF"sv)) {
        return Format::Jpeg;
    }
    if (hasText(head, 0, "\x89PNG\r\n\x1A\n"sv)) {
        return Format::Png;
    }
    if (hasText(head, 0, "RIFF"sv) && hasText(head, 8, "WEBP"sv)) {
        return Format::WebP;
    }
    if (isBmp(head)) {
        return Format::Bmp;
    }
    const bool isBigTiff =
        hasText(head, 0, "II\x2B\0\x08\0\0\0"sv) || hasText(head, 0, "MM\0\x2B\0\x08\0\0"sv);
    if (isBigTiff || hasText(head, 0, "II\x2A\0"sv) || hasText(head, 0, "MM\0\x2A"sv)) {
        return Format::Tiff;
    }
    if (hasText(head, 0, "GIF87a"sv) || hasText(head, 0, "GIF89a"sv)) {
        return Format::Gif;
    }
    if (head.size() >= 3 && head[0] == 'P' && head[1] >= '1' && head[1] <= '6' &&
        (head[2] == ' ' || (head[2] >= 9 && head[2] <= 13) || head[2] == '#')) {
        return Format::Pnm;
    }
    if (hasText(head, 0, "\0\0\0\x0CjP  \r\n\x87\n"sv) || hasText(head, 0, "\xFF\x4F\xFF\x51"sv)) {
        return Format::Jpeg2000;
    }
    if (hasText(head, 0, "\0\0\1\0"sv) && head.size() >= 22 && little16(head, 4) > 0) {
        return Format::Ico;
    }
    if (hasText(head, 0, "\0\0\2\0"sv) && head.size() >= 22 && little16(head, 4) > 0) {
        return Format::Cursor;
    }
    const Format boxed = ftypFormat(head);
    return boxed != Format::Unknown ? boxed : refusedFormat(head);
}

bool hasImageExtension(const std::filesystem::path& path) {
    const std::string extension = lowerExtension(path);
    return std::any_of(kExtensions.begin(), kExtensions.end(),
                       [&](const ExtensionRow& row) { return row.extension == extension; });
}

bool extensionFits(const std::filesystem::path& path, Format format) {
    const std::string extension = lowerExtension(path);
    return std::any_of(kExtensions.begin(), kExtensions.end(), [&](const ExtensionRow& row) {
        return row.extension == extension && row.format == format;
    });
}

}  // namespace minarai::image
