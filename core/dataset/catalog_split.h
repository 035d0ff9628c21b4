// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The split of a folder as the catalog's database keeps it. `ids` are the rows of the samples of
// `scanned`.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "dataset/catalog.h"
#include "dataset/split.h"
#include "dataset/sqlite.h"

namespace minarai::dataset {

/// In place of the one that is kept; images that are none of the catalog's are left out. The caller
/// holds the transaction.
SqlResult<void> insertSplit(Database& database, const std::vector<std::int64_t>& ids,
                            const Catalog& scanned, const Split& split);

/// Of the images of `view`, labelled as there and in its order. Nothing when none is kept, or when
/// what is kept cannot have been written by the program.
SqlResult<std::optional<Split>> readSplit(const Database& database,
                                          const std::vector<std::int64_t>& ids,
                                          const Catalog& scanned, const Catalog& view);

}  // namespace minarai::dataset
