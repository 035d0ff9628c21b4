// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The catalog's database: its tables, whether a file is one, and how it follows the folder.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "dataset/catalog_store.h"
#include "dataset/sqlite.h"

namespace minarai::dataset {

/// Where the catalog of the folder `root` (canonical, UTF-8) lies below `catalogs`.
std::filesystem::path catalogFileOf(const std::string& root, const std::filesystem::path& catalogs);

/// Opens the file, or makes it where there is none, for the folder `root` (canonical, UTF-8).
/// Checks format, tables and pages; a damaged problem tells that it is no catalog of this folder.
/// One of a newer format is another problem, and stays as it is.
SqlResult<Database> openCatalogFile(const std::filesystem::path& file, const std::string& root);

/// Opens a catalog of any folder and of each format that this program knows, for reading alone;
/// checked as by openCatalogFile().
SqlResult<Database> openCatalogFileToRead(const std::filesystem::path& file);

/// Whether a catalog, damaged or not, is one of the folder `root`.
bool belongsTo(Database& database, const std::string& root);

/// Takes over what the scan found. Fills changes, and ids with the row of each sample. The caller
/// holds the transaction.
SqlResult<void> followFolder(Database& database, const Catalog& scanned, CatalogChanges& changes,
                             std::vector<std::int64_t>& ids);

/// A text of the table `meta`; nothing when it is not there.
SqlResult<std::optional<std::string>> metaText(const Database& database, std::string_view key);
SqlResult<void> setMetaText(Database& database, std::string_view key, std::string_view text);

}  // namespace minarai::dataset
