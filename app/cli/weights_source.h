// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// `--weights FILE|NAME` as several commands take it: a file, or published weights by name.
#pragma once

#include <filesystem>
#include <string>

#include "base/error.h"
#include "context.h"
#include "spec/model_spec.h"
#include "zoo/pretrained.h"

namespace minarai::cli {

/// What the help says of the option's value.
inline constexpr const char* kWeightsHelp =
    "A file (.pth, .pt or .safetensors with torchvision's names), or published weights: "
    "“imagenet” for the architecture's own (of an edited copy: those of its original), or a name "
    "that “minarai weights list” shows. They "
    "are downloaded the first time.";

/// What a name is looked up for.
struct WeightsTarget {
    std::string arch;  ///< a model's own or the one that it was edited from
    /// A model of one's own: others' weights are taken, too, by their whole names.
    bool takesOthers = false;
};
WeightsTarget weightsTarget(const spec::ModelSpec& ownModel);

/// The file that the user means. A name is downloaded if it is not on this computer. FileMissing,
/// WeightsUnknown, WeightsDamaged and what a download can fail with.
Result<std::filesystem::path> resolveWeights(Context& context, const std::string& value,
                                             const WeightsTarget& target);

/// The same without looking for the file: all that counts is what it is called.
Result<std::filesystem::path> nameWeights(const std::string& value, const WeightsTarget& target);

/// The published file on this computer, checked; downloaded with progress if it is not here.
Result<std::filesystem::path> fetchWeights(Context& context, const zoo::PretrainedWeights& weights);

}  // namespace minarai::cli
