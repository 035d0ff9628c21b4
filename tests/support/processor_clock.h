// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Time that this program computed: on a busy machine the clock on the wall tells of others.
#pragma once

#include <ctime>

namespace minarai::tests {

/// Runs from its making on, with all threads of the program.
class ProcessorClock {
  public:
    [[nodiscard]] double milliseconds() const {
        return static_cast<double>(std::clock() - m_began) * 1000 /
               static_cast<double>(CLOCKS_PER_SEC);
    }

  private:
    std::clock_t m_began = std::clock();
};

}  // namespace minarai::tests
