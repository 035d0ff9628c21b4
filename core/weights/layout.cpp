// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "weights/layout.h"

#include <algorithm>
#include <array>
#include <new>
#include <string_view>

#include "base/files.h"
#include "base/text.h"
#include "weights/zip.h"

namespace minarai::weights {

namespace {

void stripPrefix(Layout& layout, std::string_view prefix) {
    if (std::all_of(layout.tensors.begin(), layout.tensors.end(), [&](const LayoutTensor& tensor) {
            return tensor.name.starts_with(prefix) && tensor.name.size() > prefix.size();
        })) {
        for (LayoutTensor& tensor : layout.tensors) {
            tensor.name.erase(0, prefix.size());
        }
    }
}

}  // namespace

Result<Layout> readLayout(const FileSource& file) {
    try {
        std::array<std::uint8_t, 9> head{};
        if (file.size() < head.size()) {
            return file.unreadable(
                MN_TEXT("Weights", "it is empty or cut off; copy or download it again"));
        }
        MN_TRY(file.read(0, head));
        const std::string_view start(reinterpret_cast<const char*>(head.data()), head.size());
        // The eight bytes before a safetensors header are a length: they may look like anything.
        Result<Layout> layout =
            start.back() == '{'       ? readSafetensorsLayout(file)
            : start.starts_with("PK") ? readZipLayout(file)
            : start[0] == '\x80'
                ? readLegacyLayout(file)
                : file.unreadable(MN_TEXT("Weights",
                                          "it is neither a PyTorch file (.pth, .pt) "
                                          "nor a .safetensors file"));
        if (layout) {
            stripPrefix(*layout, "module.");
        }
        return layout;
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, toUtf8(file.path()));
    }
}

Result<Layout> readLayout(const std::filesystem::path& path) {
    MN_ASSIGN(const FileSource file, FileSource::open(path));
    return readLayout(file);
}

Status readStorage(const FileSource& file, const LayoutStorage& storage,
                   std::span<std::uint8_t> out) {
    MN_TRY(file.read(storage.offset, out));
    if (storage.crc && crc32(out) != *storage.crc) {
        return file.unreadable(
            MN_TEXT("Weights", "the archive is damaged; copy or download it again"));
    }
    return {};
}

}  // namespace minarai::weights
