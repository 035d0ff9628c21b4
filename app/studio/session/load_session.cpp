// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/session/load_session.h"

#include <utility>

namespace minarai::studio {

LoadSession::LoadSession(QObject* parent) : LoadSession([] { return openNvidiaMeter(); }, parent) {}

LoadSession::LoadSession(GpuOpener openGpu, QObject* parent)
    : QObject(parent), m_openGpu(std::move(openGpu)) {
    m_timer.setInterval(kIntervalMs);
    connect(&m_timer, &QTimer::timeout, this, &LoadSession::read);
}

void LoadSession::setWatched(bool watched) {
    if (watched && !m_timer.isActive()) {
        m_timer.start();
        read();
    } else if (!watched) {
        m_timer.stop();
    }
}

void LoadSession::setDevice(const std::string& device) {
    const auto index = cudaIndexOf(device);
    if (index == m_cudaIndex) {
        return;
    }
    m_cudaIndex = index;
    m_gpu.reset();  // that of another device
    Q_EMIT changed();
    if (m_timer.isActive()) {
        read();
    }
}

std::optional<GpuLoad> LoadSession::readGpu(int cudaIndex) {
    if (m_openGpu) {
        m_gpuMeter = std::exchange(m_openGpu, {})();
    }
    return m_gpuMeter ? m_gpuMeter->read(cudaIndex) : std::nullopt;
}

void LoadSession::read() {
    if (m_reading) {
        return;  // a slow kernel is no reason for a queue
    }
    m_reading = true;
    m_worker.post([this, index = m_cudaIndex](const std::stop_token&) {
        QMetaObject::invokeMethod(
            this,
            [this, index, load = m_meter.read(),
             gpu = index ? readGpu(*index) : std::optional<GpuLoad>()] {
                m_reading = false;
                m_load = load;
                if (index == m_cudaIndex) {
                    m_gpu = gpu;
                }
                Q_EMIT changed();
            },
            Qt::QueuedConnection);
    });
}

}  // namespace minarai::studio
