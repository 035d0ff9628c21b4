// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The load of the machine once a second, while somebody looks at it.
#pragma once

#include <QObject>
#include <QTimer>

#include "base/load_meter.h"
#include "studio/session/worker.h"

namespace minarai::studio {

class LoadSession : public QObject {
    Q_OBJECT
  public:
    static constexpr int kIntervalMs = 1000;

    explicit LoadSession(QObject* parent = nullptr);

    /// Reads begin with the first look and end with the last.
    void setWatched(bool watched);
    [[nodiscard]] const MachineLoad& load() const { return m_load; }

  Q_SIGNALS:
    void changed();

  private:
    MachineLoad m_load;
    LoadMeter m_meter;  ///< the worker's
    bool m_reading = false;
    QTimer m_timer;
    Worker m_worker;

    void read();
};

}  // namespace minarai::studio
