// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/queue_session.h"

#include <algorithm>
#include <utility>

namespace minarai::studio {

QueueSession::QueueSession(TrainSession& train, Starter starter, QObject* parent)
    : QObject(parent), m_train(train), m_starter(std::move(starter)) {
    connect(&train, &TrainSession::runStarted, this, [this] {
        // From here on the run's own folder keeps it.
        drop(std::exchange(m_starting, 0));
    });
    connect(&train, &TrainSession::runEnded, this, &QueueSession::takeEnd);
}

void QueueSession::setRoot(const std::filesystem::path& root) {
    m_root = root;
    m_queue = {};
    m_starting = 0;
    Q_EMIT changed();
    const quint64 serial = ++m_serial;
    m_worker.post([this, serial, root](const std::stop_token&) {
        QMetaObject::invokeMethod(
            this,
            [this, serial, queue = runs::readQueue(root)] {
                if (serial != m_serial) {
                    return;
                }
                if (!queue) {
                    Q_EMIT failed(queue.error());
                    return;
                }
                // What was added while the file was read stands behind what was there.
                runs::RunQueue added = std::exchange(m_queue, *queue);
                for (runs::QueuedRun& run : added.runs) {
                    run.id = m_queue.nextId++;
                    m_queue.runs.push_back(std::move(run));
                }
                if (!added.runs.empty()) {
                    save();
                }
                Q_EMIT changed();
            },
            Qt::QueuedConnection);
    });
}

void QueueSession::save() {
    Q_EMIT changed();
    m_worker.post([this, root = m_root, queue = m_queue](const std::stop_token&) {
        if (const Status written = runs::writeQueue(root, queue); !written) {
            QMetaObject::invokeMethod(
                this, [this, error = written.error()] { Q_EMIT failed(error); },
                Qt::QueuedConnection);
        }
    });
}

void QueueSession::add(runs::QueuedRun run) {
    if (m_root.empty()) {
        return;
    }
    run.id = m_queue.nextId++;
    m_queue.runs.push_back(std::move(run));
    // Behind a run that goes on it is meant to follow.
    m_queue.goesOn = m_queue.goesOn || m_train.isActive();
    save();
}

void QueueSession::remove(quint64 id) {
    if (id != m_starting) {
        drop(id);
    }
}

void QueueSession::drop(quint64 id) {
    if (std::erase_if(m_queue.runs, [id](const auto& run) { return run.id == id; }) > 0) {
        save();
    }
}

void QueueSession::move(quint64 id, int places) {
    auto& list = m_queue.runs;
    const auto at =
        std::find_if(list.begin(), list.end(), [id](const auto& run) { return run.id == id; });
    if (at == list.end()) {
        return;
    }
    const auto from = at - list.begin();
    const auto to =
        std::clamp<std::ptrdiff_t>(from + places, 0, static_cast<std::ptrdiff_t>(list.size()) - 1);
    if (from == to) {
        return;
    }
    if (from < to) {
        std::rotate(list.begin() + from, list.begin() + from + 1, list.begin() + to + 1);
    } else {
        std::rotate(list.begin() + to, list.begin() + from, list.begin() + from + 1);
    }
    save();
}

void QueueSession::start() {
    if (m_queue.runs.empty()) {
        return;
    }
    goOn();
    next();
}

void QueueSession::goOn() {
    if (!m_queue.goesOn) {
        m_queue.goesOn = true;
        save();
    }
}

void QueueSession::hold() {
    if (m_queue.goesOn) {
        m_queue.goesOn = false;
        save();
    }
}

void QueueSession::next() {
    if (m_queue.runs.empty() || !m_queue.goesOn || m_train.isActive()) {
        return;
    }
    const runs::QueuedRun run = m_queue.runs.front();
    m_starting = run.id;
    if (!m_starter(run)) {
        m_starting = 0;
        hold();
    }
}

void QueueSession::takeEnd(const train::RunEnded& ended) {
    if (ended.reason == train::EndReason::Stopped) {
        // Whoever stops a run does not want another one to begin.
        m_starting = 0;
        hold();
        return;
    }
    // One that cannot even begin would stand at the front for ever.
    drop(std::exchange(m_starting, 0));
    // Not from within the session's own delivery: those who hear of the end come first.
    QMetaObject::invokeMethod(this, &QueueSession::next, Qt::QueuedConnection);
}

std::optional<double> QueueSession::expectedSeconds() const {
    double sum = 0;
    for (const runs::QueuedRun& run : m_queue.runs) {
        if (run.expectedSeconds <= 0) {
            return std::nullopt;
        }
        sum += run.expectedSeconds;
    }
    return sum;
}

}  // namespace minarai::studio
