// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a weights file holds and where: names, types, shapes and places, before any tensor is made.
//
// Knows no torch. Everything that a file says is checked here; what comes out can be believed:
// each storage lies within the file, all of them together are no larger than it, and each tensor
// lies within its storage.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "weights/element_type.h"
#include "weights/file_source.h"

namespace minarai::weights {

/// A stretch of numbers in the file, little-endian. Tied tensors share one.
struct LayoutStorage {
    ElementType type = ElementType::Float32;
    std::int64_t count = 0;            ///< elements
    std::uint64_t offset = 0;          ///< of the first byte in the file
    std::optional<std::uint32_t> crc;  ///< CRC-32 of its bytes where the format has one

    [[nodiscard]] std::uint64_t bytes() const {
        return static_cast<std::uint64_t>(count) * nameOf(type).bytes;
    }
};

struct LayoutTensor {
    std::string name;
    std::size_t storage = 0;  ///< index
    std::int64_t offset = 0;  ///< elements
    std::vector<std::int64_t> sizes;
    std::vector<std::int64_t> strides;  ///< elements
};

struct Layout {
    std::vector<LayoutStorage> storages;
    std::vector<LayoutTensor> tensors;  ///< in the file's order; names are unique
};

/// The state dict of a file in any of the formats: the object itself or what stands under
/// "state_dict", "model_state_dict" or "model"; the prefix "module." of data-parallel training is
/// taken off. ReadFailed, WeightsUnreadable; WeightsRefused names what a hostile or whole-model
/// file asks for.
Result<Layout> readLayout(const FileSource& file);
Result<Layout> readLayout(const std::filesystem::path& path);

// One reader for each format; readLayout looks at the file's first bytes and chooses.
Result<Layout> readZipLayout(const FileSource& file);
Result<Layout> readLegacyLayout(const FileSource& file);
Result<Layout> readSafetensorsLayout(const FileSource& file);

/// Fills `out`, which has the storage's size, and checks its sum.
Status readStorage(const FileSource& file, const LayoutStorage& storage,
                   std::span<std::uint8_t> out);

}  // namespace minarai::weights
