// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A data set on its way to the disk: nobody sees it under its name before all of it is there.
#pragma once

#include <filesystem>

#include "base/error.h"

namespace minarai::dataset {

/// `folder` as an absolute path without "." in it. AlreadyExists unless it is new or an empty
/// folder. Writes nothing.
Result<std::filesystem::path> newOrEmptyFolder(const std::filesystem::path& folder);

/// Where to write. An existing target stays the folder that it is, a shell's working folder, a link
/// or a mount point; what it gets are the entries of the draft. Only what was made here is removed.
class DraftFolder {
  public:
    /// For a path that newOrEmptyFolder() gave; makes its parents. WriteFailed, DiskFull.
    static Result<DraftFolder> begin(const std::filesystem::path& target);

    DraftFolder(DraftFolder&& other) noexcept;
    DraftFolder& operator=(DraftFolder&&) = delete;
    ~DraftFolder();  ///< removes a draft that was not kept

    [[nodiscard]] const std::filesystem::path& path() const { return m_draft; }

    /// With the names that files of the draft will have: what the user knows.
    [[nodiscard]] Error asKept(Error error) const;

    /// Puts the draft in its place once all of it is on the disk; on failure nothing of it is left
    /// there. Once.
    Status keep();

  private:
    DraftFolder(std::filesystem::path target, bool exists);
    Status moveEntries();

    std::filesystem::path m_target;
    std::filesystem::path m_draft;  ///< empty: kept, or moved from
    bool m_targetExists;
};

}  // namespace minarai::dataset
