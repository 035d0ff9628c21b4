// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Notices that a folder of images changes on disk while it is open, and says how much.
//
// Linux tells of new, removed and rewritten files (inotify). After a moment of rest the folder is
// scanned again and held against what was known, so that notes, caches and files that came and went
// are no news. The folder is only read.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <thread>

#include "dataset/catalog.h"

namespace minarai::dataset {

/// How many images of a folder are others than they were.
struct FolderDifference {
    std::uint64_t added = 0;
    std::uint64_t removed = 0;
    std::uint64_t changed = 0;  ///< another size or time of change
    [[nodiscard]] bool any() const { return added + removed + changed > 0; }
    bool operator==(const FolderDifference&) const = default;
};

/// What the second scan of a folder found that the first did not.
FolderDifference differenceOf(const Catalog& before, const Catalog& after);

struct FolderWatchOptions {
    /// Nothing must have happened for so long before the folder is looked at.
    std::chrono::milliseconds rest{400};
    /// A folder that never rests is looked at after so long all the same.
    std::chrono::milliseconds longest{3000};
    /// Folders that are watched. The system has a limited number of watches for all programs of a
    /// user; where there are more folders, the root alone is watched and the others are not.
    std::size_t mostFolders = 1024;
};

class FolderWatch {
  public:
    /// Told on the watch's thread each time the difference is another one, also when it is gone
    /// again. A folder that cannot be scanned any more has lost all its images.
    using Listener = std::function<void(const FolderDifference& difference)>;

    /// Begins at once on a thread of its own, at low priority. What happened since `known` was
    /// scanned, a minute ago at most, is noticed too.
    FolderWatch(std::shared_ptr<const Catalog> known, Listener listener,
                FolderWatchOptions options = {});
    /// Ends a scan that is under way and joins.
    ~FolderWatch();
    FolderWatch(const FolderWatch&) = delete;
    FolderWatch& operator=(const FolderWatch&) = delete;

  private:
    std::jthread m_thread;
};

}  // namespace minarai::dataset
