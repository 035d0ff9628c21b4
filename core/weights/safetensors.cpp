// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The safetensors format: 8 bytes length, a JSON header, the tensors' bytes.
// https://github.com/huggingface/safetensors#format
#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>

#include <ATen/core/grad_mode.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/json.h"
#include "base/text.h"
#include "weights/formats_torch.h"
#include "weights/tensors_torch.h"

namespace minarai::weights {

namespace {

constexpr std::uint64_t kMaxHeaderBytes = std::uint64_t{1} << 25;
constexpr std::size_t kMaxRank = 16;

using HeaderJson = nlohmann::json;

struct Entry {
    std::string name;
    std::uint64_t offset = 0;
    at::Tensor tensor;
};

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

Result<Entry> readEntry(const FileSource& file, const HeaderJson& entry, std::uint64_t begin) {
    std::vector<std::int64_t> shape;
    std::vector<std::int64_t> place;
    if (!entry.is_object() || !entry.contains("dtype") || !entry["dtype"].is_string() ||
        !entry.contains("shape") || !readNumbers(entry["shape"], shape) ||
        !entry.contains("data_offsets") || !readNumbers(entry["data_offsets"], place) ||
        place.size() != 2 || place[0] > place[1]) {
        return badHeader(file);
    }
    const auto dtype = entry["dtype"].get<std::string>();
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
    for (const std::int64_t size : shape) {
        if (__builtin_mul_overflow(wanted, static_cast<std::uint64_t>(size), &wanted)) {
            return badHeader(file);
        }
    }
    if (wanted != bytes || offset > file.size() - begin || bytes > file.size() - begin - offset) {
        return badHeader(file);
    }
    MN_ASSIGN(const at::Tensor data,
              allocate(element->type, static_cast<std::int64_t>(bytes / element->bytes),
                       toUtf8(file.path())));
    MN_TRY(file.read(begin + offset, bytesOf(data)));
    normaliseFlags(data);
    return Entry{{}, offset, data.view(shape)};
}

}  // namespace

Result<StateDict> readSafetensors(const FileSource& file) {
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
    // Not the house's Json: with as many keys as a hostile header can hold, keeping their order
    // would take hours. The order of the data is the order of the tensors.
    const HeaderJson header = HeaderJson::parse(text, nullptr, false);
    if (!header.is_object()) {
        return badHeader(file);
    }
    const std::uint64_t begin = length.size() + size;
    std::vector<Entry> entries;
    std::uint64_t total = 0;
    for (const auto& entry : header.items()) {
        if (entry.key() == "__metadata__") {
            continue;
        }
        MN_ASSIGN(Entry read, readEntry(file, entry.value(), begin));
        read.name = entry.key();
        total += read.tensor.nbytes();
        if (total > file.size()) {
            return badHeader(file);
        }
        entries.push_back(std::move(read));
    }
    std::stable_sort(entries.begin(), entries.end(),
                     [](const Entry& a, const Entry& b) { return a.offset < b.offset; });
    StateDict state;
    for (Entry& entry : entries) {
        state.emplace_back(std::move(entry.name), std::move(entry.tensor));
    }
    if (state.empty()) {
        return file.unreadable(MN_TEXT("Weights", "it contains no tensors"));
    }
    return state;
}

Status writeSafetensors(const std::filesystem::path& path, const StateDict& state) {
    try {
        const at::NoGradGuard noGrad;
        Json header = Json::object();
        std::vector<at::Tensor> tensors;
        std::uint64_t offset = 0;
        for (const auto& [name, tensor] : state) {
            at::Tensor data = tensor.detach().cpu().contiguous();
            const auto type = elementType(data.scalar_type());
            if (!type || header.contains(name)) {
                return fail(ErrorCode::Internal, "writeSafetensors: " + name);
            }
            header[name] = Json{{"dtype", nameOf(*type).safetensors},
                                {"shape", data.sizes().vec()},
                                {"data_offsets", {offset, offset + data.nbytes()}}};
            offset += data.nbytes();
            tensors.push_back(std::move(data));
        }
        std::string text = header.dump();
        text.append((8 - text.size() % 8) % 8, ' ');
        return writeFileAtomically(path, [&](const std::filesystem::path& temporary) -> Status {
            std::ofstream out(temporary, std::ios::binary);
            std::array<char, 8> length{};
            for (std::size_t i = 0; i < length.size(); ++i) {
                length[i] = static_cast<char>(text.size() >> (8 * i));
            }
            out.write(length.data(), length.size());
            out.write(text.data(), static_cast<std::streamsize>(text.size()));
            for (const at::Tensor& tensor : tensors) {
                const auto bytes = bytesOf(tensor);
                out.write(reinterpret_cast<const char*>(bytes.data()),
                          static_cast<std::streamsize>(bytes.size()));
            }
            errno = 0;
            out.close();
            return out ? Status{} : Status(writeError(path, errno != 0 ? errno : EIO));
        });
    } catch (const std::exception& error) {
        return fail(ErrorCode::WriteFailed, toUtf8(path), error.what());
    }
}

}  // namespace minarai::weights
