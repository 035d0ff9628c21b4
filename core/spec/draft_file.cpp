// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "spec/draft_file.h"

#include <nlohmann/json.hpp>

#include "spec/graph.h"
#include "spec/spec_json.h"

namespace minarai::spec {

Result<ModelSpec> draftFromJson(const Json& json) {
    return specFromJson(json, Drafts::Taken);
}

Json draftToJson(const ModelSpec& draft) {
    Json json = modelSpecToJson(draft);
    json["draft"] = true;
    return json;
}

Result<ModelSpec> readDraft(const std::filesystem::path& path) {
    return readSpecFile(path, Drafts::Taken);
}

Status writeDraft(const std::filesystem::path& path, const ModelSpec& draft) {
    MN_TRY(checkDraft(draft));
    return writeSpecFile(path, draftToJson(draft));
}

}  // namespace minarai::spec
