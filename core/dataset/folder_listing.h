// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// One folder as the scan reads it: names, kinds, sizes and times in as few system calls as can be.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace minarai::dataset {

/// What makes a folder the same folder, by whatever name it is reached.
using Identity = std::pair<dev_t, ino_t>;

enum class EntryKind { File, Folder, BrokenLink, Other };

/// Size and time of files are read for images only.
struct Entry {
    std::string name;
    EntryKind kind = EntryKind::Other;
    bool viaLink = false;
    Identity identity{};
    std::uint64_t bytes = 0;
    std::int64_t modifiedNs = 0;
};

struct Listing {
    std::vector<Entry> entries;  ///< by name; hidden ones left out
    std::uint64_t hiddenFiles = 0;
    Identity identity{};  ///< of the folder itself
    int error = 0;        ///< errno, 0 for success
};

/// Reads one folder. Never fails as a whole: `error` says why entries are missing.
Listing listFolder(const std::filesystem::path& path);

}  // namespace minarai::dataset
