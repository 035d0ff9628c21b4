// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How long the window's thread lets a call wait, and an event loop that does not nap.
#pragma once

#include <QEventLoop>
#include <QObject>
#include <QTimer>
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace minarai::studio {

/// Posts a call to the thread that it is made in, the window's, about every 5 ms and notes how long
/// each one waited.
class LatencyProbe {
  public:
    LatencyProbe() : m_thread([this](const std::stop_token& stop) { probe(stop); }) {}

    std::vector<double> finish() {
        m_thread.request_stop();
        m_thread.join();
        return m_waitedMs;
    }

  private:
    void probe(const std::stop_token& stop) {
        std::unique_lock lock(m_mutex);
        while (!stop.stop_requested()) {
            const auto posted = std::chrono::steady_clock::now();
            m_answered = false;
            QMetaObject::invokeMethod(
                &m_target,
                [this, posted] {
                    const std::lock_guard guard(m_mutex);
                    m_waitedMs.push_back(std::chrono::duration<double, std::milli>(
                                             std::chrono::steady_clock::now() - posted)
                                             .count());
                    m_answered = true;
                    m_changed.notify_all();
                },
                Qt::QueuedConnection);
            m_changed.wait(lock, stop, [this] { return m_answered; });
            m_changed.wait_for(lock, stop, std::chrono::milliseconds(5), [] { return false; });
        }
    }

    QObject m_target;  ///< with it goes the call that was not answered before the end
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    bool m_answered = false;
    std::vector<double> m_waitedMs;
    std::jthread m_thread;
};

inline double percentile(std::vector<double> values, double share) {
    std::sort(values.begin(), values.end());
    const auto last = static_cast<double>(values.size() - 1);
    return values[static_cast<std::size_t>(share * last)];
}

/// The studio's own kind of loop until the condition holds: waiting helpers of tests nap between
/// events, which would be measured with it. False after the time.
inline bool loopUntil(const std::function<bool()>& holds, int timeoutMs = 120'000) {
    QEventLoop loop;
    QTimer look;
    bool held = holds();
    QObject::connect(&look, &QTimer::timeout, &loop, [&] {
        held = holds();
        if (held) {
            loop.quit();
        }
    });
    if (!held) {
        look.start(10);
        QTimer::singleShot(timeoutMs, &loop, &QEventLoop::quit);
        loop.exec();
    }
    return held;
}

}  // namespace minarai::studio
