// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Progress and log lines on stderr: a bar with the time left on a terminal, plain lines elsewhere.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

#include "base/progress.h"

namespace minarai::cli {

/// What a line of progress says beside "Title: 3 of 8, 20 s left".
struct ProgressWords {
    std::function<std::string(std::uint64_t)> amount{};  ///< "3 MiB"; empty: the number itself
    std::function<std::string()> more{};                 ///< behind the time left; empty: nothing
};

/// Thread-safe. Silent when quiet, but for urgent().
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

    /// What the program waits for a person to do: said even when quiet.
    void urgent(std::string_view text);

    /// Where a long work is: a bar redrawn up to ten times a second on a terminal; elsewhere a line
    /// at once for the first call and then one every five seconds. fraction below 0: unknown.
    void status(double fraction, std::string_view text);

    /// Removes the bar; a new work begins.
    void clear();

    /// A receiver for core's progress under a title such as "Scanning". The reporter must outlive
    /// it. The time left is counted from where the work was at the first call on.
    [[nodiscard]] ProgressCallback progress(std::string title, ProgressWords words = {});

  private:
    using Clock = std::chrono::steady_clock;
    class Course;
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
