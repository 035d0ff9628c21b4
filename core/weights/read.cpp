// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <set>

#include <ATen/core/grad_mode.h>
#include <ATen/ops/as_strided.h>

#include "base/files.h"
#include "base/text.h"
#include "weights/formats_torch.h"
#include "weights/tensors_torch.h"
#include "weights/unpickler.h"
#include "weights/zip.h"

namespace minarai::weights {

namespace {

constexpr std::uint64_t kMaxPickleBytes = std::uint64_t{1} << 25;
/// The number every legacy file begins with: 0x1950a86a20f9469cfc6c as a pickled long.
constexpr std::string_view kLegacyMagic("\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19", 10);
constexpr int kLegacyProtocol = 1001;

/// Fills a storage's tensor with its bytes from the file.
using Fill = std::function<Status(const StorageRef& storage, const at::Tensor& tensor)>;

std::uint64_t bytesIn(const StorageRef& storage) {
    std::uint64_t bytes = 0;
    return __builtin_mul_overflow(static_cast<std::uint64_t>(storage.count),
                                  std::uint64_t{nameOf(storage.type).bytes}, &bytes)
               ? ~std::uint64_t{0}
               : bytes;
}

bool holdsTensor(const Value& dict) {
    for (std::size_t i = 1; i < dict.items.size(); i += 2) {
        if (dict.items[i]->kind == Value::Kind::Tensor) {
            return true;
        }
    }
    return false;
}

/// The dictionary of tensors: the object itself or what stands under one of the usual names.
const Value* findState(const Value& root) {
    if (root.kind != Value::Kind::Dict) {
        return nullptr;
    }
    for (const std::string_view name : {"state_dict", "model_state_dict", "model"}) {
        for (std::size_t i = 0; i + 1 < root.items.size(); i += 2) {
            const Value& value = *root.items[i + 1];
            if (root.items[i]->kind == Value::Kind::Text && root.items[i]->text == name &&
                value.kind == Value::Kind::Dict && holdsTensor(value)) {
                return &value;
            }
        }
    }
    return holdsTensor(root) ? &root : nullptr;
}

/// Names and tensors of a dictionary; a name that comes twice means the later tensor, as in Python.
Result<std::vector<std::pair<std::string, std::size_t>>> listTensors(const FileSource& file,
                                                                     const Value& root) {
    const Value* state = findState(root);
    if (state == nullptr) {
        return file.unreadable(
            MN_TEXT("Weights", "it contains no state dict; save model.state_dict() in PyTorch"));
    }
    std::vector<std::pair<std::string, std::size_t>> list;
    std::map<std::string, std::size_t> places;
    for (std::size_t i = 0; i + 1 < state->items.size(); i += 2) {
        const Value& key = *state->items[i];
        const Value& value = *state->items[i + 1];
        if (key.kind != Value::Kind::Text || value.kind != Value::Kind::Tensor) {
            continue;
        }
        const auto index = static_cast<std::size_t>(value.integer);
        const auto [place, isNew] = places.emplace(key.text, list.size());
        if (isNew) {
            list.emplace_back(key.text, index);
        } else {
            list[place->second].second = index;
        }
    }
    return list;
}

Result<StateDict> loadTensors(const FileSource& file, const Unpickler& pickle, const Value& root,
                              const Fill& fill) {
    MN_ASSIGN(const auto list, listTensors(file, root));
    std::map<std::size_t, at::Tensor> storages;
    std::uint64_t total = 0;
    StateDict state;
    for (const auto& [name, index] : list) {
        const TensorRef& ref = pickle.tensors()[index];
        const StorageRef& storage = pickle.storages()[ref.storage];
        at::Tensor& data = storages[ref.storage];
        if (!data.defined()) {
            const std::uint64_t bytes = bytesIn(storage);
            // Checked before memory is taken: no storage, nor all of them, is larger than the file.
            if (bytes > file.size() - total) {
                return file.unreadable(
                    MN_TEXT("Weights", "it is cut off; copy or download it again"));
            }
            total += bytes;
            MN_ASSIGN(data, allocate(storage.type, storage.count, toUtf8(file.path())));
            MN_TRY(fill(storage, data));
            normaliseFlags(data);
        }
        state.emplace_back(name, at::as_strided(data, ref.sizes, ref.strides, ref.offset));
    }
    return state;
}

void stripPrefix(StateDict& state, std::string_view prefix) {
    if (std::all_of(state.begin(), state.end(), [&](const auto& entry) {
            return entry.first.starts_with(prefix) && entry.first.size() > prefix.size();
        })) {
        for (auto& entry : state) {
            entry.first.erase(0, prefix.size());
        }
    }
}

}  // namespace

Result<StateDict> readZipFormat(const FileSource& file) {
    MN_ASSIGN(const ZipDirectory directory, readZipDirectory(file));
    constexpr std::string_view kPickle = "/data.pkl";
    const auto entry = std::find_if(directory.begin(), directory.end(), [&](const auto& one) {
        return one.first.ends_with(kPickle) &&
               one.first.find('/') + kPickle.size() == one.first.size();
    });
    if (entry == directory.end() || entry->second.size > kMaxPickleBytes) {
        return file.unreadable(MN_TEXT("Weights", "it is a zip archive, but not one of PyTorch"));
    }
    const std::string folder = entry->first.substr(0, entry->first.size() - kPickle.size() + 1);
    if (const auto order = directory.find(folder + "byteorder"); order != directory.end()) {
        std::array<std::uint8_t, 6> text{};
        if (order->second.size != text.size()) {
            return file.unreadable(
                MN_TEXT("Weights", "it was written on a computer with another byte order"));
        }
    }
    std::vector<std::uint8_t> bytes(entry->second.size);
    MN_TRY(readZipEntry(file, entry->second, bytes));
    Unpickler pickle(bytes, toUtf8(file.path()));
    MN_ASSIGN(const Value* root, pickle.load());
    return loadTensors(file, pickle, *root, [&](const StorageRef& storage, const at::Tensor& data) {
        const auto record = directory.find(folder + "data/" + storage.key);
        if (record == directory.end() || record->second.size != data.nbytes()) {
            return Status(file.unreadable(
                MN_TEXT("Weights", "the data of a tensor is missing or has another size")));
        }
        return readZipEntry(file, record->second, bytesOf(data));
    });
}

Result<StateDict> readLegacyFormat(const FileSource& file) {
    std::vector<std::uint8_t> bytes(std::min(file.size(), kMaxPickleBytes));
    MN_TRY(file.read(0, bytes));
    Unpickler pickle(bytes, toUtf8(file.path()));
    MN_ASSIGN(const Value* magic, pickle.load());
    MN_ASSIGN(const Value* protocol, pickle.load());
    MN_ASSIGN(const Value* system, pickle.load());
    if (magic->kind != Value::Kind::BigInteger || magic->text != kLegacyMagic ||
        protocol->kind != Value::Kind::Integer || protocol->integer != kLegacyProtocol) {
        return file.unreadable(MN_TEXT("Weights", "it is a pickle, but not one of PyTorch"));
    }
    for (std::size_t i = 0; i + 1 < system->items.size(); i += 2) {
        if (system->items[i]->text == "little_endian" && system->items[i + 1]->integer != 1) {
            return file.unreadable(
                MN_TEXT("Weights", "it was written on a computer with another byte order"));
        }
    }
    MN_ASSIGN(const Value* root, pickle.load());
    MN_ASSIGN(const Value* keys, pickle.load());

    // After the pickles each storage follows in the order of the keys: its length, then its data.
    std::map<std::string, const StorageRef*, std::less<>> byKey;
    for (const StorageRef& storage : pickle.storages()) {
        byKey.emplace(storage.key, &storage);
    }
    std::map<std::string, std::uint64_t, std::less<>> offsets;
    std::uint64_t offset = pickle.position();
    for (const Value* key : keys->items) {
        const auto known = byKey.find(key->text);
        std::array<std::uint8_t, 8> length{};
        MN_TRY(file.read(offset, length));
        std::uint64_t count = 0;
        for (std::size_t i = length.size(); i-- > 0;) {
            count = (count << 8) | length[i];
        }
        if (known == byKey.end() || count != static_cast<std::uint64_t>(known->second->count)) {
            return file.unreadable(
                MN_TEXT("Weights", "the data of a tensor is missing or has another size"));
        }
        offsets[key->text] = offset + length.size();
        const std::uint64_t size = bytesIn(*known->second);
        if (size > file.size() - offset - length.size()) {
            return file.unreadable(MN_TEXT("Weights", "it is cut off; copy or download it again"));
        }
        offset += length.size() + size;
    }
    return loadTensors(file, pickle, *root, [&](const StorageRef& storage, const at::Tensor& data) {
        const auto place = offsets.find(storage.key);
        if (place == offsets.end()) {
            return Status(file.unreadable(
                MN_TEXT("Weights", "the data of a tensor is missing or has another size")));
        }
        return file.read(place->second, bytesOf(data));
    });
}

Result<StateDict> readWeights(const std::filesystem::path& path) {
    try {
        const at::NoGradGuard noGrad;
        MN_ASSIGN(const FileSource file, FileSource::open(path));
        std::array<std::uint8_t, 9> head{};
        if (file.size() < head.size()) {
            return file.unreadable(
                MN_TEXT("Weights", "it is empty or cut off; copy or download it again"));
        }
        MN_TRY(file.read(0, head));
        const std::string_view start(reinterpret_cast<const char*>(head.data()), head.size());
        // The eight bytes before a safetensors header are a length: they may look like anything.
        Result<StateDict> state =
            start.back() == '{'       ? readSafetensors(file)
            : start.starts_with("PK") ? readZipFormat(file)
            : start[0] == '\x80'
                ? readLegacyFormat(file)
                : file.unreadable(MN_TEXT("Weights",
                                          "it is neither a PyTorch file (.pth, .pt) "
                                          "nor a .safetensors file"));
        if (state) {
            stripPrefix(*state, "module.");
        }
        return state;
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, toUtf8(path));
    } catch (const std::exception& error) {
        return fail(ErrorCode::WeightsUnreadable, toUtf8(path), error.what());
    }
}

const at::Tensor* findTensor(const StateDict& state, std::string_view name) {
    const auto found = std::find_if(state.begin(), state.end(),
                                    [&](const auto& entry) { return entry.first == name; });
    return found == state.end() ? nullptr : &found->second;
}

}  // namespace minarai::weights
