// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands/train_trials.h"

#include <algorithm>
#include <cstdint>

#include <fmt/format.h>

#include "reporter.h"
#include "table.h"

namespace minarai::cli {
namespace {

constexpr std::size_t kRows = 20;

std::string rateText(double rate) {
    return fmt::format("{:.2g}", rate);
}

std::string shapeText(const std::vector<std::int64_t>& shape) {
    return fmt::format("{}", fmt::join(shape, "×"));
}

}  // namespace

std::string rangeTestText(const train::RangeTest& test) {
    Table table({">learning rate", ">loss", ">smoothed"});
    const std::size_t every = std::max<std::size_t>((test.curve.size() + kRows - 1) / kRows, 1);
    for (std::size_t i = 0; i < test.curve.size(); i += every) {
        const train::RangePoint& point = test.curve[i];
        table.row({rateText(point.rate), lossText(point.loss), lossText(point.smoothed)});
    }
    std::string text = table.text();
    if (test.steepest && test.minimumTenth) {
        text += fmt::format(
            "The loss falls fastest at a learning rate of {}; a tenth of the rate of the lowest "
            "loss is {}. Between these two is a good choice.\n",
            rateText(*test.steepest), rateText(*test.minimumTenth));
    } else {
        text += "The loss did not fall at any rate, so there is no suggestion.\n";
    }
    return text;
}

std::string preflightText(const train::Preflight& preflight) {
    const train::DryRun& dry = preflight.dryRun;
    std::string text = fmt::format(
        "Batch {} to {}, {} parameters, {} trainable; {} {}, {}.\n", shapeText(dry.inputShape),
        shapeText(dry.outputShape), groupedNumber(dry.parameters), groupedNumber(dry.trainable),
        dry.device, dry.precision, counted(dry.threads, "thread", "threads"));
    text += fmt::format("Memory about {} of {} that are free.\n",
                        bytesText(static_cast<std::int64_t>(preflight.forecast.memoryBytes)),
                        bytesText(static_cast<std::int64_t>(preflight.availableBytes)));
    text += fmt::format(
        "An epoch of {} and {} to validate takes about {} (the first {}), all {} about {}{}.\n",
        counted(preflight.trainImages, "image", "images"), groupedNumber(preflight.valImages),
        durationText(preflight.forecast.epochSeconds),
        durationText(preflight.forecast.firstEpochSeconds), preflight.epochs,
        durationText(preflight.totalSeconds),
        preflight.forecast.isScaled ? " (estimated from the image sizes)" : "");
    text += fmt::format(
        "Always answering “{}” reaches an accuracy of {}; knowing nothing costs a loss of {}.\n",
        printable(preflight.majorityClass), percentText(preflight.majorityAccuracy),
        lossText(preflight.chanceLoss));
    text += fmt::format(
        "Learning one batch of {} by heart, {}: loss {} to {}, accuracy {}. {}\n",
        counted(dry.overfitImages, "image", "images"), counted(dry.overfitSteps, "step", "steps"),
        lossText(dry.firstLoss), lossText(dry.lastLoss), percentText(dry.lastAccuracy),
        dry.learning == train::Learning::Yes ? "The network learns."
        : dry.learning == train::Learning::Slowly
            ? "The network learns slowly: a higher learning rate may help (--find-rate)."
            : "The network hardly learns: try another learning rate (--find-rate).");
    for (const auto& [path, error] : dry.problems) {
        text += fmt::format("warning: {}\n", error.message());
    }
    return text;
}

std::string foldsText(const runs::FoldSummary& summary) {
    Table table({"fold", ">best epoch", ">accuracy", ">loss"});
    for (const runs::FoldResult& result : summary.results) {
        table.row({result.folder, std::to_string(result.bestEpoch), percentText(result.valAccuracy),
                   lossText(result.valLoss)});
    }
    if (summary.results.empty()) {
        return fmt::format(
            "None of {} folds is complete yet; go on with the same command and “--resume”.\n",
            summary.folds);
    }
    return table.text() +
           fmt::format("{} of {} folds: accuracy {} ± {}, loss {} ± {}.\n", summary.results.size(),
                       summary.folds, percentText(summary.accuracy.mean),
                       percentText(summary.accuracy.deviation), lossText(summary.loss.mean),
                       lossText(summary.loss.deviation));
}

}  // namespace minarai::cli
