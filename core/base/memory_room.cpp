// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/memory_room.h"

#include <sys/mman.h>

#include <new>

namespace minarai {

void requireRoom(std::size_t bytes) {
    void* room = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (room == MAP_FAILED) {
        throw std::bad_alloc();
    }
    (void)::munmap(room, bytes);
}

}  // namespace minarai
