// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train_report.h"

#include <algorithm>
#include <string>
#include <variant>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "table.h"

namespace minarai::cli {

void TrainReport::receive(const train::Event& event) {
    std::visit([this](const auto& payload) { show(payload); }, event.payload);
}

void TrainReport::show(const train::RunStarted& started) {
    m_epochs = started.epochs;
    m_reporter.line(fmt::format(
        "{} to train, {} to validate, {}; {} parameters, {} trainable; {} {}, {}",
        counted(started.trainImages, "image", "images"), groupedNumber(started.valImages),
        counted(static_cast<std::int64_t>(started.classes.size()), "class", "classes"),
        groupedNumber(started.parameters), groupedNumber(started.trainable), started.device,
        started.precision, counted(started.threads, "thread", "threads")));
    if (started.weights) {
        m_weights = started.weights;
        m_reporter.line(
            weightsText(*started.weights, static_cast<std::int64_t>(started.classes.size())));
    }
    if (started.firstEpoch > started.epochs) {
        m_reporter.line("all epochs are complete already");
    } else if (started.firstEpoch > 1 || started.firstStep > 0) {
        m_reporter.line(fmt::format("going on at epoch {} of {}, step {} of {}", started.firstEpoch,
                                    started.epochs, started.firstStep + 1, started.stepsPerEpoch));
    }
}

void TrainReport::show(const train::StepFinished& step) {
    const double inEpoch = static_cast<double>(step.step) / static_cast<double>(step.stepsPerEpoch);
    const double fraction = (static_cast<double>(step.epoch - 1) + inEpoch) /
                            static_cast<double>(m_epochs > 0 ? m_epochs : 1);
    // The time left stands early: a narrow terminal cuts the end off.
    m_reporter.status(fraction,
                      fmt::format("epoch {}/{} step {}/{}, {} left: loss {}, accuracy {}, "
                                  "{:.1f} images/s",
                                  step.epoch, m_epochs, step.step, step.stepsPerEpoch,
                                  durationText(step.secondsLeft), lossText(step.epochLoss),
                                  percentText(step.epochAccuracy), step.imagesPerSecond));
}

void TrainReport::show(const train::ValidationProgress& progress) {
    m_reporter.status(
        static_cast<double>(progress.epoch) / static_cast<double>(m_epochs > 0 ? m_epochs : 1),
        fmt::format("epoch {}/{}: {} {} of {}", progress.epoch, m_epochs,
                    progress.features ? "computing features" : "validating", progress.done,
                    progress.total));
}

void TrainReport::show(const train::EpochFinished& epoch) {
    m_reporter.line(fmt::format(
        "epoch {}/{}: train loss {}, accuracy {}; validation loss {}, accuracy {}{}; {}, "
        "{:.1f} images/s",
        epoch.epoch, m_epochs, lossText(epoch.trainLoss), percentText(epoch.trainAccuracy),
        lossText(epoch.valLoss), percentText(epoch.valAccuracy), epoch.isBest ? " (best)" : "",
        durationText(epoch.seconds), epoch.imagesPerSecond));
}

void TrainReport::show(const train::Notice& notice) {
    ++m_notices;
    const std::string text = fmt::format("warning: {}", notice.error.message());
    // The run does not end before there is room.
    if (notice.error.code == ErrorCode::CheckpointRetry) {
        m_reporter.urgent(text);
    } else {
        m_reporter.line(text);
    }
}

std::string weightsText(const weights::LoadReport& report, std::int64_t classes) {
    std::string text =
        fmt::format("weights {}: {} taken", printable(report.file),
                    counted(static_cast<std::int64_t>(report.taken.size()), "tensor", "tensors"));
    text += report.partial ? " (what fits)" : "";
    const auto add = [&text](std::size_t count, std::string_view what) {
        if (count > 0) {
            text += fmt::format(", {} {}", count, what);
        }
    };
    // The counters of batch normalisation are of no account: files of old versions lack them.
    add(static_cast<std::size_t>(std::count_if(
            report.missing.begin(), report.missing.end(),
            [](const std::string& name) { return !name.ends_with(".num_batches_tracked"); })),
        "missing");
    add(report.unexpected.size(), "not needed");
    add(report.shapeDiffers.size(), "of another shape");
    if (report.headReplaced) {
        text += report.fileClasses > 0
                    ? fmt::format("; the last layer “{}” is new: {} classes instead of {}",
                                  printable(report.head), classes, report.fileClasses)
                    : fmt::format("; the last layer “{}” is new", printable(report.head));
    }
    return text;
}

Json endToJson(const train::RunEnded& ended, const std::string& runFolder,
               const std::optional<weights::LoadReport>& weights) {
    const bool measured = ended.bestEpoch > 0;
    Json json;
    json["run"] = runFolder;
    json["reason"] = train::endReasonName(ended.reason);
    json["best_epoch"] = ended.bestEpoch;
    json["val_accuracy"] = measured ? Json(ended.bestValAccuracy) : Json(nullptr);
    json["val_loss"] = measured ? Json(ended.bestValLoss) : Json(nullptr);
    json["epochs"] = ended.epochs;
    json["images_per_s"] = ended.imagesPerSecond;
    json["seconds"] = ended.seconds;
    json["weights"] = weights ? weights::loadReportToJson(*weights) : Json(nullptr);
    return json;
}

std::string endText(const train::RunEnded& ended, const std::string& runFolder) {
    std::string text;
    switch (ended.reason) {
        case train::EndReason::Completed:
            text = fmt::format("Finished {}", counted(ended.epochs, "epoch", "epochs"));
            break;
        case train::EndReason::EarlyStopped:
            text = fmt::format("Stopped early after epoch {}: the validation got no better",
                               ended.epochs);
            break;
        case train::EndReason::Stopped:
            text = fmt::format("Stopped with {} complete; everything is saved",
                               counted(ended.epochs, "epoch", "epochs"));
            break;
        case train::EndReason::Failed:
            text = "Failed";
            break;
    }
    text += fmt::format(" ({}, {:.1f} images/s).\n", durationText(ended.seconds),
                        ended.imagesPerSecond);
    if (ended.bestEpoch > 0) {
        text += fmt::format("Best is epoch {}: validation accuracy {}, loss {}.\n", ended.bestEpoch,
                            percentText(ended.bestValAccuracy), lossText(ended.bestValLoss));
    }
    if (ended.reason == train::EndReason::Stopped) {
        return text +
               fmt::format("Go on with: minarai train --out {} --resume\n", printable(runFolder));
    }
    return text + fmt::format("The run is in “{}”.\n", printable(runFolder));
}

}  // namespace minarai::cli
