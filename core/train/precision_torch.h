// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Which precision a run computes in.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>

#include "base/error.h"
#include "base/param_spec.h"
#include "nn/module_torch.h"
#include "predict/device_torch.h"
#include "spec/model_spec.h"
#include "train/training_plan.h"

namespace minarai::train {

using predict::hasNativeBf16;

/// What a gradient in bfloat16 must have in common with the one in float32 for the same pictures:
/// the cosine of the angle between them, and the loss within this share.
inline constexpr double kLeastCosine = 0.9;
inline constexpr double kLossTolerance = 0.02;

/// Under which a faster step is not worth the digits.
inline constexpr double kLeastGain = 1.05;

struct PrecisionChoice {
    bool bf16 = false;
    /// Of the check, where one was made or remembered: float32's time for a step over bfloat16's.
    std::optional<double> gain;
    std::optional<double> cosine;
    std::optional<double> lossDifference;  ///< share of float32's loss
    /// PrecisionFellBack if bfloat16 is faster but does not agree.
    std::optional<Error> notice;
};

/// What the check computes with. The network is in training mode on its device and belongs to the
/// check alone.
struct PrecisionTrial {
    std::shared_ptr<nn::Network> network;
    at::Tensor images;  ///< N×C×H×W float32, at least 2
    at::Tensor labels;  ///< N int64
};

/// Images that the check computes with at most.
inline constexpr std::int64_t kPrecisionImages = 8;

/// Where the trial comes from, if one is needed.
struct PrecisionSource {
    std::string name = "noise";  ///< tells images and weights from others, for the cache
    std::function<Result<PrecisionTrial>()> make;  ///< randomTrial where there is none
};

/// Random pictures and a network whose random weights come of the seed.
Result<PrecisionTrial> randomTrial(const Params& settings, const spec::ModelSpec& model,
                                   const c10::Device& device, std::uint64_t seed);

/// Seconds of steps, measured in turns.
struct PrecisionTimes {
    std::vector<double> exact;
    std::vector<double> fast;
};

/// The median of float32's times over that of bfloat16's; 1 without any.
double gainOf(const PrecisionTimes& times);

/// Three rounds, as long as they are quick; up to five where the gain is a close call. `seconds`
/// have passed since the first one began.
bool wantsAnotherRound(const PrecisionTimes& times, double seconds);

/// Sets bf16 and notice from gain, cosine and lossDifference.
void judge(PrecisionChoice& choice);

/// "fp32" and "bf16" are what they say. "auto" is float32 where the device does not compute in
/// bfloat16 itself or the network is small (under 100 M multiply-adds an image); elsewhere a step
/// of each is compared and some of each are timed, and the result remembered for 30 days (see
/// precisionFile). Takes one to six seconds the first time. OutOfMemory, and source.make's errors.
Result<PrecisionChoice> choosePrecision(const Params& settings, const spec::ModelSpec& model,
                                        const TrainingPlan& plan, const c10::Device& device,
                                        int threads, const PrecisionSource& source = {});

/// $XDG_CACHE_HOME/minarai/precisions.json, or the same below ~/.cache: {"version":4,"choices":
/// {KEY: {"time_ms","bf16","gain","cosine","loss_difference"}}}.
std::filesystem::path precisionFile();

}  // namespace minarai::train
