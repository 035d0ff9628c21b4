// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/meeting_point.h"

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <condition_variable>
#include <memory>
#include <mutex>

namespace minarai::train {
namespace {

constexpr auto kPause = std::chrono::milliseconds(50);
constexpr int kConnectMs = 1000;

using Addresses = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

Addresses resolve(const std::string& address, std::uint16_t port) {
    addrinfo wanted{};
    wanted.ai_family = AF_UNSPEC;
    wanted.ai_socktype = SOCK_STREAM;
    wanted.ai_flags = AI_NUMERICSERV;
    addrinfo* found = nullptr;
    if (::getaddrinfo(address.c_str(), std::to_string(port).c_str(), &wanted, &found) != 0) {
        found = nullptr;
    }
    return {found, &::freeaddrinfo};
}

bool connects(const addrinfo& to) {
    const int descriptor =
        ::socket(to.ai_family, to.ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, to.ai_protocol);
    if (descriptor < 0) {
        return false;
    }
    bool connected = ::connect(descriptor, to.ai_addr, to.ai_addrlen) == 0;
    if (!connected && errno == EINPROGRESS) {
        pollfd ready{descriptor, POLLOUT, 0};
        int error = 0;
        socklen_t size = sizeof error;
        connected = ::poll(&ready, 1, kConnectMs) == 1 &&
                    ::getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size) == 0 &&
                    error == 0;
    }
    ::close(descriptor);
    return connected;
}

}  // namespace

Result<bool> awaitUntil(Deadline deadline, const std::stop_token& stop,
                        const std::function<bool()>& isThere) {
    std::mutex mutex;
    std::condition_variable_any stopped;
    std::unique_lock lock(mutex);
    for (;;) {
        if (stop.stop_requested()) {
            return fail(ErrorCode::Cancelled);
        }
        if (isThere()) {
            return true;
        }
        if (std::chrono::steady_clock::now() >= deadline) {
            return false;
        }
        // Nobody tells when it is there; only a stop request ends the pause early.
        (void)stopped.wait_for(lock, stop, kPause, [] { return false; });
    }
}

bool isListening(const std::string& address, std::uint16_t port) {
    const Addresses addresses = resolve(address, port);
    for (const addrinfo* each = addresses.get(); each != nullptr; each = each->ai_next) {
        if (connects(*each)) {
            return true;
        }
    }
    return false;
}

}  // namespace minarai::train
