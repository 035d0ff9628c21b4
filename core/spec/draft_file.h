// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Unfinished models as files: a ModelSpec file with "draft": true.
//
// In a draft an input may be open (the empty id), the output may be empty, layers may lead nowhere
// and shapes need not fit. Sizes, counts, names, ops and params are checked as those of a finished
// model. Whoever needs a network reads with readModelSpec, which refuses a draft with a sentence.
#pragma once

#include <filesystem>

#include "base/error.h"
#include "base/json.h"
#include "spec/model_spec.h"

namespace minarai::spec {

/// A draft, or a finished model, which is checked as modelSpecFromJson does. SpecInvalid,
/// VersionTooNew.
Result<ModelSpec> draftFromJson(const Json& json);
Json draftToJson(const ModelSpec& draft);

/// FileMissing, ReadFailed, JsonInvalid or those of draftFromJson.
Result<ModelSpec> readDraft(const std::filesystem::path& path);
/// SpecInvalid, and the file stays as it was, for what readDraft would refuse.
Status writeDraft(const std::filesystem::path& path, const ModelSpec& draft);

}  // namespace minarai::spec
