// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a weights file would give a model, before anything is loaded and without torch.
#pragma once

#include <filesystem>

#include "base/error.h"
#include "spec/model_spec.h"
#include "weights/match.h"

namespace minarai::runs {

/// Names and shapes of the file against the model's, as a run that begins with it would match
/// them: a head for another number of classes is replaced. What the run would refuse is said in the
/// match, beside the report. `partial`: the run takes what fits. FileMissing, ReadFailed,
/// WeightsUnreadable, WeightsRefused.
Result<weights::Match> previewWeights(const spec::ModelSpec& model,
                                      const std::filesystem::path& file, bool partial = false);

/// The file gives the model all but a head for other classes: also its auxiliary heads.
bool onlyHeadIsNew(const weights::Match& match);

}  // namespace minarai::runs
