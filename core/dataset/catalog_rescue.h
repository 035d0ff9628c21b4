// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A catalog that cannot be used any more: out of the way, and what a person decided out of it.
#pragma once

#include <filesystem>
#include <string>

#include "dataset/catalog_journal.h"

namespace minarai::dataset {

/// Moves the database and its write-ahead log to a name that is free ("….damaged-1"), and returns
/// it; what was set aside before stays.
std::filesystem::path setAside(const std::filesystem::path& file);

/// The edits that can be read of a catalog of the folder `root`, whatever else is wrong with it.
RescuedEdits rescueEdits(const std::filesystem::path& file, const std::string& root);

}  // namespace minarai::dataset
