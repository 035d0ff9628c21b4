// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Where composed models stay once they are handed over to training: models/<hash>/<name> below
// XDG_DATA_HOME/minarai.
//
// The folder is named after the content, so that a path means one network for ever: a recipe or a
// queued run that holds it never trains another one. The file is named after the model, since that
// name is what the studio shows (modelName() in studio/recipe.h).
#pragma once

#include <filesystem>
#include <string>

#include "base/error.h"
#include "spec/model_spec.h"

namespace minarai::studio {

/// A model's name as a file has it: UTF-8 of at most 100 bytes without separators, control
/// characters or a leading dot.
std::string modelFileName(const std::string& name);

/// The place of a model, which is written if it is not there yet. WriteFailed, DiskFull.
Result<std::filesystem::path> keepModel(const spec::ModelSpec& model);

/// The place of the model in a file that may change; the file itself if it lies here already.
/// Those of readModelSpec and of keepModel.
Result<std::filesystem::path> keepModelFile(const std::filesystem::path& file);

/// What a recipe names to train the network of a run again: its architecture, or the place of its
/// own model. RunMissing, RunDamaged, those of keepModel.
Result<std::string> architectureOfRun(const std::filesystem::path& folder, const std::string& arch);

/// What has the name of a known architecture remembers it as its origin, whatever it is called
/// later.
void noteOrigin(spec::ModelSpec& model);
/// The same under a name of its own: a run of what it becomes is none of the original.
spec::ModelSpec editedCopy(spec::ModelSpec model);

}  // namespace minarai::studio
