// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Ctrl-C, SIGTERM and a closed terminal as a stop token.
#pragma once

#include <atomic>
#include <stop_token>
#include <string_view>
#include <thread>

namespace minarai::cli {

/// What a program that a signal ended before it had a result says, after "minarai: ".
inline constexpr std::string_view kInterruptedSentence = "Interrupted before there was a result.";

/// Make one in main() before any other thread exists: the signals are blocked everywhere and read
/// by a thread of its own, so that nothing runs in a signal handler. Until a command asks for
/// stopToken(), a signal ends the program at once with one sentence and 130; after that the first
/// signal requests the stop and the second ends the program. One that comes within a second of the
/// first is the same wish: a launcher such as torchrun passes on the Ctrl-C that its processes have
/// got from the terminal already.
class Interrupts {
  public:
    Interrupts();
    ~Interrupts();
    Interrupts(const Interrupts&) = delete;
    Interrupts& operator=(const Interrupts&) = delete;

    [[nodiscard]] std::stop_token stopToken();
    [[nodiscard]] bool requested() const { return m_source.stop_requested(); }

  private:
    void watch();

    std::stop_source m_source;
    std::atomic<bool> m_cooperative{false};
    int m_signals = -1;
    int m_wake = -1;
    std::jthread m_watcher;
};

}  // namespace minarai::cli
