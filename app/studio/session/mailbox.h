// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Where the trainer's thread leaves its events and the GUI's thread fetches them.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "train/event.h"

namespace minarai::studio {

/// A point of the curves: one step, or the mean of neighbouring ones.
struct StepPoint {
    double x = 0;  ///< epochs since the start of the run, 2.5 in the middle of the third
    double loss = 0;
    double accuracy = 0;  ///< 0 ... 1, of the epoch so far
    double learningRate = 0;
    bool settled = false;  ///< enough of the epoch is done for its accuracy to mean something
};

/// Steps in a row: the last one whole, all of them as points.
struct StepBatch {
    train::StepFinished last;
    std::vector<StepPoint> points;
};

using MailItem = std::variant<StepBatch, train::Event>;

/// The step as a point, loss and rate of its own.
StepPoint pointOf(const train::StepFinished& step);

/// Halves the number of points by averaging neighbours.
void halvePoints(std::vector<StepPoint>& points);

/// Thread-safe. Steps and validation progress in a row are merged; every other event is kept, in
/// order. Events of another run than the first one seen are dropped.
class Mailbox {
  public:
    static constexpr std::size_t kMaxPoints = 256;  ///< of one StepBatch

    /// ring is called, without the lock, when there is something to fetch; on any thread.
    explicit Mailbox(std::function<void()> ring);

    void put(const train::Event& event);

    /// The last words of the run's thread: delivers the RunEnded that the run has sent, which was
    /// held back until now, or one made from the result.
    void finish(const Result<train::RunEnded>& result);

    /// Everything since the last call, oldest first.
    std::vector<MailItem> take();

  private:
    std::function<void()> m_ring;
    std::mutex m_mutex;
    std::string m_runId;
    std::optional<train::Event> m_ended;
    std::vector<MailItem> m_items;

    void merge(const train::Event& event);
    void mergeStep(const train::StepFinished& step);
};

}  // namespace minarai::studio
