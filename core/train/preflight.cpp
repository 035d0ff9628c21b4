// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/preflight.h"

#include <cmath>

#include <nlohmann/json.hpp>

namespace minarai::train {
namespace {

/// JSON knows no infinity; null stands for what is not finite.
Json number(double value) {
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

constexpr double kLearntLoss = 0.1;  ///< of the first loss
constexpr double kSlowLoss = 2.0 / 3;
constexpr double kLearntAccuracy = 0.95;

}  // namespace

std::string_view learningName(Learning learning) {
    return learning == Learning::Yes ? "yes" : learning == Learning::Slowly ? "slowly" : "no";
}

Learning judgeLearning(double firstLoss, double lastLoss, double lastAccuracy) {
    if (!std::isfinite(firstLoss) || !std::isfinite(lastLoss)) {
        return Learning::No;
    }
    if (lastAccuracy >= kLearntAccuracy || lastLoss <= kLearntLoss * firstLoss) {
        return Learning::Yes;
    }
    return lastLoss <= kSlowLoss * firstLoss ? Learning::Slowly : Learning::No;
}

Json preflightToJson(const Preflight& preflight) {
    const DryRun& dry = preflight.dryRun;
    Json problems = Json::array();
    for (const auto& [path, error] : dry.problems) {
        problems.push_back(Json{{"path", path}, {"error", error.message()}});
    }
    return Json{{"train_images", preflight.trainImages},
                {"val_images", preflight.valImages},
                {"epochs", preflight.epochs},
                {"steps_per_epoch", preflight.stepsPerEpoch},
                {"input_shape", dry.inputShape},
                {"output_shape", dry.outputShape},
                {"parameters", dry.parameters},
                {"trainable", dry.trainable},
                {"device", dry.device},
                {"precision", dry.precision},
                {"threads", dry.threads},
                {"memory_bytes", preflight.forecast.memoryBytes},
                {"available_bytes", preflight.availableBytes},
                {"first_epoch_seconds", number(preflight.forecast.firstEpochSeconds)},
                {"epoch_seconds", number(preflight.forecast.epochSeconds)},
                {"total_seconds", number(preflight.totalSeconds)},
                {"estimated", preflight.forecast.isScaled},
                {"majority_class", preflight.majorityClass},
                {"majority_accuracy", number(preflight.majorityAccuracy)},
                {"chance_loss", number(preflight.chanceLoss)},
                {"overfit",
                 {{"images", dry.overfitImages},
                  {"steps", dry.overfitSteps},
                  {"first_loss", number(dry.firstLoss)},
                  {"last_loss", number(dry.lastLoss)},
                  {"accuracy", number(dry.lastAccuracy)},
                  {"learns", dry.learning == Learning::Yes},
                  {"verdict", learningName(dry.learning)}}},
                {"problems", std::move(problems)}};
}

}  // namespace minarai::train
