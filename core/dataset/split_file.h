// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A split as a file of its own, so that several runs, machines and programs use the same one:
//
//   {"version":1, "classes":["cats","dogs"],
//   "split":{"kind":...,"train":[["cats/1.jpg",0],...],...}}
//
// Labels are places in "classes"; paths are relative to the folder of images. A run's run.json has
// these entries, too, and can be read in place of such a file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/json.h"
#include "dataset/catalog.h"
#include "dataset/split.h"

namespace minarai::dataset {

inline constexpr std::uint64_t kSplitFileVersion = 1;

Json splitFileToJson(const Split& split, const std::vector<std::string>& classes);

/// The split of the catalog's images that the document describes, labelled as the catalog labels
/// them. Each image of the catalog must stand in it once, with its class, and no other image.
/// `onDisk` is the folder as it was scanned where `catalog` holds a person's decisions about it:
/// images that were left out may then stand in the document, and a class that was changed may be
/// another. A kind that this program does not know is "file". `name` is the file's, for messages.
/// FileFormat, VersionTooNew, PathUnsafe; errors of checkSplit().
Result<Split> splitFromFileJson(const Json& json, const std::string& name, const Catalog& catalog,
                                const Catalog* onDisk = nullptr);

/// WriteFailed, DiskFull.
Status writeSplitFile(const std::filesystem::path& path, const Split& split,
                      const std::vector<std::string>& classes);

/// FileMissing, ReadFailed, JsonInvalid; errors of splitFromFileJson().
Result<Split> readSplitFile(const std::filesystem::path& path, const Catalog& catalog,
                            const Catalog* onDisk = nullptr);

}  // namespace minarai::dataset
