// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Where the importers find their files: in a folder, compressed or not, or in an archive.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "base/error.h"

namespace minarai::dataset {

struct ImportFile {
    std::string shownName;  ///< its path, or that of its archive and its name in it
    std::vector<std::uint8_t> bytes;
    bool cut = false;  ///< the end of its gzip data is missing
};

/// Files by their names. Contents are decompressed when they are gzip, whatever the name.
class ImportFiles {
  public:
    /// A folder, of which the first in `folders` (relative, "" for itself) that holds `probe` or
    /// `probe`.gz counts; or a .tar.gz file; or a folder that holds `archive`. FileMissing names
    /// what was looked for.
    static Result<ImportFiles> open(const std::filesystem::path& source,
                                    const std::vector<std::string>& folders,
                                    const std::vector<std::string>& probes,
                                    const std::string& archive, const std::stop_token& stop);

    /// The file of this name, `name`.gz included; nothing when it is not there. FileFormat when it
    /// is damaged, ReadFailed.
    [[nodiscard]] Result<std::optional<ImportFile>> find(const std::string& name) const;

    /// The same for a file that has to be there: FileMissing.
    [[nodiscard]] Result<ImportFile> get(const std::string& name) const;

  private:
    std::filesystem::path m_folder;
    std::filesystem::path m_archive;
    std::map<std::string, std::vector<std::uint8_t>> m_entries;  ///< of an archive, by last name
};

struct Decompressed {
    std::vector<std::uint8_t> bytes;
    bool cut = false;  ///< the end of the gzip data is missing
};
/// A whole file, decompressed when it is gzip. A file of more than a gigabyte is refused.
Result<Decompressed> readDecompressed(const std::filesystem::path& path);

/// Regular files of a tar archive by their last name.
Result<std::map<std::string, std::vector<std::uint8_t>>> readTar(const std::filesystem::path& path,
                                                                 const std::stop_token& stop);

}  // namespace minarai::dataset
