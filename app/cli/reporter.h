// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Progress and log lines on stderr: a bar with the time left on a terminal, plain lines elsewhere.
#pragma once

#include <atomic>
#include <chrono>
#include <mutex>
#include <string>
#include <string_view>

#include "base/progress.h"

namespace minarai::cli {

/// Thread-safe. Silent when quiet.
class Reporter {
  public:
    explicit Reporter(bool quiet);
    ~Reporter();
    Reporter(const Reporter&) = delete;
    Reporter& operator=(const Reporter&) = delete;

    /// From now on nothing is shown.
    void beQuiet();

    /// A log line.
    void line(std::string_view text);

    /// Where a long work is: a bar redrawn up to ten times a second on a terminal; elsewhere a line
    /// at once for the first call and then one every five seconds. fraction below 0: unknown.
    void status(double fraction, std::string_view text);

    /// Removes the bar; a new work begins.
    void clear();

    /// A receiver for core's progress under a title such as "Scanning". The reporter must outlive
    /// it.
    [[nodiscard]] ProgressCallback progress(std::string title);

  private:
    using Clock = std::chrono::steady_clock;
    void eraseBar();

    std::mutex m_mutex;
    std::atomic<bool> m_quiet;
    const bool m_terminal;
    bool m_barShown = false;
    Clock::time_point m_next{};
};

/// "8 s", "3 min 20 s", "2 h 05 min".
std::string durationText(double seconds);

}  // namespace minarai::cli
