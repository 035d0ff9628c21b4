// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/worker.h"

#include <exception>
#include <new>
#include <utility>

#include "base/parallel.h"

namespace minarai::studio {

Worker::Worker(FailureHandler failed) : m_failed(std::move(failed)) {}

Worker::~Worker() {
    cancel();
    m_thread.request_stop();
}

void Worker::post(Task task) {
    queue({std::move(task), false});
}

void Worker::keep(Task task) {
    queue({std::move(task), true});
}

void Worker::queue(Queued queued) {
    const std::scoped_lock lock(m_mutex);
    m_tasks.push_back(std::move(queued));
    if (!m_thread.joinable()) {
        m_thread = std::jthread([this](const std::stop_token& quit) { loop(quit); });
    }
    m_changed.notify_one();
}

void Worker::replace(Task task) {
    cancel();
    post(std::move(task));
}

void Worker::cancel() {
    const std::scoped_lock lock(m_mutex);
    std::erase_if(m_tasks, [](const Queued& queued) { return !queued.isKept; });
    m_current.request_stop();
}

void Worker::loop(const std::stop_token& quit) {
    lowerThreadPriority();
    while (true) {
        Task task;
        std::stop_token stop;
        {
            std::unique_lock lock(m_mutex);
            // At the end too what is queued still is done: only what must be kept is left then.
            if (!m_changed.wait(lock, quit, [this] { return !m_tasks.empty(); })) {
                return;
            }
            task = std::move(m_tasks.front().task);
            m_tasks.pop_front();
            m_current = std::stop_source();
            stop = m_current.get_token();
        }
        runTask(task, stop);
    }
}

void Worker::runTask(const Task& task, const std::stop_token& stop) const {
    Error error;
    try {
        task(stop);
        return;
    } catch (const std::bad_alloc&) {
        error = fail(ErrorCode::OutOfMemory, "background work");
    } catch (const std::exception& exception) {
        error = fail(ErrorCode::Internal, exception.what());
    }
    if (m_failed) {
        m_failed(error);
    }
}

}  // namespace minarai::studio
