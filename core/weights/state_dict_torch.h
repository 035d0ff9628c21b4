// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// State dicts in and out of files: PyTorch's .pth/.pt (zip and legacy) and .safetensors.
//
// Files are not trusted. Pickles are read by an interpreter of our own that knows a few names of
// plain weights and executes nothing; every size is checked against the file before memory is
// taken. Not bound to a model: nn/ stands above.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <ATen/core/Tensor.h>

#include "base/error.h"
#include "weights/match.h"

namespace minarai::weights {

/// Named tensors on the CPU in the file's order. Tied tensors share their storage.
using StateDict = std::vector<std::pair<std::string, at::Tensor>>;

/// Reads a state dict, also one under "state_dict", "model_state_dict" or "model"; the prefix
/// "module." of data-parallel training is taken off. Tensors keep their type (float16 stays).
/// FileMissing, ReadFailed, WeightsUnreadable; WeightsRefused names what a hostile or
/// whole-model file asks for.
Result<StateDict> readWeights(const std::filesystem::path& path);

/// Writes a file that Python's torch.load reads, also with weights_only=True: an OrderedDict of
/// tensors, each with a storage of its own. Atomic; up to 4 GB. WriteFailed, DiskFull.
Status writeWeights(const std::filesystem::path& path, const StateDict& state);

/// The same in the safetensors format.
Status writeSafetensors(const std::filesystem::path& path, const StateDict& state);

/// The tensor of a name, or nullptr.
const at::Tensor* findTensor(const StateDict& state, std::string_view name);

/// Copies the state's tensors into the targets (the model's parameters and buffers by name),
/// converting to their type. Checks everything first: on failure no target has changed.
/// WeightsMismatch says what doesn't fit; `path` is for its text. num_batches_tracked may be
/// missing, as in files of old versions of PyTorch.
Result<LoadReport> loadInto(const StateDict& targets, const StateDict& state,
                            const LoadPolicy& policy, const std::filesystem::path& path);

}  // namespace minarai::weights
