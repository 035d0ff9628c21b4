// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/recorder.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/json_problem.h"

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
    take(event);
    const bool isStep = std::holds_alternative<train::StepFinished>(event.payload);
    keepWaiting({jsonText(train::eventToJson(event)), isStep});

    // Each file by itself: one that fails leaves the others their chance.
    Status first = writeWaiting();
    const auto also = [&first](Status status) {
        if (first && !status) {
            first = std::move(status);
        }
    };
    if (!isStep && m_metricsAreOld) {
        Status status = writeMetrics();
        m_metricsAreOld = !status;
        also(std::move(status));
    }
    if (!isStep && m_infoIsOld) {
        Status status = writeRunInfo(m_folder, m_info);
        m_infoIsOld = !status;
        also(std::move(status));
    }
    also(tellTensorboard(event));
    return first;
}

void Recorder::keepWaiting(Line line) {
    m_waitingBytes += line.text.size();
    m_waiting.push_back(std::move(line));
    if (m_waitingBytes <= kMostWaitingBytes) {
        return;
    }
    std::erase_if(m_waiting, [this](const Line& each) {
        m_waitingBytes -= each.isStep ? each.text.size() : 0;
        return each.isStep;
    });
    while (m_waitingBytes > kMostWaitingBytes && m_waiting.size() > 1) {
        m_waitingBytes -= m_waiting.front().text.size();
        m_waiting.pop_front();
    }
}

Status Recorder::writeWaiting() {
    while (!m_waiting.empty()) {
        MN_TRY(m_events.append(m_waiting.front().text));
        m_waitingBytes -= m_waiting.front().text.size();
        m_waiting.pop_front();
    }
    if (m_mustFlush) {
        MN_TRY(m_events.flush());
        m_mustFlush = false;
    }
    return {};
}

void Recorder::take(const train::Event& event) {
    if (const auto* started = std::get_if<train::RunStarted>(&event.payload)) {
        take(*started);
    } else if (const auto* epoch = std::get_if<train::EpochFinished>(&event.payload)) {
        take(*epoch);
    } else if (const auto* ended = std::get_if<train::RunEnded>(&event.payload)) {
        take(*ended);
    }
}

void Recorder::take(const train::RunStarted& started) {
    // Epochs after the point of resuming are lived through again.
    m_metricsAreOld = std::erase_if(m_epochs, [&](const auto& epoch) {
                          return epoch.epoch >= started.firstEpoch;
                      }) > 0;
    m_info.machine.device = started.device;
    m_info.machine.precision = started.precision;
    m_info.machine.threads = started.threads;
    m_info.state = RunState::Running;
    m_info.epochsDone = started.firstEpoch - 1;
    m_info.bestEpoch = 0;
    m_info.bestValAccuracy = 0;
    m_info.bestValLoss = 0;
    for (const train::EpochFinished& epoch : m_epochs) {
        if (epoch.isBest) {
            m_info.bestEpoch = epoch.epoch;
            m_info.bestValAccuracy = epoch.valAccuracy;
            m_info.bestValLoss = epoch.valLoss;
        }
    }
    m_infoIsOld = true;
    m_hasStarted = true;
}

void Recorder::take(const train::EpochFinished& epoch) {
    train::EpochFinished slim = epoch;
    slim.validation.reset();
    m_epochs.push_back(std::move(slim));
    m_metricsAreOld = true;
    m_info.epochsDone = epoch.epoch;
    m_info.bestEpoch = epoch.bestEpoch;
    m_info.bestValAccuracy = epoch.bestValAccuracy;
    if (epoch.isBest) {
        m_info.bestValLoss = epoch.valLoss;
    }
    m_infoIsOld = true;
    m_mustFlush = true;
}

void Recorder::take(const train::RunEnded& ended) {
    switch (ended.reason) {
        case train::EndReason::Completed:
        case train::EndReason::EarlyStopped:
            m_info.state = RunState::Completed;
            break;
        case train::EndReason::Stopped:
            m_info.state = RunState::Interrupted;
            break;
        case train::EndReason::Failed:
            // A run whose peers were lost is whole and waits for all of them.
            m_info.state = ended.error && ended.error->code == ErrorCode::PeerLost
                               ? RunState::Interrupted
                               : RunState::Failed;
            break;
    }
    if (m_hasStarted) {
        // The trainer's own word; before it began it knows nothing of an interrupted run.
        m_info.epochsDone = ended.epochs;
        m_info.bestEpoch = ended.bestEpoch;
        m_info.bestValAccuracy = ended.bestValAccuracy;
        m_info.bestValLoss = ended.bestValLoss;
    }
    m_infoIsOld = true;
    m_mustFlush = true;
}

Status Recorder::tellTensorboard(const train::Event& event) {
    if (const auto* step = std::get_if<train::StepFinished>(&event.payload)) {
        return m_tensorboard->add(
            event.timeMs, step->globalStep,
            {{"step/train_loss", step->loss}, {"step/learning_rate", step->learningRate}});
    }
    if (const auto* epoch = std::get_if<train::EpochFinished>(&event.payload)) {
        return m_tensorboard->add(event.timeMs, epoch->epoch,
                                  {{"epoch/train_loss", epoch->trainLoss},
                                   {"epoch/train_accuracy", epoch->trainAccuracy},
                                   {"epoch/val_loss", epoch->valLoss},
                                   {"epoch/val_accuracy", epoch->valAccuracy},
                                   {"epoch/learning_rate", epoch->learningRate}});
    }
    return {};
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
