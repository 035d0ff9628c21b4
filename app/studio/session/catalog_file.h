// SPDX-FileCopyrightText: 2026 The Minarai authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The catalog of the open folder, shared by the sessions that read and write it on their workers.
#pragma once

#include <mutex>
#include <utility>

#include "dataset/catalog_store.h"

namespace minarai::studio {

/// The store takes one thread at a time: hold the mutex for each use, and never on the GUI's
/// thread.
struct CatalogFile {
    explicit CatalogFile(dataset::CatalogStore opened) : store(std::move(opened)) {}
    std::mutex mutex;
    dataset::CatalogStore store;
};

}  // namespace minarai::studio
