// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Progressive resizing: a run in phases of growing image size (the setting `phases`).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "augment/pipeline.h"
#include "base/error.h"
#include "base/param_spec.h"
#include "spec/model_spec.h"

namespace minarai::train {

/// Some epochs in a row at one image size.
struct Phase {
    std::int64_t size = 0;       ///< px, edge of the training images
    std::int64_t epochs = 0;     ///< at least 1
    std::optional<double> rate;  ///< takes the place of learning_rate in these epochs
};

/// Reads "64:5, 128:3, 224:2:0.001": size:epochs or size:epochs:rate, in the order of training.
/// Empty for an empty text. SettingRange when it reads otherwise or a number is out of range.
Result<std::vector<Phase>> parsePhases(std::string_view text);

/// The phases of valid settings; empty when the run has only one size.
std::vector<Phase> phasesOf(const Params& settings);

/// The sizes of the phases apart from the settings' `size`, each once, as they follow each other.
std::vector<std::int64_t> otherSizes(const Params& settings);

/// With phases, `epochs` is their sum and `size` the last one's, which validation and prediction
/// use. Every new run's settings go through this, so that nothing else has to know.
void applyPhases(Params& settings);

/// SettingConflict unless the model's weights have the same shapes at each phase's size.
Status checkPhases(const spec::ModelSpec& model, const std::vector<Phase>& phases);

/// The same preprocessing for square images of `size`.
augment::PreprocessSpec resizedPreprocess(const augment::PreprocessSpec& full, std::int64_t size);

/// A pipeline made for images of `full`, for those of `phase`: a preset as it is for that size, of
/// any other one the sizes of its crops and resizings in proportion.
Result<augment::Pipeline> resizedPipeline(const augment::Pipeline& pipeline,
                                          const augment::PreprocessSpec& full,
                                          const augment::PreprocessSpec& phase);

/// The phase that an epoch (from 0) belongs to; the last one for those after the end.
std::size_t phaseAt(const std::vector<Phase>& phases, std::int64_t epoch);

}  // namespace minarai::train
