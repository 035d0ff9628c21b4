// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The switches that a session holds while the trainer runs on another thread.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>

namespace minarai::train {

/// Thread-safe. Stop itself is the stop_token's business: it ends the run after the batch.
class TrainControl {
  public:
    /// While paused the trainer waits between two batches and uses no processor.
    void setPaused(bool paused);
    [[nodiscard]] bool isPaused() const;

    /// Ends the run once the running epoch is validated and saved.
    void requestStopAfterEpoch(bool wanted = true);
    [[nodiscard]] bool stopsAfterEpoch() const;

    /// Ends a trainer's wait for room on the disk, and with it a run whose last state is not saved.
    /// Without one it does nothing, unless it is `alsoLater`: then none will begin.
    void giveUpSaving(bool alsoLater = false);

    /// Waits for room on the disk no longer than this in all, for where nobody may be there to make
    /// any; without a limit they end with room or giveUpSaving().
    void setPatience(std::chrono::milliseconds patience);

    /// For the trainer: returns when not paused, or at a stop request.
    void waitWhilePaused(const std::stop_token& stop);

    /// For the trainer, between two tries to save: waits so long; false once it is given up.
    bool waitForRoom(std::chrono::milliseconds time);

  private:
    mutable std::mutex m_mutex;
    std::condition_variable_any m_changed;
    bool m_paused = false;
    bool m_waitsForRoom = false;
    bool m_givenUp = false;
    std::optional<std::chrono::steady_clock::duration> m_patience;  ///< what is left of it
    std::atomic<bool> m_stopAfterEpoch{false};
};

}  // namespace minarai::train
