// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a terminal shows of the stream of train::Event, and the summary at its end.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/json.h"
#include "reporter.h"
#include "train/event.h"

namespace minarai::cli {

/// Receives events on one thread. The reporter must outlive it.
class TrainReport {
  public:
    explicit TrainReport(Reporter& reporter) : m_reporter(reporter) {}

    void receive(const train::Event& event);

    [[nodiscard]] std::int64_t notices() const { return m_notices; }

    /// What became of the weights the run began with.
    [[nodiscard]] const std::optional<weights::LoadReport>& weights() const { return m_weights; }

  private:
    void show(const train::RunStarted& started);
    void show(const train::StepFinished& step);
    void show(const train::ValidationProgress& progress);
    void show(const train::EpochFinished& epoch);
    void show(const train::Notice& notice);
    void show(const train::CheckpointSaved&) {}
    void show(const train::PauseChanged&) {}
    void show(const train::RunEnded&) {}

    Reporter& m_reporter;
    std::int64_t m_epochs = 0;
    std::int64_t m_notices = 0;
    std::optional<weights::LoadReport> m_weights;
};

/// "weights resnet18.pth: 120 tensors taken, 2 of another shape; the last layer “fc” is new: ...".
std::string weightsText(const weights::LoadReport& report, std::int64_t classes);

/// {"run","reason","best_epoch","val_accuracy","val_loss","epochs","images_per_s","seconds",
/// "weights"}; the metrics are null while no epoch is complete, weights without any.
Json endToJson(const train::RunEnded& ended, const std::string& runFolder,
               const std::optional<weights::LoadReport>& weights);

std::string endText(const train::RunEnded& ended, const std::string& runFolder);

}  // namespace minarai::cli
