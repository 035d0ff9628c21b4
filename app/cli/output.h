// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Standard output, where results go.
#pragma once

#include <string_view>

#include "base/error.h"

namespace minarai::cli {

/// Not thread-safe. After the first failure nothing more is written.
class Output {
  public:
    void write(std::string_view text);

    /// DiskFull or WriteFailed if a result was lost. A reader that closed the pipe has seen enough:
    /// that is no failure.
    [[nodiscard]] Status status() const;

  private:
    int m_failure = 0;  ///< errno
};

}  // namespace minarai::cli
