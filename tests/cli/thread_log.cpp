// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Preloaded into a program: writes down the library whose function each new thread runs.
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <string>

extern "C" int pthread_create(pthread_t* thread, const pthread_attr_t* attributes,
                              void* (*start)(void*), void* argument) noexcept {
    using Create = int (*)(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);
    static const auto real = reinterpret_cast<Create>(::dlsym(RTLD_NEXT, "pthread_create"));
    const char* log = std::getenv("MINARAI_THREAD_LOG");
    Dl_info place{};
    if (log != nullptr && ::dladdr(reinterpret_cast<void*>(start), &place) != 0) {
        const char* slash = std::strrchr(place.dli_fname, '/');
        const std::string line = std::string(slash == nullptr ? place.dli_fname : slash + 1) + '\n';
        const int file = ::open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
        (void)!::write(file, line.data(), line.size());
        ::close(file);
    }
    return real(thread, attributes, start, argument);
}
