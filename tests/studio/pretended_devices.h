// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// An engine that claims to have devices, and whose runs last until the test ends them.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "studio/session/engine_session.h"

namespace minarai::studio {

class PretendedDevices : public std::enable_shared_from_this<PretendedDevices> {
  public:
    explicit PretendedDevices(std::vector<std::string> devices) : m_devices(std::move(devices)) {}

    /// The engine; it keeps this alive.
    EngineLoader loader();
    [[nodiscard]] const std::vector<std::string>& devices() const { return m_devices; }

    /// What trains now, in the order in which it began: "cuda:0:3" is a run of three epochs.
    [[nodiscard]] std::vector<std::string> training() const;
    /// All that ever began, the same way.
    [[nodiscard]] std::vector<std::string> begun() const;
    /// Ends the run that trains on this device.
    void end(const std::string& device, train::EndReason reason);
    /// Whatever trains now throws std::bad_alloc.
    void exhaustMemory();

    /// For the trainer: blocks until the run is ended by the test or stopped. May throw, see above.
    train::RunEnded train(const train::TrainJob& job, const std::stop_token& stop,
                          const train::Observer& observer);

  private:
    struct Training {
        std::string name;
        std::string device;
        std::optional<train::EndReason> end;
        bool lacksMemory = false;
    };

    std::vector<std::string> m_devices;
    mutable std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::vector<std::shared_ptr<Training>> m_training;
    std::vector<std::string> m_begun;
};

}  // namespace minarai::studio
