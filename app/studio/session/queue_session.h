// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The runs that wait: each starts when a device is free. On disk before anything happens.
//
// The session that the Train page shows takes a run whenever it is idle. Where the machine has
// several devices, further runs train beside it, each in a session of its own; the page shows one
// of them by following its folder. With one device nothing ever runs beside.
#pragma once

#include <QObject>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "runs/run_queue.h"
#include "studio/session/train_session.h"
#include "studio/session/worker.h"

namespace minarai::studio {

/// A run that trains now.
struct RunningRun {
    quint64 id = 0;                 ///< as stop() takes it
    std::string device;             ///< "cpu", "cuda:1"
    const LiveRun* live = nullptr;  ///< until the next changed()
    bool isStopping = false;
};

class QueueSession : public QObject {
    Q_OBJECT
  public:
    /// Starts a run, whose `device` is the one that it gets, in a session that is idle, unless
    /// nothing can be started now: then false.
    using Starter = std::function<bool(TrainSession& session, const runs::QueuedRun& run)>;
    /// The id of the run in the session that the Train page shows, while it trains.
    static constexpr quint64 kShownRun = ~quint64{0};

    /// train: the session that the Train page shows.
    QueueSession(TrainSession& train, EngineLoader loader, Starter starter,
                 QObject* parent = nullptr);
    /// What was added before the file was read is written still.
    ~QueueSession() override;

    /// The queue of another project; changed() follows when it is read.
    void setRoot(const std::filesystem::path& root);
    /// As the engine lists them. Until they are known one run at a time trains.
    void setDevices(const std::vector<std::string>& devices);
    [[nodiscard]] const std::vector<std::string>& devices() const { return m_devices; }

    /// At the end; the id is given by the queue.
    void add(runs::QueuedRun run);
    void remove(quint64 id);
    /// Towards the front (negative) or the end.
    void move(quint64 id, int places);
    /// The device that a waiting run is to have: auto | cpu | cuda[:i].
    void setDevice(quint64 id, const std::string& device);
    /// Begins with the first one, and goes on after each.
    void start();
    /// The next one starts when what runs has ended.
    void goOn();
    /// What runs goes on to its end; then nothing starts by itself.
    void hold();
    /// Ends a running run after the batch, saved and resumable.
    void stop(quint64 id);
    /// The same for every run beside the shown one.
    void stopBeside();

    [[nodiscard]] const std::vector<runs::QueuedRun>& runs() const { return m_queue.runs; }
    /// Entries of the file that cannot be trained; they stay in it.
    [[nodiscard]] const std::vector<runs::RefusedRun>& refused() const { return m_queue.refused; }
    /// The shown one first, then those beside it in the order in which they began.
    [[nodiscard]] std::vector<RunningRun> running() const;
    [[nodiscard]] bool trainsBeside() const;
    /// A run has been given to a session and has no folder yet: no other one starts before it has.
    [[nodiscard]] bool isStarting() const;
    /// The waiting run that has been given to a session; 0 for none.
    [[nodiscard]] quint64 starting() const { return m_starting; }
    /// The device that a run with this wish would get now; nothing if it has to wait.
    [[nodiscard]] std::optional<std::string> freeDevice(const std::string& wish) const;
    /// The next one starts by itself.
    [[nodiscard]] bool goesOn() const { return m_queue.goesOn; }
    /// Until all that runs and waits is done, in seconds; nothing where one is not known.
    [[nodiscard]] std::optional<double> expectedSeconds() const;

  Q_SIGNALS:
    void changed();
    /// A running run came further.
    void progressed();
    void failed(const minarai::Error& error);
    /// The file that was read holds runs that cannot be trained.
    void runsRefused();
    // Of runs beside the shown one.
    void besideBegan();
    void besideStarted();
    void besideNoticed(const minarai::studio::LiveRun& run);
    void besideSavedAgain(const minarai::studio::LiveRun& run);
    void besideEnded(const minarai::studio::LiveRun& run, const minarai::train::RunEnded& ended);

  private:
    /// A session and what it was given from the queue.
    struct Lane {
        std::unique_ptr<TrainSession> session;
        quint64 id = 0;
    };

    TrainSession& m_train;
    EngineLoader m_loader;
    Starter m_starter;
    std::vector<std::string> m_devices;
    std::filesystem::path m_root;
    runs::RunQueue m_queue;
    bool m_isRead = false;        ///< the file: until then m_queue holds what was added since
    bool m_isUnreadable = false;  ///< the file could not be used: it is not to be replaced
    quint64 m_starting = 0;       ///< the one that was given to a session and has not begun yet
    const TrainSession* m_startingIn = nullptr;
    quint64 m_serial = 0;
    std::vector<Lane> m_lanes;
    Worker m_worker;

    void keepUnread();
    void takeQueue(const Result<runs::RunQueue>& queue);
    void save();
    void next();
    void drop(quint64 id);
    /// The run that this session was given from the queue and that has not begun yet; from now on
    /// there is none. 0 if there was none.
    quint64 noLongerStarting(const TrainSession& session);
    void takeStart(const TrainSession& session);
    void takeEnd(const TrainSession& session, const train::RunEnded& ended);
    /// The shown session if it is idle, else one beside it.
    TrainSession& idleSession(quint64 id);
    void connectLane(const TrainSession& session);
    [[nodiscard]] std::vector<std::string> busyDevices() const;
};

}  // namespace minarai::studio
