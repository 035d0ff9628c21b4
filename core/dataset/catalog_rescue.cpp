// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset/catalog_rescue.h"

#include <string>
#include <system_error>

#include "base/files.h"
#include "dataset/catalog_file.h"
#include "dataset/catalog_journal.h"

namespace minarai::dataset {

namespace fs = std::filesystem;

fs::path setAside(const fs::path& file) {
    std::error_code ignored;
    fs::path aside;
    for (int number = 1;; ++number) {
        aside = fs::path(file) += ".damaged-" + std::to_string(number);
        if (!fs::exists(fs::symlink_status(aside, ignored))) {
            break;
        }
    }
    // The log first: one that is left beside a new database would be taken for its own.
    for (const char* ending : {"-wal", "-shm", ""}) {
        fs::rename(fs::path(file) += ending, fs::path(aside) += ending, ignored);
    }
    return aside;
}

RescuedEdits rescueEdits(const fs::path& file, const std::string& root) {
    std::error_code ignored;
    if (!fs::is_regular_file(file, ignored)) {
        return {};
    }
    auto database = Database::open(file);
    if (!database || !belongsTo(*database, root)) {
        return {};
    }
    return Journal::rescue(*database);
}

}  // namespace minarai::dataset
