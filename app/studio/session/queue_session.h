// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The runs that wait: each starts when the one before has ended. On disk before anything happens.
#pragma once

#include <QObject>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <vector>

#include "runs/run_queue.h"
#include "studio/session/train_session.h"
#include "studio/session/worker.h"

namespace minarai::studio {

class QueueSession : public QObject {
    Q_OBJECT
  public:
    /// Starts a run, unless nothing can be started now: then false.
    using Starter = std::function<bool(const runs::QueuedRun& run)>;

    QueueSession(TrainSession& train, Starter starter, QObject* parent = nullptr);

    /// The queue of another project; changed() follows when it is read.
    void setRoot(const std::filesystem::path& root);

    /// At the end; the id is given by the queue.
    void add(runs::QueuedRun run);
    void remove(quint64 id);
    /// Towards the front (negative) or the end.
    void move(quint64 id, int places);
    /// Begins with the first one, and goes on after each.
    void start();
    /// The next one starts when what runs has ended.
    void goOn();
    /// What runs goes on to its end; then nothing starts by itself.
    void hold();

    [[nodiscard]] const std::vector<runs::QueuedRun>& runs() const { return m_queue.runs; }
    /// The next one starts by itself.
    [[nodiscard]] bool goesOn() const { return m_queue.goesOn; }
    /// Of all that wait, in seconds; nothing where one is not known.
    [[nodiscard]] std::optional<double> expectedSeconds() const;

  Q_SIGNALS:
    void changed();
    void failed(const minarai::Error& error);

  private:
    TrainSession& m_train;
    Starter m_starter;
    std::filesystem::path m_root;
    runs::RunQueue m_queue;
    quint64 m_starting = 0;  ///< the one that was given to the trainer and has not begun yet
    quint64 m_serial = 0;
    Worker m_worker;

    void save();
    void next();
    void drop(quint64 id);
    void takeEnd(const train::RunEnded& ended);
};

}  // namespace minarai::studio
