// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The official files of small data sets, written as an ImageFolder.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/progress.h"

namespace minarai::dataset {

enum class ImportFormat : std::uint8_t { Mnist, FashionMnist, Cifar10, Cifar100 };

/// "mnist", "fashion_mnist", "cifar10", "cifar100", in the order of the enumeration.
inline constexpr std::array<std::string_view, 4> kImportFormats{"mnist", "fashion_mnist", "cifar10",
                                                                "cifar100"};
std::optional<ImportFormat> importFormatFromName(std::string_view name);

/// The data set whose official files lie in a folder, or which an archive's name tells of; nothing
/// for others. Fashion-MNIST has MNIST's file names: a path with "fashion" in it decides.
std::optional<ImportFormat> detectImport(const std::filesystem::path& source);

struct Imported {
    std::vector<std::string> classes;  ///< by the official label; safe as names of folders
    std::uint64_t train = 0;           ///< images
    std::uint64_t test = 0;
    /// Official files that are not there; what they hold is not in the folder.
    std::vector<std::string> missing;
};

/// Reads the official files in the folder `source` and writes `target/train|test/class/00001.png`,
/// where the number is the image's place in the official part, from 1. Grey sets become grey PNGs.
///
/// MNIST and Fashion-MNIST: IDX files (`train-images-idx3-ubyte`, also `.gz`), in the folder itself
/// or in `raw` or `MNIST/raw` below it. CIFAR: the binary version, in the folder itself, in
/// `cifar-10-batches-bin` or `cifar-100-binary` below it, or in the official `.tar.gz` (the file
/// itself, or in the folder). A part may be missing as a whole; an empty `target` may exist.
///
/// Everything goes into a draft first, which takes its place at the end (dataset/draft_folder.h).
/// Writes on up to `threads` threads, 0: all. FileMissing,
/// FileFormat, ImportTruncated, ImportTooLong, ImportCount, ImportLabel, AlreadyExists, DiskFull,
/// WriteFailed, OutOfMemory, Cancelled. Up to 250 MB of memory for the official sets.
Result<Imported> importDataset(ImportFormat format, const std::filesystem::path& source,
                               const std::filesystem::path& target,
                               const ProgressCallback& progress = {},
                               const std::stop_token& stop = {}, int threads = 0);

}  // namespace minarai::dataset
