// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// `--weights FILE|NAME` as several commands take it: a file, or published weights by name.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/error.h"
#include "context.h"
#include "zoo/pretrained.h"

namespace minarai::cli {

/// What the help says of the option's value.
inline constexpr const char* kWeightsHelp =
    "A file (.pth, .pt or .safetensors with torchvision's names), or published weights: "
    "“imagenet” for the architecture's own, or a name that “minarai weights list” shows. They "
    "are downloaded the first time.";

/// The file that the user means. A name is looked up for this architecture (empty: whole names
/// only) and downloaded if it is not on this computer. FileMissing, WeightsUnknown, WeightsDamaged
/// and what a download can fail with.
Result<std::filesystem::path> resolveWeights(Context& context, const std::string& value,
                                             std::string_view arch);

/// The same without looking for the file: all that counts is what it is called.
Result<std::filesystem::path> nameWeights(const std::string& value, std::string_view arch);

/// The published file on this computer, checked; downloaded with progress if it is not here.
Result<std::filesystem::path> fetchWeights(Context& context, const zoo::PretrainedWeights& weights);

}  // namespace minarai::cli
