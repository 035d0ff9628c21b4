// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "reporter.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <optional>

#include <fmt/format.h>

#include "table.h"

namespace minarai::cli {
namespace {

constexpr auto kRedraw = std::chrono::milliseconds(100);
constexpr auto kPlainDelay = std::chrono::seconds(1);
constexpr auto kPlainInterval = std::chrono::seconds(5);
constexpr double kFirstForecast = 0.5;  ///< seconds; before them a forecast is a guess
constexpr std::size_t kBarWidth = 16;

std::size_t terminalWidth() {
    winsize size{};
    if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
        return size.ws_col;
    }
    return 80;
}

void writeStderr(std::string_view text) {
    (void)std::fwrite(text.data(), 1, text.size(), stderr);
    (void)std::fflush(stderr);
}

std::string bar(double fraction) {
    const double clamped = std::clamp(fraction, 0.0, 1.0);
    const auto filled = static_cast<std::size_t>(clamped * static_cast<double>(kBarWidth));
    return fmt::format("[{}{}] {:3.0f} %", std::string(filled, '='),
                       std::string(kBarWidth - filled, ' '), std::floor(clamped * 100));
}

}  // namespace

Reporter::Reporter(bool quiet) : m_quiet(quiet), m_terminal(::isatty(STDERR_FILENO) == 1) {}

Reporter::~Reporter() {
    clear();
}

void Reporter::eraseBar() {
    if (m_barShown) {
        writeStderr("\r\033[K");
        m_barShown = false;
    }
}

void Reporter::beQuiet() {
    clear();
    m_quiet = true;
}

void Reporter::line(std::string_view text) {
    if (!m_quiet) {
        urgent(text);
    }
}

void Reporter::urgent(std::string_view text) {
    const std::lock_guard lock(m_mutex);
    eraseBar();
    writeStderr(printable(text) + '\n');
}

void Reporter::status(double fraction, std::string_view text) {
    if (m_quiet) {
        return;
    }
    const std::lock_guard lock(m_mutex);
    const Clock::time_point now = Clock::now();
    if (now < m_next) {
        return;
    }
    m_next = now + (m_terminal ? Clock::duration(kRedraw) : Clock::duration(kPlainInterval));
    std::string shown = printable(text);
    if (!m_terminal) {
        writeStderr(shown + '\n');
        return;
    }
    if (fraction >= 0) {
        shown = fmt::format("{} {}", bar(fraction), shown);
    }
    writeStderr(fmt::format("\r{}\033[K", cutToWidth(shown, terminalWidth() - 1)));
    m_barShown = true;
}

void Reporter::clear() {
    const std::lock_guard lock(m_mutex);
    eraseBar();
    m_next = {};
}

/// How fast a work goes on. What was done before the first call, such as the part of a file that an
/// earlier download left, tells nothing.
class Reporter::Course {
  public:
    std::optional<double> secondsLeft(const Progress& progress) {
        const std::lock_guard lock(m_mutex);
        const Clock::time_point now = Clock::now();
        if (!m_begun) {
            m_begun = now;
            m_first = progress.done;
        }
        const double seconds = std::chrono::duration<double>(now - *m_begun).count();
        if (seconds < kFirstForecast || progress.done <= m_first ||
            progress.total < progress.done) {
            return std::nullopt;
        }
        return seconds * static_cast<double>(progress.total - progress.done) /
               static_cast<double>(progress.done - m_first);
    }

  private:
    std::mutex m_mutex;
    std::optional<Clock::time_point> m_begun;
    std::uint64_t m_first = 0;
};

ProgressCallback Reporter::progress(std::string title, ProgressWords words) {
    clear();
    {
        const std::lock_guard lock(m_mutex);
        if (!m_terminal) {
            m_next = Clock::now() + kPlainDelay;  // quick work leaves no line in a log
        }
    }
    return [this, title = std::move(title), words = std::move(words),
            course = std::make_shared<Course>()](const Progress& progress) {
        if (m_quiet) {
            return;
        }
        const auto amount = [&](std::uint64_t value) {
            return words.amount ? words.amount(value) : fmt::format("{}", value);
        };
        std::string text = fmt::format("{}: {}", title, amount(progress.done));
        if (progress.total > 0) {
            text += fmt::format(" of {}", amount(progress.total));
        }
        if (const auto seconds = course->secondsLeft(progress)) {
            text += fmt::format(", {} left", durationText(*seconds));
        }
        if (words.more) {
            text += ", " + words.more();
        }
        const double total = static_cast<double>(progress.total);
        status(total > 0 ? static_cast<double>(progress.done) / total : -1, text);
    };
}

std::string durationText(double seconds) {
    if (!std::isfinite(seconds) || seconds < 0) {
        return "?";
    }
    const auto whole = static_cast<long long>(std::llround(std::min(seconds, 1e12)));
    if (whole < 60) {
        return seconds < 9.95 ? fmt::format("{:.1f} s", seconds) : fmt::format("{} s", whole);
    }
    if (whole < 3600) {
        return fmt::format("{} min {:02} s", whole / 60, whole % 60);
    }
    return fmt::format("{} h {:02} min", whole / 3600, whole / 60 % 60);
}

}  // namespace minarai::cli
