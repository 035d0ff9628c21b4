// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Which run of a folder should answer.
#pragma once

#include <filesystem>
#include <vector>

#include "studio/session/runs_session.h"

namespace minarai::studio {

/// The run with weights of the same classes that was clearly more accurate on its validation images
/// than the one of this folder, and the most accurate of these; null for none.
const RunSummary* betterRun(const std::vector<RunSummary>& runs,
                            const std::filesystem::path& folder);

}  // namespace minarai::studio
