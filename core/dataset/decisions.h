// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a person decided about the images of a folder, for whoever only wants to obey: read from its
// catalog, which stays as it is and may be in use.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/error.h"
#include "dataset/catalog.h"
#include "dataset/catalog_store.h"

namespace minarai::dataset {

struct Decisions {
    std::string folder;  ///< of which the catalog was made; canonical
    ImageStates states;
};

/// Of the folder's own catalog below `catalogs`. FolderMissing; FileMissing where the folder was
/// never opened with a catalog; ReadFailed, FileFormat.
Result<Decisions> readDecisions(const std::filesystem::path& root,
                                const std::filesystem::path& catalogs = catalogFolder());

/// Of any catalog, such as that of another machine. FileMissing, ReadFailed, FileFormat.
Result<Decisions> readDecisionsOf(const std::filesystem::path& catalogFile);

/// applied(), and how much came of the decisions.
struct DecidedCatalog {
    Catalog catalog;
    std::uint64_t excluded = 0;    ///< images left out
    std::uint64_t relabelled = 0;  ///< images that were given a class, excluded ones among them
    std::uint64_t absent = 0;      ///< decisions about images or classes that the folder has not
};
DecidedCatalog decided(Catalog catalog, const ImageStates& states);

}  // namespace minarai::dataset
