// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The load of the machine, and of the device in use, once a second, while somebody looks at it.
#pragma once

#include <QObject>
#include <QTimer>
#include <functional>
#include <memory>
#include <optional>

#include "base/gpu_meter.h"
#include "base/load_meter.h"
#include "studio/session/worker.h"

namespace minarai::studio {

class LoadSession : public QObject {
    Q_OBJECT
  public:
    static constexpr int kIntervalMs = 1000;

    /// openGpu: the way to a graphics processor's load; called on a worker when the first one is
    /// in use.
    using GpuOpener = std::function<std::unique_ptr<GpuMeter>()>;

    explicit LoadSession(QObject* parent = nullptr);
    LoadSession(GpuOpener openGpu, QObject* parent = nullptr);

    /// Reads begin with the first look and end with the last.
    void setWatched(bool watched);
    /// The device in use, as the engine names it: "cuda:1". Others have no load of their own.
    void setDevice(const std::string& device);
    [[nodiscard]] const MachineLoad& load() const { return m_load; }
    /// Of the device in use; nothing if that is the CPU or does not tell.
    [[nodiscard]] const std::optional<GpuLoad>& gpu() const { return m_gpu; }

  Q_SIGNALS:
    void changed();

  private:
    MachineLoad m_load;
    std::optional<GpuLoad> m_gpu;
    std::optional<int> m_cudaIndex;
    LoadMeter m_meter;                     ///< the worker's
    GpuOpener m_openGpu;                   ///< the worker's; empty once it has been called
    std::unique_ptr<GpuMeter> m_gpuMeter;  ///< the worker's
    bool m_reading = false;
    QTimer m_timer;
    Worker m_worker;

    void read();
    std::optional<GpuLoad> readGpu(int cudaIndex);
};

}  // namespace minarai::studio
