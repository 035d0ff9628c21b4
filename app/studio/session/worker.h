// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// One background thread with a queue of tasks, owned by a session.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

#include "base/error.h"

namespace minarai::studio {

/// Runs tasks one after the other at lower priority than the GUI's thread. The thread is started by
/// the first task. Declare it as the last member of its owner: the destructor asks the running task
/// to stop, drops the others but those that must be kept, and joins.
class Worker {
  public:
    using Task = std::function<void(const std::stop_token& stop)>;
    /// Called on the worker's thread when a task threw.
    using FailureHandler = std::function<void(const Error& error)>;

    explicit Worker(FailureHandler failed = {});
    ~Worker();
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    /// Queues a task behind the others.
    void post(Task task);

    /// Queues a task that neither cancel() nor the end of the worker drops: a decision that is to
    /// be written. It should not take long; the destructor waits for it.
    void keep(Task task);

    /// Drops what is queued, asks the running task to stop and queues this one.
    void replace(Task task);

    /// Drops what is queued and asks the running task to stop. Does not wait.
    void cancel();

  private:
    struct Queued {
        Task task;
        bool isKept = false;
    };

    FailureHandler m_failed;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<Queued> m_tasks;
    std::stop_source m_current;
    std::jthread m_thread;

    void queue(Queued queued);
    void loop(const std::stop_token& quit);
    void runTask(const Task& task, const std::stop_token& stop) const;
};

}  // namespace minarai::studio
