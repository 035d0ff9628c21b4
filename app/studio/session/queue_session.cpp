// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/queue_session.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "runs/placement.h"

namespace minarai::studio {

namespace {

/// What was added while the file was not read stands behind what was there. A file that says that
/// the queue goes on comes from a program that was killed: nothing of it runs now.
runs::RunQueue joined(runs::RunQueue queue, const runs::RunQueue& added) {
    for (runs::QueuedRun run : added.runs) {
        run.id = queue.nextId++;
        queue.runs.push_back(std::move(run));
    }
    queue.goesOn = added.goesOn;
    return queue;
}

Status write(const std::filesystem::path& root, const runs::RunQueue& queue, bool isUnreadable) {
    if (isUnreadable) {
        MN_TRY(runs::setQueueAside(root));
    }
    return runs::writeQueue(root, queue);
}

}  // namespace

QueueSession::QueueSession(TrainSession& train, EngineLoader loader, Starter starter,
                           QObject* parent)
    : QObject(parent), m_train(train), m_loader(std::move(loader)), m_starter(std::move(starter)) {
    connect(&train, &TrainSession::runStarted, this, [this] { takeStart(m_train); });
    connect(&train, &TrainSession::runEnded, this,
            [this](const train::RunEnded& ended) { takeEnd(m_train, ended); });
    connect(&train, &TrainSession::stateChanged, this, &QueueSession::changed);
    connect(&train, &TrainSession::stepped, this, &QueueSession::progressed);
}

QueueSession::~QueueSession() {
    keepUnread();
}

void QueueSession::keepUnread() {
    if (m_isRead || m_queue.runs.empty()) {
        return;
    }
    // There is nobody left to tell of a failure.
    m_worker.keep([root = m_root, added = m_queue](const std::stop_token&) {
        const auto queue = runs::readQueue(root);
        static_cast<void>(write(root, queue ? joined(*queue, added) : added, !queue.has_value()));
    });
}

void QueueSession::setDevices(const std::vector<std::string>& devices) {
    m_devices = devices;
    Q_EMIT changed();
    if (m_train.isActive()) {
        next();  // what waits for a run that goes on need not wait any longer
    }
}

void QueueSession::setRoot(const std::filesystem::path& root) {
    keepUnread();
    m_root = root;
    m_queue = {};
    m_isRead = false;
    m_isUnreadable = false;
    m_starting = 0;
    m_lanes.clear();  // none of them trains: another project opens only then
    m_startingIn = nullptr;
    Q_EMIT changed();
    const quint64 serial = ++m_serial;
    m_worker.post([this, serial, root](const std::stop_token&) {
        QMetaObject::invokeMethod(
            this,
            [this, serial, queue = runs::readQueue(root)] {
                if (serial == m_serial) {
                    takeQueue(queue);
                }
            },
            Qt::QueuedConnection);
    });
}

void QueueSession::takeQueue(const Result<runs::RunQueue>& queue) {
    m_isRead = true;
    if (!queue) {
        m_isUnreadable = true;
        if (!m_queue.runs.empty()) {
            save();
        }
        Q_EMIT failed(queue.error());
        return;
    }
    const bool hasAdded = !m_queue.runs.empty();
    m_queue = joined(*queue, m_queue);
    if (hasAdded) {
        save();
    }
    Q_EMIT changed();
    if (!m_queue.refused.empty()) {
        Q_EMIT runsRefused();
    }
}

void QueueSession::save() {
    Q_EMIT changed();
    if (!m_isRead) {
        return;  // what is in the file is not to be lost: takeQueue() saves, or keepUnread()
    }
    const bool isUnreadable = std::exchange(m_isUnreadable, false);
    m_worker.keep([this, root = m_root, queue = m_queue, isUnreadable](const std::stop_token&) {
        if (const Status written = write(root, queue, isUnreadable); !written) {
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
    m_queue.goesOn = m_queue.goesOn || m_train.isActive() || trainsBeside();
    save();
    if (m_train.isActive() || trainsBeside()) {
        next();  // where a device is free it need not follow anything
    }
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

void QueueSession::setDevice(quint64 id, const std::string& device) {
    for (runs::QueuedRun& run : m_queue.runs) {
        if (run.id == id && id != m_starting && run.device != device) {
            run.device = device;
            save();
            next();
            return;
        }
    }
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
        next();
    }
}

void QueueSession::hold() {
    if (m_queue.goesOn) {
        m_queue.goesOn = false;
        save();
    }
}

void QueueSession::stop(quint64 id) {
    if (id == kShownRun) {
        m_train.stopNow();
    }
    for (const Lane& lane : m_lanes) {
        if (lane.id == id) {
            lane.session->stopNow();
        }
    }
}

void QueueSession::stopBeside() {
    for (const Lane& lane : m_lanes) {
        lane.session->stopNow();
    }
}

bool QueueSession::trainsBeside() const {
    return std::any_of(m_lanes.begin(), m_lanes.end(),
                       [](const Lane& lane) { return lane.session->isActive(); });
}

bool QueueSession::isStarting() const {
    return m_starting != 0 || m_train.state() == TrainSession::State::Preparing;
}

std::vector<RunningRun> QueueSession::running() const {
    std::vector<RunningRun> all;
    const auto append = [&](quint64 id, const TrainSession& session) {
        if (session.isActive()) {
            all.push_back({id, runs::deviceInForce(session.device(), m_devices), session.run(),
                           session.state() == TrainSession::State::Stopping});
        }
    };
    append(kShownRun, m_train);
    for (const Lane& lane : m_lanes) {
        append(lane.id, *lane.session);
    }
    return all;
}

std::vector<std::string> QueueSession::busyDevices() const {
    std::vector<std::string> busy;
    for (const RunningRun& run : running()) {
        busy.push_back(run.device);
    }
    return busy;
}

std::optional<std::string> QueueSession::freeDevice(const std::string& wish) const {
    return runs::freeDevice(wish, m_devices, busyDevices());
}

TrainSession& QueueSession::idleSession(quint64 id) {
    if (!m_train.isActive()) {
        return m_train;
    }
    // Lanes stand in the order in which their runs began.
    std::erase_if(m_lanes, [](const Lane& lane) { return !lane.session->isActive(); });
    m_lanes.push_back({std::make_unique<TrainSession>(m_loader), id});
    connectLane(*m_lanes.back().session);
    return *m_lanes.back().session;
}

void QueueSession::connectLane(const TrainSession& session) {
    connect(&session, &TrainSession::runBegan, this, &QueueSession::besideBegan);
    connect(&session, &TrainSession::runStarted, this, [this, &session] {
        takeStart(session);
        Q_EMIT besideStarted();
    });
    connect(&session, &TrainSession::stateChanged, this, &QueueSession::changed);
    connect(&session, &TrainSession::stepped, this, &QueueSession::progressed);
    connect(&session, &TrainSession::noticed, this,
            [this, &session] { Q_EMIT besideNoticed(*session.run()); });
    connect(&session, &TrainSession::savedAgain, this,
            [this, &session] { Q_EMIT besideSavedAgain(*session.run()); });
    connect(&session, &TrainSession::runEnded, this,
            [this, &session](const train::RunEnded& ended) {
                takeEnd(session, ended);
                Q_EMIT besideEnded(*session.run(), ended);
            });
}

void QueueSession::next() {
    if (!m_queue.goesOn || isStarting()) {
        return;
    }
    const auto place = runs::nextPlace(m_queue.runs, m_devices, busyDevices());
    if (!place) {
        return;
    }
    runs::QueuedRun run = m_queue.runs[place->run];
    run.device = place->device;
    TrainSession& session = idleSession(run.id);
    m_starting = run.id;
    m_startingIn = &session;
    if (!m_starter(session, run)) {
        m_starting = 0;
        hold();
    }
}

quint64 QueueSession::noLongerStarting(const TrainSession& session) {
    return m_startingIn == &session ? std::exchange(m_starting, 0) : 0;
}

void QueueSession::takeStart(const TrainSession& session) {
    // From here on the run's own folder keeps it.
    drop(noLongerStarting(session));
    QMetaObject::invokeMethod(this, &QueueSession::next, Qt::QueuedConnection);
}

void QueueSession::takeEnd(const TrainSession& session, const train::RunEnded& ended) {
    const quint64 begun = noLongerStarting(session);
    if (ended.reason == train::EndReason::Stopped) {
        // Whoever stops a run does not want another one to begin.
        hold();
        return;
    }
    // One that cannot even begin would stand at the front for ever.
    drop(begun);
    // Not from within the session's own delivery: those who hear of the end come first.
    QMetaObject::invokeMethod(this, &QueueSession::next, Qt::QueuedConnection);
}

std::optional<double> QueueSession::expectedSeconds() const {
    std::vector<runs::Busy> busy;
    for (const RunningRun& run : running()) {
        const double left = run.live->lastStep ? run.live->lastStep->secondsLeft : 0;
        if (!std::isfinite(left)) {
            return std::nullopt;
        }
        busy.push_back({run.device, left});
    }
    return runs::secondsOfAll(m_queue.runs, m_devices, busy);
}

}  // namespace minarai::studio
