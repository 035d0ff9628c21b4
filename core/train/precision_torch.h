// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Which precision a run computes in.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

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

/// "fp32" and "bf16" are what they say. "auto" is float32 where the device does not compute in
/// bfloat16 itself or the network is small (under 100 M multiply-adds an image); elsewhere a step
/// of each is timed and compared, on random pictures and a network of its own, and the result
/// remembered (see precisionFile). Takes about a second the first time. OutOfMemory.
Result<PrecisionChoice> choosePrecision(const Params& settings, const spec::ModelSpec& model,
                                        const TrainingPlan& plan, const c10::Device& device,
                                        int threads);

/// $XDG_CACHE_HOME/minarai/precisions.json, or the same below ~/.cache: {"version":1,"choices":
/// {KEY: {"bf16","gain","cosine","loss_difference"}}}.
std::filesystem::path precisionFile();

}  // namespace minarai::train
