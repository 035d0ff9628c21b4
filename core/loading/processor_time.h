// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A stop watch that counts the work of one thread only.
#pragma once

#include <ctime>
#include <utility>

namespace minarai::loading {

/// Milliseconds of processor time of the calling thread: other work on the machine does not count.
inline double processorMs() {
    timespec now{};
    (void)::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/// Milliseconds since the last call. Belongs to one thread.
class Lap {
  public:
    double take() {
        const double now = processorMs();
        return now - std::exchange(m_last, now);
    }

  private:
    double m_last = processorMs();
};

}  // namespace minarai::loading
