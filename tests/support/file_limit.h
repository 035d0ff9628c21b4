// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A disk that is full for a while, without a mount: no file of this program grows over a limit.
#pragma once

#include <csignal>

#include <sys/resource.h>

namespace minarai::tests {

/// Takes the limit back when it goes.
class FileLimit {
  public:
    FileLimit() : m_former(std::signal(SIGXFSZ, SIG_IGN)) { ::getrlimit(RLIMIT_FSIZE, &m_before); }
    ~FileLimit() {
        lift();
        (void)std::signal(SIGXFSZ, m_former);
    }
    FileLimit(const FileLimit&) = delete;
    FileLimit& operator=(const FileLimit&) = delete;

    /// False where the system does not allow it.
    [[nodiscard]] bool set(rlim_t bytes) const {
        const rlimit limit{bytes, m_before.rlim_max};
        return ::setrlimit(RLIMIT_FSIZE, &limit) == 0;
    }
    void lift() const { ::setrlimit(RLIMIT_FSIZE, &m_before); }

  private:
    rlimit m_before{};
    void (*m_former)(int);
};

}  // namespace minarai::tests
