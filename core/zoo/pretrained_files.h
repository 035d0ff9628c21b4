// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Where published weights lie on this computer: Minarai's own cache and torch hub's.
#pragma once

#include <filesystem>
#include <optional>
#include <stop_token>
#include <vector>

#include "base/error.h"
#include "zoo/pretrained.h"

namespace minarai::zoo {

/// $XDG_CACHE_HOME/minarai/weights or ~/.cache/minarai/weights: downloads go there.
std::filesystem::path weightsFolder();

/// weightsFolder() first, then where Python's torch.hub keeps its downloads: $TORCH_HOME/hub/
/// checkpoints, $XDG_CACHE_HOME/torch/hub/checkpoints or ~/.cache/torch/hub/checkpoints.
std::vector<std::filesystem::path> weightsFolders();

/// The file if it lies in one of the folders and has the right length. Looks at names and lengths
/// only.
std::optional<std::filesystem::path> findLocal(const PretrainedWeights& weights,
                                               const std::vector<std::filesystem::path>& folders);

/// Reads the whole file: WeightsDamaged when its length or hash is not the published one.
/// Cancelled.
Status checkFile(const PretrainedWeights& weights, const std::filesystem::path& file,
                 const std::stop_token& stop = {});

/// WeightsDamaged, with what is wrong.
Error damaged(const PretrainedWeights& weights, const std::filesystem::path& file,
              std::string_view what);

}  // namespace minarai::zoo
