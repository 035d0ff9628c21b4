// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset/decisions.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "base/files.h"
#include "dataset/catalog_file.h"
#include "dataset/catalog_journal.h"

namespace minarai::dataset {

namespace fs = std::filesystem;

namespace {

SqlResult<Decisions> readFrom(const fs::path& file) {
    auto database = openCatalogFileToRead(file);
    if (!database) {
        return tl::unexpected(database.error());
    }
    // One moment of a catalog that another process goes on writing.
    MN_SQL_TRY(database->execute("BEGIN"));
    auto owner = metaText(*database, "root");
    if (!owner) {
        return tl::unexpected(owner.error());
    }
    auto journal = Journal::load(*database);
    if (!journal) {
        return tl::unexpected(journal.error());
    }
    return Decisions{owner->value_or(""), journal->states()};
}

}  // namespace

Result<Decisions> readDecisionsOf(const fs::path& catalogFile) {
    std::error_code error;
    if (!fs::is_regular_file(catalogFile, error)) {
        return fail(ErrorCode::FileMissing, toUtf8(catalogFile));
    }
    const fs::path file = fs::canonical(catalogFile, error);
    if (error) {
        return readError(catalogFile, error.value());
    }
    auto decisions = readFrom(file);
    if (!decisions) {
        return fail(decisions.error().damaged ? ErrorCode::FileFormat : ErrorCode::ReadFailed,
                    toUtf8(catalogFile), decisions.error().text);
    }
    return *std::move(decisions);
}

Result<Decisions> readDecisions(const fs::path& root, const fs::path& catalogs) {
    std::error_code error;
    const std::string canonical = toUtf8(fs::canonical(root, error));
    if (error) {
        return fail(ErrorCode::FolderMissing, toUtf8(root));
    }
    const fs::path file = catalogFileOf(canonical, catalogs);
    MN_ASSIGN(Decisions decisions, readDecisionsOf(file));
    if (decisions.folder != canonical) {
        return fail(ErrorCode::FileFormat, toUtf8(file), "it belongs to another folder");
    }
    return decisions;
}

DecidedCatalog decided(Catalog catalog, const ImageStates& states) {
    DecidedCatalog result;
    std::size_t found = 0;
    for (const Sample& sample : catalog.samples) {
        const auto state = states.find(sample.path);
        if (state == states.end()) {
            continue;
        }
        ++found;
        const std::string& name = state->second.className;
        const bool isClass =
            std::binary_search(catalog.classes.begin(), catalog.classes.end(), name);
        result.excluded += state->second.excluded ? 1 : 0;
        result.relabelled += isClass ? 1 : 0;
        result.absent += !name.empty() && !isClass ? 1 : 0;
    }
    result.absent += states.size() - found;
    result.catalog = applied(std::move(catalog), states);
    return result;
}

}  // namespace minarai::dataset
