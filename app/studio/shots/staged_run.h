// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A run that looks as if another program trained it, for pictures of following.
#pragma once

#include <filesystem>
#include <utility>

#include "base/error.h"
#include "runs/run_lock.h"

namespace minarai::studio {

/// A run directory beside an ended run, which holds the first part of its events: some epochs, and
/// the first half of the next one. Its lock is held. Gone with this.
class StagedRun {
  public:
    /// Needs a run of two epochs at least, else RunMissing; besides what reading it and writing
    /// beside it may fail with.
    static Result<StagedRun> of(const std::filesystem::path& endedRun);

    StagedRun(StagedRun&& other) noexcept;
    StagedRun& operator=(StagedRun&& other) noexcept;
    StagedRun(const StagedRun&) = delete;
    StagedRun& operator=(const StagedRun&) = delete;
    ~StagedRun();

    [[nodiscard]] const std::filesystem::path& folder() const { return m_folder; }

  private:
    explicit StagedRun(std::filesystem::path folder) : m_folder(std::move(folder)) {}

    std::filesystem::path m_folder;  ///< empty when it was moved
    runs::RunLock m_lock;
};

}  // namespace minarai::studio
