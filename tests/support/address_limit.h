// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A machine whose memory ends for a while: this program gets no more than it has and a bit.
#pragma once

#include <cstdint>
#include <fstream>

#include <sys/resource.h>
#include <unistd.h>

namespace minarai::tests {

/// In force while it lives. What a sanitizer watches cannot be limited so: it takes terabytes.
class AddressLimit {
  public:
    /// So many bytes more than are taken now.
    explicit AddressLimit(std::uint64_t more) {
        ::getrlimit(RLIMIT_AS, &m_before);
        std::uint64_t pages = 0;
        std::ifstream("/proc/self/statm") >> pages;
        const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
        const rlimit limit{static_cast<rlim_t>(pages * page + more), m_before.rlim_max};
        m_holds = pages > 0 && ::setrlimit(RLIMIT_AS, &limit) == 0;
    }
    ~AddressLimit() {
        if (m_holds) {
            ::setrlimit(RLIMIT_AS, &m_before);
        }
    }
    AddressLimit(const AddressLimit&) = delete;
    AddressLimit& operator=(const AddressLimit&) = delete;

    /// False where the system does not allow it.
    [[nodiscard]] bool holds() const { return m_holds; }

  private:
    rlimit m_before{};
    bool m_holds = false;
};

}  // namespace minarai::tests
