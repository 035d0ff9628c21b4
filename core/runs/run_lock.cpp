// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/run_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "base/files.h"

namespace minarai::runs {
namespace {

constexpr const char* kLockName = "run.lock";

}  // namespace

RunLock::RunLock(RunLock&& other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {}

RunLock& RunLock::operator=(RunLock&& other) noexcept {
    std::swap(m_fd, other.m_fd);
    return *this;
}

RunLock::~RunLock() {
    if (m_fd >= 0) {
        ::close(m_fd);  // closing releases the lock
    }
}

Result<RunLock> RunLock::acquire(const std::filesystem::path& runFolder) {
    const auto path = runFolder / kLockName;
    RunLock lock;
    lock.m_fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (lock.m_fd < 0) {
        return writeError(path, errno);
    }
    if (::flock(lock.m_fd, LOCK_EX | LOCK_NB) != 0) {
        // A file system without locks cannot protect the run, but need not forbid it either.
        if (errno == EWOULDBLOCK) {
            return fail(ErrorCode::RunBusy, toUtf8(runFolder));
        }
    }
    return lock;
}

bool RunLock::isHeld(const std::filesystem::path& runFolder) {
    const int fd = ::open((runFolder / kLockName).c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return false;
    }
    const bool held = ::flock(fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    ::close(fd);
    return held;
}

}  // namespace minarai::runs
