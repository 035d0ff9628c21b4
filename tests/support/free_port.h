// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// TCP ports of this machine for tests.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <stdexcept>

namespace minarai::tests {

/// Holds a port of the loopback without listening at it, until it goes.
class HeldPort {
  public:
    HeldPort() {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* plain = reinterpret_cast<sockaddr*>(&address);
        if (::bind(m_descriptor, plain, size) != 0 ||
            ::getsockname(m_descriptor, plain, &size) != 0) {
            ::close(m_descriptor);
            throw std::runtime_error("no port");
        }
        m_port = ntohs(address.sin_port);
    }
    ~HeldPort() { ::close(m_descriptor); }
    HeldPort(const HeldPort&) = delete;
    HeldPort& operator=(const HeldPort&) = delete;

    [[nodiscard]] std::uint16_t port() const { return m_port; }
    [[nodiscard]] bool listen() const { return ::listen(m_descriptor, 4) == 0; }

  private:
    int m_descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
    std::uint16_t m_port = 0;
};

/// A port that nobody listens at.
inline std::uint16_t freePort() {
    return HeldPort().port();
}

}  // namespace minarai::tests
