// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Preloaded into a program: writes down, in order, what it flushes and what it gives a name.
#include <dlfcn.h>
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

void note(const std::string& line) {
    const char* log = std::getenv("MINARAI_FLUSH_LOG");
    if (log != nullptr) {
        const std::string whole = line + '\n';
        const int file = ::open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
        (void)!::write(file, whole.data(), whole.size());
        ::close(file);
    }
}

std::string pathOf(int descriptor) {
    std::string path(4096, '\0');
    const std::string link = "/proc/self/fd/" + std::to_string(descriptor);
    const ssize_t size = ::readlink(link.c_str(), path.data(), path.size());
    path.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
    return path;
}

}  // namespace

extern "C" int syncfs(int descriptor) noexcept {
    using Call = int (*)(int);
    static const auto real = reinterpret_cast<Call>(::dlsym(RTLD_NEXT, "syncfs"));
    note("syncfs " + pathOf(descriptor));
    return real(descriptor);
}

extern "C" int fsync(int descriptor) {
    using Call = int (*)(int);
    static const auto real = reinterpret_cast<Call>(::dlsym(RTLD_NEXT, "fsync"));
    note("fsync " + pathOf(descriptor));
    return real(descriptor);
}

extern "C" int rename(const char* from, const char* to) noexcept {
    using Call = int (*)(const char*, const char*);
    static const auto real = reinterpret_cast<Call>(::dlsym(RTLD_NEXT, "rename"));
    note(std::string("rename ") + to);
    return real(from, to);
}
