// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/parallel.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace minarai {

void parallelFor(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& body,
                 const std::stop_token& stop) {
    std::atomic<std::size_t> nextIndex{0};
    std::atomic<bool> failed{false};
    std::exception_ptr failure;
    std::mutex failureMutex;

    const auto work = [&] {
        while (!stop.stop_requested() && !failed.load(std::memory_order_relaxed)) {
            const std::size_t index = nextIndex.fetch_add(1, std::memory_order_relaxed);
            if (index >= count) {
                return;
            }
            try {
                body(index);
            } catch (...) {  // handed to the caller, see below
                const std::lock_guard lock(failureMutex);
                if (!failed.exchange(true)) {
                    failure = std::current_exception();
                }
            }
        }
    };

    {
        const auto helpers = static_cast<unsigned>(
            std::min<std::size_t>(std::max(threads, 1U), std::max<std::size_t>(count, 1)) - 1);
        std::vector<std::jthread> pool;
        pool.reserve(helpers);
        for (unsigned i = 0; i < helpers; ++i) {
            pool.emplace_back([&work] {
                lowerThreadPriority();
                work();
            });
        }
        work();
    }
    if (failure) {
        std::rethrow_exception(failure);
    }
}

unsigned hardwareThreads() {
    return std::max(1U, std::thread::hardware_concurrency());
}

unsigned threadsOrAll(int wanted) {
    return wanted > 0 ? static_cast<unsigned>(wanted) : hardwareThreads();
}

void lowerThreadPriority() {
    // On Linux the nice value belongs to the thread; a refusal only costs smoothness.
    const auto thread = static_cast<id_t>(::syscall(SYS_gettid));
    (void)::setpriority(PRIO_PROCESS, thread, 10);
}

}  // namespace minarai
