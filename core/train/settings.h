// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Every setting of a training run, described once (base/ParamSpec).
//
// The same names stand in `--set key=value`, config files, run.json and the form of the studio.
#pragma once

#include <cstdint>
#include <string>

#include "augment/pipeline.h"
#include "base/error.h"
#include "base/param_spec.h"
#include "dataset/split.h"

namespace minarai::train {

/// epochs, batch, size, learning_rate, optimizer, momentum, nesterov, weight_decay, schedule, ...
const ParamSchema& settingsSchema();

/// Checks what no single range can: combinations and sizes.
Status checkSettings(const Params& settings);

/// Settings which a resumed run may change without becoming another run: workers, cache_mb,
/// checkpoint_seconds, early_stopping. Not `epochs`, on which most schedules depend from the first
/// step on.
bool mayChangeOnResume(const std::string& name);

/// How these settings split a folder of images.
dataset::SplitPlan splitPlan(const Params& settings);

/// What the network sees with these settings and a model input of C channels. ImageNet's mean and
/// deviation stand for what “normalization” wants to be measured.
augment::PreprocessSpec preprocessFor(const Params& settings, int channels);

}  // namespace minarai::train
