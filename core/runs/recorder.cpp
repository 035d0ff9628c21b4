// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/recorder.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace minarai::runs {

Result<Recorder> Recorder::open(const std::filesystem::path& folder, RunInfo info) {
    Recorder recorder;
    recorder.m_folder = folder;
    recorder.m_info = std::move(info);
    if (auto history = readHistory(folder)) {
        recorder.m_epochs = std::move(history->epochs);
    }
    MN_ASSIGN(recorder.m_events, LineAppender::open(folder / "events.jsonl"));
    MN_ASSIGN(recorder.m_tensorboard,
              TensorboardWriter::open(folder / "tensorboard", train::nowMs()));
    return recorder;
}

Status Recorder::record(const train::Event& event) {
    if (std::holds_alternative<train::ValidationProgress>(event.payload)) {
        return {};  // for screens only
    }
    MN_TRY(m_events.append(train::eventToJson(event).dump(
        -1, ' ', false, nlohmann::ordered_json::error_handler_t::replace)));

    if (const auto* started = std::get_if<train::RunStarted>(&event.payload)) {
        std::erase_if(m_epochs,
                      [&](const auto& epoch) { return epoch.epoch >= started->firstEpoch; });
        m_info.machine.device = started->device;
        m_info.machine.precision = started->precision;
        m_info.machine.threads = started->threads;
        m_info.state = RunState::Running;
        return writeRunInfo(m_folder, m_info);
    }
    if (const auto* step = std::get_if<train::StepFinished>(&event.payload)) {
        return m_tensorboard->add(
            event.timeMs, step->globalStep,
            {{"step/train_loss", step->loss}, {"step/learning_rate", step->learningRate}});
    }
    if (const auto* epoch = std::get_if<train::EpochFinished>(&event.payload)) {
        return recordEpoch(*epoch, event.timeMs);
    }
    if (const auto* ended = std::get_if<train::RunEnded>(&event.payload)) {
        switch (ended->reason) {
            case train::EndReason::Completed:
            case train::EndReason::EarlyStopped:
                m_info.state = RunState::Completed;
                break;
            case train::EndReason::Stopped:
                m_info.state = RunState::Interrupted;
                break;
            case train::EndReason::Failed:
                // A run whose peers were lost is whole and waits for all of them.
                m_info.state = ended->error && ended->error->code == ErrorCode::PeerLost
                                   ? RunState::Interrupted
                                   : RunState::Failed;
                break;
        }
        MN_TRY(m_events.flush());
        return writeRunInfo(m_folder, m_info);
    }
    return {};
}

Status Recorder::recordEpoch(const train::EpochFinished& epoch, std::int64_t timeMs) {
    train::EpochFinished slim = epoch;
    slim.validation.reset();
    m_epochs.push_back(std::move(slim));
    m_info.epochsDone = epoch.epoch;
    m_info.bestEpoch = epoch.bestEpoch;
    m_info.bestValAccuracy = epoch.bestValAccuracy;
    if (epoch.isBest) {
        m_info.bestValLoss = epoch.valLoss;
    }
    MN_TRY(m_tensorboard->add(timeMs, epoch.epoch,
                              {{"epoch/train_loss", epoch.trainLoss},
                               {"epoch/train_accuracy", epoch.trainAccuracy},
                               {"epoch/val_loss", epoch.valLoss},
                               {"epoch/val_accuracy", epoch.valAccuracy},
                               {"epoch/learning_rate", epoch.learningRate}}));
    MN_TRY(m_events.flush());
    MN_TRY(writeMetrics());
    return writeRunInfo(m_folder, m_info);
}

Status Recorder::writeMetrics() const {
    std::string text =
        "epoch,train_loss,train_accuracy,val_loss,val_accuracy,learning_rate,seconds,"
        "images_per_s\n";
    for (const train::EpochFinished& epoch : m_epochs) {
        text += fmt::format("{},{},{},{},{},{},{:.3f},{:.1f}\n", epoch.epoch, epoch.trainLoss,
                            epoch.trainAccuracy, epoch.valLoss, epoch.valAccuracy,
                            epoch.learningRate, epoch.seconds, epoch.imagesPerSecond);
    }
    return writeFileAtomically(m_folder / "metrics.csv", text);
}

}  // namespace minarai::runs
