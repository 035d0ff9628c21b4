// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the readers of finished models (spec/model_spec.h) and of drafts (spec/draft_file.h) share.
#pragma once

#include <filesystem>

#include "base/error.h"
#include "base/json.h"
#include "spec/model_spec.h"

namespace minarai::spec {

/// Whether a reader takes what is marked as unfinished, too.
enum class Drafts { Refused, Taken };

/// Checks that nothing is larger, deeper or named otherwise than a spec can be. A finished model
/// comes out sorted, a draft in its own order.
Result<ModelSpec> specFromJson(const Json& json, Drafts drafts);

Result<ModelSpec> readSpecFile(const std::filesystem::path& path, Drafts drafts);
Status writeSpecFile(const std::filesystem::path& path, const Json& json);

}  // namespace minarai::spec
