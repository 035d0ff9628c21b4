// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of a run before it begins. Plain values: Engine::dryRun makes a DryRun,
// runs::preflight the whole.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/json.h"
#include "train/forecast.h"

namespace minarai::train {

/// Whether a network learns one batch by heart.
enum class Learning {
    No,
    Slowly,  ///< the loss fell by a third at least
    Yes      ///< nearly every image is recognised, or the loss fell to a tenth
};
std::string_view learningName(Learning learning);

/// Of the loss of the first and the last step and the share of the batch that is right then. What
/// is no number is no learning.
Learning judgeLearning(double firstLoss, double lastLoss, double lastAccuracy);

/// One real batch through the real network, and then trained on again and again: a network, loss
/// and rate that cannot learn even one batch by heart will not learn a data set.
struct DryRun {
    std::vector<std::int64_t> inputShape;   ///< N, C, H, W of the batch
    std::vector<std::int64_t> outputShape;  ///< N, classes
    std::int64_t parameters = 0;
    std::int64_t trainable = 0;
    std::string device;     ///< in force
    std::string precision;  ///< in force: "fp32" or "bf16"
    std::int64_t threads = 0;

    std::int64_t overfitImages = 0;  ///< of the batch
    std::int64_t overfitSteps = 0;
    double firstLoss = 0;
    double lastLoss = 0;
    double lastAccuracy = 0;  ///< 0 ... 1, on the batch, in training mode
    Learning learning = Learning::No;

    std::vector<std::pair<std::string, Error>> problems;  ///< images of the batch, by path
};

struct Preflight {
    DryRun dryRun;
    Forecast forecast;
    std::int64_t trainImages = 0;
    std::int64_t valImages = 0;
    std::int64_t epochs = 0;
    std::int64_t stepsPerEpoch = 0;    ///< updates
    double totalSeconds = 0;           ///< of all epochs
    std::uint64_t availableBytes = 0;  ///< memory that the machine can still give
    std::string majorityClass;         ///< the most frequent one in training
    double majorityAccuracy = 0;       ///< on the validation images, of always answering it
    double chanceLoss = 0;             ///< of a network that knows nothing: ln(classes)
};

/// Every value by its name in snake case; the overfit check under "overfit".
Json preflightToJson(const Preflight& preflight);

}  // namespace minarai::train
