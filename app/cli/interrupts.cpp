// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "interrupts.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <string>

#include "command.h"

namespace minarai::cli {
namespace {

constexpr auto kSameWish = std::chrono::seconds(1);

}  // namespace

Interrupts::Interrupts() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    struct sigaction hangUp {};
    if (sigaction(SIGHUP, nullptr, &hangUp) == 0 && hangUp.sa_handler != SIG_IGN) {
        sigaddset(&set, SIGHUP);  // ignored under nohup: the run goes on
    }
    m_signals = signalfd(-1, &set, SFD_CLOEXEC);
    m_wake = eventfd(0, EFD_CLOEXEC);
    if (m_signals < 0 || m_wake < 0) {
        return;  // out of descriptors: the signals keep their default, which ends the program
    }
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    m_watcher = std::jthread([this] { watch(); });
}

Interrupts::~Interrupts() {
    if (m_watcher.joinable()) {
        const std::uint64_t one = 1;
        (void)!::write(m_wake, &one, sizeof(one));
        m_watcher.join();
    }
    for (const int fd : {m_signals, m_wake}) {
        if (fd >= 0) {
            ::close(fd);
        }
    }
}

std::stop_token Interrupts::stopToken() {
    m_cooperative = true;
    return m_source.get_token();
}

void Interrupts::watch() {
    std::chrono::steady_clock::time_point requested;
    std::array<pollfd, 2> waits{pollfd{m_signals, POLLIN, 0}, pollfd{m_wake, POLLIN, 0}};
    for (;;) {
        if (::poll(waits.data(), waits.size(), -1) < 0 && errno != EINTR) {
            return;
        }
        if (waits[1].revents != 0) {
            return;
        }
        signalfd_siginfo info{};
        if (waits[0].revents == 0 ||
            ::read(m_signals, &info, sizeof(info)) != static_cast<ssize_t>(sizeof(info))) {
            continue;
        }
        if (m_source.stop_requested() && std::chrono::steady_clock::now() - requested < kSameWish) {
            continue;
        }
        if (!m_cooperative || m_source.stop_requested()) {
            // The stop requested first has said already what happens.
            const std::string line = "minarai: " + std::string(kInterruptedSentence) + '\n';
            if (!m_source.stop_requested()) {
                (void)!::write(STDERR_FILENO, line.data(), line.size());
            }
            ::_exit(kExitInterrupted);  // files are renamed into place: none is left half written
        }
        requested = std::chrono::steady_clock::now();
        m_source.request_stop();
    }
}

}  // namespace minarai::cli
