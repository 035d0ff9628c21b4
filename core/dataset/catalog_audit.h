// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What an audit found out, as the catalog's database keeps it. `ids` are the rows of the samples.
#pragma once

#include <cstdint>
#include <vector>

#include "dataset/audit.h"
#include "dataset/sqlite.h"

namespace minarai::dataset {

/// One for each sample; not opened where nothing is known.
SqlResult<std::vector<Finding>> readFindings(const Database& database,
                                             const std::vector<std::int64_t>& ids);
/// Those that are opened and not kept yet. The caller holds the transaction.
SqlResult<void> insertFindings(Database& database, const std::vector<std::int64_t>& ids,
                               const std::vector<Finding>& findings);

/// Sorted; pairs with samples that are gone are left out.
SqlResult<std::vector<LookAlike>> readAlike(const Database& database,
                                            const std::vector<std::int64_t>& ids);
/// In place of those that are kept. The caller holds the transaction.
SqlResult<void> insertAlike(Database& database, const std::vector<std::int64_t>& ids,
                            const std::vector<LookAlike>& pairs);

}  // namespace minarai::dataset
