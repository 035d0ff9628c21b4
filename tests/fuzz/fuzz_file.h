// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A file in memory for readers that take a file, and what must hold of what they read.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "weights/layout.h"

namespace minarai::fuzz {

inline void must(bool holds) {
    if (!holds) {
        std::abort();
    }
}

/// The same memory file again and again, filled with these bytes.
inline weights::FileSource fileOf(const std::uint8_t* data, std::size_t size) {
    static const int fd = ::memfd_create("fuzz", 0);
    must(fd >= 0 && ::ftruncate(fd, 0) == 0);
    must(::pwrite(fd, data, size, 0) == static_cast<ssize_t>(size));
    auto file = weights::FileSource::open("/proc/self/fd/" + std::to_string(fd));
    must(file.has_value());
    return std::move(*file);
}

/// Storages lie within the file, tensors within their storages; reads all of them.
inline void checkLayout(const weights::FileSource& file, const weights::Layout& layout) {
    std::uint64_t total = 0;
    for (const weights::LayoutStorage& storage : layout.storages) {
        must(storage.count >= 0 && storage.bytes() <= file.size() - total);
        total += storage.bytes();
        must(storage.offset <= file.size() && storage.bytes() <= file.size() - storage.offset);
        std::vector<std::uint8_t> bytes(storage.bytes());
        (void)weights::readStorage(file, storage, bytes);
    }
    for (const weights::LayoutTensor& tensor : layout.tensors) {
        must(tensor.storage < layout.storages.size());
        must(tensor.sizes.size() == tensor.strides.size());
        __int128 elements = 1;
        __int128 last = tensor.offset;
        for (std::size_t i = 0; i < tensor.sizes.size(); ++i) {
            must(tensor.sizes[i] >= 0 && tensor.strides[i] >= 0);
            elements *= tensor.sizes[i];
            last += __int128{tensor.strides[i]} * (tensor.sizes[i] - 1);
        }
        const std::int64_t count = layout.storages[tensor.storage].count;
        must(tensor.offset >= 0 && elements <= count);
        must(elements == 0 ? tensor.offset <= count : last < count);
    }
}

}  // namespace minarai::fuzz
