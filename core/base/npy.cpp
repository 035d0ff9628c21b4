// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/npy.h"

#include <bit>
#include <charconv>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "base/files.h"
#include "base/text.h"

namespace minarai {

namespace {

static_assert(std::endian::native == std::endian::little, "the file's order is the memory's");

constexpr std::string_view kMagic("\x93NUMPY", 6);
constexpr std::size_t kMaxRank = 32;

struct Header {
    std::string type;
    bool fortran = false;
    std::vector<std::int64_t> shape;
};

/// The text of a header's value: what follows "'key':".
std::optional<std::string_view> valueOf(std::string_view header, std::string_view key) {
    const std::size_t found = header.find(fmt::format("'{}'", key));
    if (found == header.npos) {
        return std::nullopt;
    }
    std::string_view rest = header.substr(found + key.size() + 2);
    const std::size_t begin = rest.find_first_not_of(": ");
    return begin == rest.npos ? std::nullopt : std::optional(rest.substr(begin));
}

std::optional<std::vector<std::int64_t>> readShape(std::string_view text) {
    if (!text.starts_with('(')) {
        return std::nullopt;
    }
    std::vector<std::int64_t> shape;
    const char* at = text.data() + 1;
    const char* end = text.data() + text.size();
    while (true) {
        while (at != end && (*at == ' ' || *at == ',')) {
            ++at;
        }
        if (at == end || shape.size() > kMaxRank) {
            return std::nullopt;
        }
        if (*at == ')') {
            return shape;
        }
        std::int64_t size = 0;
        const auto [next, error] = std::from_chars(at, end, size);
        if (error != std::errc() || size < 0) {
            return std::nullopt;
        }
        shape.push_back(size);
        at = next;
    }
}

std::optional<Header> readHeader(std::string_view text) {
    const auto type = valueOf(text, "descr");
    const auto order = valueOf(text, "fortran_order");
    const auto shape = valueOf(text, "shape");
    if (!type || !order || !shape || !type->starts_with('\'')) {
        return std::nullopt;
    }
    auto sizes = readShape(*shape);
    if (!sizes) {
        return std::nullopt;
    }
    return Header{std::string(type->substr(1, type->find('\'', 1) - 1)), order->starts_with("True"),
                  std::move(*sizes)};
}

template <typename T>
void convert(std::span<const std::uint8_t> bytes, std::vector<float>& out) {
    for (std::size_t i = 0; i < out.size(); ++i) {
        T value;
        std::memcpy(&value, bytes.data() + i * sizeof(T), sizeof(T));
        out[i] = static_cast<float>(value);
    }
}

struct Type {
    std::string_view name;
    std::size_t bytes;
    void (*convert)(std::span<const std::uint8_t>, std::vector<float>&);
};

constexpr Type kTypes[] = {{"<f4", 4, convert<float>},        {"<f8", 8, convert<double>},
                           {"<i8", 8, convert<std::int64_t>}, {"<i4", 4, convert<std::int32_t>},
                           {"|u1", 1, convert<std::uint8_t>}, {"<u1", 1, convert<std::uint8_t>}};

Error wrong(const std::filesystem::path& path, std::string_view text) {
    return fail(ErrorCode::FileFormat, toUtf8(path), text);
}

}  // namespace

Result<NpyArray> readNpy(const std::filesystem::path& path) {
    MN_ASSIGN(const auto file, readFile(path));
    const std::span<const std::uint8_t> bytes(file);
    if (bytes.size() < 12 || std::memcmp(bytes.data(), kMagic.data(), kMagic.size()) != 0) {
        return wrong(path, MN_TEXT("Npy", "it is not a NumPy file; write it with numpy.save"));
    }
    // Version 1 gives the header's length in two bytes, later ones in four.
    const std::size_t lengthBytes = bytes[6] == 1 ? 2 : 4;
    std::size_t length = 0;
    for (std::size_t i = lengthBytes; i-- > 0;) {
        length = (length << 8) | bytes[8 + i];
    }
    const std::size_t begin = 8 + lengthBytes;
    if (length > bytes.size() - begin) {
        return wrong(path, MN_TEXT("Npy", "it is cut off"));
    }
    const auto header = readHeader({reinterpret_cast<const char*>(bytes.data()) + begin, length});
    if (!header) {
        return wrong(path, MN_TEXT("Npy", "its header is damaged"));
    }
    if (header->fortran) {
        return wrong(path, MN_TEXT("Npy",
                                   "it is in Fortran order; write "
                                   "numpy.ascontiguousarray(x)"));
    }
    for (const Type& type : kTypes) {
        if (type.name != header->type) {
            continue;
        }
        const auto data = bytes.subspan(begin + length);
        std::size_t wanted = type.bytes;
        for (const std::int64_t size : header->shape) {
            if (__builtin_mul_overflow(wanted, static_cast<std::size_t>(size), &wanted)) {
                return wrong(path, MN_TEXT("Npy", "its shape does not fit its size"));
            }
        }
        if (wanted != data.size()) {
            return wrong(path, MN_TEXT("Npy", "its shape does not fit its size"));
        }
        NpyArray array{header->shape, std::vector<float>(wanted / type.bytes)};
        type.convert(data, array.data);
        return array;
    }
    return wrong(path, fmt::format(MN_TEXT("Npy",
                                           "its numbers are of type “{}”; write "
                                           "x.astype(numpy.float32)"),
                                   header->type.substr(0, 40)));
}

Status writeNpy(const std::filesystem::path& path, const NpyArray& array) {
    std::size_t count = 1;
    std::string shape;
    for (const std::int64_t size : array.shape) {
        count *= static_cast<std::size_t>(size);
        shape += fmt::format("{}, ", size);
    }
    if (count != array.data.size()) {
        return fail(ErrorCode::Internal, "writeNpy");
    }
    if (array.shape.size() > 1) {
        shape.resize(shape.size() - 2);
    }
    std::string header =
        fmt::format("{{'descr': '<f4', 'fortran_order': False, 'shape': ({}), }}", shape);
    // The data begins at a multiple of 64; the header ends with a line break.
    const std::size_t before = kMagic.size() + 4 + header.size() + 1;
    header.append((64 - before % 64) % 64, ' ');
    header += '\n';
    std::string text(kMagic);
    text += '\x01';
    text += '\0';
    text += static_cast<char>(header.size() & 0xff);
    text += static_cast<char>(header.size() >> 8);
    text += header;
    text.append(reinterpret_cast<const char*>(array.data.data()),
                array.data.size() * sizeof(float));
    return writeFileAtomically(path, std::string_view(text));
}

}  // namespace minarai
