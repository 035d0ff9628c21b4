// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "output.h"

#include <unistd.h>

#include <cerrno>

#include "base/files.h"

namespace minarai::cli {

void Output::write(std::string_view text) {
    while (!text.empty() && m_failure == 0) {
        const ssize_t written = ::write(STDOUT_FILENO, text.data(), text.size());
        if (written >= 0) {
            text.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno != EINTR) {
            m_failure = errno;
        }
    }
}

Status Output::status() const {
    if (m_failure == 0 || m_failure == EPIPE) {
        return {};
    }
    return writeError("standard output", m_failure);
}

}  // namespace minarai::cli
