// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The safetensors format: 8 bytes length, a JSON header, the tensors' bytes.
// https://github.com/huggingface/safetensors#format
#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "weights/layout.h"

namespace minarai::weights {

namespace {

constexpr std::uint64_t kMaxHeaderBytes = std::uint64_t{1} << 25;
constexpr std::size_t kMaxRank = 16;

// Not the house's Json: with as many keys as a hostile header can hold, keeping their order
// would take hours. The order of the data is the order of the tensors.
using HeaderJson = nlohmann::json;

Error badHeader(const FileSource& file) {
    return file.unreadable(MN_TEXT("Weights", "its header is damaged; copy or download it again"));
}

bool readNumbers(const HeaderJson& json, std::vector<std::int64_t>& out) {
    if (!json.is_array() || json.size() > kMaxRank) {
        return false;
    }
    for (const HeaderJson& number : json) {
        // A number over 2^63 would wrap round in get().
        if (!number.is_number_unsigned() || number > std::int64_t{1} << 60) {
            return false;
        }
        out.push_back(number.get<std::int64_t>());
    }
    return true;
}

std::vector<std::int64_t> contiguousStrides(const std::vector<std::int64_t>& sizes) {
    std::vector<std::int64_t> strides(sizes.size());
    std::int64_t stride = 1;
    for (std::size_t i = sizes.size(); i-- > 0;) {
        strides[i] = stride;
        stride *= std::max<std::int64_t>(sizes[i], 1);
    }
    return strides;
}

/// One tensor and its storage, which it has alone.
struct Entry {
    LayoutTensor tensor;
    LayoutStorage storage;
};

Result<Entry> readEntry(const FileSource& file, const HeaderJson& json, std::uint64_t begin) {
    Entry entry;
    std::vector<std::int64_t>& shape = entry.tensor.sizes;
    std::vector<std::int64_t> place;
    if (!json.is_object() || !json.contains("dtype") || !json["dtype"].is_string() ||
        !json.contains("shape") || !readNumbers(json["shape"], shape) ||
        !json.contains("data_offsets") || !readNumbers(json["data_offsets"], place) ||
        place.size() != 2 || place[0] > place[1]) {
        return badHeader(file);
    }
    const auto dtype = json["dtype"].get<std::string>();
    const auto* element = std::find_if(std::begin(kElementNames), std::end(kElementNames),
                                       [&](const auto& one) { return one.safetensors == dtype; });
    if (element == std::end(kElementNames)) {
        return file.unreadable(MN_TEXT("Weights",
                                       "it contains numbers of a type that is not "
                                       "known; save it again as float32"));
    }
    const auto offset = static_cast<std::uint64_t>(place[0]);
    const auto bytes = static_cast<std::uint64_t>(place[1] - place[0]);
    std::uint64_t wanted = element->bytes;
    std::uint64_t padded = 1;  // without the zeros: the strides must not overflow either
    for (const std::int64_t size : shape) {
        const auto extent = static_cast<std::uint64_t>(size);
        if (__builtin_mul_overflow(wanted, extent, &wanted) ||
            __builtin_mul_overflow(padded, std::max<std::uint64_t>(extent, 1), &padded) ||
            padded > std::uint64_t{1} << 60) {
            return badHeader(file);
        }
    }
    if (wanted != bytes || offset > file.size() - begin || bytes > file.size() - begin - offset) {
        return badHeader(file);
    }
    entry.tensor.strides = contiguousStrides(shape);
    entry.storage = {
        element->type, static_cast<std::int64_t>(bytes / element->bytes), begin + offset, {}};
    return entry;
}

}  // namespace

Result<Layout> readSafetensorsLayout(const FileSource& file) {
    std::array<std::uint8_t, 8> length{};
    MN_TRY(file.read(0, length));
    std::uint64_t size = 0;
    for (std::size_t i = length.size(); i-- > 0;) {
        size = (size << 8) | length[i];
    }
    if (size > kMaxHeaderBytes || size > file.size() - length.size()) {
        return badHeader(file);
    }
    std::vector<std::uint8_t> text(size);
    MN_TRY(file.read(length.size(), text));
    const HeaderJson header = HeaderJson::parse(text, nullptr, false);
    if (!header.is_object()) {
        return badHeader(file);
    }
    const std::uint64_t begin = length.size() + size;
    std::vector<Entry> entries;
    std::uint64_t total = 0;
    for (const auto& [name, json] : header.items()) {
        if (name == "__metadata__") {
            continue;
        }
        MN_ASSIGN(Entry entry, readEntry(file, json, begin));
        entry.tensor.name = name;
        const std::uint64_t bytes = entry.storage.bytes();
        if (bytes > file.size() - total) {
            return badHeader(file);
        }
        total += bytes;
        entries.push_back(std::move(entry));
    }
    if (entries.empty()) {
        return file.unreadable(MN_TEXT("Weights", "it contains no tensors"));
    }
    std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
        return a.storage.offset < b.storage.offset;
    });
    Layout layout;
    for (Entry& entry : entries) {
        entry.tensor.storage = layout.storages.size();
        layout.storages.push_back(entry.storage);
        layout.tensors.push_back(std::move(entry.tensor));
    }
    return layout;
}

}  // namespace minarai::weights
