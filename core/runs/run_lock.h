// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps two processes from training the same run: an advisory lock that dies with its process.
#pragma once

#include <filesystem>

#include "base/error.h"

namespace minarai::runs {

class RunLock {
  public:
    RunLock() = default;
    RunLock(RunLock&& other) noexcept;
    RunLock& operator=(RunLock&& other) noexcept;
    ~RunLock();

    /// RunBusy while another process, or another lock of this one, holds it.
    static Result<RunLock> acquire(const std::filesystem::path& runFolder);
    static bool isHeld(const std::filesystem::path& runFolder);

  private:
    int m_fd = -1;
};

}  // namespace minarai::runs
