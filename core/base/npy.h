// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// NumPy's .npy files (versions 1 to 3): a tensor between the command line and Python.
// https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "base/error.h"

namespace minarai {

/// A tensor in C order: the last dimension runs fastest.
struct NpyArray {
    std::vector<std::int64_t> shape;  ///< empty: one number
    std::vector<float> data;
    bool operator==(const NpyArray&) const = default;
};

/// Reads float32, float64, int64, int32 or uint8 in C order, little-endian, as float32. Sizes are
/// checked against the file before memory is taken. FileMissing, ReadFailed, FileFormat.
Result<NpyArray> readNpy(const std::filesystem::path& path);

/// Writes float32. Internal when the shape doesn't match the data; WriteFailed, DiskFull.
Status writeNpy(const std::filesystem::path& path, const NpyArray& array);

}  // namespace minarai
