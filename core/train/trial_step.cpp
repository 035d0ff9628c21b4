// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/trial_step_torch.h"

#include <utility>

#include <ATen/ATen.h>

#include "predict/device_torch.h"
#include "spec/summary.h"
#include "train/precision_torch.h"
#include "train/training_plan.h"

namespace minarai::train {
namespace {

constexpr std::uint64_t kSeed = 1;

Status stillWanted(const std::stop_token& stop) {
    if (stop.stop_requested()) {
        return fail(ErrorCode::Cancelled);
    }
    return {};
}

}  // namespace

at::Tensor TrialStep::labels(std::int64_t count) const {
    return at::arange(count, at::kLong).remainder(classes);
}

at::Tensor randomValues(std::vector<std::int64_t> shape, std::int64_t count) {
    shape.insert(shape.begin(), count);
    return at::randn(shape, nn::makeGenerator(kSeed), at::TensorOptions(at::kFloat));
}

Result<TrialStep> makeTrialStep(const MeasureRequest& request, const std::stop_token& stop) {
    TrialStep trial;
    MN_ASSIGN(trial.device, predict::chooseDevice(request.device));
    trial.threads = predict::useThreads(request.threads);
    MN_ASSIGN(trial.classes, spec::classCount(request.model));
    MN_ASSIGN(trial.network, nn::build(request.model));
    MN_TRY(stillWanted(stop));
    nn::initParameters(*trial.network, nn::makeGenerator(kSeed));
    MN_TRY(stillWanted(stop));
    trial.network->to(trial.device);
    trial.network->useChannelsLast();
    trial.network->train();
    MN_ASSIGN(const TrainingPlan plan, planTraining(request.model, request.settings));
    // A run that cannot be cut trains all of it, and so does the measurement.
    trial.cut = plannedFeatureCut(request.model, plan, request.settings)
                    .value_or(std::optional<FeatureCut>());
    MN_ASSIGN(const PrecisionChoice choice,
              choosePrecision(request.settings, request.model, plan, trial.device, trial.threads));
    trial.bf16 = choice.bf16;
    trial.step = std::make_unique<TrainStep>(request.settings, trial.network, trial.device,
                                             trial.bf16, plan);
    if (trial.cut) {
        trial.step->learnFrom(trial.cut->node, trial.cut->hasAuxiliary);
    }
    return trial;
}

}  // namespace minarai::train
