// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// PyTorch's two formats: a zip archive (since 1.6), and pickles followed by the raw numbers.
#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <string_view>

#include "base/files.h"
#include "base/text.h"
#include "weights/layout.h"
#include "weights/unpickler.h"
#include "weights/zip.h"

namespace minarai::weights {

namespace {

constexpr std::uint64_t kMaxPickleBytes = std::uint64_t{1} << 25;
/// The number every legacy file begins with: 0x1950a86a20f9469cfc6c as a pickled long.
constexpr std::string_view kLegacyMagic("\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19", 10);
constexpr int kLegacyProtocol = 1001;

/// Where a storage of a known number of bytes lies.
using Locate = std::function<Result<LayoutStorage>(const StorageRef& storage, std::uint64_t bytes)>;

std::uint64_t bytesIn(const StorageRef& storage) {
    std::uint64_t bytes = 0;
    return __builtin_mul_overflow(static_cast<std::uint64_t>(storage.count),
                                  std::uint64_t{nameOf(storage.type).bytes}, &bytes)
               ? ~std::uint64_t{0}
               : bytes;
}

Error cutOff(const FileSource& file) {
    return file.unreadable(MN_TEXT("Weights", "it is cut off; copy or download it again"));
}

Error lacksData(const FileSource& file) {
    return file.unreadable(
        MN_TEXT("Weights", "the data of a tensor is missing or has another size"));
}

Error foreignOrder(const FileSource& file) {
    return file.unreadable(
        MN_TEXT("Weights", "it was written on a computer with another byte order"));
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

struct NamedTensor {
    const std::string* name = nullptr;
    std::size_t index = 0;
};

/// Names and tensors of a dictionary; a name that comes twice means the later tensor, as in Python.
std::vector<NamedTensor> listTensors(const Value& state) {
    std::vector<NamedTensor> list;
    std::map<std::string_view, std::size_t> places;
    for (std::size_t i = 0; i + 1 < state.items.size(); i += 2) {
        const Value& key = *state.items[i];
        const Value& value = *state.items[i + 1];
        if (key.kind != Value::Kind::Text || value.kind != Value::Kind::Tensor) {
            continue;
        }
        const auto index = static_cast<std::size_t>(value.integer);
        const auto [place, isNew] = places.emplace(key.text, list.size());
        if (isNew) {
            list.push_back({&key.text, index});
        } else {
            list[place->second].index = index;
        }
    }
    return list;
}

Result<Layout> makeLayout(const FileSource& file, const Unpickler& pickle, const Value& root,
                          const Locate& locate) {
    const Value* state = findState(root);
    if (state == nullptr) {
        return file.unreadable(
            MN_TEXT("Weights", "it contains no state dict; save model.state_dict() in PyTorch"));
    }
    std::map<std::size_t, std::size_t> places;
    std::uint64_t total = 0;
    Layout layout;
    for (const NamedTensor& named : listTensors(*state)) {
        const TensorRef& ref = pickle.tensors()[named.index];
        const auto [place, isNew] = places.emplace(ref.storage, layout.storages.size());
        if (isNew) {
            const StorageRef& storage = pickle.storages()[ref.storage];
            const std::uint64_t bytes = bytesIn(storage);
            // No storage, nor all of them together, is larger than the file.
            if (bytes > file.size() - total) {
                return cutOff(file);
            }
            total += bytes;
            MN_ASSIGN(LayoutStorage found, locate(storage, bytes));
            layout.storages.push_back(found);
        }
        layout.tensors.push_back({*named.name, place->second, ref.offset, ref.sizes, ref.strides});
    }
    return layout;
}

}  // namespace

Result<Layout> readZipLayout(const FileSource& file) {
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
        // "little" or "big"
        if (order->second.size != 6) {
            return foreignOrder(file);
        }
    }
    std::vector<std::uint8_t> bytes(entry->second.size);
    MN_TRY(readZipEntry(file, entry->second, bytes));
    Unpickler pickle(bytes, toUtf8(file.path()));
    MN_ASSIGN(const Value* root, pickle.load());
    return makeLayout(
        file, pickle, *root,
        [&](const StorageRef& storage, std::uint64_t size) -> Result<LayoutStorage> {
            const auto record = directory.find(folder + "data/" + storage.key);
            if (record == directory.end() || record->second.size != size) {
                return lacksData(file);
            }
            MN_ASSIGN(const std::uint64_t offset, zipEntryOffset(file, record->second));
            return LayoutStorage{storage.type, storage.count, offset, record->second.crc};
        });
}

Result<Layout> readLegacyLayout(const FileSource& file) {
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
            return foreignOrder(file);
        }
    }
    MN_ASSIGN(const Value* root, pickle.load());
    MN_ASSIGN(const Value* keys, pickle.load());

    // After the pickles each storage follows in the order of the keys: its length, then its data.
    std::map<std::string_view, const StorageRef*> byKey;
    for (const StorageRef& storage : pickle.storages()) {
        byKey.emplace(storage.key, &storage);
    }
    std::map<std::string_view, std::uint64_t> offsets;
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
            return lacksData(file);
        }
        offset += length.size();
        const std::uint64_t size = bytesIn(*known->second);
        if (size > file.size() - offset) {
            return cutOff(file);
        }
        offsets[known->first] = offset;
        offset += size;
    }
    return makeLayout(file, pickle, *root,
                      [&](const StorageRef& storage, std::uint64_t) -> Result<LayoutStorage> {
                          const auto place = offsets.find(storage.key);
                          if (place == offsets.end()) {
                              return lacksData(file);
                          }
                          return LayoutStorage{storage.type, storage.count, place->second, {}};
                      });
}

}  // namespace minarai::weights
